package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// tallied is what the rows say, without the room of decisions.
func (c *council) tallied(t *testing.T, d decision.ID, table string) (counts decision.Counts, roll, spoken int) {
	t.Helper()
	for stance, into := range map[decision.Stance]*int{decision.Consent: &counts.Consent, decision.Concern: &counts.Concern, decision.Aside: &counts.Aside, decision.Objection: &counts.Objection} {
		*into = c.count(t, "SELECT count(*) FROM "+table+" WHERE decision=$1 AND stance=$2", d, stance)
	}
	return counts, c.count(t, "SELECT count(*) FROM roll WHERE decision=$1", d), c.count(t, "SELECT count(*) FROM roll WHERE decision=$1 AND spoken", d)
}

// Two thousand have spoken; fifty say something else at the moment it closes,
// while several processes close it. One outcome stands, and it is what the
// rows say.
func TestADecisionThatClosesWhileFiftyChangeHasOneOutcome(t *testing.T) {
	const all, changing = 2000, 50
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, all, func(r *group.Rules) { r.Methods = []group.Method{group.Majority} })
		d := c.open(t, draftOf("A shed"))
		err := h.DB.Update(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec("INSERT INTO stance (decision, face, stance, words) SELECT decision, face, 'consent', '' FROM roll WHERE decision=$1", d.ID); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE roll SET spoken=TRUE WHERE decision=$1", d.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Clock.Move(d.Closes.Sub(h.Clock.Now()) - time.Second)
		second := h.Second(t)
		other := &decision.Desk{Store: second.Store.Decisions(), Clock: h.Clock, Zone: time.UTC, Seed: c.desk.Seed}
		var wait sync.WaitGroup
		late := make(chan party.FaceID, changing)
		for i := range changing {
			wait.Go(func() {
				f := c.faces[i+1]
				for _, s := range []decision.Stance{decision.Objection, decision.Aside, decision.Objection} {
					if err := c.say(f, d, s, fmt.Sprint(i)); fault.Is(err, fault.Stale) {
						late <- f
						return
					} else if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for _, desk := range []*decision.Desk{c.desk, other} {
			wait.Go(func() {
				h.Clock.Move(time.Second)
				if err := desk.Close(ctx, d.ID); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		o := c.ends(t, d.ID)
		counts, roll, spoken := c.tallied(t, d.ID, "stance")
		if n := h.count(t, "SELECT count(*) FROM outcome WHERE decision=$1", d.ID); n != 1 {
			t.Errorf("%d outcomes", n)
		}
		if o.Counts != counts || o.Roll != roll || roll != all || spoken != o.Spoken() || o.Spoken() != all || o.Result != decision.Carried {
			t.Errorf("the outcome is %+v, %d of %d; the rows say %+v, %d of %d", o.Counts, o.Spoken(), o.Roll, counts, spoken, roll)
		}
		if n := h.notices(t, "decided"); n != all {
			t.Errorf("%d were told once", n)
		}
		t.Logf("%d of %d came too late", len(late), changing)
	})
}

func TestWhoLeavesIsOffTheRollOfWhatIsOpen(t *testing.T) {
	for _, secret := range []bool{false, true} {
		Each(t, func(t *testing.T, h *House) {
			c := h.council(t, 5, func(r *group.Rules) { r.Secret = secret })
			d := c.open(t, draftOf("A shed"))
			c.mustSay(t, d, decision.Objection, c.faces[3])
			c.mustSay(t, d, decision.Consent, c.faces[0], c.faces[1])
			for _, f := range c.faces[3:] {
				if err := h.Store.Decisions().Update(ctx, func(tx decision.Tx) error { return c.desk.Left(tx, f) }); err != nil {
					t.Fatal(err)
				}
			}
			want := decision.Outcome{Roll: 3, Counts: decision.Counts{Consent: 2}, Result: decision.Carried}
			if secret { // nobody knows which ballot was theirs
				want = decision.Outcome{Roll: 4, Counts: decision.Counts{Consent: 2, Objection: 1}, Result: decision.NotCarried}
			}
			if o := c.ends(t, d.ID); o.Roll != want.Roll || o.Counts != want.Counts || o.Result != want.Result {
				t.Errorf("secret %v: it ended as %+v", secret, o)
			}
		})
	}
}

func TestWhatNobodyJoinsIsDroppedAndWhatIsToBeSeenAgainIsRemembered(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 3, nil)
		alone := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[0]), c.g, draftOf("Alone")))
		h.Clock.Move(decision.CalledFor)
		if o := c.ends(t, alone.ID); o.Result != decision.Unjoined || h.notices(t, "decided") != 0 {
			t.Errorf("it ended as %s", o.Result)
		}
		dr := draftOf("A shed")
		dr.Review = h.Clock.Now().Truncate(aDay).Add(30 * aDay)
		d := c.open(t, dr)
		resting := c.faces[2]
		if err := h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE member SET rests=$2 WHERE face=$1", resting, h.Clock.Now())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		c.mustSay(t, d, decision.Consent, c.faces[:2]...)
		c.ends(t, d.ID)
		if n := h.notices(t, "decided"); n != 2 {
			t.Errorf("%d were told; who rests is left in peace", n)
		}
		h.Clock.Move(dr.Review.Sub(h.Clock.Now()) - time.Second)
		c.ends(t, d.ID)
		if n := h.notices(t, "look_again"); n != 0 {
			t.Errorf("%d were reminded early", n)
		}
		h.Clock.Move(time.Second)
		for range 3 {
			c.ends(t, d.ID)
		}
		if n := h.notices(t, "look_again"); n != 2 {
			t.Errorf("%d were reminded, want two, once each", n)
		}
	})
}

