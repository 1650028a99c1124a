package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/move"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/test/blank"
	"alongside/test/postgres"
)

// mover is the desk of groups that leave and come, on the house's database.
func mover(t testing.TB, h *House) *move.Desk {
	t.Helper()
	words, err := locale.Load()
	check(t, err)
	return &move.Desk{Store: h.Store.Move(), Clock: h.Clock, Languages: words, Board: "https://old.example",
		Forget: func(_ context.Context, tx move.Tx, f party.Face) error {
			desk := &group.Desk{Store: h.Store.Groups(), Clock: h.Clock}
			return desk.Forget(h.Store.Groups().Within(tx), f)
		}}
}

// union is a group with a history: members, circles, mandates, calls, a
// record, and things around it that are not the group's.
type union struct {
	*House
	id      party.GroupID
	ana     access.Viewer
	calls   []call.ID // by members: open, and for the group alone
	strange call.ID   // a stranger asked it through the group
}

func unionOn(t testing.TB, h *House) *union {
	t.Helper()
	u := &union{House: h}
	desk := &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	who := party.AccountID(keys.Add(1))
	g, face, err := desk.Found(ctx, who, group.Draft{Key: "union", Card: group.Card{Name: "Eastfield Tenants", About: "We rent <here> & \"there\".\nTogether.",
		Language: "en", Speaks: "en es", Links: []string{"https://eastfield.example"}}, Agreements: "We are kind.", FaceName: "Ana"})
	check(t, err)
	u.id = g.ID
	check(t, u.Store.Groups().Update(ctx, func(tx group.Tx) error {
		for i, name := range []string{"Bo", "=HYPERLINK()", "한나", "Zoë"} {
			f := party.Face{ID: id.New[party.Face](), Account: party.AccountID(keys.Add(1)), Group: u.id, Name: name}
			m := group.Member{Face: f.ID, Group: u.id, Since: Began, Read: 1, Paused: i == 2}
			if i == 3 {
				m.Trial = Began.Add(24 * time.Hour)
			}
			if err := errors.Join(tx.PutFace(f), tx.AddMember(m)); err != nil {
				return err
			}
		}
		gone := party.Face{ID: id.New[party.Face](), Group: u.id}
		return errors.Join(tx.PutFace(gone), tx.AddArea(group.Area{ID: id.New[group.Area](), Group: u.id}))
	}))
	u.ana, err = desk.Viewer(ctx, who, false)
	check(t, err)
	check(t, desk.Rewrite(ctx, u.ana, u.id, 1, "We are kind.\nWe rest."))
	_, _, err = desk.Invite(ctx, u.ana, u.id, "key")
	check(t, err)
	u.sql(t, u.id, int64(face.ID))
	ask := func(as party.Ref, d call.Draft) call.ID {
		d.Group, d.Language, d.Key = u.id, "en", call.Key(id.NewSecret(8).Reveal())
		o, err := h.Spine.Open(ctx, as, d)
		check(t, err)
		return o.Call.ID
	}
	me := party.OfFace(face.ID)
	u.calls = append(u.calls, ask(me, call.Draft{Body: "Two heaters while the boiler is out"}),
		ask(me, call.Draft{Body: "Who keeps the minutes on Monday", Audience: call.InGroup}))
	u.strange = ask(party.Ref{}, call.Draft{Body: "A stranger asks for blankets", Reach: "555 0100"})
	l, err := h.Spine.Look(ctx, u.ana, u.calls[0])
	check(t, err)
	held, err := h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: l.Parts[0].ID, Language: "en"})
	check(t, err)
	_ = held
	u.ana, err = desk.Viewer(ctx, who, false)
	check(t, err)
	return u
}

