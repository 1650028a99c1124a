package group

import (
	"context"
	"slices"
	"strconv"
	"time"

	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// letIn makes a member of somebody who knocks. Who said yes stands for 90 days
// where no page looks, so that a branch can be paused; the knock and its
// vouches are erased at once.
func (d *Desk) letIn(ctx context.Context, tx Tx, g Group, r Rules, k Knock, by ...party.FaceID) error {
	f, _, err := tx.FaceBy(k.Face)
	if err != nil {
		return err
	}
	if f.Account == 0 {
		return fault.New("group.let_in", fault.Gone, "trust.knock_over")
	}
	for n := 2; ; n++ { // somebody may have taken the name while they waited
		taken, err := tx.Named(g.ID, f.Name)
		if err != nil {
			return err
		}
		if !taken {
			break
		}
		f.Name = k.Name + " " + strconv.Itoa(n)
	}
	if err := tx.PutFace(f); err != nil {
		return err
	}
	if err := tx.DropKnock(k.Face); err != nil {
		return err
	}
	if err := tx.AddMember(d.newcomer(g, r, f.ID, k.Read)); err != nil {
		return err
	}
	if err := d.tie(tx, g.ID, f.ID, append(by, k.Sponsor)...); err != nil {
		return err
	}
	if _, err := d.grown(tx, g); err != nil {
		return err
	}
	return d.tell(ctx, tx, f.ID, LetIn, g.ID)
}

// newcomer is a member who comes in now. Those who come while a group is
// forming found it together; after that they are on trial.
func (d *Desk) newcomer(g Group, r Rules, f party.FaceID, read int) Member {
	m := Member{Face: f, Group: g.ID, Since: d.today(), Read: read, Seen: month(d.today())}
	if g.Status != Forming && r.Trial > 0 {
		m.Trial = d.Clock.Now().Add(time.Duration(r.Trial) * 24 * time.Hour)
	}
	return m
}

// tie notes who let whom in.
func (d *Desk) tie(tx Tx, g party.GroupID, f party.FaceID, by ...party.FaceID) error {
	slices.Sort(by)
	for _, s := range slices.Compact(by) {
		if s == 0 || s == f {
			continue
		}
		if err := tx.AddEdge(Edge{f, s, g, d.Clock.Now().Add(when.EdgesFor)}); err != nil {
			return err
		}
	}
	return nil
}

// Edge says who let whom in. No page reads it; it is erased after 90 days.
type Edge struct {
	Face    party.FaceID // the newcomer
	Sponsor party.FaceID
	Group   party.GroupID
	Until   time.Time
}

// trialsMost bounds how many trials end in one transaction.
const trialsMost = 200

// endTrials tells those whose trial is over.
func (d *Desk) endTrials(ctx context.Context, tx Tx) error {
	over, err := tx.TrialsOver(d.Clock.Now(), trialsMost)
	for _, m := range over {
		if err == nil {
			m.Trial = time.Time{}
			err = tx.SaveMember(m)
		}
		if err == nil {
			err = d.tell(ctx, tx, m.Face, TrialOver, m.Group)
		}
	}
	return err
}

// Pause makes what a member's place opens wait until it is talked over. They
// are not removed, and they are told. It runs in the transaction of whoever
// decides it; false: they were paused already, or are no member of this group.
func (d *Desk) Pause(ctx context.Context, tx Tx, g party.GroupID, f party.FaceID) (bool, error) {
	m, in, err := tx.Member(f)
	if err != nil || !in || m.Group != g || m.Paused {
		return false, err
	}
	m.Paused = true
	if err := tx.SaveMember(m); err != nil {
		return false, err
	}
	return true, d.tell(ctx, tx, f, WasPaused, g)
}

// Unpause ends a pause.
func (d *Desk) Unpause(tx Tx, g party.GroupID, f party.FaceID) error {
	m, in, err := tx.Member(f)
	if err != nil || !in || m.Group != g || !m.Paused {
		return err
	}
	m.Paused = false
	return tx.SaveMember(m)
}

// Branch is everybody whom a face let in within 90 days, and whom those let in,
// and so on; not the face itself. No page shows it: it is for pausing all of
// them at once, in the transaction that does so.
func (d *Desk) Branch(tx Tx, g party.GroupID, from party.FaceID) ([]party.FaceID, error) {
	branch, met := []party.FaceID{from}, map[party.FaceID]bool{from: true}
	for i := 0; i < len(branch); i++ {
		let, err := tx.LetInBy(g, branch[i], d.Clock.Now())
		if err != nil {
			return nil, err
		}
		for _, f := range let {
			if !met[f] {
				met[f] = true
				branch = append(branch, f)
			}
		}
	}
	return branch[1:], nil
}
