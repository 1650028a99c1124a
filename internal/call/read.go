package call

import (
	"context"
	"errors"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Filter narrows the board. Its zero value is what waits for someone, newest
// first. A search, and a group's own list, also find what is answered in full.
type Filter struct {
	Kind   Kind
	Side   Side
	Near   place.Cell // nearest first, within about 25 km
	Query  string
	Group  party.GroupID  // only what came through this group
	Inside bool           // with a group: only what is for all of its members, and nobody else
	Circle party.CircleID // with a group: only what is for this circle of it
	After  Cursor
	Most   int // 0: PageMost
}

// PageMost is how many calls one page lists.
const PageMost = 20

// Cursor is where the next page begins. Its zero value is the beginning.
type Cursor struct {
	Opened time.Time
	ID     ID
}

// Listed is a call as a list shows it.
type Listed struct {
	Call
	GroupName string  // through which group, empty for none
	GroupSlug string  // the group's page, /g/<slug>
	KM        float64 // from where the reader looks, when Filter.Near is set
}

// Reading is what pages read beyond single rows. Lists hold only what the
// scope has.
type Reading interface {
	Find(access.Scope, Filter, []int64) ([]Listed, error)
	Coming(s access.Scope, from, to time.Time, most int) ([]Occasion, error)
	Entries(s access.Scope, from, to time.Time, most int) ([]Entry, error)
	GroupOf(party.GroupID) (Through, error)
	KitOf(ID) (address string, err error)              // of its message kit; empty when there is none
	In(party.Ref, party.GroupID) (bool, error)         // whether this face is a member's
	WaitingIn(g party.GroupID, most int) ([]ID, error) // the oldest first
	Places(access.Scope) ([]Spot, error)
	Name(party.Ref) (string, error) // what they want to be called; empty when they did not say
}

// Occasion is one part that has a time.
type Occasion struct {
	Listed
	Part Part
}

// Spot is a square of the map with calls in it.
type Spot struct {
	Area  place.Area
	Calls int
}

// Page is one page of the board and where the next begins, if there is one.
type Page struct {
	Calls []Listed
	Next  Cursor
}

// Board lists what the viewer may see.
func (s *Spine) Board(ctx context.Context, v access.Viewer, f Filter) (p Page, err error) {
	if f.Most <= 0 || f.Most > 200 {
		f.Most = PageMost
	}
	want := f.Most
	f.Most++
	var tokens []int64
	for _, t := range text.QueryTokens(f.Query) {
		tokens = append(tokens, text.Hash(t))
	}
	if f.Query != "" && len(tokens) == 0 {
		return p, nil
	}
	err = s.Store.View(ctx, func(tx Tx) error {
		p.Calls, err = tx.Find(access.Calls(v), f, tokens)
		return err
	})
	if len(p.Calls) > want {
		p.Calls = p.Calls[:want]
		last := p.Calls[want-1]
		p.Next = Cursor{last.Opened, last.ID}
	}
	return p, fault.Wrap("call.board", err)
}

// Look is all that a call's page may show to its reader. It costs the same
// however many have answered.
type Look struct {
	Listed
	Parts  []Part
	Held   map[PartID]bool // full, and somebody is just saying how to reach them
	Own    []Commitment    // the reader's own answers, without their details
	Named  []Named         // what groups promised of it
	Kit    string          // the address of its message kit; empty when there is none
	Voiced Voiced          // when a group asked it in its own name
	Entry  Entry           // its line in the record, if it has one
	Stages []Stage         // how its promises stand, each stage once, when it is closed
	Yours  bool
	Ours   bool // the reader hosts the desk of the group that asks
	Authors
	Sent Sent // when it was sent on to another group: for its author, and for that group
}

// Authors is what a call's page shows to its author alone.
type Authors struct {
	Detail   Detail          // how they are to be reached
	Answered map[PartID]bool // parts that somebody has answered, now or before
	SentTo   string          // the name of the group it was sent on to
}

// Look opens one call. One that the viewer may not see is not there; one that
// has been erased but stands in the record is fault.Gone.
func (s *Spine) Look(ctx context.Context, v access.Viewer, call ID) (l Look, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		l = Look{}
		if l.Entry, _, err = tx.Entry(call); err != nil {
			return err
		}
		l.Call, err = s.opened(tx, v, call)
		if fault.Is(err, fault.NotFound) && l.ID == 0 && l.Entry.ID != 0 && l.Entry.Audience == OnBoard {
			return fault.New("call.look", fault.Gone, "call.in_the_record")
		}
		if err != nil {
			l = Look{}
			return err
		}
		if err := s.look(tx, &l); err != nil {
			return err
		}
		return s.readers(tx, v, &l)
	})
	return l, fault.Wrap("call.look", err)
}

