package group

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Knock is somebody who would like to come into a group that does not let in
// whoever has a link. It is erased when they are in, or when it ends.
type Knock struct {
	Face    party.FaceID // theirs already; it is no member
	Group   party.GroupID
	Name    string // the face's
	Said    []Said
	Read    int       // the version of the agreements
	Since   time.Time // the day
	Until   time.Time
	State   KnockState
	Reason  string       // why not now, for whoever knocks
	Sponsor party.FaceID // whose invitation it was; for the edge alone
}

// Said is one question of the group with its answer.
type Said struct {
	Question string `json:"q"`
	Answer   string `json:"a"`
}

// KnockState is where a knock stands.
type KnockState string

const (
	KnockWaits KnockState = "waits"
	KnockNo    KnockState = "not_now"
)

// Limits of knocking.
const (
	AnswerMost = 400 // letters
	ReasonMost = 300 // letters
	knocksMost = 100 // that wait at a group at once
	toldMost   = 50  // members that are told of a knock
)

// Knocking is what somebody fills in to knock.
type Knocking struct {
	Joining
	Answers []string // to the group's questions, in their order
}

// Knock asks a group to come in. Sent twice it is one; whoever is in already
// stays as they are, and then in is true.
func (d *Desk) Knock(ctx context.Context, who party.AccountID, k Knocking) (g Group, in bool, err error) {
	const op = "group.knock"
	if who == 0 {
		return g, false, fault.New(op, fault.SignIn, "")
	}
	var form fault.Form
	tidy(&form, "you", &k.Name, FaceMost, text.Clean)
	for i := range k.Answers {
		tidy(&form, "answer"+strconv.Itoa(i), &k.Answers[i], AnswerMost, text.CleanLines)
	}
	if err := form.Err(op); err != nil {
		return g, false, err
	}
	key := fmt.Sprintf("%d %x", who, k.Link.Hash())
	err = d.Store.Update(ctx, func(tx Tx) error {
		in = false
		ref, again, err := d.once(tx, "knock", key, func() (int64, error) {
			g, in, err = d.knock(ctx, tx, who, k)
			return int64(g.ID), err
		})
		if err != nil || !again {
			return err
		}
		if g, _, err = tx.Group(party.GroupID(ref)); err == nil {
			_, in, err = inAlready(tx, who, party.GroupID(ref))
		}
		return err
	})
	return g, in, fault.Wrap(op, err)
}

func (d *Desk) knock(ctx context.Context, tx Tx, who party.AccountID, k Knocking) (Group, bool, error) {
	const op = "group.knock"
	g, i, err := d.open(tx, k.Link)
	if err != nil {
		return g, false, err
	}
	f, in, err := inAlready(tx, who, g.ID)
	if err != nil || in {
		return g, in, err // the link stays good for somebody else
	}
	if err := d.welcome(tx, who, g.ID); err != nil {
		return g, false, err
	}
	rules, err := d.readRules(tx, g, k.Read)
	if err != nil {
		return g, false, err
	}
	if rules.Door == Open {
		return g, false, fault.New(op, fault.Stale, "group.agreements_changed")
	}
	if stands, err := d.knocksAlready(tx, f.ID, i.Standing); err != nil || stands {
		return g, false, err
	}
	said, err := answered(rules.Questions, k.Answers, rules.Door)
	if err != nil {
		return g, false, err
	}
	if k.Name, err = d.freeName(tx, who, g.ID, k.Name); err != nil {
		return g, false, err
	}
	if !i.Standing {
		if mine, err := tx.DropInvitation(i.ID); err != nil || !mine {
			return g, false, orOver(err)
		}
	}
	if f.ID == 0 {
		f = party.Face{ID: id.New[party.Face](), Account: who, Group: g.ID}
	}
	f.Name = k.Name
	if err := tx.PutFace(f); err != nil {
		return g, false, err
	}
	now := d.Clock.Now()
	err = tx.AddKnock(Knock{Face: f.ID, Group: g.ID, Said: said, Read: k.Read, Since: d.today(), Until: now.Add(when.KnocksFor),
		State: KnockWaits, Sponsor: i.by(k.Link)})
	if err != nil {
		return g, false, err
	}
	return g, false, d.tellWelcomers(ctx, tx, g.ID)
}

