package app

import (
	"context"
	"errors"
	"time"

	"alongside/internal/account"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/words"
)

// First is the first person who looks after a board, and what it is called.
type First struct {
	Board    string
	Area     string
	Keeper   string // what people call them
	Language string
}

// Keys open an account. They were drawn now, and nobody can show them again.
type Keys struct {
	Words words.Phrase
	Code  words.Printed
}

// SetUp does what the set-up page does, for whoever can run commands on the
// machine: it makes an account that looks after the board. It fails once
// somebody does. There is no default key: these were drawn for this board.
func (h *House) SetUp(ctx context.Context, f First) (Keys, error) {
	k := Keys{Words: words.Key(f.Language), Code: account.NewCode()}
	o, err := h.Accounts.Create(ctx, account.Start{Name: f.Keeper, Language: f.Language,
		Words: account.Proof{Typed: id.SecretFrom(k.Words.Reveal())}, Code: account.Proof{Typed: id.SecretFrom(k.Code.Reveal())}})
	if err != nil {
		return Keys{}, err
	}
	if _, err := h.Accounts.FirstHost(ctx, o.Session, account.About{Name: f.Board, Area: f.Area}); err != nil {
		return Keys{}, err
	}
	return k, nil
}

// offerEvery is how soon a new link follows one that has ended.
const offerEvery = 10 * time.Second

// offerSetUp writes a link to the log while nobody looks after the board: a
// new one when the last has ended.
func (h *House) offerSetUp(ctx context.Context) {
	tick := time.NewTicker(offerEvery)
	defer tick.Stop()
	for {
		hosting, err := h.Accounts.Hosting(ctx)
		if err == nil && hosting != account.Hosted {
			h.printSetUp()
		}
		h.complain("set-up", err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *House) printSetUp() {
	link, until, ok := h.Accounts.SetupLink()
	if !ok {
		return
	}
	s := h.config.Web
	if s.Origin == "" {
		s.Origin = "http://" + h.Address()
	}
	h.config.Log.Warn("nobody looks after this board yet: open this link, once, to set it up",
		"link", s.SetUpLink(link), "until", until.In(s.Zone).Format(time.RFC3339))
}

// left is told of each face whose account is deleted: what it asked goes, what
// it promised is handed back, and it is out of its group, all in the same
// transaction.
func (h *House) left(_ context.Context, tx account.Tx, f party.Face) error {
	if err := h.Spine.Forget(h.memory.Calls().Within(tx), party.OfFace(f.ID)); err != nil {
		return err
	}
	hall := h.memory.Groups().Within(tx)
	if err := errors.Join(h.leftRoll(hall, f.ID), h.leftTasks(hall, f.ID)); err != nil {
		return err
	}
	if err := h.unseat(tx, f.ID); err != nil {
		return err
	}
	return h.Groups.Forget(hall, f)
}

// leftGroup is the same for a face that leaves its group.
func (h *House) leftGroup(_ context.Context, tx group.Tx, f party.FaceID) error {
	if err := h.unseat(tx, f); err != nil {
		return err
	}
	if err := h.Spine.Forget(h.memory.Calls().Within(tx), party.OfFace(f)); err != nil {
		return err
	}
	if err := h.Actions.Forget(h.memory.Actions().Within(tx), party.OfFace(f)); err != nil {
		return err
	}
	return errors.Join(h.leftRoll(tx, f), h.leftTasks(tx, f))
}
