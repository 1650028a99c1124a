package repair

import (
	"context"
	"strings"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Asking is how somebody asks another to talk something over.
type Asking struct {
	Key   string
	Whom  party.FaceID // a member of the same group,
	Name  string       // or the name they go by there
	Group string       // or another group, by its address: then for one's own group
	Words string
}

// within is the viewer's own membership of a group; to others its inside is
// not there.
func within(tx Tx, v access.Viewer, g party.GroupID) (group.Member, error) {
	_, me, err := group.Within(tx, v, g)
	return me, err
}

// Open asks somebody to talk. Who has a talk with them open is led to it.
func (d *Desk) Open(ctx context.Context, v access.Viewer, g party.GroupID, a Asking) (which ID, err error) {
	const op = "repair.open"
	err = d.Store.Update(ctx, func(tx Tx) error {
		var f fault.Form
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		ref, err := d.once(tx, "open", me.Face, a.Key, func() (int64, error) {
			r := Repair{ID: id.New[Repair](), Group: g, State: Talking, Moved: d.today()}
			var other []Seat
			if a.Group != "" {
				other, err = d.otherGroup(tx, v, me, a, &f, &r)
			} else {
				other, err = d.otherMember(tx, me, a, &f)
			}
			words := lines(&f, "words", a.Words, WordsMost)
			f.Check(words != "", "words", "repair.say_words")
			if err == nil {
				err = f.Err(op)
			}
			if err != nil {
				return 0, err
			}
			if open, there, err := tx.OpenBetween(me.Face, other[0].Face); err != nil || there {
				return int64(open), orSay(err, func() error { return d.more(tx, open, me.Face, words) })
			}
			return int64(r.ID), d.begin(tx, r, me, other, words)
		})
		which = ID(ref)
		return err
	})
	return which, fault.Wrap(op, err)
}

func orSay(err error, say func() error) error {
	if err != nil {
		return err
	}
	return say()
}

// more adds to a talk that is open between the two already.
func (d *Desk) more(tx Tx, which ID, by party.FaceID, words string) error {
	r, _, err := tx.Repair(which)
	if err != nil {
		return err
	}
	if err := tx.AddLine(which, Line{Face: by, Day: d.today(), Shared: r.Helped(), Body: words}); err != nil {
		return err
	}
	return d.tell(tx, r, by, func(s Seat) bool { return s.Part == Side })
}

// begin writes the first line and tells the other side.
func (d *Desk) begin(tx Tx, r Repair, me group.Member, other []Seat, words string) error {
	const op = "repair.begin"
	if n, err := tx.Begun(me.Face); err != nil || n >= openMost {
		if err == nil {
			err = fault.New(op, fault.Limited, "repair.too_many")
		}
		return err
	}
	r.Seats = []Seat{{Part: Side, Side: 1, Face: me.Face, Group: me.Group, Stands: In}, other[0]}
	if r.Between() {
		r.Seats[1].Face, r.Seats[1].Stands = 0, Asked
	}
	if err := tx.SaveRepair(r); err != nil {
		return err
	}
	if err := tx.AddLine(r.ID, Line{Face: me.Face, Day: d.today(), Body: words}); err != nil {
		return err
	}
	for _, s := range other {
		s.Stands = Asked
		if err := d.tell(tx, Repair{ID: r.ID, Seats: []Seat{s}}, me.Face, nil); err != nil {
			return err
		}
	}
	return nil
}

// otherMember is the seat of the one who is asked.
func (d *Desk) otherMember(tx Tx, me group.Member, a Asking, f *fault.Form) ([]Seat, error) {
	m, err := d.chosen(tx, me.Group, a.Whom, a.Name, "whom", f)
	if err != nil || m.Face == 0 {
		return []Seat{{}}, err
	}
	f.Check(m.Face != me.Face, "whom", "repair.not_yourself")
	if err := d.reachable(tx, me.Face, m.Face, "whom", f); err != nil {
		return nil, err
	}
	return []Seat{{Part: Side, Side: 2, Face: m.Face, Group: me.Group, Stands: In}}, nil
}

// otherGroup is the seat of a group, once for each who may take it.
func (d *Desk) otherGroup(tx Tx, v access.Viewer, me group.Member, a Asking, f *fault.Form, r *Repair) ([]Seat, error) {
	var err error
	if !d.speaks(tx, v, me.Group, me.Face, &err) {
		if err == nil {
			err = fault.New("repair.open", fault.NotYours, "repair.needs_speak")
		}
		return nil, err
	}
	slug := a.Group[strings.LastIndex(strings.TrimSuffix(a.Group, "/"), "/")+1:]
	g, there, err := tx.GroupBySlug(strings.TrimSuffix(strings.TrimSpace(slug), "/"))
	if err != nil {
		return nil, err
	}
	if there = there && g.Here() && g.Bar == group.NotBarred && g.ID != me.Group; !there {
		f.Add("group", "repair.no_such_group")
		return []Seat{{}}, nil
	}
	r.Other = g.ID
	faces, err := tx.Holders(g.ID, party.Speak, d.Clock.Now())
	if err == nil && len(faces) == 0 {
		f.Add("group", "repair.nobody_speaks")
	}
	seats := []Seat{}
	for _, face := range faces {
		seats = append(seats, Seat{Part: Side, Side: 2, Face: face, Group: g.ID})
	}
	return append(seats, Seat{})[:max(len(seats), 1)], err
}

// chosen is a member, by their face or by the name they go by.
func (d *Desk) chosen(tx Tx, g party.GroupID, face party.FaceID, name, field string, f *fault.Form) (group.Member, error) {
	m, in, err := tx.Member(face)
	if name = strings.TrimSpace(name); err == nil && name != "" && !(in && m.Group == g) {
		if face, _, err = tx.Called(g, name); err == nil {
			m, in, err = tx.Member(face)
		}
	}
	if err == nil && !(in && m.Group == g) {
		f.Add(field, "repair.choose_somebody")
		m = group.Member{}
	}
	return m, err
}

// Whom is the member whom somebody chose, by their face or the name they go by.
func (d *Desk) Whom(ctx context.Context, v access.Viewer, g party.GroupID, face party.FaceID, name string) (whom party.FaceID, err error) {
	const op = "repair.whom"
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := within(tx, v, g); err != nil {
			return err
		}
		var f fault.Form
		m, err := d.chosen(tx, g, face, name, "whom", &f)
		whom = m.Face
		return orForm(op, err, &f)
	})
	return whom, fault.Wrap(op, err)
}

