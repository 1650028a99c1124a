package store_test

import (
	"slices"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
)

func TestStandingsAreWhatTheRowsSayAtThatMoment(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		now := h.Clock.Now()
		day := 24 * time.Hour
		members := map[party.FaceID]group.Member{
			1: {Face: 1, Group: 10, Since: now},
			2: {Face: 2, Group: 20, Since: now, Trial: now.Add(day)},
			3: {Face: 3, Group: 30, Since: now, Paused: true},
		}
		err := h.Store.Groups().Update(t.Context(), func(tx group.Tx) error {
			for _, f := range []party.Face{{ID: 1, Account: 7, Group: 10}, {ID: 2, Account: 7, Group: 20}, {ID: 3, Account: 7, Group: 30}, {ID: 4, Account: 7}, {ID: 5, Account: 8, Group: 10}} {
				if err := tx.PutFace(f); err != nil {
					return err
				}
			}
			for _, m := range members {
				if err := tx.AddMember(m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = h.DB.Update(t.Context(), func(tx *db.Tx) error {
			for _, q := range []struct {
				text string
				args []any
			}{
				{"INSERT INTO circle (id, grp, name, about, since, ends) VALUES (100, 10, '', '', $1, NULL), (101, 10, '', '', $1, $2), (102, 20, '', '', $1, NULL)", db.Args(now, now)},
				{"INSERT INTO circlemember (circle, face) VALUES (100, 1), (101, 1), (102, 2), (100, 5)", nil},
				{`INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded) VALUES
					(200, 10, 'sign', '', $1, $3, '', 0, FALSE), (201, 10, 'carry', '', $1, $2, '', 0, FALSE),
					(202, 10, 'speak', '', $3, $3, '', 0, FALSE), (203, 10, 'wire', '', $1, $3, '', 0, FALSE), (204, 30, 'sign', '', $1, $3, '', 0, FALSE)`,
					db.Args(now.Add(-day), now, now.Add(day))},
				{"INSERT INTO holder (mandate, face, part) VALUES (200, 1, 'holds'), (201, 1, 'holds'), (202, 1, 'holds'), (203, 1, 'shadows'), (204, 3, 'holds')", nil},
			} {
				if _, err := tx.Exec(q.text, q.args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		at := func(when time.Time) map[party.GroupID]party.Standing {
			all := map[party.GroupID]party.Standing{}
			err := h.Store.Groups().View(t.Context(), func(tx group.Tx) error {
				found, err := tx.Standings(7, when)
				for _, s := range found {
					all[s.Group] = s
				}
				return err
			})
			if err != nil || len(all) != 4 {
				t.Fatalf("%v, %v", all, err)
			}
			return all
		}
		today := at(now)
		if s := today[10]; !s.In || !s.Through || !slices.Equal(s.Circles, []party.CircleID{100}) || len(s.Mandates) != 1 ||
			s.Mandates[0].Scope != party.Sign || s.Mandates[0].Group != 10 || !s.Mandates[0].Until.Equal(now.Add(day)) {
			t.Errorf("a member stands as %+v", s)
		}
		if s := today[20]; !s.In || s.Through || len(s.Circles) > 0 {
			t.Errorf("somebody on trial stands as %+v", s)
		}
		if s := today[30]; !s.In || s.Through || len(s.Mandates) > 0 {
			t.Errorf("somebody paused stands as %+v", s)
		}
		if s := today[0]; s.In || s.Through {
			t.Errorf("the face on the board stands as %+v", s)
		}
		if s := at(now.Add(day))[20]; !s.Through || !slices.Equal(s.Circles, []party.CircleID{102}) {
			t.Errorf("after the trial they stand as %+v", s)
		}
	})
}
