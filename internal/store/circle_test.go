package store_test

import (
	"slices"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/when"
)

func circles(h *House) *circle.Desk {
	return &circle.Desk{Store: h.Store.Circles(), Clock: h.Clock}
}

func TestACircleIsNotThereForWhoeverIsNotInIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol", "Noor")
		other := newGuild(t, h, "Omar")
		d := circles(h)
		made := must[party.CircleID](t)(d.Make(ctx, u.viewer(t, "Ana"), u.id, circle.Draft{Key: "k", Name: "Legal"}))
		if again := must[party.CircleID](t)(d.Make(ctx, u.viewer(t, "Ana"), u.id, circle.Draft{Key: "k", Name: "Legal"})); again != made {
			t.Errorf("sent twice: %v and %v", made, again)
		}
		ana := u.viewer(t, "Ana")
		if err := d.Add(ctx, ana, u.id, made, u.faces["Mina"]); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, ana, u.id, made, "p", "We meet on Tuesday."); err != nil {
			t.Fatal(err)
		}
		u.become(t, "Noor", h.Clock.Now().Add(14*day), false)
		mandateWants(t, fault.Stale, d.Add(ctx, ana, u.id, made, u.faces["Noor"]))
		mandateWants(t, fault.Stale, d.Add(ctx, ana, u.id, made, other.faces["Omar"]))
		forged := u.viewer(t, "Sol")
		forged.Circles = ana.Circles
		never := party.CircleID(4711)
		for name, v := range map[string]access.Viewer{"a member outside": u.viewer(t, "Sol"), "somebody on trial": u.viewer(t, "Noor"), "a forged session": forged} {
			for _, c := range []party.CircleID{made, never} {
				_, err := d.Look(ctx, v, u.id, c, circle.Post{})
				if !fault.Is(err, fault.NotFound) || fault.SayOf(err) != fault.SayOf(fault.New("", fault.NotFound, "")) {
					t.Errorf("%s looks at %v: %v", name, c, err)
				}
				mandateWants(t, fault.NotFound, d.Write(ctx, v, u.id, c, "", "Hello"))
				mandateWants(t, fault.NotFound, d.Add(ctx, v, u.id, c, u.faces["Sol"]))
				mandateWants(t, fault.NotFound, d.End(ctx, v, u.id, c))
				_, _, err = d.People(ctx, v, u.id, c, group.Member{})
				mandateWants(t, fault.NotFound, err)
			}
			if list := must[[]circle.Circle](t)(d.List(ctx, v, u.id)); len(list) != 0 {
				t.Errorf("%s lists %v", name, list)
			}
		}
		for name, v := range map[string]access.Viewer{"a stranger": {}, "the host": {Host: true}, "another group's": other.viewer(t, "Omar")} {
			_, err := d.Look(ctx, v, u.id, made, circle.Post{})
			mandateWants(t, fault.NotFound, err)
			_, err = d.Look(ctx, v, u.id, circle.Everyone, circle.Post{})
			mandateWants(t, fault.NotFound, err)
			if _, err := d.List(ctx, v, u.id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s lists: %v", name, err)
			}
		}
		people, _, err := d.People(ctx, u.viewer(t, "Mina"), u.id, made, group.Member{})
		if err != nil || len(people) != 2 || people[0].Name != "Ana" || people[1].Name != "Mina" {
			t.Errorf("in it are %v, %v", people, err)
		}
		l := must[circle.Look](t)(d.Look(ctx, u.viewer(t, "Mina"), u.id, made, circle.Post{}))
		if len(l.Posts) != 1 || l.Posts[0].Body != "We meet on Tuesday." || l.Posts[0].Name != "Ana" {
			t.Errorf("written: %+v", l.Posts)
		}
		mandateWants(t, fault.NotYours, func() error {
			_, err := d.Make(ctx, u.viewer(t, "Noor"), u.id, circle.Draft{Name: "Ours"})
			return err
		}())
	})
}

func TestACircleEndsWithItsPurposeAndAllOfItGoes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina")
		d := circles(h)
		ends := h.Clock.Now().Add(7 * day)
		made := must[party.CircleID](t)(d.Make(ctx, u.viewer(t, "Ana"), u.id, circle.Draft{Name: "March", Ends: ends}))
		ana := u.viewer(t, "Ana")
		if err := d.Write(ctx, ana, u.id, made, "", "We march."); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, ana, u.id, circle.Everyone, "", "Hello all."); err != nil {
			t.Fatal(err)
		}
		h.Clock.Move(7 * day)
		_, err := d.Look(ctx, ana, u.id, made, circle.Post{})
		mandateWants(t, fault.NotFound, err)
		posts := func() (bodies []string) {
			must0(t, d.Store.View(ctx, func(tx circle.Tx) error {
				for _, c := range []party.CircleID{made, circle.Everyone} {
					all, err := tx.Posts(u.id, c, 0, circle.Post{}, 10)
					if err != nil {
						return err
					}
					for _, p := range all {
						bodies = append(bodies, p.Body)
					}
				}
				return nil
			}))
			return bodies
		}
		h.Clock.Move(when.CirclesFor - time.Second)
		must0(t, d.Sweep(ctx))
		if got := posts(); len(got) != 2 {
			t.Errorf("erased too soon: %v", got)
		}
		h.Clock.Move(time.Second)
		must0(t, d.Sweep(ctx))
		if got := posts(); !slices.Equal(got, []string{"Hello all."}) {
			t.Errorf("left are %v", got)
		}
	})
}
