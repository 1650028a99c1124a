package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

const aDay = 24 * time.Hour

// council is a group with members who decide.
type council struct {
	*House
	desk   *decision.Desk
	groups *group.Desk
	g      party.GroupID
	faces  []party.FaceID // through their trial
	rules  group.Rules
}

// council makes an active group with so many members through their trial.
func (h *House) council(t *testing.T, n int, change func(*group.Rules)) *council {
	t.Helper()
	c := &council{House: h, g: party.GroupID(id.New[group.Group]()), rules: group.Usual}
	c.groups = &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	if change != nil {
		change(&c.rules)
	}
	c.desk = &decision.Desk{Store: h.Store.Decisions(), Clock: h.Clock, Zone: time.UTC, Seed: h.Spine.Seed, Effects: map[decision.Change]decision.CarryOut{
		decision.Agreements: func(ctx context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
			return c.groups.PutInForce(ctx, h.Store.Groups().Within(tx), g, data)
		},
		decision.Sign: func(_ context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
			return c.desk.SignInForce(h.Store.Decisions().Within(tx), g, by, data)
		},
		decision.Unsign: func(_ context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
			return c.desk.UnsignInForce(h.Store.Decisions().Within(tx), g, data)
		},
	}}
	err := h.Store.Groups().Update(ctx, func(tx group.Tx) error {
		g := group.Group{ID: c.g, Slug: "council-" + c.g.String(), Card: group.Card{Name: "Council", About: "We decide."}, Status: group.Active, Agreed: 1, Version: 1}
		if err := tx.AddGroup(g); err != nil {
			return err
		}
		return tx.AddAgreements(group.Agreements{Group: c.g, Version: 1, Text: "We listen.", Since: h.Clock.Now(), Rules: c.rules})
	})
	if err != nil {
		t.Fatal(err)
	}
	c.faces = c.join(t, n, time.Time{})
	return c
}

