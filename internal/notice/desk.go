package notice

import (
	"context"
	"time"

	"alongside/internal/fault"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Desk tells people: on the board, and where they asked to be told.
type Desk struct {
	Store     Store
	Clock     when.Clock
	Zone      *time.Location // of the board
	Languages *locale.Catalogue
	Board     func() string // its name, which can change
	Origin    string        // "https://eastfield.example"
	Seed      []byte        // 32 random bytes of this board, for links
	Key       Key           // without it nobody's address is taken
	Post      Post          // nil: this board sends no mail
	Bell      Bell          // nil: this board wakes no browser
}

// News are the notices of a viewer, unseen ones first, then the newest.
func (d *Desk) News(ctx context.Context, of []party.Ref) (all []Notice, err error) {
	const most = 20
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.Notices(of, most)
		return err
	})
	return all, fault.Wrap("notice.news", err)
}

// Seen marks them all: they were on the page that the person opened.
func (d *Desk) Seen(ctx context.Context, of []party.Ref) error {
	return fault.Wrap("notice.seen", d.Store.Update(ctx, func(tx Tx) error { return tx.See(of) }))
}

// Choice is all that somebody chose about being told.
type Choice struct {
	Settings
	Mail    string // the address, empty for none
	MailWay Way
	Pushes  []Way
}

// Choice is what an owner chose.
func (d *Desk) Choice(ctx context.Context, o Owner) (c Choice, err error) {
	var ways []Way
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		if c.Settings, err = settings(tx, o); err != nil {
			return err
		}
		ways, err = tx.Ways(o)
		return err
	})
	for _, w := range ways {
		switch address, broken := d.open(w); {
		case broken != nil: // the board's key was lost: as if it had never been typed
		case w.Kind == Mail:
			c.Mail, c.MailWay = address, w
		default:
			c.Pushes = append(c.Pushes, w)
		}
	}
	return c, fault.Wrap("notice.choice", err)
}

func (d *Desk) open(w Way) (string, error) {
	if d.Key.Empty() {
		return "", fault.New("notice.open", fault.Unavailable, "")
	}
	return d.Key.open(w)
}

func settings(tx Tx, o Owner) (Settings, error) {
	s, chosen, err := tx.Settings(o)
	if err == nil && !chosen {
		s = Usual()
	}
	return s, err
}

// Choose keeps what an owner chose.
func (d *Desk) Choose(ctx context.Context, o Owner, s Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	return fault.Wrap("notice.choose", d.Store.Update(ctx, func(tx Tx) error { return tx.SaveSettings(o, s) }))
}

// Drop forgets one of the owner's ways, at once and for good.
func (d *Desk) Drop(ctx context.Context, o Owner, way WayID) error {
	return fault.Wrap("notice.drop", d.Store.Update(ctx, func(tx Tx) error {
		w, found, err := tx.Way(way)
		if err != nil || !found || w.Owner != o {
			return err
		}
		return tx.DropWay(way)
	}))
}

// MailWorks and PushWorks tell whether this board can carry messages so.
func (d *Desk) MailWorks() bool { return d.Post != nil && !d.Key.Empty() }
func (d *Desk) PushWorks() bool { return d.Bell != nil && !d.Key.Empty() }
