package action

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Step is what has been done about one time of an action. Each has its moment;
// the clock takes them in order.
type Step int

const (
	nothingYet       Step = iota
	toldAhead             // a week before
	toldSoon              // two hours before
	passed                // its last minute
	overByItself          // nobody stood it down
	askedHow              // three days on, those who wished it
	beforeForgetting      // all that is left is to forget
	forgotten
)

const (
	weekAhead   = 7 * 24 * time.Hour
	stayLonger  = time.Hour
	askHowAfter = 70 * time.Hour // before all is forgotten at 72
)

// SoonAhead is how long before it begins a time is on: its page has the panel by
// then, and those who come are told.
const SoonAhead = 2 * time.Hour

func (o Occurrence) forgotten() bool { return o.Step >= forgotten }

// plan begins the steps anew for a time that is new or has moved.
func (o *Occurrence) plan(homes int, now time.Time) {
	o.Step, o.Homes = nothingYet, homes
	o.next(now)
}

// last is when it was over: as said, or by the plan.
func (o Occurrence) last() time.Time {
	if !o.Ended.IsZero() {
		return o.Ended
	}
	return o.Ends
}

// next finds the step that is due next, past those whose moment has gone by.
func (o *Occurrence) next(now time.Time) {
	for {
		switch o.Step {
		case nothingYet:
			o.Due = o.Starts.Add(-weekAhead)
		case toldAhead:
			o.Due = o.Starts.Add(-SoonAhead)
		case toldSoon:
			o.Due = o.Ends
		case passed:
			o.Due = o.Ends.Add(lateFor / 2)
		case overByItself:
			o.Due = o.last().Add(askHowAfter)
		case askedHow, beforeForgetting:
			o.Due = o.last().Add(when.LiveFor)
		default:
			o.Due = time.Time{}
			return
		}
		late := !o.Due.After(now) && (o.Step == nothingYet || o.Step == toldAhead)
		done := o.Step == passed && !o.Ended.IsZero() // somebody has stood it down
		if !late && !done {
			return
		}
		o.Step++
	}
}

// Saying is somebody's own word about themselves, in one tap.
type Saying struct {
	Said Said
	Key  call.Key
	At   time.Time // when they tapped, where that waited without signal; zero: now
}

// Say files it. Sent twice it counts once, and the last tap stands, whichever
// arrives last: what waited on a phone never undoes what was said after it. To
// need help reaches the buddies and those who post word; nobody else.
func (d *Desk) Say(ctx context.Context, v access.Viewer, which call.CommitmentID, s Saying) error {
	const op = "action.say"
	switch s.Said {
	case Here, Staying, Help, Safe:
	default:
		return fault.New(op, fault.Invalid, "")
	}
	return d.own(ctx, op, v, which, func(tx Tx, m call.Commitment, p Place) error {
		now := d.Clock.Now()
		if s.Key != "" {
			done := s.Key.Hash("say")
			if _, was, err := tx.Done(done); err != nil || was {
				return err
			}
			if err := tx.SetDone(done, 0, now); err != nil {
				return err
			}
		}
		o, err := tx.Occurrence(p.Occurrence)
		if err == nil && (o.Off || !o.On(now)) {
			err = fault.New(op, fault.Stale, "action.not_on")
		}
		if err == nil && !m.State.Holds() {
			err = fault.New(op, fault.Stale, "action.is_on_list")
		}
		if err != nil {
			return err
		}
		at, before := o.tapped(s, now), p.Said
		if at.Before(p.At) {
			return nil
		}
		p.say(s.Said, at, o, now)
		if err := tx.SavePlace(p); err != nil {
			return err
		}
		if s.Said == Help {
			return d.callHelp(tx, p, m, before != Help)
		}
		return nil
	})
}

// tapped is when a tap was, as far as a phone's clock can be believed: not in
// the future, not before there was anything to tap, and no longer ago than
// anything of it is kept. A clock that jumped makes no call for help an old one:
// a false alarm is the smaller mistake.
func (o Occurrence) tapped(s Saying, now time.Time) time.Time {
	first := latest(o.Starts.Add(-SoonAhead), now.Add(-when.LiveFor))
	switch {
	case s.At.IsZero(), s.At.After(now), s.Said == Help && s.At.Before(first):
		return now
	}
	return latest(s.At, first)
}