// join brings so many in, on trial until a day.
func (c *council) join(t *testing.T, n int, trial time.Time) (faces []party.FaceID) {
	t.Helper()
	err := c.Store.Groups().Update(ctx, func(tx group.Tx) error {
		faces = nil
		for range n {
			f := id.New[party.Face]()
			if err := tx.PutFace(party.Face{ID: f, Account: party.AccountID(keys.Add(1)), Group: c.g, Name: "Face " + f.String()}); err != nil {
				return err
			}
			if err := tx.AddMember(group.Member{Face: f, Group: c.g, Since: c.Clock.Now(), Trial: trial}); err != nil {
				return err
			}
			faces = append(faces, f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return faces
}

// as is a member through their trial, as a page of theirs says.
func (c *council) as(f party.FaceID) access.Viewer {
	v := access.Viewer{Parties: []party.Ref{party.OfFace(f)}, Groups: []party.GroupID{c.g}, Through: []party.GroupID{c.g}}
	v.Mandates = []party.Mandate{{ID: 1, Group: c.g, Scope: party.Decide, Until: c.Clock.Now().Add(aDay)}} // whose page says so; the rows decide
	return v
}

func draftOf(title string) decision.Draft {
	return decision.Draft{Key: id.NewSecret(8).Reveal(), Title: title, Text: title + ", and why."}
}

// open proposes something and gets it opened by a second.
func (c *council) open(t *testing.T, dr decision.Draft) decision.Decision {
	t.Helper()
	d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[0]), c.g, dr))
	if d.State == decision.Called {
		if err := c.desk.Second(ctx, c.as(c.faces[1]), c.g, d.ID); err != nil {
			t.Fatal(err)
		}
	}
	return c.look(t, c.faces[0], d.ID).Decision
}

func (c *council) look(t *testing.T, f party.FaceID, d decision.ID) decision.Look {
	t.Helper()
	return must[decision.Look](t)(c.desk.Look(ctx, c.as(f), c.g, d))
}

func (c *council) say(f party.FaceID, d decision.Decision, s decision.Stance, reason string) error {
	_, err := c.desk.Say(ctx, c.as(f), c.g, d.ID, decision.Say{Version: d.Version, Stance: s, Reason: reason})
	return err
}

func (c *council) mustSay(t *testing.T, d decision.Decision, s decision.Stance, faces ...party.FaceID) {
	t.Helper()
	for _, f := range faces {
		if err := c.say(f, d, s, "Because."); err != nil {
			t.Fatal(err)
		}
	}
}

// ends lets its time come, and answers how it ended.
func (c *council) ends(t *testing.T, d decision.ID) decision.Outcome {
	t.Helper()
	if at := c.look(t, c.faces[0], d); at.State == decision.Open {
		c.Clock.Move(at.Closes.Sub(c.Clock.Now()))
	}
	for must[bool](t)(c.desk.Tick(ctx)) {
	}
	l := c.look(t, c.faces[0], d)
	if l.State != decision.Closed {
		t.Fatalf("it is %s", l.State)
	}
	return l.Outcome
}

func wantKind(t *testing.T, what string, kind fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func TestADecisionOpensWithASecondWhoThenHoldsTheMandateToo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 4, nil)
		dr := draftOf("A shed")
		d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[0]), c.g, dr))
		again := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[0]), c.g, dr))
		if d.State != decision.Called || again.ID != d.ID || h.count(t, "SELECT count(*) FROM decision") != 1 {
			t.Fatalf("proposed twice: %s, %v and %v", d.State, d.ID, again.ID)
		}
		wantKind(t, "alone", fault.NotYours, c.desk.Second(ctx, c.as(c.faces[0]), c.g, d.ID))
		wantKind(t, "before it opens", fault.Stale, c.say(c.faces[1], d, decision.Consent, ""))
		for range 2 { // the second press changes nothing
			if err := c.desk.Second(ctx, c.as(c.faces[1]), c.g, d.ID); err != nil {
				t.Fatal(err)
			}
		}
		l := c.look(t, c.faces[2], d.ID)
		if want := time.Date(2026, 11, 29, 20, 0, 0, 0, time.UTC); l.State != decision.Open || !l.Closes.Equal(want) || !l.OnRoll {
			t.Errorf("it is %s until %s, on the roll %v", l.State, l.Closes, l.OnRoll)
		}
		if n := h.count(t, "SELECT count(*) FROM holder JOIN mandate ON mandate.id = holder.mandate WHERE scope='decide' AND part='holds' AND decision=0 AND ends=$1",
			h.Clock.Now().Add(7*aDay)); n != 2 {
			t.Errorf("%d hold the mandate for a week", n)
		}
		if n := h.notices(t, "deciding"); n != 3 {
			t.Errorf("%d were told", n)
		}
		if d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[1]), c.g, draftOf("A roof"))); d.State != decision.Open {
			t.Errorf("with a mandate it is %s", d.State)
		}
		if d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[2]), c.g, draftOf("A door"))); d.State != decision.Called {
			t.Errorf("with a mandate that no row knows it is %s", d.State)
		}
		h.Clock.Move(8 * aDay)
		if d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[1]), c.g, draftOf("A floor"))); d.State != decision.Called {
			t.Errorf("after the week it is %s", d.State)
		}
	})
}

