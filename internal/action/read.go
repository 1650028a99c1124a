package action

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Look is an action as its page shows it to everybody who may see it.
type Look struct {
	call.Listed
	Plan     Plan
	Levels   []Level
	Roles    []Role
	Now      time.Time
	Times    []Occurrence // that are to come, on or just over, at most timesMost
	Parts    []call.Part  // at the time that the page is about
	Together []Together
	Kit      string    // the address of its message kit; empty when there is none
	Voiced   time.Time // the end of the mandate under which it was opened
}

// At is the time that a page is about: the one named; or the next that somebody
// can come to, else the last.
func (l Look) At(which call.OccurrenceID) (last Occurrence, any bool) {
	for _, o := range l.Times {
		switch {
		case o.ID == which, which == 0 && !o.Off && !o.Over(l.Now):
			return o, true
		case which == 0 && !o.Off:
			last, any = o, true
		}
	}
	return last, any
}

// On is At for what is said meanwhile: without a name it is the time that is on,
// until everybody is home.
func (l Look) On(which call.OccurrenceID) (o Occurrence, any bool) {
	for _, o := range l.Times {
		if which == 0 && o.On(l.Now) && o.Ended.IsZero() && l.Now.Before(o.Ends.Add(lateFor/2)) {
			return o, true
		}
	}
	return l.At(which)
}

// Part is what a role is at the page's time, if somebody has come to it yet.
func (l Look) Part(r call.RoleID) (p call.Part, there bool) {
	for _, p := range l.Parts {
		if p.Role == r {
			return p, true
		}
	}
	return p, false
}

// Level is the level of this risk.
func (l Look) Level(r Risk) (found Level, there bool) {
	for _, x := range l.Levels {
		if x.Risk == r {
			return x, true
		}
	}
	return found, false
}

// LevelOf finds a level by its id.
func (l Look) LevelOf(which LevelID) (found Level, there bool) {
	for _, x := range l.Levels {
		if x.ID == which {
			return x, true
		}
	}
	return found, false
}

// RolesAt are the roles of one level.
func (l Look) RolesAt(which LevelID) (all []Role) {
	for _, r := range l.Roles {
		if r.Level == which {
			all = append(all, r)
		}
	}
	return all
}

