package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// player lives the scenes, in the order of time.
type player struct {
	desks
	house  *app.House
	now    time.Time
	today  when.Day
	zone   *time.Location
	clock  *when.Set
	swept  time.Time                     // last
	people map[string]map[string]*member // by their groups' addresses and their names
	asked  map[string]call.ID            // by their titles
	made   made
	guide  Guide
	key    func() (id.Secret, error) // what a browser would make of Ana's words
}

// event is one thing that happens at one time.
type event struct {
	at time.Time
	do func(context.Context) error
}

// play sorts all that happens by its time and lets it happen. Silence does its
// part between the acts, as on any board.
func (p *player) play(ctx context.Context) error {
	var events []event
	for i := range scenes {
		l := &life{player: p, scene: scenes[i], people: map[string]*somebody{}}
		events = append(events, l.events()...)
	}
	for i := range motions {
		events = append(events, p.decides(&motions[i])...)
	}
	for i := range turns {
		events = append(events, p.takes(&turns[i]))
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		if e.at.After(p.now) {
			return fault.Wrap("demo.play", fmt.Errorf("an act at %s has not happened yet", e.at))
		}
		if err := p.turnTo(ctx, e.at); err != nil {
			return err
		}
		if err := e.do(ctx); err != nil {
			return err
		}
	}
	if err := p.turnTo(ctx, p.now); err != nil {
		return err
	}
	return p.findRooms(ctx)
}

// turnTo moves the clock on, and does what comes due on the way: every day
// has its sweep.
func (p *player) turnTo(ctx context.Context, at time.Time) error {
	for !p.clock.Now().Equal(at) {
		p.clock.Move(min(at.Sub(p.clock.Now()), p.swept.Add(24*time.Hour).Sub(p.clock.Now())))
		if err := p.due(ctx); err != nil {
			return err
		}
		if p.clock.Now().Before(p.swept.Add(24 * time.Hour)) {
			continue
		}
		p.swept = p.clock.Now()
		if err := p.sweep(ctx); err != nil {
			return err
		}
	}
	return nil
}

// time is the moment on the demo's wall.
func (p *player) time(m moment) time.Time {
	if m.ago > 0 {
		return p.now.Add(-m.ago)
	}
	t, _ := when.Local(p.today.Add(m.day), m.at, p.zone)
	return t
}

// life is one scene while it is lived.
type life struct {
	*player
	scene
	call   call.Call
	people map[string]*somebody
}

// somebody is a person of one scene.
type somebody struct {
	viewer  access.Viewer
	link    id.Secret
	promise call.CommitmentID
	pledged *member // whose group promised, if one did
}

func (l *life) events() []event {
	last := l.time(l.opened)
	list := []event{{last, l.open}}
	for _, s := range l.then {
		if at := l.time(s.at); at.After(last) { // "three hours ago" may lie before "last night"
			last = at
		}
		list = append(list, event{last, func(ctx context.Context) error {
			if err := s.do(ctx, l, l.people[s.who], s); err != nil {
				return fmt.Errorf("%s, %s: %w", l.title, s.who, err)
			}
			return nil
		}})
	}
	return list
}

func (l *life) open(ctx context.Context) error {
	d := call.Draft{Kind: l.kind, Side: l.side, Title: l.title, Body: l.body, Language: l.lang, Area: area(l.town),
		Urgency: l.urgency, Closest: l.closest, Speaks: l.speaks, Rule: l.rule, Name: l.by, Reach: reachOf(l.by)}
	if l.starts != never {
		d.Starts, d.Ends = l.time(l.starts), l.time(l.starts)
	}
	if l.ends != never {
		d.Ends = l.time(l.ends)
	}
	for _, w := range l.parts {
		part := call.DraftPart{Title: w.title, Quantity: w.quantity, Unit: w.unit}
		if w.at != never {
			part.Starts = l.time(w.at)
		}
		d.Parts = append(d.Parts, part)
	}
	member := l.player.people[l.group][l.by]
	var as party.Ref
	if member != nil {
		as, d.Group = party.OfFace(member.face), member.group
	}
	o, err := l.spine.Open(ctx, as, d)
	if err != nil {
		return fmt.Errorf("%s: %w", l.title, err)
	}
	l.call, l.player.asked[l.title] = o.Call, o.Call.ID
	if member != nil {
		v, err := l.viewer(ctx, member)
		l.people[l.by] = &somebody{viewer: v}
		return err
	}
	l.people[l.by] = &somebody{viewer: access.Guest(o.Keys.Guest), link: o.Keys.Link}
	if l.shown {
		l.guide.Asker = o.Keys.Link
	}
	return nil
}

func area(town string) place.Area {
	if town == "" {
		return place.Area{}
	}
	p, _ := place.Match(town)
	return p.Area()
}