func TestFivePuppetsThatTrustEachOtherOutvoteNobody(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 3, func(r *group.Rules) { r.Methods, r.Quorum = []group.Method{group.Majority}, 0 })
		puppets := c.join(t, 5, h.Clock.Now().Add(14*aDay))
		_, err := c.desk.Propose(ctx, c.as(puppets[0]), c.g, draftOf("Ours now"))
		wantKind(t, "a puppet proposes", fault.NotYours, err)
		d := must[decision.Decision](t)(c.desk.Propose(ctx, c.as(c.faces[0]), c.g, draftOf("A shed")))
		for _, p := range puppets {
			wantKind(t, "a puppet seconds", fault.NotFound, c.desk.Second(ctx, c.as(p), c.g, d.ID))
		}
		d = c.open(t, draftOf("A roof"))
		for _, p := range puppets {
			wantKind(t, "a puppet speaks", fault.NotFound, c.say(p, d, decision.Objection, "No."))
			_, err := c.desk.Look(ctx, c.as(p), c.g, d.ID)
			wantKind(t, "a puppet looks", fault.NotFound, err)
			_, err = c.desk.List(ctx, c.as(p), c.g, decision.Cursor{})
			wantKind(t, "a puppet lists", fault.NotYours, err)
			wantKind(t, "a puppet asks", fault.NotFound, c.desk.Post(ctx, c.as(p), c.g, d.ID, decision.Saying{Text: "Why?"}))
		}
		h.Clock.Move(5 * aDay)
		c.mustSay(t, d, decision.Consent, c.faces[0])
		for _, p := range puppets { // their trial is over, and the roll was frozen before
			if err := h.DB.Update(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE member SET trial=NULL WHERE face=$1", p)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			wantKind(t, "a puppet speaks later", fault.NotYours, c.say(p, d, decision.Objection, "No."))
		}
		if o := c.ends(t, d.ID); o.Result != decision.Carried || o.Roll != 3 || o.Spoken() != 1 {
			t.Errorf("it ended as %+v", o)
		}
	})
}

func TestNobodySpeaksAfterClosingOrFromOutside(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c, other := h.council(t, 3, nil), h.council(t, 3, nil)
		d := c.open(t, draftOf("A shed"))
		late := c.join(t, 1, time.Time{})[0]
		wantKind(t, "who came after it opened", fault.NotYours, c.say(late, d, decision.Consent, ""))
		stranger := other.faces[0]
		_, err := c.desk.Say(ctx, other.as(stranger), c.g, d.ID, decision.Say{Version: 1, Stance: decision.Consent})
		wantKind(t, "a member of another group", fault.NotFound, err)
		_, err = c.desk.Say(ctx, other.as(stranger), other.g, d.ID, decision.Say{Version: 1, Stance: decision.Consent})
		wantKind(t, "through another group", fault.NotFound, err)
		forged := c.as(stranger)
		_, err = c.desk.Say(ctx, forged, c.g, d.ID, decision.Say{Version: 1, Stance: decision.Consent})
		wantKind(t, "who left while the page was open", fault.NotFound, err)
		_, err = c.desk.Look(ctx, access.Viewer{Host: true}, c.g, d.ID)
		wantKind(t, "the host", fault.NotFound, err)
		wantKind(t, "an objection without a reason", fault.Invalid, c.say(c.faces[0], d, decision.Objection, " "))
		wantKind(t, "nothing known", fault.Invalid, c.say(c.faces[0], d, "maybe", ""))
		c.mustSay(t, d, decision.Consent, c.faces[:2]...)
		h.Clock.Move(d.Closes.Sub(h.Clock.Now()))
		wantKind(t, "at the minute it closes", fault.Stale, c.say(c.faces[2], d, decision.Objection, "Late."))
		if o := c.ends(t, d.ID); o.Result != decision.Carried || o.Consent != 2 || o.Roll != 3 {
			t.Errorf("it ended as %+v", o)
		}
		wantKind(t, "after it closed", fault.Stale, c.say(c.faces[2], d, decision.Objection, "Later."))
		if n := h.count(t, "SELECT count(*) FROM outcome"); n != 1 {
			t.Errorf("%d outcomes", n)
		}
	})
}