// Look opens an action at one of its times; 0 is the next.
func (d *Desk) Look(ctx context.Context, v access.Viewer, which call.ID, at call.OccurrenceID) (l Look, err error) {
	const op = "action.look"
	err = d.Store.View(ctx, func(tx Tx) error {
		l = Look{}
		if l.Call, err = tx.Call(which); err == nil && (l.Kind != call.Action || !access.See(v, l.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		return d.look(tx, &l, at)
	})
	return l, fault.Wrap(op, err)
}

func (d *Desk) look(tx Tx, l *Look, at call.OccurrenceID) (err error) {
	if l.Plan, err = tx.Plan(l.ID); err != nil {
		return err
	}
	if l.Levels, err = tx.Levels(l.ID); err != nil {
		return err
	}
	if l.Roles, err = tx.Roles(l.ID); err != nil {
		return err
	}
	l.Now = d.Clock.Now()
	if l.Times, err = tx.Occurrences(l.ID, l.Now.Add(-afterShown), timesMost); err != nil {
		return err
	}
	if o, any := l.At(at); any {
		if l.Parts, err = tx.PartsAt(o.ID); err != nil {
			return err
		}
	}
	if l.Kit, err = tx.KitOf(l.ID); err != nil {
		return err
	}
	if l.Together, err = tx.Together(l.ID); err != nil {
		return err
	}
	g, err := tx.GroupOf(l.Group)
	l.GroupName, l.GroupSlug = g.Name, g.Slug
	if err != nil {
		return err
	}
	l.Voiced, _, err = tx.Voice(l.ID)
	return err
}

// afterShown is how long a time that has ended stays on its page.
const afterShown = 72 * time.Hour

// Own is somebody's own place, with all that belongs to it.
type Own struct {
	Look
	At      Occurrence
	Mine    Place
	Promise call.Commitment
	Part    call.Part
	Level   Level
	Ahead   int     // how many stand before them on the list
	Buddies []Buddy // those who said yes, and the code where it is theirs to give
	Agreed  bool    // they and at least one other said yes
	Third   bool    // somebody asks to be one of them, and has not their yes
	Asks    bool    // they ask that themselves
	Unheard bool    // they need help, and there was nobody to tell
	Reach   string  // their own way to be called
	Updates []Update
	Habit   bool // they come again by a rhythm
}

// Buddy is one of those who look after each other.
type Buddy struct {
	Name  string // this and what follows once both said yes
	Reach string
	Said  Said
	Yes   bool
}

// Stale reports whether the level reads differently now than when they read it.
func (o Own) Stale() bool { return o.Mine.Seen != o.Level.Version }

// Own opens one's own place. Nobody else's is there.
func (d *Desk) Own(ctx context.Context, v access.Viewer, which call.CommitmentID) (o Own, err error) {
	const op = "action.own"
	err = d.Store.View(ctx, func(tx Tx) error {
		o = Own{}
		if o.Promise, o.Mine, err = d.mine(tx, v, which); err != nil {
			return err
		}
		if o.Call, err = tx.Call(o.Promise.Call); err != nil {
			return err
		}
		if err = d.look(tx, &o.Look, o.Mine.Occurrence); err != nil {
			return err
		}
		if o.At, err = tx.Occurrence(o.Mine.Occurrence); err != nil {
			return err
		}
		if o.Part, err = tx.Part(o.Promise.Part); err != nil {
			return err
		}
		o.Level, _ = o.LevelOf(o.Mine.Level)
		if err = d.company(tx, &o); err != nil {
			return err
		}
		if o.Mine.Said == Help && !o.Agreed {
			posters, err := d.posters(tx, o.Call)
			if err != nil {
				return err
			}
			o.Unheard = len(posters) == 0
		}
		if _, o.Habit, err = d.habitOf(tx, o.ID, o.Promise.Party); err != nil {
			return err
		}
		o.Updates, err = tx.Updates(o.At.ID, o.Mine.Level, UpdatesKept)
		return err
	})
	return o, fault.Wrap(op, err)
}

// company adds who is before them on the list, and who looks after them.
func (d *Desk) company(tx Tx, o *Own) error {
	if o.Promise.State == call.Queued {
		line, err := tx.LineFor(o.Promise.Part)
		if err != nil {
			return err
		}
		for i, m := range line {
			if m == o.Promise.ID {
				o.Ahead = i
			}
		}
	}
	if own, err := tx.Detail(o.ID, o.Promise.ID); err == nil {
		o.Reach = own.Reach
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	if o.Mine.Pair == 0 {
		return nil
	}
	all, err := tx.PlacesIn(o.Mine.Pair)
	if err != nil {
		return err
	}
	o.Agreed = agreed(all) && o.Mine.Yes
	third, any := asking(all)
	o.Third, o.Asks = any && third.Commitment != o.Promise.ID && !o.Mine.Lets, any && third.Commitment == o.Promise.ID
	for _, p := range all {
		if p.Commitment == o.Promise.ID {
			continue
		}
		b, err := d.buddy(tx, p, o.Agreed && p.Yes)
		if err != nil {
			return err
		}
		o.Buddies = append(o.Buddies, b)
	}
	return nil
}

// buddy is what the others of a pair read once both said yes. Before that a name
// would tell who is at this level.
func (d *Desk) buddy(tx Tx, p Place, agreed bool) (b Buddy, err error) {
	b.Yes = p.Yes
	if !agreed {
		return b, nil
	}
	m, err := tx.Commitment(p.Commitment)
	if err != nil {
		return b, err
	}
	if b.Name, err = tx.Name(m.Party); err != nil {
		return b, err
	}
	b.Said = p.Said
	own, err := tx.Detail(p.Call, p.Commitment)
	if fault.Is(err, fault.NotFound) {
		return b, nil
	}
	b.Reach = own.Reach
	return b, err
}

// Word is what is said at one time for all, and for one level; 0: for no level.
func (d *Desk) Word(ctx context.Context, which call.ID, o call.OccurrenceID, at LevelID) (all []Update, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		c, err := tx.Call(which)
		if err == nil && !c.Access().Shown {
			err = fault.New("action.word", fault.NotFound, "") // hidden meanwhile
		}
		if err != nil {
			return err
		}
		all, err = tx.Updates(o, at, UpdatesKept)
		return err
	})
	return all, fault.Wrap("action.word", err)
}

// Places are one's own places at an action, the next first.
func (d *Desk) Places(ctx context.Context, v access.Viewer, which call.ID) (own map[call.OccurrenceID]call.Commitment, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		own = map[call.OccurrenceID]call.Commitment{}
		made, err := tx.CommitmentsIn(which, v.Parties)
		for _, m := range made {
			if err != nil || !m.State.Runs() {
				continue
			}
			var p Place
			var there bool
			if p, there, err = tx.Place(m.ID); there {
				own[p.Occurrence] = m
			}
		}
		return err
	})
	return own, fault.Wrap("action.places", err)
}

// Team is what those who run an action see of it: numbers by role, and who
// waits to be confirmed. Who is at which level is in it for nobody.
type Team struct {
	Waits []Waiting
	Help  int // how many need help now
	Post  bool
	Plan  bool
}

// Waiting is somebody who waits to be confirmed.
type Waiting struct {
	Promise call.CommitmentID
	Name    string
	Part    call.Part
}

// Team opens that to whoever holds one of the mandates; to others it is empty.
func (d *Desk) Team(ctx context.Context, v access.Viewer, l Look, at call.OccurrenceID) (t Team, err error) {
	if len(v.Through) == 0 {
		return t, nil
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		t = Team{}
		if t.Post, err = held(d.mayPost(tx, v, l.Call)); err != nil {
			return err
		}
		_, _, err := d.Spine.Under(tx, v, party.GroupID(l.Author.ID), party.Plan)
		if t.Plan, err = held(err); err != nil {
			return err
		}
		confirms, err := held(d.confirms(tx, v, l.Call))
		if err != nil {
			return err
		}
		if t.Post {
			if t.Help, err = d.needHelp(tx, at); err != nil {
				return err
			}
		}
		if !confirms {
			return nil
		}
		asking, err := tx.Asking(l.ID)
		for _, m := range asking {
			w := Waiting{Promise: m.ID}
			if err == nil {
				w.Name, err = tx.Name(m.Party)
			}
			if err == nil {
				w.Part, err = tx.Part(m.Part)
			}
			t.Waits = append(t.Waits, w)
		}
		return err
	})
	return t, fault.Wrap("action.team", err)
}

// held turns a refusal into no.
func held(err error) (bool, error) {
	if fault.Is(err, fault.NotYours) || fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

func (d *Desk) needHelp(tx Tx, at call.OccurrenceID) (n int, err error) {
	if at == 0 {
		return 0, nil
	}
	all, err := tx.PlacesAt(at)
	for _, p := range all {
		if p.Said == Help {
			n++
		}
	}
	return n, err
}
