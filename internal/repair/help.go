package repair

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Name names a member to help them talk. They are asked once the other side
// has said yes; until then they know of nothing.
func (d *Desk) Name(ctx context.Context, v access.Viewer, which ID, whom party.FaceID, name string) error {
	const op = "repair.name"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		if s := r.seat(Facilitator, 0); s != nil && s.Stands != Named {
			return fault.New(op, fault.Taken, "repair.helper_is_there")
		}
		var f fault.Form
		s, err := d.beside(tx, r, *me, Facilitator, whom, name, &f)
		if err != nil || f.Err(op) != nil {
			return orForm(op, err, &f)
		}
		r.drop(Facilitator, 0)
		s.Stands = Named
		r.Seats = append(r.Seats, s)
		if r.State == Talking {
			r.State = Seeking
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Part == Side })
	})
}

func orForm(op string, err error, f *fault.Form) error {
	if err != nil {
		return err
	}
	return f.Err(op)
}

// beside is a seat for somebody of the side's group who is past their trial
// and sits in it nowhere else.
func (d *Desk) beside(tx Tx, r *Repair, me Seat, p Part, whom party.FaceID, name string, f *fault.Form) (Seat, error) {
	m, err := d.chosen(tx, me.Group, whom, name, "whom", f)
	if err != nil || m.Face == 0 {
		return Seat{}, err
	}
	f.Check(m.Through(d.Clock.Now()), "whom", "repair.still_new")
	for _, s := range r.Seats {
		f.Check(s.Face != m.Face || s.Part == p && p == Facilitator, "whom", "repair.sits_here")
		if s.Part == Side && s.Face != 0 && s.Face != m.Face {
			theirs, err := tx.Blocked(m.Face, s.Face)
			if err != nil {
				return Seat{}, err
			}
			f.Check(!theirs, "whom", "repair.not_now")
		}
	}
	return Seat{Part: p, Side: me.Side, Face: m.Face, Group: m.Group, Stands: Asked}, nil
}

// Answer says yes or no to the helper that the other side named.
func (d *Desk) Answer(ctx context.Context, v access.Viewer, which ID, whom party.FaceID, yes bool) error {
	const op = "repair.answer"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		s := r.seat(Facilitator, 0)
		if s == nil || s.Stands != Named || s.Side == me.Side || s.Face != whom {
			return fault.New(op, fault.Stale, "")
		}
		if !yes {
			r.drop(Facilitator, 0)
			return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Part == Side })
		}
		s.Stands = Asked
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Part == Side || s.Part == Facilitator })
	})
}

// Bring asks a member to sit beside one's own side.
func (d *Desk) Bring(ctx context.Context, v access.Viewer, which ID, whom party.FaceID, name string) error {
	const op = "repair.bring"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		if r.seat(Support, me.Side) != nil {
			return fault.New(op, fault.Taken, "repair.support_is_there")
		}
		var f fault.Form
		s, err := d.beside(tx, r, *me, Support, whom, name, &f)
		if err != nil || f.Err(op) != nil {
			return orForm(op, err, &f)
		}
		r.Seats = append(r.Seats, s)
		return d.tell(tx, *r, me.Face, func(o Seat) bool { return o.Stands == In || o.Face == s.Face })
	})
}