// readRules are the rules in force, for who has read the agreements in force.
func (d *Desk) readRules(tx Tx, g Group, read int) (Rules, error) {
	if read != g.Agreed {
		return Rules{}, fault.New("group.join", fault.Stale, "group.agreements_changed")
	}
	a, _, err := tx.Agreements(g.ID, g.Agreed)
	return a.Rules, err
}

// knocksAlready looks at an older knock of the same face. One that waits
// stands. One that was answered "not now" gives way to a member's own
// invitation, not to the link that everybody has.
func (d *Desk) knocksAlready(tx Tx, f party.FaceID, standing bool) (bool, error) {
	old, there, err := tx.KnockOf(f)
	switch {
	case err != nil || !there:
		return false, err
	case old.State == KnockWaits:
		return true, nil
	case standing:
		return false, fault.New("group.knock", fault.Stale, "trust.wait_a_while")
	}
	return false, tx.DropKnock(f)
}

func answered(questions, answers []string, door Door) (said []Said, err error) {
	if door != Asked {
		return nil, nil
	}
	var form fault.Form
	for i, q := range questions {
		s := Said{Question: q}
		if i < len(answers) {
			s.Answer = answers[i]
		}
		form.Check(s.Answer != "", "answer"+strconv.Itoa(i), "trust.say_answer")
		said = append(said, s)
	}
	return said, form.Err("group.knock")
}

// freeName is the name a newcomer wants, when nobody in the group has it.
func (d *Desk) freeName(tx Tx, who party.AccountID, g party.GroupID, typed string) (string, error) {
	name, err := d.boardName(tx, who, typed)
	if err != nil {
		return "", err
	}
	taken, err := tx.Named(g, name)
	if err == nil && taken {
		var form fault.Form
		form.Add("you", "group.name_is_taken")
		err = form.Err("group.join")
	}
	return name, err
}

// tellWelcomers tells those who look after newcomers, or without any, members.
func (d *Desk) tellWelcomers(ctx context.Context, tx Tx, g party.GroupID) error {
	waits, err := tx.Knocks(g, knocksMost+1)
	if err == nil && len(waits) > knocksMost {
		err = fault.New("group.knock", fault.Limited, "trust.many_wait")
	}
	if err != nil {
		return err
	}
	to, err := tx.Welcomers(g, d.Clock.Now(), toldMost)
	for _, f := range to {
		if err == nil {
			err = d.tell(ctx, tx, f, Knocked, g)
		}
	}
	return err
}

// Newcomers are those who knock at the group, the oldest first, for members
// through their trial; and the rules by which they come in.
func (d *Desk) Newcomers(ctx context.Context, v access.Viewer, g party.GroupID) (all []Knock, r Rules, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		found, _, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		a, _, err := tx.Agreements(g, found.Agreed)
		if err != nil {
			return err
		}
		r = a.Rules
		all, err = tx.Knocks(g, knocksMost)
		for i := range all {
			all[i].Sponsor = 0 // no page shows it
		}
		return err
	})
	return all, r, fault.Wrap("group.newcomers", err)
}

// waits fetches a knock that waits at this group. done says that its face is
// in already.
func waits(tx Tx, g party.GroupID, f party.FaceID) (k Knock, done bool, err error) {
	k, there, err := tx.KnockOf(f)
	if err != nil || there && k.Group == g && k.State == KnockWaits {
		return k, false, err
	}
	m, in, err := tx.Member(f)
	if err == nil && !(in && m.Group == g) {
		err = fault.New("group.waits", fault.Gone, "trust.knock_over")
	}
	return k, true, err
}