// reachable notes a mistake where one of the two has blocked the other.
func (d *Desk) reachable(tx Tx, me, whom party.FaceID, field string, f *fault.Form) error {
	mine, err := tx.Blocked(me, whom)
	if err != nil {
		return err
	}
	theirs, err := tx.Blocked(whom, me)
	f.Check(!mine, field, "repair.you_blocked")
	f.Check(mine || !theirs, field, "repair.not_now")
	return err
}

// lines tidies words of several lines and notes when they are too long.
func lines(f *fault.Form, field, words string, most int) string {
	clean, err := text.CleanLines(words, most)
	f.Check(err == nil, field, "fault.too_long", "most", most)
	return clean
}

// Say writes a line. While nobody helps, it is for the other side alone, and
// stays so.
func (d *Desk) Say(ctx context.Context, v access.Viewer, which ID, words, key string) error {
	const op = "repair.say"
	var f fault.Form
	words = lines(&f, "words", words, WordsMost)
	f.Check(words != "", "words", "repair.say_words")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Stands != In || me.Part != Side && !r.Helped() {
			return fault.New(op, fault.NotYours, "repair.sides_alone")
		}
		_, err := d.once(tx, "say", me.Face, key, func() (int64, error) {
			all, err := tx.Lines(r.ID, false)
			if err == nil && len(all) >= linesMost {
				err = fault.New(op, fault.Limited, "repair.full")
			}
			if err != nil {
				return 0, err
			}
			if err := tx.AddLine(r.ID, Line{Face: me.Face, Day: d.today(), Shared: r.Helped(), Body: words}); err != nil {
				return 0, err
			}
			return 0, d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In && (s.Part == Side || r.Helped()) })
		})
		return err
	})
}

// End ends it for both, at any time, without a reason. What was written is
// erased after when.RepairsFor.
func (d *Desk) End(ctx context.Context, v access.Viewer, which ID) error {
	return d.sides(ctx, "repair.end", v, which, func(tx Tx, r *Repair, me *Seat) error {
		return d.end(tx, r, me.Face)
	})
}

func (d *Desk) end(tx Tx, r *Repair, by party.FaceID) error {
	r.State, r.Ended = Ended, d.today()
	return d.tell(tx, *r, by, func(s Seat) bool { return s.Stands == In })
}

// TakeSeat is how whoever speaks for a group sits down for it.
func (d *Desk) TakeSeat(ctx context.Context, v access.Viewer, which ID) error {
	const op = "repair.take_seat"
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Part != Side || me.Stands != Asked {
			return fault.New(op, fault.Taken, "repair.seat_taken")
		}
		s := r.seat(Side, me.Side)
		s.Face, s.Stands = me.Face, In
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// Left is for a face that leaves its group, in that transaction: what it said
// goes, and what it sat in as a side is over.
func (d *Desk) Left(tx Tx, f party.FaceID) error {
	all, err := tx.SeatedIn([]party.FaceID{f})
	if err != nil {
		return err
	}
	for _, which := range all {
		r, _, err := tx.Repair(which)
		if err != nil {
			return err
		}
		if err := d.leave(tx, &r, f); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) leave(tx Tx, r *Repair, f party.FaceID) error {
	if err := tx.DropLines(r.ID, f); err != nil || r.Over() {
		return err
	}
	for _, s := range append([]Seat{}, r.Seats...) {
		switch {
		case s.Face != f:
		case s.Part != Side:
			r.stepBack(s)
		case r.Between():
			seat := r.seat(Side, s.Side)
			seat.Face, seat.Stands = 0, Asked
		default:
			if err := d.end(tx, r, f); err != nil {
				return err
			}
		}
	}
	return tx.SaveRepair(*r)
}

// stepBack frees a seat beside the two sides.
func (r *Repair) stepBack(s Seat) {
	r.drop(s.Part, s.Side)
	if s.Part == Facilitator && r.State == Facilitated {
		r.State = Seeking
	}
}