// say writes down what they said, and until when somebody watches.
func (p *Place) say(said Said, at time.Time, o Occurrence, now time.Time) {
	mistaken := p.Said == Safe && said != Safe // somebody watches again
	p.Said, p.At = said, at
	if said == Safe {
		p.HomeBy = time.Time{}
	}
	home := o.homeBy()
	if home.IsZero() {
		return
	}
	if mistaken {
		p.HomeBy = latest(home, now.Add(stayLonger))
	}
	if by := latest(home, at).Add(stayLonger); said == Staying && by.After(now) { // what came too late asks no buddy twice
		p.HomeBy = by
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// callHelp tells the buddies, and those who post word at this action, at once:
// once in helpAgain while somebody says it again and again, and a few times where
// they said something else in between. Nobody's call is refused, and no brake of
// an address stands before it: one address may be a whole street that needs help.
func (d *Desk) callHelp(tx Tx, p Place, m call.Commitment, anew bool) error {
	most := 1
	if anew {
		most = anewMost
	}
	if told, err := d.told(tx, p.Occurrence, most, m.Party); err != nil || told {
		return err
	}
	if err := d.tellBuddies(tx, p, notice.NeedsHelp); err != nil {
		return err
	}
	if told, err := d.told(tx, p.Occurrence, helpMost, "all"); err != nil || told {
		return err
	}
	c, err := tx.Call(p.Call)
	if err != nil {
		return err
	}
	all, err := d.posters(tx, c)
	for _, f := range all {
		if err == nil && party.OfFace(f) != m.Party {
			err = call.Tell(tx, party.OfFace(f), notice.NeedsHelp, call.Commitment{Call: c.ID}, d.Clock.Now())
		}
	}
	return err
}

const (
	// helpAgain parts the clock. In each part somebody's call for help is told once,
	helpAgain = 3 * time.Minute
	// so often where they meanwhile said that they are safe,
	anewMost = 3
	// and those who post word hear of so many. Their page has the number of all.
	helpMost = 20
)

// told reports whether calls for help of this one were told so often in this part
// of the clock, and counts one more. What it counts is kept as hashes that go with
// the rest of what tells who was there.
func (d *Desk) told(tx Tx, o call.OccurrenceID, most int, of any) (bool, error) {
	now := d.Clock.Now()
	for n := range most {
		key := call.Key(fmt.Sprint(o, now.Unix()/int64(helpAgain/time.Second), of, n)).Hash("help")
		_, was, err := tx.Done(key)
		if err == nil && !was {
			err = tx.SetDone(key, int64(o), now)
		}
		if err != nil || !was {
			return false, err
		}
	}
	return true, nil
}

// posters are those who post word in the groups that run an action.
func (d *Desk) posters(tx Tx, c call.Call) (all []party.FaceID, err error) {
	groups, err := d.running(tx, c)
	for _, g := range groups {
		var some []party.FaceID
		if err == nil {
			some, err = d.holders(tx, g, party.Live)
		}
		all = append(all, some...)
	}
	return all, err
}

// tellBuddies tells those of a pair who said yes to it, but not the one it is
// about.
func (d *Desk) tellBuddies(tx Tx, p Place, kind notice.Kind) error {
	if p.Pair == 0 || !p.Yes {
		return nil
	}
	all, err := tx.PlacesIn(p.Pair)
	for _, other := range all {
		if err == nil && other.Yes && other.Commitment != p.Commitment {
			err = d.tellPlace(tx, other, kind)
		}
	}
	return err
}

// tickMost is how much one turn does.
const tickMost = 100

// Tick does what is due at every action: word ahead, the question to a silent
// one's buddy, the end, and forgetting. It says whether more waits.
func (d *Desk) Tick(ctx context.Context) (more bool, err error) {
	const op = "action.tick"
	now := d.Clock.Now()
	var due []call.OccurrenceID
	var silent []call.CommitmentID
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		if due, err = tx.DueBefore(now, tickMost); err == nil {
			silent, err = tx.SilentBefore(now, tickMost)
		}
		return err
	})
	if err != nil {
		return false, fault.Wrap(op, err)
	}
	var failed []error // one that fails stops no other
	for _, m := range silent {
		failed = append(failed, d.Store.Update(ctx, func(tx Tx) error { return d.silent(tx, m, now) }))
	}
	for _, o := range due {
		failed = append(failed, d.Store.Update(ctx, func(tx Tx) error { return d.step(tx, o, now) }))
	}
	err = errors.Join(failed...)
	more = err == nil && (len(due) > 0 || len(silent) == tickMost) // what was done may have made more due
	return more, fault.Wrap(op, err)
}

