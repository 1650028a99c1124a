package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/internal/job"
	"alongside/internal/locale"
	"alongside/internal/notice"
	"alongside/internal/outward"
	"alongside/internal/store"
	"alongside/internal/when"
)

// AddressKey is the file of the key in the data folder. It is in no backup: a
// backup that is lost must not open anybody's address.
const AddressKey = "addresses.key"

// Told is how people are told outside the board. Its zero value sends no mail.
type Told struct {
	Mail outward.MailConfig
	// KeyFile holds the 32 bytes or more that seal people's addresses; empty:
	// "addresses.key" in the data folder, made when first needed. Where the
	// database is not a folder, no file named means that no address is taken.
	KeyFile string
}

// tell makes the room that tells people.
func (h *House) tell(ctx context.Context, kept *store.Store, languages *locale.Catalogue, seed []byte) error {
	key, err := addressKey(h.config)
	if err != nil {
		return err
	}
	h.Notices = &notice.Desk{Store: kept.Notices(), Clock: h.config.Clock, Zone: zoneOf(h.config), Languages: languages,
		Board: h.boardName, Origin: h.config.Web.Origin, Seed: seed, Key: key}
	h.Jobs = &job.Line{Store: kept.Jobs(), Clock: h.config.Clock, Work: h.Notices.Work()}
	mailer, err := outward.NewMailer(h.config.Told.Mail, h.boardName)
	if err != nil {
		return err
	}
	if mailer != nil {
		h.Notices.Post = letters{mailer, h.config.Clock}
	}
	if strings.HasPrefix(h.config.Web.Origin, "https://") && !key.Empty() {
		secret, err := kept.Secret(ctx, "vapid", 32)
		if err != nil {
			return err
		}
		bell, err := outward.NewBell(outward.New(), secret, h.config.Web.Origin)
		if err != nil {
			return err
		}
		h.Notices.Bell = rings{bell}
	}
	return nil
}

// boardName is what the board is called now; it may be named while it runs.
func (h *House) boardName() string { return h.Web.Name() }

func zoneOf(c Config) *time.Location {
	if c.Web.Zone == nil {
		return time.UTC
	}
	return c.Web.Zone
}

// addressKey reads the key, or makes it in the data folder.
func addressKey(c Config) (notice.Key, error) {
	name := c.Told.KeyFile
	if name == "" && c.Database.URL != "" {
		return notice.Key{}, nil
	}
	if name == "" {
		name = filepath.Join(c.Database.Dir, AddressKey)
		if err := newKeyFile(name); err != nil {
			return notice.Key{}, err
		}
	}
	secret, err := os.ReadFile(name)
	if err != nil {
		return notice.Key{}, err
	}
	return notice.NewKey(secret)
}

// newKeyFile makes a file of 32 random bytes that only we can read, unless it
// stands. It is written whole or not at all, so that two that start at once
// agree.
func newKeyFile(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".addresses-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	secret := make([]byte, 32)
	rand.Read(secret)
	_, err = f.Write(secret)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), name); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// letters hands the letters of one room to the other.
type letters struct {
	mailer *outward.Mailer
	clock  when.Clock
}

func (l letters) Send(ctx context.Context, n notice.Letter) error {
	err := l.mailer.Send(ctx, outward.Letter(n), l.clock.Now())
	if errors.Is(err, outward.ErrRefused) {
		return job.ForGood(err)
	}
	return err
}

type rings struct{ bell *outward.Bell }

func (r rings) PublicKey() string { return r.bell.PublicKey() }

func (r rings) Ring(ctx context.Context, s notice.Subscription) error {
	err := r.bell.Ring(ctx, s.Endpoint, s.Keys.P256dh, s.Keys.Auth)
	if errors.Is(err, outward.ErrGone) || errors.Is(err, outward.ErrAddress) || errors.Is(err, outward.ErrPrivate) {
		return job.ForGood(err)
	}
	return err
}

// errands does the work that was filed for later.
func (h *House) errands(ctx context.Context) {
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	for {
		for ctx.Err() == nil {
			did, err := h.Jobs.Next(ctx)
			h.complain("job", err)
			if !did {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