// reachOf is a number that no telephone has: 555-0100 to 555-0199 are kept for
// fiction in North America.
func reachOf(name string) string {
	sum := 0
	for _, r := range name {
		sum += int(r)
	}
	return fmt.Sprintf("510 555 01%02d", sum%100)
}

// holds is the one tap.
func holds(ctx context.Context, l *life, _ *somebody, s step) error {
	look, err := l.spine.Look(ctx, access.Viewer{}, l.call.ID)
	if err != nil {
		return err
	}
	h, err := l.spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: look.Parts[s.part].ID,
		Quantity: max(1, s.quantity), Language: l.lang})
	if err != nil {
		return err
	}
	l.people[s.who] = &somebody{viewer: access.Guest(h.Keys.Guest), link: h.Keys.Link, promise: h.Commitment.ID}
	return nil
}

// answers is the tap, and then how to reach them.
func answers(ctx context.Context, l *life, _ *somebody, s step) error {
	if err := holds(ctx, l, nil, s); err != nil {
		return err
	}
	who := l.people[s.who]
	if s.shown {
		l.guide.Answerer = who.link
	}
	_, err := l.spine.Offer(ctx, who.viewer, who.promise, call.Reach{Name: s.who, Reach: reachOf(s.who)})
	return err
}

// asker says yes or no to somebody, or lets them go.
func asker(do func(*call.Spine, context.Context, access.Viewer, call.CommitmentID) error) deed {
	return func(ctx context.Context, l *life, other *somebody, _ step) error {
		return do(&l.spine, ctx, l.people[l.by].viewer, other.promise)
	}
}

// answerer does something with their own promise.
func answerer(do func(*call.Spine, context.Context, access.Viewer, call.CommitmentID) error) deed {
	return func(ctx context.Context, l *life, who *somebody, _ step) error {
		return do(&l.spine, ctx, who.viewer, who.promise)
	}
}

var (
	isAgreed   = asker((*call.Spine).Agree)
	isDeclined = asker((*call.Spine).Decline)
	isLetGo    = asker((*call.Spine).LetGo)
	handsBack  = answerer((*call.Spine).HandBack)
	isFine     = answerer((*call.Spine).StillFine)
)

// saysKept and saysNot are the word of the person who answered; the asker's
// own word on the same promise is askerSays.
func saysKept(ctx context.Context, l *life, who *somebody, _ step) error {
	return l.spine.Say(ctx, who.viewer, who.promise, true)
}

func askerSaysKept(ctx context.Context, l *life, who *somebody, _ step) error {
	return l.spine.Say(ctx, l.people[l.by].viewer, who.promise, true)
}

func askerSaysNot(ctx context.Context, l *life, who *somebody, _ step) error {
	return l.spine.Say(ctx, l.people[l.by].viewer, who.promise, false)
}

// noteToAsker and noteFromAsker are a few words to the other side of the promise.
func noteToAsker(ctx context.Context, l *life, who *somebody, s step) error {
	return l.spine.Write(ctx, who.viewer, who.promise, "", s.words)
}

func noteFromAsker(ctx context.Context, l *life, who *somebody, s step) error {
	return l.spine.Write(ctx, l.people[l.by].viewer, who.promise, "", s.words)
}

// learns is what the asker would tell the next group.
func learns(ctx context.Context, l *life, who *somebody, s step) error {
	return l.spine.Lesson(ctx, l.people[l.by].viewer, who.promise, s.words, l.lang)
}

// passesTo hands a promise over to the person named in words, who accepts.
func passesTo(ctx context.Context, l *life, who *somebody, s step) error {
	link, err := l.spine.StartHandOver(ctx, who.viewer, who.promise, s.words)
	if err != nil {
		return err
	}
	h, err := l.spine.Accept(ctx, party.Ref{}, link, "", l.lang, call.Reach{Name: s.words, Reach: reachOf(s.words)})
	if err != nil {
		return err
	}
	l.people[s.words] = &somebody{viewer: access.Guest(h.Keys.Guest), link: h.Keys.Link, promise: h.Commitment.ID}
	return nil
}

// doubles closes the call, for it was asked twice: the other has the title in
// words.
func doubles(ctx context.Context, l *life, who *somebody, s step) error {
	return l.spine.Close(ctx, who.viewer, l.call.ID, call.DuplicateOf, l.player.asked[s.words])
}

// sendsOn sends the call on to the group with the address in words.
func sendsOn(ctx context.Context, l *life, who *somebody, s step) error {
	for _, member := range l.player.people[s.words] {
		return l.spine.SendOn(ctx, who.viewer, l.call.ID, member.group)
	}
	return fmt.Errorf("no group at %s", s.words)
}

// closes ends the call for the reason in words.
func closes(ctx context.Context, l *life, who *somebody, s step) error {
	return l.spine.Close(ctx, who.viewer, l.call.ID, call.Reason(s.words), 0)
}