// LookFor is a look that was taken for nobody, as this viewer sees it.
func (s *Spine) LookFor(ctx context.Context, v access.Viewer, l Look) (Look, error) {
	err := s.Store.View(ctx, func(tx Tx) error { return s.readers(tx, v, &l) })
	return l, fault.Wrap("call.look_for", err)
}

// readers adds what is the viewer's.
func (s *Spine) readers(tx Tx, v access.Viewer, l *Look) (err error) {
	l.Yours, l.Ours, l.Own, l.Authors, l.Sent = v.Is(l.Author), false, nil, Authors{}, Sent{}
	if len(v.Parties) > 0 {
		l.Own, err = tx.CommitmentsIn(l.ID, v.Parties)
	}
	if err == nil && access.Desk(v, l.Access()) {
		l.Ours, err = s.hosts(tx, v, party.GroupID(l.Author.ID))
	}
	if err != nil || !l.Yours && !l.Ours {
		return err
	}
	return l.authors(tx)
}

// authors adds what is the author's.
func (l *Look) authors(tx Tx) (err error) {
	if l.Detail, err = found(tx.Detail(l.ID, 0)); err != nil {
		return err
	}
	answers, err := tx.CommitmentsOf(l.ID)
	if err != nil {
		return err
	}
	l.Answered = map[PartID]bool{}
	for _, m := range answers {
		l.Answered[m.Part] = true
	}
	var was bool
	if l.Sent, was, err = tx.SentFrom(l.ID); err != nil || !was {
		return err
	}
	g, err := tx.GroupOf(l.Sent.Group)
	l.SentTo = g.Name
	return err
}

func (s *Spine) look(tx Tx, l *Look) (err error) {
	if err := fill(tx, l); err != nil {
		return err
	}
	if l.Kit, err = tx.KitOf(l.ID); err != nil {
		return err
	}
	if l.Named, err = named(tx, l.ID); err != nil {
		return err
	}
	if l.Voiced, err = voiced(tx, l.Call); err != nil {
		return err
	}
	if l.State == Closed {
		if l.Stages, err = tx.Stages(l.ID); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(l.Parts, Part.IsFull) {
		return nil
	}
	held, err := tx.HeldSince(l.ID, s.Clock.Now().Add(-when.HoldFor))
	l.Held = map[PartID]bool{}
	for _, p := range held {
		l.Held[p] = true
	}
	return err
}

// KeptByBoth reports whether the call is closed because every promise in it
// was kept, as both of its sides say.
func (l Look) KeptByBoth() bool {
	kept := false
	for _, s := range l.Stages {
		if s.Holds() && s != Kept {
			return false
		}
		kept = kept || s == Kept
	}
	return kept && l.Reason == Answered
}

// fill adds the parts, and the group that the call comes through.
func fill(tx Tx, l *Look) (err error) {
	if l.Parts, err = tx.Parts(l.ID); err != nil {
		return err
	}
	if l.Group != 0 {
		var g Through
		g, err = tx.GroupOf(l.Group)
		l.GroupName, l.GroupSlug = g.Name, g.Slug
	}
	return err
}

// Promise is one commitment as one of its two sides sees it.
type Promise struct {
	Commitment
	Call    Call
	Part    Part
	Voice   Voice   // which side the reader is on
	Words   []Word  // what has been said
	Other   string  // what the other side wants to be called
	Detail  Detail  // the other side's, when the reader may see it
	Own     Detail  // the reader's own
	Pledge  Pledge  // when a group made it: for the one who asked,
	By      Through // which group,
	Fills   []Fill  // and who of it comes
	CanHand bool
	Later   bool // the other side's waits until the reader's trial in the group is over
	Thread  Thread
}

// Mine is what a private page shows: one's own calls with their answers, and
// one's own answers.
type Mine struct {
	Calls    []Look
	Promises []Promise // to one's calls and by oneself, newest first
}

// Mine gathers what belongs to the viewer.
func (s *Spine) Mine(ctx context.Context, v access.Viewer) (m Mine, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		m = Mine{}
		for _, r := range v.Parties {
			if err := m.gather(tx, v, r); err != nil {
				return err
			}
		}
		for i := range m.Promises {
			p := &m.Promises[i]
			if p.Thread, err = s.thread(tx, v, p.Commitment, p.Call, p.Voice); err != nil {
				return err
			}
		}
		return nil
	})
	return m, fault.Wrap("call.mine", err)
}