// sql fills the tables whose rooms do not write them yet.
func (u *union) sql(t testing.TB, g party.GroupID, face int64) {
	t.Helper()
	check(t, u.DB.Update(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			"INSERT INTO circle (id, grp, name, about, since, ends) VALUES (901, $1, 'Press', 'Speaks with papers', 1, NULL), (902, $1, 'Care', 'Private', 1, NULL)",
			"INSERT INTO circlemember (circle, face) VALUES (901, $1), (902, 77)",
			"INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded) VALUES (903, $1, 'sign', 'Sign letters', 1, 9999999999999, '', 0, TRUE)",
			"INSERT INTO holder (mandate, face, part) VALUES (903, $1, 'holds')",
			`INSERT INTO decision (id, grp, face, title, body, tasks, method, review, change, data, about, state, version, secret, quorum, made, opened, closes, posts) VALUES
				(910, $1, 1, 'Painting the hall', 'We paint it blue.', '', 'consent', NULL, '', '', 0, 'closed', 1, FALSE, 50, 1, 1, 2, 1),
				(911, $1, 1, 'Under way', 'A thing not decided.', '', 'consent', NULL, '', '', 0, 'open', 1, FALSE, 50, 1, 1, 9999999999999, 0)`,
			"INSERT INTO stance (decision, face, stance, words) VALUES (910, CAST($1 AS BIGINT), 'objection', 'Blue makes me sad')",
			"INSERT INTO remark (id, decision, n, face, worry, words, day, taken) SELECT 912, 910, 1, 1, FALSE, 'Which blue?', 1, 0 WHERE CAST($1 AS BIGINT) <> 0",
			`INSERT INTO outcome (decision, grp, title, result, statement, tasks, review, reminded, change, method, version, secret, roll, quorum,
				consent, concern, aside, objection, closed) VALUES (910, $1, 'Painting the hall', 'yes', 'It will be blue.', 'Bo buys paint', NULL, TRUE, '', 'consent', 1, FALSE, 4, 50, 3, 0, 0, 0, 2)`,
			"INSERT INTO record (id, call, part, kind, side, title, area, grp, audience, asked, kept, lesson, language) VALUES (904, 905, 906, 'aid', 'ask', 'Soup for ten', '', $1, 'board', 1, 2, 'Bring lids', 'en')",
		} {
			arg := any(g)
			if strings.Contains(q, "circlemember") || strings.Contains(q, "holder") {
				arg = face
			}
			if _, err := tx.Exec(q, arg); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (u *union) export(t testing.TB, d *move.Desk) ([]byte, move.Manifest) {
	t.Helper()
	var b bytes.Buffer
	m, err := d.Export(ctx, u.id, &b, nil)
	check(t, err)
	return b.Bytes(), m
}

func parcel(t testing.TB, b []byte) *move.Parcel {
	t.Helper()
	p, err := move.Open(bytes.NewReader(b), int64(len(b)))
	check(t, err)
	check(t, p.Verify(ctx, nil))
	return p
}

func digests(m move.Manifest) (all []string) {
	for _, t := range m.Tables {
		all = append(all, t.Name+" "+t.Digest)
	}
	return all
}

func entry(t testing.TB, b []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	check(t, err)
	f, err := z.Open(name)
	check(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	check(t, err)
	return string(text)
}

// links are the members' ways back, by name.
func links(t testing.TB, b []byte) map[string]id.Secret {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(entry(t, b, "links.csv"))).ReadAll()
	check(t, err)
	all := map[string]id.Secret{}
	for _, r := range rows[1:] {
		all[r[0]] = id.SecretFrom(strings.TrimPrefix(r[2], "/back/"))
	}
	return all
}

func TestAGroupMovesFromBoardToBoardAndStaysTheSame(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		file, want := u.export(t, mover(t, h))
		boards := []db.Config{{Dir: blank.SQLite(t)}}
		if postgres.Wanted() {
			boards = append(boards, db.Config{URL: blank.Postgres(t)}, db.Config{Dir: blank.SQLite(t)})
		}
		for _, c := range boards {
			there := house(t, c, h.Clock)
			d := mover(t, there)
			g, err := d.Import(ctx, parcel(t, file), move.Arrival{})
			check(t, err)
			if g.Slug != "eastfield-tenants" || g.Agreed != 2 {
				t.Errorf("it came as %+v", g)
			}
			var got move.Manifest
			var b bytes.Buffer
			got, err = d.Export(ctx, u.id, &b, nil)
			check(t, err)
			if !slices.Equal(digests(got), digests(want)) {
				t.Errorf("it left as\n%v\nand is\n%v", digests(want), digests(got))
			}
			file = b.Bytes() // the next board gets it from this one
			if _, err := d.Import(ctx, parcel(t, file), move.Arrival{Slug: "again"}); !errors.Is(err, move.ErrHere) {
				t.Errorf("twice: %v", err)
			}
			page, err := there.Spine.Board(ctx, access.Viewer{}, call.Filter{Query: "heaters"})
			check(t, err)
			if len(page.Calls) != 1 || page.Calls[0].ID != u.calls[0] || page.Calls[0].Full != 0 || len(page.Calls[0].Wanted) != 1 {
				t.Errorf("the board there finds %+v", page.Calls)
			}
		}
	})
}

func TestWhatIsNotTheGroupsStaysBehind(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		file, _ := u.export(t, mover(t, h))
		z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		check(t, err)
		for _, f := range z.File {
			text := entry(t, file, f.Name)
			for _, never := range []string{"555 0100", "A stranger asks for blankets", u.strange.String(), "makes me sad", "A thing not decided"} {
				if strings.Contains(text, never) {
					t.Errorf("%s holds %q", f.Name, never)
				}
			}
		}
		page := entry(t, file, "index.html")
		for _, want := range []string{"Eastfield Tenants", "We rent &lt;here&gt; &amp; &#34;there&#34;.", "We rest.", "Ana", "한나", "Two heaters", "minutes on Monday",
			"Soup for ten", "Bring lids", "We paint it blue.", "It will be blue.", "Bo buys paint", "Press", "Care", "Ana started the group."} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if members := entry(t, file, "members.csv"); !strings.Contains(members, "'=HYPERLINK()") {
			t.Errorf("a name becomes a formula: %q", members)
		}
	})
}

