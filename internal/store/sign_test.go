package store_test

import (
	"encoding/json"
	"testing"
	"time"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

func signing(title string) decision.Draft {
	dr := draftOf(title)
	dr.Effect = decision.Effect{Change: decision.Sign, Data: []byte("{}")}
	return dr
}

// signs lets everybody in a council agree to a proposal to sign.
func (c *council) signs(t *testing.T, dr decision.Draft) decision.ID {
	t.Helper()
	d := c.open(t, dr)
	c.mustSay(t, d, decision.Consent, c.faces...)
	return d.ID
}

// signsToo lets a council sign what another one has signed, in these words or
// in words of its own.
func (c *council) signsToo(t *testing.T, other *council, which decision.ID, words string) decision.ID {
	t.Helper()
	d := must[decision.Decision](t)(c.desk.SignToo(ctx, c.as(c.faces[0]), c.g, other.paper(t, which), ""))
	must0(t, c.desk.Second(ctx, c.as(c.faces[1]), c.g, d.ID))
	if words != "" {
		must0(t, c.desk.Edit(ctx, c.as(c.faces[0]), c.g, d.ID, decision.Edit{Version: 1, Title: d.Title, Text: words}))
	}
	c.mustSay(t, c.look(t, c.faces[0], d.ID).Decision, decision.Consent, c.faces...)
	return d.ID
}

func (c *council) paper(t *testing.T, which decision.ID) decision.Paper {
	t.Helper()
	return must[decision.Paper](t)(c.desk.Paper(ctx, c.g, which))
}

func (c *council) signers(t *testing.T, which decision.ID) (groups []party.GroupID) {
	t.Helper()
	for _, s := range c.paper(t, which).Signers {
		groups = append(groups, s.Group)
	}
	return groups
}

func TestAGroupsNameStandsUnderATextOnlyOnceItsRuleIsMet(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 3, nil)
		d := c.open(t, signing("Open letter"))
		for i, f := range c.faces {
			if must[bool](t)(c.desk.Signs(ctx, c.g)) {
				t.Errorf("it is signed after %d of 3 have agreed", i)
			}
			_, err := c.desk.Paper(ctx, c.g, d.ID)
			wantKind(t, "read before it is signed", fault.NotFound, err)
			c.mustSay(t, d, decision.Consent, f)
		}
		all := must[[]decision.Signed](t)(c.desk.SignedBy(ctx, c.g))
		if len(all) != 1 || all[0].Title != "Open letter" || all[0].Words != d.Text || !c.look(t, c.faces[0], d.ID).Signed {
			t.Errorf("signed: %+v", all)
		}

		refused := c.open(t, signing("Another letter"))
		c.mustSay(t, refused, decision.Consent, c.faces[:2]...)
		c.mustSay(t, refused, decision.Objection, c.faces[2])
		c.ends(t, refused.ID)
		_, err := c.desk.Paper(ctx, c.g, refused.ID)
		wantKind(t, "to which somebody objects", fault.NotFound, err)
	})
}

func TestGroupsStandUnderTheSameWordsOnly(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b, other := h.council(t, 3, nil), h.council(t, 3, nil), h.council(t, 3, nil)
		first := a.signs(t, signing("Open letter"))
		h.Clock.Move(time.Minute)
		second := b.signsToo(t, a, first, "")
		for _, of := range []struct {
			c     *council
			which decision.ID
		}{{a, first}, {b, second}} {
			if got := of.c.signers(t, of.which); len(got) != 2 || got[0] != a.g || got[1] != b.g {
				t.Errorf("under the text of %s stand %v", of.c.g, got)
			}
		}
		changed := other.signsToo(t, b, second, "We ask for less.")
		if got := other.signers(t, changed); len(got) != 1 || got[0] != other.g || len(a.signers(t, first)) != 2 {
			t.Errorf("other words stand under the same text: %v", got)
		}
		_, err := b.desk.SignToo(ctx, b.as(b.faces[0]), b.g, a.paper(t, first), "")
		wantKind(t, "signed twice", fault.Taken, err)
		_, err = b.desk.SignToo(ctx, a.as(a.faces[0]), b.g, other.paper(t, changed), "")
		wantKind(t, "for a group that they are not in", fault.NotFound, err)
		h.sql(t, "UPDATE grp SET bar='hidden' WHERE id=$1", b.g)
		if got := a.signers(t, first); len(got) != 1 {
			t.Errorf("a hidden group is named: %v", got)
		}
	})
}

func TestAGroupTakesItsNameOffByADecisionOfItsOwn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.council(t, 3, nil), h.council(t, 3, nil)
		first := a.signs(t, signing("Open letter"))
		second := b.signsToo(t, a, first, "")
		off := draftOf("Take our name off")
		data, err := json.Marshal(decision.Unsigning{Decision: first})
		must0(t, err)
		off.Effect = decision.Effect{Change: decision.Unsign, Data: data}

		theirs := b.open(t, off)
		b.mustSay(t, theirs, decision.Consent, b.faces...)
		if o := b.ends(t, theirs.ID); o.Result != decision.Moved || len(a.signers(t, first)) != 2 {
			t.Errorf("one group took off the name of another: %+v", o)
		}
		off.Key = "again"
		d := a.open(t, off)
		a.mustSay(t, d, decision.Consent, a.faces...)
		_, err = a.desk.Paper(ctx, a.g, first)
		wantKind(t, "taken off", fault.NotFound, err)
		if got := b.signers(t, second); len(got) != 1 || got[0] != b.g {
			t.Errorf("under the text still stand %v", got)
		}
		if third := a.signsToo(t, b, second, ""); len(b.signers(t, second)) != 2 || len(a.signers(t, third)) != 2 {
			t.Error("who signs again does not stand with the others")
		}
	})
}

func TestAnErasedGroupsNameIsUnderNoText(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.council(t, 3, nil), h.council(t, 3, nil)
		first := a.signs(t, signing("Open letter"))
		second := b.signsToo(t, a, first, "")
		must0(t, h.Store.Groups().Update(ctx, func(tx group.Tx) error { return tx.EraseGroup(a.g) }))
		if got := b.signers(t, second); len(got) != 1 || h.count(t, "SELECT count(*) FROM signature") != 1 {
			t.Errorf("an erased group is named: %v", got)
		}
	})
}