// silent asks the buddies of somebody who is not home by their time to call, once.
// Where there is no buddy nobody is asked.
func (d *Desk) silent(tx Tx, which call.CommitmentID, now time.Time) error {
	p, there, err := tx.Place(which)
	if err != nil || !there || p.HomeBy.IsZero() || p.HomeBy.After(now) {
		return err
	}
	p.HomeBy = time.Time{}
	if err := tx.SavePlace(p); err != nil {
		return err
	}
	m, err := tx.Commitment(which)
	if err != nil || !m.State.Holds() {
		return err
	}
	return d.tellBuddies(tx, p, notice.BuddyCall)
}

// step does what is due about one time. It looks again inside its own
// transaction, for two processes may have seen the same one.
func (d *Desk) step(tx Tx, which call.OccurrenceID, now time.Time) error {
	o, err := tx.Occurrence(which)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || o.Due.IsZero() || o.Due.After(now) {
		return err
	}
	c, err := tx.Call(o.Call)
	if err != nil {
		return err
	}
	p, err := tx.Plan(o.Call)
	if err != nil {
		return err
	}
	done := o.Step
	o.Step++
	switch done {
	case nothingYet:
		err = d.tellAt(tx, o, p.Ahead != "", notice.Soon, now)
	case toldAhead:
		err = d.tellAt(tx, o, true, notice.Soon, now)
	case toldSoon:
		err = d.rewant(tx, &c) // the board tells of the next one
	case passed:
		if c.State != call.Drafted && !o.Off {
			return d.end(tx, c, o, o.Ends) // nobody has stood it down
		}
	case overByItself:
		err = d.askHow(tx, o, now)
	case askedHow, beforeForgetting:
		o.Step = forgotten
		if err = tx.Forget(o.ID); err == nil {
			err = d.orOver(tx, c, now)
		}
	}
	if err != nil {
		return err
	}
	o.next(now)
	return tx.SaveOccurrence(o)
}

// orOver closes an action that has no time left.
func (d *Desk) orOver(tx Tx, c call.Call, now time.Time) error {
	coming, err := tx.Occurrences(c.ID, now, 1)
	if err != nil || len(coming) > 0 || c.State == call.Drafted {
		return err
	}
	return orErr(tx.DropHabitsAt(c.ID), d.Spine.Over(tx, c))
}

// tellAt tells everybody who comes to one time.
func (d *Desk) tellAt(tx Tx, o Occurrence, tell bool, kind notice.Kind, now time.Time) error {
	if !tell || o.Off {
		return nil
	}
	places, err := tx.PlacesAt(o.ID)
	for _, p := range places {
		var m call.Commitment
		if err == nil {
			m, err = tx.Commitment(p.Commitment)
		}
		if err == nil && m.State.Holds() {
			err = call.Tell(tx, m.Party, kind, m, now)
		}
	}
	return err
}

// askHow asks those who wished it how they are.
func (d *Desk) askHow(tx Tx, o Occurrence, now time.Time) error {
	places, err := tx.PlacesAt(o.ID)
	for _, p := range places {
		if err == nil && p.Care {
			err = d.askOne(tx, p, now)
		}
	}
	return err
}

// askOne names neither the action nor the place: the question outlives both.
func (d *Desk) askOne(tx Tx, p Place, now time.Time) error {
	m, err := tx.Commitment(p.Commitment)
	if err != nil {
		return err
	}
	return call.Tell(tx, m.Party, notice.HowAreYou, call.Commitment{}, now)
}