func TestAMemberTakesOnlyWhatTheyMayRead(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		d := mover(t, h)
		var b bytes.Buffer
		_, err := d.Take(ctx, u.ana, u.id, &b)
		check(t, err)
		circles := entry(t, b.Bytes(), "data/circle.jsonl") + entry(t, b.Bytes(), "data/circlemember.jsonl") + entry(t, b.Bytes(), "index.html")
		if !strings.Contains(circles, "Press") || strings.Contains(circles, "Care") || strings.Contains(circles, "[902,") {
			t.Errorf("Ana, who is in Press alone, took %s", circles)
		}
		if log := entry(t, b.Bytes(), "data/grpline.jsonl"); strings.Contains(log, "took_all") {
			t.Error("the export tells of itself, so that no other can equal it")
		}
		lines, err := (&group.Desk{Store: h.Store.Groups(), Clock: h.Clock}).Log(ctx, u.ana, u.id, 0)
		check(t, err)
		if lines[0].Act != group.TookAll || lines[0].Name != "Ana" {
			t.Errorf("the log ends with %+v", lines[0])
		}
		there := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		_, err = mover(t, there).Import(ctx, parcel(t, b.Bytes()), move.Arrival{})
		check(t, err)
		b.Reset()
		check(t, d.Read(ctx, u.ana, u.id, &b))
		if z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil || len(z.File) != 3 {
			t.Errorf("what Ana keeps to read: %v", err)
		}
		trial := access.Viewer{Parties: u.ana.Parties, Groups: u.ana.Groups}
		stale := u.ana
		for _, c := range []struct {
			name string
			v    access.Viewer
			want fault.Kind
		}{{"a stranger", access.Viewer{}, fault.NotFound}, {"the host", access.Viewer{Host: true}, fault.NotFound}, {"somebody on trial", trial, fault.NotYours}} {
			if _, err := d.Take(ctx, c.v, u.id, io.Discard); !fault.Is(err, c.want) {
				t.Errorf("%s takes it: %v", c.name, err)
			}
			if err := d.Read(ctx, c.v, u.id, io.Discard); !fault.Is(err, c.want) {
				t.Errorf("%s reads it: %v", c.name, err)
			}
		}
		check(t, h.DB.Update(ctx, func(tx *db.Tx) error { _, err := tx.Exec("UPDATE member SET paused = TRUE"); return err }))
		if _, err := d.Take(ctx, stale, u.id, io.Discard); !fault.Is(err, fault.NotYours) {
			t.Errorf("somebody paused since takes it: %v", err)
		}
	})
}

// every table that there is has somewhere to go, or a reason to stay.
func TestEveryTableTravelsWithItsGroupOrStaysForAReason(t *testing.T) {
	h := house(t, db.Config{Dir: blank.SQLite(t)}, nil)
	var tables []string
	check(t, h.DB.View(ctx, func(tx *db.Tx) (err error) {
		tables, err = tx.Tables()
		return err
	}))
	for _, table := range tables {
		where, thought := store.Destined(table)
		if !thought || where == "" {
			t.Errorf("table %s: does it go along when a group moves? Say so in internal/store/slices.go", table)
		}
	}
	for _, table := range store.Staying() {
		if where, _ := store.Destined(table); where == "travels" {
			t.Errorf("table %s both travels and stays", table)
		}
		if !slices.Contains(tables, table) {
			t.Errorf("table %s stays, and is not there", table)
		}
	}
}

