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

// Line is one thing that a side of a promise wrote to the other about it. Who
// of a group wrote it is not kept: the group did.
type Line struct {
	Commitment CommitmentID
	N          int64
	Call       ID
	Voice      Voice
	At         time.Time // the minute
	Body       string    // at most LineMost letters
	Until      time.Time // erased then; zero while the promise runs
}

// Limits of a thread. It is for what a promise still needs, not for talking on;
// each side has lines of its own, so that neither can silence the other.
const (
	LineMost  = 500 // letters
	LinesMost = 10  // lines of each side
)

// Thread is what the two sides of a promise write to each other about it, as
// one of them sees it.
type Thread struct {
	Lines  []Line
	Voice  Voice // the reader's
	Reads  bool  // the reader may read it now; without, all else is empty
	Writes bool  // and add to it
	Left   int   // how many more lines of theirs it takes
	Waits  bool  // nobody holds the mandate of the other side, a group
	Until  time.Time
}

// Last is the line written last, and whether there is one.
func (t Thread) Last() (Line, bool) {
	if len(t.Lines) == 0 {
		return Line{}, false
	}
	return t.Lines[len(t.Lines)-1], true
}

// Threads are the lines, and who may not be reached.
type Threads interface {
	AddLine(Line) error // gives it the next number
	Lines(CommitmentID) ([]Line, error)
	FadeLines(CommitmentID, time.Time) error // lets them be erased then
	EraseLines(CommitmentID) error
	Blocked(by, whom party.FaceID) (bool, error)
	// Unseen reports whether a notice of this kind about a promise waits for
	// somebody to look.
	Unseen(to party.Ref, k notice.Kind, m CommitmentID) (bool, error)
}

// writes reports whether the two sides may write to each other: once one has
// said yes to the other, and until they have said how it went.
func (c Commitment) writes() bool { return c.State == Offered || c.State == Agreed || c.State == Due }

// threaded reports whether both sides have a page to read a thread on. What a
// person promises to a call that came with a group's sheet has none in the group.
func threaded(c Commitment, call Call) bool {
	return call.Author.Kind != party.KindGroup || c.Party.Kind == party.KindGroup
}

// stands is who is on one side of a promise, and the mandate under which it is a
// group's.
func stands(c Commitment, call Call, v Voice) (party.Ref, party.Scope) {
	if v == Caller {
		return call.Author, party.Intake
	}
	return c.Party, party.Promise
}

// other is the side across.
func (v Voice) other() Voice {
	if v == Caller {
		return Answerer
	}
	return Caller
}

// reads reports whether anybody can read now what is written to a side: a group
// needs somebody who holds its mandate. Of one person it is never said: nobody
// learns from it that they are paused.
func (s *Spine) reads(tx Tx, c Commitment, call Call, side Voice) (bool, error) {
	who, scope := stands(c, call, side)
	if who.Kind != party.KindGroup {
		return true, nil
	}
	all, err := tx.Holders(party.GroupID(who.ID), scope, s.Clock.Now())
	return len(all) > 0, err
}

// thread is a promise's thread for the side on which the viewer is.
func (s *Spine) thread(tx Tx, v access.Viewer, c Commitment, call Call, voice Voice) (t Thread, err error) {
	if !c.writes() && !c.State.IsKept() || !threaded(c, call) || !access.Known(v, call.Access()) {
		return t, nil
	}
	if t.Lines, err = tx.Lines(c.ID); err != nil {
		return t, err
	}
	t.Voice, t.Reads, t.Writes, t.Left = voice, c.writes() || len(t.Lines) > 0, c.writes(), LinesMost
	for _, l := range t.Lines {
		if l.Voice == voice {
			t.Left--
		}
	}
	if last, some := t.Last(); some {
		t.Until = last.Until
	}
	if !t.Writes {
		return t, nil
	}
	reads, err := s.reads(tx, c, call, voice.other())
	t.Waits = !reads
	return t, err
}

