package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

func rewriting(c *council, version int, text string) decision.Effect {
	data, _ := json.Marshal(group.Rewriting{Version: version, Text: text, Rules: c.rules})
	return decision.Effect{Change: decision.Agreements, Data: data}
}

func TestWhatADecisionChangesComesWithItsClosingOrNotAtAll(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 3, nil)
		first, second := draftOf("Agreements"), draftOf("Other agreements")
		first.Effect, second.Effect = rewriting(c, 1, "We listen and cook."), rewriting(c, 1, "We shout.")
		a, b := c.open(t, first), c.open(t, second)
		c.mustSay(t, a, decision.Consent, c.faces...)
		l := c.look(t, c.faces[0], a.ID)
		if l.Outcome.Result != decision.Carried {
			t.Fatalf("everybody has consented, and it is %s, %s", l.State, l.Outcome.Result)
		}
		inForce := func() (version int, text string) {
			t.Helper()
			look := must[group.Look](t)(c.groups.Look(ctx, c.as(c.faces[0]), "council-"+c.g.String()))
			return look.Group.Agreed, look.Agreements.Text
		}
		if v, words := inForce(); v != 2 || words != "We listen and cook." {
			t.Errorf("in force: %d, %q", v, words)
		}
		c.mustSay(t, b, decision.Consent, c.faces...)
		if o := c.ends(t, b.ID); o.Result != decision.Moved || o.Consent != 3 {
			t.Errorf("what the group has moved on from ended as %+v", o)
		}
		if v, words := inForce(); v != 2 || words != "We listen and cook." {
			t.Errorf("in force: %d, %q", v, words)
		}
		wantKind(t, "alone, in an active group", fault.NotYours, c.groups.Rewrite(ctx, c.as(c.faces[0]), c.g, 2, "Mine."))
	})
}

func TestWhatAChangeWroteBeforeItGaveUpIsUndone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 3, nil)
		c.desk.Effects[decision.Status] = func(ctx context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
			hall := h.Store.Groups().Within(tx)
			found, _, err := hall.Group(g)
			if err != nil {
				return err
			}
			found.Status = group.Closed
			if err := hall.SaveGroup(found); err != nil {
				return err
			}
			return fault.New("test", fault.Stale, "")
		}
		dr := draftOf("Rest")
		dr.Effect = decision.Effect{Change: decision.Status, Data: []byte("{}")}
		d := c.open(t, dr)
		c.mustSay(t, d, decision.Consent, c.faces...)
		if o := c.ends(t, d.ID); o.Result != decision.Moved {
			t.Errorf("it ended as %s", o.Result)
		}
		if n := h.count(t, "SELECT count(*) FROM grp WHERE status='closed'"); n != 0 {
			t.Error("what was written before it gave up stays")
		}
		dr = draftOf("Nobody carries this out")
		dr.Effect = decision.Effect{Change: decision.Tie, Data: []byte("{}")}
		_, err := c.desk.Propose(ctx, c.as(c.faces[0]), c.g, dr)
		wantKind(t, "a change that nobody makes", fault.Unreadable, err)
	})
}
