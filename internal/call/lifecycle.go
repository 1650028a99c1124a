package call

import (
	"time"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Stage is where a commitment is in its life.
type Stage string

const (
	Held       Stage = "held"     // one tap; 15 minutes to say how to reach them
	Offered    Stage = "offered"  // the asker agrees first
	Agreed     Stage = "agreed"   // both count on it
	Due        Stage = "due"      // asked: did it happen?
	Gone       Stage = "gone"     // the 15 minutes passed
	Declined   Stage = "declined" // the asker found another way
	TakenBack  Stage = "withdrawn"
	Returned   Stage = "returned" // handed back
	Released   Stage = "released" // the caller let go
	Lapsed     Stage = "lapsed"   // no word came
	Passed     Stage = "passed"   // handed over, and accepted
	Kept       Stage = "kept"
	KeptBySide Stage = "kept_one" // kept, as one side says
	NotKept    Stage = "not_kept"
	Unknown    Stage = "unknown" // both silent
	Queued     Stage = "queued"  // on the list for a place that is full
)

// Stages are all of them.
var Stages = []Stage{Held, Offered, Agreed, Due, Gone, Declined, TakenBack, Returned, Released,
	Lapsed, Passed, Kept, KeptBySide, NotKept, Unknown, Queued}

// Runs reports whether the promise is on its way.
func (s Stage) Runs() bool {
	return s == Held || s == Offered || s == Agreed || s == Due || s == Queued
}

// Holds reports whether the place stays taken.
func (s Stage) Holds() bool {
	return s.Runs() && s != Queued || s == Kept || s == KeptBySide || s == Unknown
}

// IsKept reports whether at least one side says it happened and none that it did not.
func (s Stage) IsKept() bool { return s == Kept || s == KeptBySide }

// act is something that happens to a commitment.
type act string

const (
	reached    act = "reached" // they said how to reach them
	agree      act = "agree"
	decline    act = "decline"
	takeBack   act = "take back"
	handBack   act = "hand back"
	letGo      act = "let go"
	handOver   act = "hand over"
	silence    act = "silence"
	comeDue    act = "come due"
	settleKept act = "both say kept"
	settleOne  act = "one says kept"
	settleNot  act = "one says not kept"
	settleNone act = "nobody says"
	moveUp     act = "move up"
)

// moves is the whole life of a commitment. What is not in it cannot happen.
var moves = map[Stage]map[act]Stage{
	Queued: {moveUp: Agreed, handBack: TakenBack, takeBack: TakenBack, letGo: Released, silence: Lapsed},
	Held:   {reached: Offered, silence: Gone, handBack: TakenBack, takeBack: TakenBack, letGo: Released},
	Offered: {agree: Agreed, decline: Declined, handBack: TakenBack, takeBack: TakenBack,
		silence: Lapsed, letGo: Released},
	Agreed: {handBack: Returned, takeBack: Returned, letGo: Released, silence: Lapsed, handOver: Passed,
		comeDue: Due, settleKept: Kept, settleNot: NotKept},
	Due: {handBack: Returned, takeBack: Returned, letGo: Released, settleKept: Kept, settleOne: KeptBySide,
		settleNot: NotKept, settleNone: Unknown},
}

// move takes a commitment one step. A step that its stage does not have is
// fault.Stale: it changed since the person looked.
func (c *Commitment) move(a act, now time.Time) error {
	to, ok := moves[c.State][a]
	if !ok {
		return fault.New("call.move", fault.Stale, "call.moved_on")
	}
	c.State, c.Changed = to, now
	c.Nudge, c.Until = time.Time{}, time.Time{}
	return nil
}

// lease sets when an agreed promise is asked about and when silence frees it.
// fresh means that the person has only just said yes.
func (c *Commitment) lease(now time.Time, fresh bool) {
	c.Nudge = time.Time{}
	switch {
	case c.Due.IsZero():
		c.Until = now.Add(when.LeaseFor)
		c.Nudge = c.Until.Add(-when.NudgeAhead)
	case fresh && c.Due.Sub(now) > when.NudgeAhead+12*time.Hour:
		c.Nudge = c.Due.Add(-when.NudgeAhead)
		c.Until = c.Due.Add(-when.FreeAhead)
	default:
		c.Until = c.Due
	}
}

// endOfSilence is what happens when Until passes.
func (c *Commitment) endOfSilence(words []Word) act {
	switch c.State {
	case Agreed:
		if !c.Due.IsZero() && !c.Until.Before(c.Due) {
			return comeDue
		}
		return silence
	case Due:
		if a, settled := settle(words, true); settled {
			return a
		}
		return settleNone
	}
	return silence
}

// settle weighs the words of both sides. over says that the time to speak has
// passed.
func settle(words []Word, over bool) (act, bool) {
	kept := 0
	for _, w := range words {
		if !w.Kept {
			return settleNot, true
		}
		kept++
	}
	switch {
	case kept == 2:
		return settleKept, true
	case over && kept == 1:
		return settleOne, true
	case over:
		return settleNone, true
	}
	return "", false
}