// Accept is the yes of somebody who was asked to help or to sit beside a side.
func (d *Desk) Accept(ctx context.Context, v access.Viewer, which ID) error {
	const op = "repair.accept"
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Part == Side {
			return fault.New(op, fault.Stale, "")
		}
		if m, _, err := tx.Member(me.Face); err != nil || !m.Through(d.Clock.Now()) {
			return orNotYours(op, err)
		}
		r.seat(me.Part, me.Side).Stands = In
		if me.Part == Facilitator && (r.State == Talking || r.State == Seeking) {
			r.State = Facilitated
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

func orNotYours(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(op, fault.NotYours, "group.not_through")
}

// StepBack is the no of somebody who was asked, or of whoever sat beside the
// two until now.
func (d *Desk) StepBack(ctx context.Context, v access.Viewer, which ID) error {
	const op = "repair.step_back"
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Part == Side {
			return fault.New(op, fault.Stale, "")
		}
		r.stepBack(me)
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// Sit sets a time to sit together.
func (d *Desk) Sit(ctx context.Context, v access.Viewer, which ID, round Round) error {
	const op = "repair.sit"
	var f fault.Form
	place, err := text.Clean(round.Place, PlaceMost)
	f.Check(err == nil, "place", "fault.too_long", "most", PlaceMost)
	round.Place = place
	now := d.Clock.Now()
	f.Check(round.At.After(now) && round.At.Before(now.Add(followMost)), "date", "repair.day_ahead")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Stands != In || me.Part == Support {
			return fault.New(op, fault.NotYours, "repair.sides_alone")
		}
		all, err := tx.Rounds(r.ID)
		if err == nil && len(all) >= roundsMost {
			err = fault.New(op, fault.Limited, "repair.full")
		}
		if err != nil {
			return err
		}
		if err := tx.SaveRound(r.ID, round); err != nil {
			return err
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// Write puts down what both sides would agree to, and a day to look back. A
// side that writes says yes to it; every new edition asks the other again.
// Edition is the one that the writer had before them.
func (d *Desk) Write(ctx context.Context, v access.Viewer, which ID, edition int, words string, follow time.Time) error {
	const op = "repair.write"
	var f fault.Form
	words = lines(&f, "text", words, TextMost)
	f.Check(words != "", "text", "repair.say_text")
	now := d.Clock.Now()
	f.Check(follow.After(now) && follow.Before(now.Add(followMost)), "date", "repair.day_ahead")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		switch {
		case me.Stands != In || me.Part == Support:
			return fault.New(op, fault.NotYours, "repair.sides_alone")
		case edition != r.Edition || r.State == Agreed || r.State == FollowedUp:
			return fault.New(op, fault.Stale, "")
		}
		r.Text, r.Follow, r.Edition = words, follow.UTC().Truncate(24*time.Hour), r.Edition+1
		if me.Part == Side {
			r.seat(Side, me.Side).Said = r.Edition
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// Yes is a side's yes to one edition of the text. With both it is agreed.
func (d *Desk) Yes(ctx context.Context, v access.Viewer, which ID, edition int) error {
	const op = "repair.yes"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		if edition != r.Edition || r.Edition == 0 || r.State == FollowedUp {
			return fault.New(op, fault.Stale, "")
		}
		me.Said = edition
		if other := r.seat(Side, 3-me.Side); other.Said == edition && r.State != Agreed {
			r.State = Agreed
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// LookBack is how it went in a side's eyes, from the day to look back on. With
// both it is over when it went well; when not, they may begin again.
func (d *Desk) LookBack(ctx context.Context, v access.Viewer, which ID, went Went) error {
	const op = "repair.look_back"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		if r.State != Agreed || d.Clock.Now().Before(r.Follow) || went != Well && went != NotWell {
			return fault.New(op, fault.Stale, "")
		}
		me.Went = went
		other := r.seat(Side, 3-me.Side)
		if other.Went == Unsaid {
			return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Part == Side })
		}
		r.State = FollowedUp
		if me.Went == Well && other.Went == Well {
			r.Ended = d.today()
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}

// Again takes it up once more after it did not go well.
func (d *Desk) Again(ctx context.Context, v access.Viewer, which ID) error {
	const op = "repair.again"
	return d.sides(ctx, op, v, which, func(tx Tx, r *Repair, me *Seat) error {
		if r.State != FollowedUp {
			return fault.New(op, fault.Stale, "")
		}
		r.State, r.Follow = Talking, time.Time{}
		if r.Helped() {
			r.State = Facilitated
		}
		for i := range r.Seats {
			r.Seats[i].Said, r.Seats[i].Went = 0, Unsaid
		}
		return d.tell(tx, *r, me.Face, func(s Seat) bool { return s.Stands == In })
	})
}