func (m *Mine) gather(tx Tx, v access.Viewer, r party.Ref) error {
	calls, err := tx.CallsBy(r)
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := m.call(tx, v, c); err != nil {
			return err
		}
	}
	made, err := tx.CommitmentsBy(r)
	if err != nil {
		return err
	}
	for _, id := range made {
		c, err := tx.Commitment(id)
		if err != nil {
			return err
		}
		if err := m.promise(tx, v, c); err != nil {
			return err
		}
	}
	return nil
}

// call adds one call and the answers to it.
func (m *Mine) call(tx Tx, v access.Viewer, c ID) (err error) {
	l := Look{Yours: true}
	if l.Call, err = tx.Call(c); err != nil {
		return err
	}
	if err := errors.Join(fill(tx, &l), l.authors(tx)); err != nil {
		return err
	}
	m.Calls = append(m.Calls, l)
	answers, err := tx.CommitmentsOf(c)
	if err != nil {
		return err
	}
	for _, a := range answers {
		if a.State == Held || a.State == Gone {
			continue
		}
		if err := m.promise(tx, v, a); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mine) promise(tx Tx, v access.Viewer, c Commitment) error {
	voice := Caller
	if v.Is(c.Party) {
		voice = Answerer
	}
	p, err := promise(tx, v, c, voice)
	if err == nil {
		m.Promises = append(m.Promises, p)
	}
	return err
}

// Promise opens one commitment to one of its two sides.
func (s *Spine) Promise(ctx context.Context, v access.Viewer, m CommitmentID) (p Promise, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		c, call, voice, err := s.side(tx, v, m)
		if err == nil && voice == Answerer && !v.Is(c.Party) { // a group's has a page in the group
			err = fault.New("call.promise", fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		if p, err = promise(tx, v, c, voice); err != nil {
			return err
		}
		p.Thread, err = s.thread(tx, v, c, call, voice)
		return err
	})
	return p, fault.Wrap("call.promise", err)
}

func promise(tx Tx, v access.Viewer, c Commitment, voice Voice) (p Promise, err error) {
	p = Promise{Commitment: c, Voice: voice, CanHand: c.State == Agreed}
	if p.Call, err = tx.Call(c.Call); err != nil {
		return p, err
	}
	p.CanHand = p.CanHand && p.Call.Circle == 0 && p.Call.Kind != Action
	if p.Part, err = tx.Part(c.Part); err != nil {
		return p, err
	}
	if p.Words, err = tx.Words(c.ID); err != nil {
		return p, err
	}
	own, others, other := CommitmentID(0), c.ID, c.Party
	if voice == Answerer {
		own, others, other = c.ID, 0, p.Call.Author
	}
	if err := p.pledged(tx); err != nil {
		return p, err
	}
	if p.Own, err = found(tx.Detail(c.Call, own)); err != nil {
		return p, err
	}
	if !access.Detail(v, p.Call.Access(), c.Party, c.open()) {
		p.Later = c.open() && !access.Known(v, p.Call.Access())
		return p, nil
	}
	if p.Other, err = tx.Name(other); err != nil {
		return p, err
	}
	p.Detail, err = found(tx.Detail(c.Call, others))
	return p, err
}

// open reports whether the two sides may read each other's details: from the
// agreement on, until they are erased.
func (c Commitment) open() bool {
	return c.State == Agreed || c.State == Due || c.State.IsKept()
}

// found takes a detail that may be missing.
func found(d Detail, err error) (Detail, error) {
	if fault.Is(err, fault.NotFound) {
		return Detail{}, nil
	}
	return d, err
}

// Calendar lists parts that have a time.
func (s *Spine) Calendar(ctx context.Context, v access.Viewer, from, to time.Time) (all []Occasion, err error) {
	return all, s.Store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.Coming(access.Calls(v), from, to, 500)
		return err
	})
}

// Record lists what was kept, newest first.
func (s *Spine) Record(ctx context.Context, v access.Viewer, from, to time.Time, most int) (all []Entry, err error) {
	return all, s.Store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.Entries(access.Calls(v), from, to, most)
		return err
	})
}

// Map lists the places that have open calls.
func (s *Spine) Map(ctx context.Context, v access.Viewer) (all []Spot, err error) {
	return all, s.Store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.Places(access.Calls(v))
		return err
	})
}