func TestEachLinkBringsOnePersonHome(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		file, want := u.export(t, mover(t, h))
		there := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		d := mover(t, there)
		_, err := d.Import(ctx, parcel(t, file), move.Arrival{})
		check(t, err)
		ways := links(t, file)
		w, err := d.Welcome(ctx, ways["Ana"])
		if err != nil || w.Name != "Ana" || w.To.Name != "Eastfield Tenants" {
			t.Fatalf("%+v, %v", w, err)
		}
		_, err = d.ComeHome(ctx, 5001, ways["Ana"])
		check(t, err)
		v, err := (&group.Desk{Store: there.Store.Groups(), Clock: there.Clock}).Viewer(ctx, 5001, false)
		check(t, err)
		if _, signs := v.Holds(u.id, party.Sign); !signs || !v.Trusted(u.id) || !v.Shares(901) {
			t.Errorf("Ana came home as %+v", v)
		}
		if _, err := d.ComeHome(ctx, 5002, ways["Ana"]); !fault.Is(err, fault.Gone) {
			t.Errorf("the same link again: %v", err)
		}
		if _, err := d.ComeHome(ctx, 5001, ways["Bo"]); !fault.Is(err, fault.Taken) {
			t.Errorf("a second face for one account: %v", err)
		}
		if _, err := d.ComeHome(ctx, 5002, id.SecretFrom("invented")); !fault.Is(err, fault.Gone) {
			t.Errorf("an invented link: %v", err)
		}
		_, err = d.ComeHome(ctx, 5003, ways["Zoë"])
		check(t, err)
		var b bytes.Buffer
		got, err := d.Export(ctx, u.id, &b, nil)
		check(t, err)
		if !slices.Equal(digests(got), digests(want)) {
			t.Error("coming home changed what the group is")
		}
		there.Clock.Move(move.LinksFor)
		check(t, d.Sweep(ctx))
		if _, err := d.ComeHome(ctx, 5002, ways["Bo"]); !fault.Is(err, fault.Gone) {
			t.Errorf("after a year: %v", err)
		}
		var left int
		check(t, there.DB.View(ctx, func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM member", nil, &left) }))
		if left != 2 {
			t.Errorf("%d members are left, want the two who came home", left)
		}
	})
}

func TestOldLinksLeadHomeWhenTwoMembersSaySo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		d := mover(t, h)
		bo := access.Viewer{Groups: u.ana.Groups, Through: u.ana.Through}
		trial := access.Viewer{Groups: u.ana.Groups}
		check(t, h.Store.Groups().View(ctx, func(tx group.Tx) error {
			all, err := tx.Members(u.id, group.Member{}, 10)
			for _, m := range all {
				if m.Name == "Bo" {
					bo.Parties = []party.Ref{party.OfFace(m.Face)}
				}
				if m.Name == "Zoë" {
					trial.Parties = []party.Ref{party.OfFace(m.Face)}
				}
			}
			return err
		}))
		moved := func() bool {
			_, yes, err := d.HomeOf(ctx, u.id)
			check(t, err)
			_, call, err := d.HomeOfCall(ctx, u.calls[0])
			check(t, err)
			if _, strange, err := d.HomeOfCall(ctx, u.strange); err != nil || strange || yes != call {
				t.Errorf("the group %v, its call %v, a stranger's call %v (%v)", yes, call, strange, err)
			}
			return yes
		}
		say := func(v access.Viewer, at string) error { _, err := d.SayHome(ctx, v, u.id, at); return err }
		for _, bad := range []string{"", "javascript:alert(1)", "https://", "https://a:b@new.example"} {
			if err := say(u.ana, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := say(trial, "https://new.example"); !fault.Is(err, fault.NotYours) {
			t.Errorf("on trial: %v", err)
		}
		if err := say(access.Viewer{Host: true}, "https://new.example"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the host: %v", err)
		}
		check(t, say(u.ana, "https://new.example/g/eastfield"))
		check(t, say(u.ana, "https://new.example/g/eastfield"))
		if moved() {
			t.Error("one member alone sent everybody away")
		}
		check(t, say(bo, "https://other.example"))
		if moved() {
			t.Error("two members who say different things sent everybody away")
		}
		check(t, say(u.ana, "https://other.example"))
		if !moved() {
			t.Error("two members said so, and nothing happened")
		}
		check(t, d.StayHome(ctx, bo, u.id))
		if moved() {
			t.Error("it was taken back, and links still lead away")
		}
		check(t, say(bo, "https://new.example"))
		check(t, say(u.ana, "https://new.example"))
		h.Clock.Move(move.LinksFor)
		if moved() {
			t.Error("after a year links still lead away")
		}
		check(t, d.Sweep(ctx))
	})
}
