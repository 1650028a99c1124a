package call

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Say is one side's word on whether a promise was kept. Each side's word is
// its own; the last one stands until the promise is settled.
func (s *Spine) Say(ctx context.Context, v access.Viewer, m CommitmentID, kept bool) error {
	return fault.Wrap("call.say", s.Store.Update(ctx, func(tx Tx) error {
		c, call, voice, err := s.side(tx, v, m)
		if err == nil && call.Kind == Action { // who was there is asked of nobody
			err = fault.New("call.say", fault.Stale, "call.moved_on")
		}
		if err != nil {
			return err
		}
		if said, err := hasSaid(tx, m, voice, kept); err != nil || said {
			return err // the same word again tells nobody anew and moves no day
		}
		if c.State != Agreed && c.State != Due {
			return fault.New("call.say", fault.Stale, "call.moved_on")
		}
		now := s.Clock.Now()
		if err := tx.Speak(m, Word{voice, kept, now}); err != nil {
			return err
		}
		words, err := tx.Words(m)
		if err != nil {
			return err
		}
		if a, settled := settle(words, false); settled {
			return s.settled(tx, call, &c, a, now)
		}
		return s.askOther(tx, call, &c, voice, now)
	}))
}

// side finds out which side of a promise the viewer is on. Whoever asked in
// person speaks for that side alone, whatever mandates they hold, and nobody
// speaks for both.
func (s *Spine) side(tx Tx, v access.Viewer, m CommitmentID) (c Commitment, call Call, voice Voice, err error) {
	if c, err = tx.Commitment(m); err != nil {
		return
	}
	if call, err = tx.Call(c.Call); err != nil {
		return
	}
	switch {
	case v.Is(c.Party):
		voice = Answerer
	case call.Kind == Action: // who comes to an action is nobody else's to read
		err = fault.New("call.side", fault.NotFound, "")
	case v.Is(call.Author):
		voice = Caller
	default:
		if voice, err = Answerer, s.acts(tx, v, c.Party, party.Promise); err == nil {
			return
		}
		if asks := s.acts(tx, v, call.Author, party.Intake); asks == nil || fault.Is(err, fault.NotFound) {
			voice, err = Caller, asks
		}
	}
	return
}

func hasSaid(tx Tx, m CommitmentID, voice Voice, kept bool) (bool, error) {
	words, err := tx.Words(m)
	for _, w := range words {
		if w.Voice == voice && w.Kept == kept {
			return true, err
		}
	}
	return false, err
}

// askOther gives the other side a week for its own word.
func (s *Spine) askOther(tx Tx, call Call, c *Commitment, spoke Voice, now time.Time) error {
	if c.State == Agreed {
		if err := c.move(comeDue, now); err != nil {
			return err
		}
	}
	c.Until = now.Add(when.SettleFor)
	if err := tx.SaveCommitment(*c); err != nil {
		return err
	}
	other := call.Author
	if spoke == Caller {
		other = c.Party
	}
	return tell(tx, other, notice.Happened, c.Call, c.ID, now)
}

// settled ends a promise with what its sides said.
func (s *Spine) settled(tx Tx, call Call, c *Commitment, a act, now time.Time) error {
	if err := c.move(a, now); err != nil {
		return err
	}
	if err := tx.SaveCommitment(*c); err != nil {
		return err
	}
	if err := tx.DropHandOver(c.ID); err != nil {
		return err
	}
	if err := fade(tx, call, c.ID, now); err != nil {
		return err
	}
	if !c.State.IsKept() {
		return s.notKept(tx, call, *c)
	}
	if err := fadeBetween(tx, *c, now); err != nil {
		return err
	}
	for _, r := range []party.Ref{call.Author, c.Party} {
		if err := tell(tx, r, notice.Kept, c.Call, c.ID, now); err != nil {
			return err
		}
	}
	if err := remember(tx, call, *c, now); err != nil {
		return err
	}
	if err := s.met(tx, call, *c, now); err != nil {
		return err
	}
	return s.closeIfAllKept(tx, call, now)
}

// notKept frees the place where it was not kept, so that somebody else can
// answer, and erases what was between the two sides.
func (s *Spine) notKept(tx Tx, call Call, c Commitment) error {
	if !c.State.Holds() {
		if _, err := tx.Take(c.Part, -c.Quantity); err != nil {
			return err
		}
	}
	if err := loosen(tx, c, party.Ref{}, s.Clock.Now()); err != nil {
		return err
	}
	return eraseBetween(tx, call.ID, c.ID)
}

// Met is one thing that one group asked and another kept.
type Met struct {
	Commitment  CommitmentID
	Asked, Kept party.GroupID // who asked, and who kept it
	Title       string
	AskedOn     time.Time // the day
	KeptOn      time.Time // the day
}

// met tells what two groups will remember of each other.
func (s *Spine) met(tx Tx, call Call, c Commitment, now time.Time) error {
	from := askers(call)
	if s.Settled == nil || c.Party.Kind != party.KindGroup || from == 0 || c.Party == party.OfGroup(from) {
		return nil
	}
	p, err := tx.Part(c.Part)
	if err != nil {
		return err
	}
	return s.Settled(tx, Met{c.ID, from, party.GroupID(c.Party.ID), p.Title, day(call.Opened), day(now)})
}

// remember drafts the line of the record, without anybody's name. What a circle
// keeps leaves none: a line would say that there is something.
func remember(tx Tx, call Call, c Commitment, now time.Time) error {
	if call.Circle != 0 {
		return nil
	}
	e, there, err := tx.Entry(call.ID)
	if err != nil {
		return err
	}
	if !there {
		e = Entry{ID: id.New[Entry](), Call: call.ID, Kind: call.Kind, Side: call.Side, Title: call.Title,
			Area: call.Area.Name, Group: call.Group, Audience: call.Audience, Asked: day(call.Opened),
			Language: call.Language}
	}
	e.Part, e.Kept = c.Part, day(now)
	return tx.SaveEntry(e)
}

// day forgets the time of day: content keeps its day.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// closeIfAllKept closes a call as answered once every part of it is full and
// every promise in it is settled.
func (s *Spine) closeIfAllKept(tx Tx, call Call, now time.Time) error {
	if !call.Stands() {
		return nil
	}
	parts, err := tx.Parts(call.ID)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if !p.IsFull() {
			return nil
		}
	}
	all, err := tx.CommitmentsOf(call.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State.Runs() {
			return nil
		}
	}
	return shut(tx, call, Answered, 0, now)
}

// Lesson writes what one of the two sides would tell the next group.
func (s *Spine) Lesson(ctx context.Context, v access.Viewer, m CommitmentID, lesson, language string) error {
	var f fault.Form
	tidy(&f, "lesson", &lesson, 500, true)
	if err := f.Err("call.lesson"); err != nil {
		return err
	}
	return fault.Wrap("call.lesson", s.Store.Update(ctx, func(tx Tx) error {
		_, call, _, err := s.side(tx, v, m)
		if err != nil {
			return err
		}
		e, there, err := tx.Entry(call.ID)
		if err != nil {
			return err
		}
		if !there {
			return fault.New("call.lesson", fault.Stale, "call.moved_on")
		}
		e.Lesson, e.Language = lesson, language
		return tx.SaveEntry(e)
	}))
}