func TestWhatIsSaidMakesTheOutcome(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, e := range []struct {
			name                        string
			method                      group.Method
			quorum                      int
			yes, worry, aside, no, roll int
			want                        decision.Result
		}{
			{"all agree", group.Consent, 50, 2, 1, 0, 0, 4, decision.Carried},
			{"one objects", group.Consent, 50, 3, 0, 0, 1, 4, decision.NotCarried},
			{"all stand aside", group.Consent, 0, 0, 0, 4, 0, 4, decision.NotCarried},
			{"half is enough", group.Consent, 50, 1, 0, 1, 0, 4, decision.Carried},
			{"fewer are not", group.Consent, 50, 1, 0, 0, 0, 4, decision.TooFew},
			{"nobody speaks", group.Consent, 0, 0, 0, 0, 0, 4, decision.TooFew},
			{"a tie is no majority", group.Majority, 0, 1, 1, 0, 2, 4, decision.NotCarried},
			{"a majority", group.Majority, 0, 1, 1, 1, 1, 4, decision.Carried},
			{"two thirds", group.Supermajority, 0, 2, 0, 0, 1, 4, decision.Carried},
			{"less than two thirds", group.Supermajority, 0, 3, 0, 0, 2, 5, decision.NotCarried},
			{"a temperature", group.Temperature, 0, 4, 0, 0, 0, 4, decision.Felt},
		} {
			c := h.council(t, e.roll, func(r *group.Rules) { r.Methods, r.Quorum = group.Methods, e.quorum })
			dr := draftOf(e.name)
			dr.Method = e.method
			d := c.open(t, dr)
			at := 0
			for s, n := range map[decision.Stance]int{decision.Aside: e.aside, decision.Objection: e.no} {
				c.mustSay(t, d, s, c.faces[at:at+n]...)
				at += n
			}
			for s, n := range map[decision.Stance]int{decision.Consent: e.yes, decision.Concern: e.worry} {
				c.mustSay(t, d, s, c.faces[at:at+n]...)
				at += n
			}
			if o := c.ends(t, d.ID); o.Result != e.want || o.Spoken() != at || o.Roll != e.roll {
				t.Errorf("%s: %+v", e.name, o)
			}
		}
	})
}

func TestAChangedTextAsksEverybodyAgain(t *testing.T) {
	for _, secret := range []bool{false, true} {
		Each(t, func(t *testing.T, h *House) {
			c := h.council(t, 4, func(r *group.Rules) { r.Secret = secret })
			d := c.open(t, draftOf("A shed"))
			edit := decision.Edit{Version: 1, Title: "A shed", Text: "A small shed."}
			if err := c.desk.Edit(ctx, c.as(c.faces[0]), c.g, d.ID, edit); err != nil {
				t.Fatal(err)
			}
			if n := h.notices(t, "asked_again"); n != 0 {
				t.Errorf("%d were asked again before anybody had spoken", n)
			}
			wantKind(t, "to the text before", fault.Stale, c.say(c.faces[1], d, decision.Consent, ""))
			d = c.look(t, c.faces[0], d.ID).Decision
			c.mustSay(t, d, decision.Consent, c.faces[1:3]...)
			if err := c.desk.Post(ctx, c.as(c.faces[3]), c.g, d.ID, decision.Saying{Text: "Where?", Worry: true}); err != nil {
				t.Fatal(err)
			}
			worry := c.look(t, c.faces[0], d.ID).Posts[0]
			h.Clock.Move(d.Closes.Sub(h.Clock.Now()) - time.Hour)
			edit = decision.Edit{Version: 2, Title: "A shed", Text: "A shed by the gate.", Taken: []decision.PostID{worry.ID}}
			wantKind(t, "who did not propose it", fault.NotYours, c.desk.Edit(ctx, c.as(c.faces[3]), c.g, d.ID, edit))
			if err := c.desk.Edit(ctx, c.as(c.faces[0]), c.g, d.ID, edit); err != nil {
				t.Fatal(err)
			}
			wantKind(t, "sent twice", fault.Stale, c.desk.Edit(ctx, c.as(c.faces[0]), c.g, d.ID, edit))
			l := c.look(t, c.faces[1], d.ID)
			if l.Version != 3 || l.Spoken || l.Stance != "" || !l.Closes.Equal(h.Clock.Now().Add(2*aDay)) || l.Posts[0].Taken != 3 {
				t.Errorf("after the change: version %d, spoken %v, closes %s, %+v", l.Version, l.Spoken, l.Closes, l.Posts)
			}
			if n := h.notices(t, "asked_again"); n != 4 {
				t.Errorf("%d were asked again", n)
			}
			if n := h.count(t, "SELECT (SELECT count(*) FROM stance) + (SELECT count(*) FROM ballot)"); n != 0 {
				t.Errorf("%d still count", n)
			}
			if o := c.ends(t, d.ID); o.Result != decision.TooFew || o.Statement != "A shed by the gate." {
				t.Errorf("it ended as %+v", o)
			}
			wantKind(t, "after it closed", fault.Stale, c.desk.Edit(ctx, c.as(c.faces[0]), c.g, d.ID, decision.Edit{Version: 3, Title: "x", Text: "y"}))
		})
	}
}