// Write adds a line to a promise's thread and tells the other side that there
// is one. The same page writes it once, however often it is sent.
func (s *Spine) Write(ctx context.Context, v access.Viewer, m CommitmentID, key Key, words string) error {
	const op = "call.write"
	var f fault.Form
	tidy(&f, "words", &words, LineMost, true)
	f.Check(words != "", "words", "repair.say_words")
	if err := f.Err(op); err != nil {
		return err
	}
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		c, call, voice, err := s.side(tx, v, m)
		if err != nil {
			return err
		}
		done := key.Hash("write " + string(voice) + " " + m.String())
		if key != "" {
			if _, again, err := tx.Done(done); err != nil || again {
				return err
			}
		}
		if err := s.mayWrite(tx, v, c, call, voice); err != nil {
			return err
		}
		now := s.Clock.Now()
		if err := tx.AddLine(Line{Commitment: m, Call: c.Call, Voice: voice, At: now.Truncate(time.Minute), Body: words}); err != nil {
			return err
		}
		if key != "" {
			if err := tx.SetDone(done, int64(m), now); err != nil {
				return err
			}
		}
		return tellWritten(tx, c, call, voice.other(), now)
	}))
}

// mayWrite is nil when this side may add a line now.
func (s *Spine) mayWrite(tx Tx, v access.Viewer, c Commitment, call Call, voice Voice) error {
	const op = "call.may_write"
	t, err := s.thread(tx, v, c, call, voice)
	switch {
	case err != nil:
		return err
	case !access.Known(v, call.Access()):
		return fault.New(op, fault.NotYours, "group.on_trial")
	case !t.Writes:
		return fault.New(op, fault.Stale, "call.moved_on")
	}
	var f fault.Form
	f.Check(t.Left > 0, "words", "thread.full")
	from, err := s.writer(tx, v, c, call, voice)
	if err != nil {
		return err
	}
	to, _ := stands(c, call, voice.other())
	if err := reachable(tx, from, to, &f); err != nil {
		return err
	}
	return f.Err(op)
}

// writer is who writes: themselves, or for a group the face that holds its
// mandate.
func (s *Spine) writer(tx Tx, v access.Viewer, c Commitment, call Call, voice Voice) (party.Ref, error) {
	from, scope := stands(c, call, voice)
	if from.Kind != party.KindGroup {
		return from, nil
	}
	_, by, err := s.mandate(tx, v, party.GroupID(from.ID), scope)
	return party.OfFace(by), err
}

// reachable notes a mistake where one of two faces has blocked the other.
func reachable(tx Tx, from, to party.Ref, f *fault.Form) error {
	if from.Kind != party.KindFace || to.Kind != party.KindFace {
		return nil
	}
	mine, err := tx.Blocked(party.FaceID(from.ID), party.FaceID(to.ID))
	if err != nil {
		return err
	}
	theirs, err := tx.Blocked(party.FaceID(to.ID), party.FaceID(from.ID))
	f.Check(!mine, "words", "repair.you_blocked")
	f.Check(mine || !theirs, "words", "thread.not_now")
	return err
}

// tellWritten tells a side that there is something to read, once until
// they have looked. Of a group, those are told who can read it.
func tellWritten(tx Tx, c Commitment, call Call, side Voice, now time.Time) error {
	to, scope := stands(c, call, side)
	if to.Kind != party.KindGroup {
		return tellOnce(tx, to, notice.Written, int64(c.Call), c.ID, now)
	}
	kind := notice.GroupMoved
	if side == Caller {
		kind = notice.DeskMoved
	}
	holders, err := tx.Holders(party.GroupID(to.ID), scope, now)
	for _, f := range holders {
		if err == nil {
			err = tellOnce(tx, party.OfFace(f), kind, to.ID, c.ID, now)
		}
	}
	return err
}

// tellOnce files a notice unless the same one still waits to be seen.
func tellOnce(tx Tx, to party.Ref, k notice.Kind, about int64, m CommitmentID, now time.Time) error {
	waits, err := tx.Unseen(to, k, m)
	if err != nil || waits || to.Nobody() {
		return err
	}
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: to, Kind: k, Call: about, Commitment: int64(m), Made: now, Due: now})
}

// fadeBetween lets what is between the two sides of a promise that was kept be
// erased a week later.
func fadeBetween(tx Tx, c Commitment, now time.Time) error {
	until := now.Add(when.DetailsFor)
	if err := tx.FadeLines(c.ID, until); err != nil {
		return err
	}
	d, err := tx.Detail(c.Call, c.ID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Until = until
	return tx.SetDetail(d)
}

// eraseBetween erases what only the two sides of a promise read: how to reach
// whoever made it, and the words between them. The two never go apart.
func eraseBetween(tx Tx, c ID, m CommitmentID) error {
	if err := tx.EraseLines(m); err != nil {
		return err
	}
	return tx.EraseDetail(c, m)
}
