package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/when"
)

// table is a group of people who know each other, and where they repair.
type table struct {
	*House
	desk   *repair.Desk
	groups *group.Desk
	in     party.GroupID
}

func tableOf(h *House) *table {
	t := &table{House: h, desk: &repair.Desk{Store: h.Store.Repairs(), Clock: h.Clock}, in: party.GroupID(id.New[group.Group]())}
	t.groups = &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	return t
}

// sit lets somebody into the group, past their trial or not.
func (s *table) sit(t *testing.T, name string, trial time.Duration) *guestAt {
	t.Helper()
	g := &guestAt{s, party.Face{ID: id.New[party.Face](), Account: party.AccountID(id.New[group.Group]()), Group: s.in, Name: name}}
	do(t, s.Store.Groups().Update(ctx, func(tx group.Tx) error {
		if _, there, err := tx.Group(s.in); err != nil {
			return err
		} else if !there {
			card := group.Card{Name: "Eastfield " + s.in.String(), About: "We cook.", Language: "en"}
			if err := tx.AddGroup(group.Group{ID: s.in, Slug: s.in.String(), Card: card, Status: group.Active, Agreed: 1}); err != nil {
				return err
			}
			if err := tx.AddAgreements(group.Agreements{Group: s.in, Version: 1, Text: "We listen first.\nWe hit nobody.", Since: Began}); err != nil {
				return err
			}
		}
		if err := tx.PutFace(g.face); err != nil {
			return err
		}
		m := group.Member{Face: g.face.ID, Group: s.in, Since: Began}
		if trial > 0 {
			m.Trial = Began.Add(trial)
		}
		return tx.AddMember(m)
	}))
	return g
}

type guestAt struct {
	at   *table
	face party.Face
}

// v is the viewer that they are now.
func (g *guestAt) v(t *testing.T) access.Viewer {
	t.Helper()
	return must[access.Viewer](t)(g.at.groups.Viewer(ctx, g.face.Account, false))
}