func TestASecretBallotLiesUnderAKeyAndNoFace(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 4, func(r *group.Rules) { r.Secret = true })
		d := c.open(t, draftOf("A shed"))
		say := func(f party.FaceID, s decision.Stance, key, code string) (string, error) {
			return c.desk.Say(ctx, c.as(f), c.g, d.ID, decision.Say{Version: 1, Stance: s, Reason: "Too big.", Key: key, Code: code})
		}
		code := must[string](t)(say(c.faces[0], decision.Objection, "page", ""))
		if twice := must[string](t)(say(c.faces[0], decision.Objection, "page", "")); twice != code || h.count(t, "SELECT count(*) FROM ballot") != 1 {
			t.Errorf("pressed twice: %q and %q", code, twice)
		}
		other := must[string](t)(say(c.faces[1], decision.Consent, "page", ""))
		if other == code {
			t.Error("two have one key")
		}
		_, err := say(c.faces[0], decision.Consent, "another page", "")
		wantKind(t, "without the key", fault.Invalid, err)
		_, err = say(c.faces[0], decision.Consent, "another page", id.New[decision.Decision]().String())
		wantKind(t, "with a wrong key", fault.Invalid, err)
		if _, err := say(c.faces[0], decision.Aside, "another page", code); err != nil {
			t.Error(err)
		}
		l := c.look(t, c.faces[0], d.ID)
		if l.Stance != "" || len(l.Reasons) != 0 || !l.Spoken {
			t.Errorf("while it is open the page knows %q and %v", l.Stance, l.Reasons)
		}
		if n := h.count(t, "SELECT count(*) FROM stance"); n != 0 {
			t.Errorf("%d faces stand beside what they said", n)
		}
		for face := range 2 {
			if err := h.DB.View(ctx, func(tx *db.Tx) error {
				return tx.Each("SELECT key FROM ballot", nil, func(scan func(...any) error) error {
					var key []byte
					err := scan(&key)
					if len(key) != 32 || string(key) == code || string(key) == fmt.Sprint(c.faces[face]) {
						t.Errorf("a ballot lies under %x", key)
					}
					return err
				})
			}); err != nil {
				t.Fatal(err)
			}
		}
		if o := c.ends(t, d.ID); o.Consent != 1 || o.Aside != 1 || o.Objection != 0 || o.Result != decision.Carried {
			t.Errorf("it ended as %+v", o)
		}
	})
}

func TestWhoWasLetInByAPersonDoesNotReviewThem(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := h.council(t, 5, nil)
		about, friend, old := c.faces[4], c.faces[3], c.faces[2]
		err := h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO edge (face, sponsor, grp, until) VALUES ($1,$2,$3,$4), ($5,$2,$3,$6)",
				friend, about, c.g, h.Clock.Now().Add(time.Hour), old, h.Clock.Now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		dr := draftOf("A talk with somebody")
		dr.About = about
		d := c.open(t, dr)
		wantKind(t, "the person", fault.NotYours, c.say(about, d, decision.Objection, "No."))
		wantKind(t, "whom they let in", fault.NotYours, c.say(friend, d, decision.Objection, "No."))
		c.mustSay(t, d, decision.Consent, old, c.faces[0], c.faces[1])
		if o := c.ends(t, d.ID); o.Roll != 3 || o.Result != decision.Carried {
			t.Errorf("it ended as %+v", o)
		}
	})
}