// Admit is a member's yes to somebody who knocks at a group that asks. Where
// members must have met them, nobody lets them in alone.
func (d *Desk) Admit(ctx context.Context, v access.Viewer, g party.GroupID, who party.FaceID) error {
	const op = "group.admit"
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		k, done, err := waits(tx, g, who)
		if err != nil || done {
			return err
		}
		rules, err := d.growing(tx, found)
		if err != nil {
			return err
		}
		if rules.Door == Vouched {
			return fault.New(op, fault.Stale, "trust.vouch_instead")
		}
		return d.letIn(ctx, tx, found, rules, k, me.Face)
	})
}

// growing are the rules of a group that takes people in now.
func (d *Desk) growing(tx Tx, g Group) (Rules, error) {
	if !g.Awake() {
		return Rules{}, fault.New("group.growing", fault.Stale, "group.not_growing")
	}
	a, _, err := tx.Agreements(g.ID, g.Agreed)
	return a.Rules, err
}

// Decline says "not now" to somebody who knocks, kindly and with a reason;
// only whoever knocks reads it.
func (d *Desk) Decline(ctx context.Context, v access.Viewer, g party.GroupID, who party.FaceID, why string) error {
	const op = "group.decline"
	var form fault.Form
	tidy(&form, "why", &why, ReasonMost, text.CleanLines)
	form.Check(why != "", "why", "trust.say_why_not")
	if err := form.Err(op); err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		k, done, err := waits(tx, g, who)
		if err != nil {
			return err
		}
		rules, err := d.growing(tx, found)
		if err != nil {
			return err
		}
		if done || rules.Door == Vouched { // there, nobody's word alone keeps anybody out
			return fault.New(op, fault.Stale, "trust.knock_over")
		}
		return d.notNow(ctx, tx, k, why)
	})
}

func (d *Desk) notNow(ctx context.Context, tx Tx, k Knock, why string) error {
	k.State, k.Reason, k.Said, k.Sponsor = KnockNo, why, nil, 0
	k.Until = d.Clock.Now().Add(when.KnocksFor)
	if err := tx.SaveKnock(k); err != nil {
		return err
	}
	return d.tell(ctx, tx, k.Face, NotNow, k.Group)
}

// Withdraw takes the viewer's own knock back, with the face they knocked by.
func (d *Desk) Withdraw(ctx context.Context, v access.Viewer, g party.GroupID) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		k, there, err := ownKnock(tx, v, g)
		if err != nil || !there {
			return err
		}
		return forgetKnock(tx, k)
	})
	return fault.Wrap("group.withdraw", err)
}

// forgetKnock erases a knock and the face, which never was a member.
func forgetKnock(tx Tx, k Knock) error {
	if err := tx.DropKnock(k.Face); err != nil {
		return err
	}
	return tx.PutFace(party.Face{ID: k.Face, Group: k.Group})
}

// ownKnock is the viewer's own knock at a group.
func ownKnock(tx Tx, v access.Viewer, g party.GroupID) (k Knock, there bool, err error) {
	for _, p := range v.Parties {
		if p.Kind != party.KindFace {
			continue
		}
		k, there, err = tx.KnockOf(party.FaceID(p.ID))
		if err != nil || there && k.Group == g {
			return k, there, err
		}
	}
	return Knock{}, false, nil
}

// sweepKnocks tells those whom nobody answered, and erases what has ended.
func (d *Desk) sweepKnocks(ctx context.Context, tx Tx) error {
	old, err := tx.KnocksBefore(d.Clock.Now(), eraseMost)
	for _, k := range old {
		switch {
		case err != nil:
		case k.State == KnockWaits:
			err = d.notNow(ctx, tx, k, "")
		default:
			err = forgetKnock(tx, k)
		}
	}
	return err
}
