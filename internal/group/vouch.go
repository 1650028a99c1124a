package group

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strings"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Vouch is a member's word that they have met somebody who knocks. It counts
// when both have shown their code and taken the other's. It is erased with the
// knock, and no page tells whose it was.
type Vouch struct {
	Knock party.FaceID // the face that knocks
	Face  party.FaceID // the member
	Met   bool         // whoever knocks says so too
}

// Code is what one person shows another who stands beside them: as a picture,
// or eight letters to type.
type Code = id.Of[Vouch]

// code makes a code out of what it stands for, so that none need be kept.
func (d *Desk) code(what string, faces ...party.FaceID) Code {
	b, err := hkdf.Key(sha256.New, fmt.Append(nil, faces), d.Seed, "alongside group "+what+" v1", 8)
	if err != nil {
		panic(err) // lengths are constants
	}
	n := Code(binary.BigEndian.Uint64(b) & (1<<40 - 1))
	return max(n, 1)
}

// same reports whether a code was typed, in any spelling, without telling how
// far it was right.
func (d *Desk) typed(typed string, want Code) bool {
	letters := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, typed)
	got, err := id.Parse[Vouch](letters)
	return err == nil && subtle.ConstantTimeCompare([]byte(got.String()), []byte(want.String())) == 1
}

// Meeting is how far a member and somebody who knocks have come.
type Meeting struct {
	Knock Knock
	Door  Door
	Mine  Code // to show now; none before the member has taken the other's
	Met   bool // both have
}

// Meeting is one who knocks, as one member stands with them.
func (d *Desk) Meeting(ctx context.Context, v access.Viewer, g party.GroupID, who party.FaceID) (m Meeting, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		found, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		var done bool
		if m.Knock, done, err = waits(tx, g, who); err != nil {
			return err
		}
		if done {
			return fault.New("group.meeting", fault.Gone, "trust.knock_over")
		}
		m.Knock.Sponsor = 0
		a, _, err := tx.Agreements(g, found.Agreed)
		if err != nil {
			return err
		}
		m.Door = a.Rules.Door
		all, err := tx.Vouches(who)
		for _, c := range all {
			if c.Face == me.Face {
				m.Mine, m.Met = d.code("met", me.Face, who), c.Met
			}
		}
		return err
	})
	return m, fault.Wrap("group.meeting", err)
}

// Vouch is a member's half: they stand beside whoever knocks and have taken
// their code. It counts when that one takes the member's code in turn.
func (d *Desk) Vouch(ctx context.Context, v access.Viewer, g party.GroupID, who party.FaceID, typed string) error {
	const op = "group.vouch"
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		k, done, err := waits(tx, g, who)
		if err != nil || done {
			return err
		}
		rules, err := d.growing(tx, found)
		if err != nil {
			return err
		}
		if rules.Door != Vouched {
			return fault.New(op, fault.Stale, "trust.knock_over")
		}
		var form fault.Form
		form.Check(d.typed(typed, d.code("knock", k.Face)), "code", "trust.other_code")
		if err := form.Err(op); err != nil {
			return err
		}
		return tx.AddVouch(Vouch{Knock: who, Face: me.Face})
	})
}

// Doorstep is what whoever knocks is shown.
type Doorstep struct {
	Group   Group
	Knock   Knock
	Door    Door
	Code    Code // to show to members
	Missing int  // how many members must still have met them
}

// Doorstep is the viewer's own knock at a group.
func (d *Desk) Doorstep(ctx context.Context, v access.Viewer, slug string) (s Doorstep, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		g, there, err := tx.GroupBySlug(slug)
		if err == nil && there {
			s.Group = g
			s.Knock, there, err = ownKnock(tx, v, g.ID)
		}
		if err == nil && !there {
			err = fault.New("group.doorstep", fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		s.Knock.Sponsor, s.Code = 0, d.code("knock", s.Knock.Face)
		a, _, err := tx.Agreements(g.ID, g.Agreed)
		if err != nil {
			return err
		}
		s.Door = a.Rules.Door
		if s.Door == Vouched {
			s.Missing, _, err = d.missing(tx, g, a.Rules, s.Knock.Face)
		}
		return err
	})
	return s, fault.Wrap("group.doorstep", err)
}

// missing is how many more must have met somebody. Only the word of who is
// through their trial at this moment counts; in a group of fewer than the
// rules ask for, all of them are enough.
func (d *Desk) missing(tx Tx, g Group, r Rules, who party.FaceID) (n int, by []party.FaceID, err error) {
	now := d.Clock.Now()
	all, err := tx.Vouches(who)
	for _, c := range all {
		var m Member
		if err == nil && c.Met {
			m, _, err = tx.Member(c.Face)
		}
		if err == nil && m.Group == g.ID && m.Through(now) {
			by = append(by, c.Face)
		}
	}
	if err != nil {
		return 0, nil, err
	}
	through, err := tx.Through(g.ID, now, r.Vouches)
	return max(0, max(1, min(r.Vouches, through))-len(by)), by, err
}

// Meet is the other half: whoever knocks has taken the code of a member who
// has taken theirs. When enough have, they are in.
func (d *Desk) Meet(ctx context.Context, v access.Viewer, g party.GroupID, typed string) (in bool, err error) {
	const op = "group.meet"
	err = d.Store.Update(ctx, func(tx Tx) error {
		in = false
		found, err := seen(tx, v, g)
		if err != nil {
			return err
		}
		k, there, err := ownKnock(tx, v, g)
		if err != nil {
			return err
		}
		if !there || k.State != KnockWaits {
			if _, _, err := within(tx, v, g); err != nil {
				return fault.New(op, fault.NotFound, "")
			}
			in = true // by a press that came first
			return nil
		}
		rules, err := d.growing(tx, found)
		if err != nil {
			return err
		}
		if rules.Door != Vouched {
			return fault.New(op, fault.Stale, "trust.knock_over")
		}
		if err := d.met(tx, k, typed); err != nil {
			return err
		}
		n, by, err := d.missing(tx, found, rules, k.Face)
		if err != nil || n > 0 {
			return err
		}
		in = true
		return d.letIn(ctx, tx, found, rules, k, by...)
	})
	return in, fault.Wrap(op, err)
}

// met finds whose code was taken, among those who have vouched.
func (d *Desk) met(tx Tx, k Knock, typed string) error {
	all, err := tx.Vouches(k.Face)
	if err != nil {
		return err
	}
	for _, c := range all {
		if d.typed(typed, d.code("met", c.Face, k.Face)) {
			c.Met = true
			return tx.SaveVouch(c)
		}
	}
	var form fault.Form
	form.Add("code", "trust.other_code")
	return form.Err("group.meet")
}