func TestDecisionsComePageByPage(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 1, nil)
		seen := map[decision.ID]bool{}
		for i := range 2*decision.PageMost + 5 {
			d := c.open(t, draftOf(fmt.Sprint("Thing ", i)))
			if err := c.desk.Withdraw(ctx, c.as(c.faces[0]), c.g, d.ID); err != nil {
				t.Fatal(err)
			}
			h.Clock.Move(time.Duration(i%2) * time.Minute) // some close at one moment
		}
		open := c.open(t, draftOf("Open"))
		for after := (decision.Cursor{}); ; {
			p := must[decision.Page](t)(c.desk.List(ctx, c.as(c.faces[0]), c.g, after))
			if (after.ID == 0) != (len(p.Open) == 1 && p.Open[0].ID == open.ID) {
				t.Errorf("open on this page: %v", p.Open)
			}
			for _, o := range p.Closed {
				if seen[o.Decision] {
					t.Errorf("%s comes twice", o.Title)
				}
				seen[o.Decision] = true
			}
			if after = p.Next; after.ID == 0 {
				break
			}
		}
		if len(seen) != 2*decision.PageMost+5 {
			t.Errorf("%d came", len(seen))
		}
	})
}

func TestAGroupThatIsErasedTakesItsDecisionsWithIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, secret := range []bool{false, true} {
			c := h.council(t, 3, func(r *group.Rules) { r.Secret = secret })
			d := c.open(t, draftOf("A shed"))
			c.mustSay(t, d, decision.Concern, c.faces[:2]...)
			if err := c.desk.Post(ctx, c.as(c.faces[0]), c.g, d.ID, decision.Saying{Text: "Where?"}); err != nil {
				t.Fatal(err)
			}
			c.ends(t, d.ID)
			c.open(t, draftOf("A roof"))
			if err := h.Store.Groups().Update(ctx, func(tx group.Tx) error { return tx.EraseGroup(c.g) }); err != nil {
				t.Fatal(err)
			}
		}
		for _, table := range []string{"decision", "roll", "stance", "ballot", "remark", "outcome", "mandate", "holder"} {
			if n := h.count(t, "SELECT count(*) FROM "+table); n != 0 {
				t.Errorf("%d rows of %s stay", n, table)
			}
		}
	})
}