// mandate gives a task for some days.
func (g *guestAt) mandate(t *testing.T, s party.Scope, d time.Duration) {
	t.Helper()
	m := int64(id.New[group.Group]())
	do(t, g.at.DB.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded) VALUES ($1,$2,$3,'',$4,$5,'',0,FALSE)`,
			m, g.face.Group, s, g.at.Clock.Now(), g.at.Clock.Now().Add(d))
		if err == nil {
			_, err = tx.Exec("INSERT INTO holder (mandate, face, part) VALUES ($1,$2,'holds')", m, g.face.ID)
		}
		return err
	}))
}

func fails(t *testing.T, want fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

const soon = 28 * 24 * time.Hour

func (s *table) open(t *testing.T, a, b *guestAt) repair.ID {
	t.Helper()
	return must[repair.ID](t)(s.desk.Open(ctx, a.v(t), s.in, repair.Asking{Whom: b.face.ID, Words: "You took the key and said nothing."}))
}

func TestTwoTalkItOverWithSomebodyTheyBothChose(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, sol, joy := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Sol", 0), s.sit(t, "Joy", 0)
		which := s.open(t, ana, min)
		if again := s.open(t, min, ana); again != which {
			t.Error("the two have two talks at once")
		}
		do(t, s.desk.Say(ctx, min.v(t), which, "I was in a hurry.", "k"))
		do(t, s.desk.Say(ctx, min.v(t), which, "I was in a hurry.", "k"))
		do(t, s.desk.Name(ctx, ana.v(t), which, sol.face.ID, ""))
		fails(t, fault.NotFound, erred(s.desk.Look(ctx, sol.v(t), which))) // the other side has not said yes
		fails(t, fault.Stale, s.desk.Answer(ctx, ana.v(t), which, sol.face.ID, true))
		fails(t, fault.Stale, s.desk.Answer(ctx, min.v(t), which, joy.face.ID, true)) // another was named meanwhile
		do(t, s.desk.Answer(ctx, min.v(t), which, sol.face.ID, true))
		if l := must[repair.Look](t)(s.desk.Look(ctx, sol.v(t), which)); len(l.Lines) > 0 || l.State != repair.Seeking {
			t.Errorf("who was asked reads %+v", l)
		}
		fails(t, fault.NotYours, s.desk.Say(ctx, sol.v(t), which, "Hello", "s"))
		do(t, s.desk.StepBack(ctx, sol.v(t), which)) // says no
		fails(t, fault.NotFound, erred(s.desk.Look(ctx, sol.v(t), which)))
		do(t, s.desk.Name(ctx, min.v(t), which, 0, "Sol"))
		do(t, s.desk.Answer(ctx, ana.v(t), which, sol.face.ID, true))
		do(t, s.desk.Accept(ctx, sol.v(t), which))
		do(t, s.desk.Bring(ctx, ana.v(t), which, joy.face.ID, ""))
		fails(t, fault.NotYours, s.desk.Bring(ctx, joy.v(t), which, sol.face.ID, ""))
		do(t, s.desk.Accept(ctx, joy.v(t), which))
		do(t, s.desk.Sit(ctx, sol.v(t), which, repair.Round{At: h.Clock.Now().Add(time.Hour), Place: "The kitchen"}))
		do(t, s.desk.Say(ctx, sol.v(t), which, "Let us begin with Ana.", ""))
		l := must[repair.Look](t)(s.desk.Look(ctx, joy.v(t), which))
		if len(l.Lines) != 1 || l.Lines[0].Face != sol.face.ID || len(l.Rounds) != 1 || l.State != repair.Facilitated {
			t.Errorf("whoever sits beside a side reads %+v", l)
		}
		if l := must[repair.Look](t)(s.desk.Look(ctx, min.v(t), which)); len(l.Lines) != 4 {
			t.Errorf("a side reads %+v", l.Lines)
		}
		follow := h.Clock.Now().Add(soon)
		do(t, s.desk.Write(ctx, sol.v(t), which, 0, "The key hangs by the door.", follow))
		do(t, s.desk.Yes(ctx, ana.v(t), which, 1))
		do(t, s.desk.Write(ctx, min.v(t), which, 1, "The key hangs by the door. Ana asks first.", follow))
		fails(t, fault.Stale, s.desk.Yes(ctx, ana.v(t), which, 1)) // another text by now
		fails(t, fault.NotYours, s.desk.Yes(ctx, sol.v(t), which, 2))
		do(t, s.desk.Yes(ctx, ana.v(t), which, 2))
		fails(t, fault.Stale, s.desk.Write(ctx, min.v(t), which, 2, "Mine alone", follow))
		fails(t, fault.Stale, s.desk.LookBack(ctx, ana.v(t), which, repair.Well))
		before := h.notices(t, "repair_moved")
		h.Clock.Move(soon)
		do(t, s.desk.Sweep(ctx))
		do(t, s.desk.Sweep(ctx))
		if n := h.notices(t, "repair_moved") - before; n != 2 {
			t.Errorf("on the day to look back %d are told", n)
		}
		do(t, s.desk.LookBack(ctx, ana.v(t), which, repair.Well))
		do(t, s.desk.LookBack(ctx, min.v(t), which, repair.NotWell))
		do(t, s.desk.Again(ctx, min.v(t), which))
		do(t, s.desk.Write(ctx, min.v(t), which, 2, "A second key.", h.Clock.Now().Add(soon)))
		do(t, s.desk.Yes(ctx, ana.v(t), which, 3))
		h.Clock.Move(soon)
		do(t, s.desk.LookBack(ctx, ana.v(t), which, repair.Well))
		do(t, s.desk.LookBack(ctx, min.v(t), which, repair.Well))
		fails(t, fault.Gone, s.desk.Say(ctx, ana.v(t), which, "More", ""))
		h.Clock.Move(when.RepairsFor)
		do(t, s.desk.Sweep(ctx))
		fails(t, fault.NotFound, erred(s.desk.Look(ctx, ana.v(t), which)))
		s.nothingLeft(t, "repairline", "repairseat", "repairround", "repair")
	})
}

func (s *table) nothingLeft(t *testing.T, tables ...string) {
	t.Helper()
	for _, name := range tables {
		var n int
		do(t, s.DB.View(ctx, func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM "+name, nil, &n) }))
		if n != 0 {
			t.Errorf("%d rows are left in %s", n, name)
		}
	}
}

func erred[T any](_ T, err error) error { return err }

func TestToWhoeverDoesNotSitInItARepairIsNotThere(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, sol := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Sol", 0)
		which := s.open(t, ana, min)
		left := ana.v(t)
		sol.mandate(t, party.Reports, soon)
		sol.mandate(t, party.Speak, soon)
		forged := sol.v(t)
		forged.Parties = append(forged.Parties, party.OfGuest(party.GuestID(ana.face.ID)))
		for name, v := range map[string]access.Viewer{"a stranger": {}, "the host": {Host: true}, "a member who holds tasks": sol.v(t), "a guest of the same number": forged} {
			nothing := repair.ID(42)
			for act, do := range map[string]func(repair.ID) error{
				"look": func(n repair.ID) error { return erred(s.desk.Look(ctx, v, n)) },
				"say":  func(n repair.ID) error { return s.desk.Say(ctx, v, n, "Hello", "") },
				"end":  func(n repair.ID) error { return s.desk.End(ctx, v, n) },
				"name": func(n repair.ID) error { return s.desk.Name(ctx, v, n, sol.face.ID, "") },
				"yes":  func(n repair.ID) error { return s.desk.Yes(ctx, v, n, 0) },
				"sit":  func(n repair.ID) error { return s.desk.TakeSeat(ctx, v, n) },
				"take": func(n repair.ID) error { return s.desk.Accept(ctx, v, n) },
			} {
				there, missing := do(which), do(nothing)
				if !fault.Is(there, fault.NotFound) || fault.SayOf(there) != fault.SayOf(missing) || fault.KindOf(there) != fault.KindOf(missing) {
					t.Errorf("%s, %s: %v, and where there is none: %v", name, act, there, missing)
				}
			}
			if all, err := s.desk.Mine(ctx, v, s.in); err == nil && len(all) > 0 {
				t.Errorf("%s finds %d in a list", name, len(all))
			}
		}
		do(t, s.groups.Leave(ctx, ana.v(t), s.in)) // with the page still open
		fails(t, fault.NotFound, erred(s.desk.Look(ctx, left, which)))
	})
}

func TestWhoLeavesTakesTheirWordsAlong(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, sol := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Sol", 0)
		which := s.open(t, ana, min)
		do(t, s.desk.Say(ctx, min.v(t), which, "Yes.", ""))
		do(t, s.desk.Name(ctx, ana.v(t), which, sol.face.ID, ""))
		do(t, s.desk.Answer(ctx, min.v(t), which, sol.face.ID, true))
		do(t, s.desk.Accept(ctx, sol.v(t), which))
		leave := func(f party.FaceID) {
			t.Helper()
			do(t, s.desk.Store.Update(ctx, func(tx repair.Tx) error { return s.desk.Left(tx, f) }))
		}
		leave(sol.face.ID)
		if l := must[repair.Look](t)(s.desk.Look(ctx, ana.v(t), which)); l.State != repair.Seeking || l.Helped() {
			t.Errorf("without the helper it is %+v", l.Repair)
		}
		leave(ana.face.ID)
		l := must[repair.Look](t)(s.desk.Look(ctx, min.v(t), which))
		if !l.Over() || len(l.Lines) != 1 || l.Lines[0].Face != min.face.ID {
			t.Errorf("after one side left: %+v", l)
		}
	})
}

func TestATalkThatNobodyMovesEndsByItself(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min := s.sit(t, "Ana", 0), s.sit(t, "Min", 0)
		which := s.open(t, ana, min)
		h.Clock.Move(when.RepairsQuiet - 24*time.Hour)
		do(t, s.desk.Sweep(ctx))
		if must[repair.Look](t)(s.desk.Look(ctx, ana.v(t), which)).Over() {
			t.Error("it ended early")
		}
		h.Clock.Move(48 * time.Hour)
		do(t, s.desk.Sweep(ctx))
		if !must[repair.Look](t)(s.desk.Look(ctx, ana.v(t), which)).Over() {
			t.Error("it goes on for ever")
		}
	})
}

func TestNobodyIsAskedByWhomTheyBlocked(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, sol, new := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Sol", 0), s.sit(t, "New", soon)
		do(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO block (account, face, grp) VALUES ($1,$2,$3)", min.face.Account, ana.face.ID, s.in)
			return err
		}))
		ask := func(a, b *guestAt) error {
			return erred(s.desk.Open(ctx, a.v(t), s.in, repair.Asking{Whom: b.face.ID, Words: "Hello"}))
		}
		says(t, ask(ana, min), "repair.not_now")
		says(t, ask(min, ana), "repair.you_blocked")
		says(t, ask(ana, ana), "repair.not_yourself")
		which := s.open(t, ana, sol)
		says(t, s.desk.Name(ctx, ana.v(t), which, min.face.ID, ""), "repair.not_now")
		says(t, s.desk.Name(ctx, sol.v(t), which, new.face.ID, ""), "repair.still_new")
		says(t, s.desk.Name(ctx, sol.v(t), which, 0, "Nobody"), "repair.choose_somebody")
		says(t, s.desk.Bring(ctx, sol.v(t), which, ana.face.ID, ""), "repair.sits_here")
	})
}

func says(t *testing.T, err error, say string) {
	t.Helper()
	if !slices.ContainsFunc(fault.FieldsOf(err), func(f fault.Field) bool { return f.Say == say }) {
		t.Errorf("got %v, want a field that says %s", err, say)
	}
}

func TestBetweenGroupsWhoeverSpeaksSitsDownAndNobodyElse(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		here, there := tableOf(h), tableOf(h)
		ana, min := here.sit(t, "Ana", 0), here.sit(t, "Min", 0)
		sol, joy := there.sit(t, "Sol", 0), there.sit(t, "Joy", 0)
		slug := "https://board.example/g/" + strings.ToLower(there.in.String()) + "/"
		asking := repair.Asking{Group: slug, Words: "You used our name.", Key: "page"}
		fails(t, fault.NotYours, erred(here.desk.Open(ctx, ana.v(t), here.in, asking)))
		ana.mandate(t, party.Speak, soon)
		says(t, erred(here.desk.Open(ctx, ana.v(t), here.in, asking)), "repair.nobody_speaks")
		sol.mandate(t, party.Speak, 24*time.Hour)
		joy.mandate(t, party.Sign, soon) // another scope
		which := must[repair.ID](t)(here.desk.Open(ctx, ana.v(t), here.in, asking))
		if again := must[repair.ID](t)(here.desk.Open(ctx, ana.v(t), here.in, asking)); again != which {
			t.Error("a page sent twice asks twice")
		}
		fails(t, fault.NotFound, here.desk.TakeSeat(ctx, joy.v(t), which))
		fails(t, fault.NotFound, erred(here.desk.Look(ctx, min.v(t), which)))
		if all := must[[]repair.Look](t)(here.desk.Mine(ctx, sol.v(t), there.in)); len(all) != 1 || all[0].Me.Stands != repair.Asked {
			t.Errorf("who speaks for the group finds %+v", all)
		}
		fails(t, fault.NotYours, here.desk.Say(ctx, sol.v(t), which, "Hello", ""))
		open := sol.v(t) // a page that stays open over the end of the task
		do(t, here.desk.TakeSeat(ctx, sol.v(t), which))
		do(t, here.desk.Say(ctx, sol.v(t), which, "We did, and we are sorry.", ""))
		h.Clock.Move(24 * time.Hour)
		fails(t, fault.NotYours, here.desk.Say(ctx, open, which, "More", ""))
		fails(t, fault.NotYours, erred(here.desk.Look(ctx, sol.v(t), which)))
		joy.mandate(t, party.Speak, soon)
		do(t, here.desk.TakeSeat(ctx, joy.v(t), which))
		do(t, here.desk.Say(ctx, joy.v(t), which, "I speak for us now.", ""))
		do(t, here.desk.Write(ctx, ana.v(t), which, 0, "We ask before we use a name.", h.Clock.Now().Add(24*time.Hour)))
		do(t, here.desk.Yes(ctx, joy.v(t), which, 1))
		if l := must[repair.Look](t)(here.desk.Look(ctx, joy.v(t), which)); l.State != repair.Agreed || l.Names[1] == "" || l.Names[1] == l.Names[2] {
			t.Errorf("it stands as %+v", l)
		}
	})
}

func TestAnErasedGroupLeavesNoRepairBehind(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min := s.sit(t, "Ana", 0), s.sit(t, "Min", 0)
		which := s.open(t, ana, min)
		do(t, s.desk.Sit(ctx, ana.v(t), which, repair.Round{At: h.Clock.Now().Add(time.Hour)}))
		do(t, h.Store.Groups().Update(ctx, func(tx group.Tx) error { return tx.EraseGroup(s.in) }))
		s.nothingLeft(t, "repairline", "repairseat", "repairround", "repair")
	})
}
