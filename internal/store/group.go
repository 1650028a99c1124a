package store

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
)

// hall is the transaction of the groups' room.
type hall struct {
	*db.Tx
	faces
}

var _ group.Tx = hall{}

func newHall(tx *db.Tx) hall { return hall{tx, faces{tx}} }

// Groups is the groups' door.
func (s *Store) Groups() Door[group.Tx] {
	return Door[group.Tx]{s.db, func(tx *db.Tx) group.Tx { return newHall(tx) }}
}

// Bar stands in the row although its reason stands in the hosts' log: lists
// must leave a barred group out without reading that.
const groupColumns = `id, slug, name, about, topic, language, speaks, area, cell, meets, links,
	status, bar, barred, review, agreed, version, bundle, outside, rests`

func scanGroup(g *group.Group) []any {
	return []any{&g.ID, &g.Slug, &g.Name, &g.About, &g.Topic, &g.Language, &g.Speaks, &g.Area.Name, cell{&g.Area.Cell},
		&g.Meets, lines{&g.Links}, &g.Status, &g.Bar, db.Time{T: &g.Barred}, &g.Review, &g.Agreed, &g.Version,
		&g.Bundle, &g.Outside, db.Time{T: &g.Rests}}
}

func (t hall) AddGroup(g group.Group) error {
	_, err := t.Exec(`INSERT INTO grp (`+groupColumns+`, sort, lines)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,0)`,
		g.ID, g.Slug, g.Name, g.About, g.Topic, g.Language, g.Speaks, g.Area.Name, cellArg(g.Area.Cell),
		g.Meets, strings.Join(g.Links, "\n"), g.Status, g.Bar, g.Barred, g.Review, g.Agreed, g.Version,
		g.Bundle, g.Outside, g.Rests, []byte(group.SortKey(g.Name)))
	if err != nil {
		return err
	}
	t.Touch(int64(g.ID))
	return t.file(g)
}

func (t hall) file(g group.Group) error {
	for _, token := range text.Tokens(g.Words()) {
		if _, err := t.Exec("INSERT INTO grpword (token, grp) VALUES ($1,$2) ON CONFLICT DO NOTHING", text.Hash(token), g.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t hall) unfile(g group.Group) error {
	for _, token := range text.Tokens(g.Words()) {
		if _, err := t.Exec("DELETE FROM grpword WHERE token=$1 AND grp=$2", text.Hash(token), g.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t hall) Group(id party.GroupID) (group.Group, bool, error) { return t.group("id=$1", id) }
func (t hall) GroupBySlug(s string) (group.Group, bool, error)   { return t.group("slug=$1", s) }
func (t hall) GroupByOutside(hash []byte) (group.Group, bool, error) {
	return t.group("outside=$1", hash)
}

func (t hall) group(where string, arg any) (g group.Group, found bool, err error) {
	found, err = t.Found("SELECT "+groupColumns+" FROM grp WHERE "+where, db.Args(arg), scanGroup(&g)...)
	return g, found, err
}

func (t hall) SlugTaken(s string) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM grp WHERE slug=$1", db.Args(s), &one)
}

func (t hall) SaveGroup(g group.Group) error {
	old, found, err := t.Group(g.ID)
	if err != nil || !found {
		return err
	}
	_, err = t.Exec(`UPDATE grp SET name=$2, sort=$3, about=$4, topic=$5, language=$6, speaks=$7, area=$8, cell=$9, meets=$10,
		links=$11, status=$12, bar=$13, barred=$14, review=$15, agreed=$16, version=$17, rests=$18 WHERE id=$1`,
		g.ID, g.Name, []byte(group.SortKey(g.Name)), g.About, g.Topic, g.Language, g.Speaks, g.Area.Name, cellArg(g.Area.Cell), g.Meets,
		strings.Join(g.Links, "\n"), g.Status, g.Bar, g.Barred, g.Review, g.Agreed, g.Version, g.Rests)
	t.Touch(int64(g.ID))
	if err != nil || old.Words() == g.Words() {
		return err
	}
	if err := t.unfile(old); err != nil {
		return err
	}
	return t.file(g)
}

func (t hall) EraseGroup(g party.GroupID) error {
	old, found, err := t.Group(g)
	if err != nil || !found {
		return err
	}
	if err := t.unfile(old); err != nil {
		return err
	}
	for _, q := range slices.Concat(eraseDecisions, eraseAlerts, eraseGroup) {
		if _, err := t.Exec(q, g); err != nil {
			return err
		}
	}
	t.Touch(int64(g))
	return nil
}

var eraseGroup = []string{
	eraseMarks,
	"DELETE FROM line WHERE thing=$1",
	"DELETE FROM change WHERE thing=$1",
	"DELETE FROM invitation WHERE grp=$1",
	"DELETE FROM agreement WHERE grp=$1",
	"DELETE FROM grpline WHERE grp=$1",
	"DELETE FROM edge WHERE grp=$1",
	"DELETE FROM vouch WHERE knock IN (SELECT face FROM knock WHERE grp=$1)",
	"DELETE FROM knock WHERE grp=$1",
	"DELETE FROM circlemember WHERE circle IN (SELECT id FROM circle WHERE grp=$1)",
	"DELETE FROM circle WHERE grp=$1",
	"DELETE FROM circlepost WHERE grp=$1",
	"DELETE FROM holder WHERE mandate IN (SELECT id FROM mandate WHERE grp=$1)",
	"DELETE FROM mandate WHERE grp=$1",
	"DELETE FROM repairline WHERE repair IN (SELECT id FROM repair WHERE grp=$1 OR other=$1)",
	"DELETE FROM repairround WHERE repair IN (SELECT id FROM repair WHERE grp=$1 OR other=$1)",
	"DELETE FROM repairseat WHERE repair IN (SELECT id FROM repair WHERE grp=$1 OR other=$1)",
	"DELETE FROM repair WHERE grp=$1 OR other=$1",
	"DELETE FROM block WHERE grp=$1",
	"DELETE FROM pause WHERE grp=$1",
	"DELETE FROM removal WHERE grp=$1",
	"DELETE FROM concern WHERE grp=$1",
	"DELETE FROM tended WHERE grp=$1",
	"DELETE FROM homecoming WHERE grp=$1",
	"DELETE FROM moved WHERE grp=$1",
	"DELETE FROM fill WHERE commitment IN (SELECT commitment FROM pledge WHERE grp=$1)",
	"DELETE FROM pledge WHERE grp=$1",
	"DELETE FROM tieyes WHERE tie IN (SELECT id FROM tie WHERE a=$1 OR b=$1)",
	"DELETE FROM tie WHERE a=$1 OR b=$1",
	"DELETE FROM tiememory WHERE a=$1 OR b=$1",
	"DELETE FROM carried WHERE grp=$1",
	"DELETE FROM host_too WHERE grp=$1",
	"DELETE FROM member WHERE grp=$1",
	"DELETE FROM area WHERE grp=$1",
	"UPDATE face SET account=0, name='' WHERE grp=$1 AND grp <> 0",
	"DELETE FROM grp WHERE id=$1",
}

func (t hall) BarredBefore(day time.Time, most int) ([]party.GroupID, error) {
	return column[party.GroupID](t.Tx, "SELECT id FROM grp WHERE barred IS NOT NULL AND barred <= $1 AND bar IN ('refused','removed') ORDER BY barred LIMIT $2", day, most)
}

func (t hall) Publish(b group.BundleID) (int64, error) {
	t.Touch(int64(b))
	return t.Exec("UPDATE grp SET status='listed' WHERE bundle=$1 AND bundle <> 0 AND status='staged'", b)
}

func (t hall) OfBundle(b group.BundleID, most int) ([]party.GroupID, error) {
	return column[party.GroupID](t.Tx, "SELECT id FROM grp WHERE bundle=$1 AND bundle <> 0 AND status IN ('staged','listed') LIMIT $2", b, most)
}

func (t hall) AddMember(m group.Member) error {
	_, err := t.Exec("INSERT INTO member (face, grp, since, read, trial, paused, rests, seen, asked) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		m.Face, m.Group, m.Since, m.Read, m.Trial, m.Paused, m.Rests, m.Seen, m.Asked)
	return err
}

const memberColumns = "member.face, member.grp, face.name, member.since, member.read, member.trial, member.paused, member.rests, member.seen, member.asked"

func scanMember(m *group.Member) []any {
	return []any{&m.Face, &m.Group, &m.Name, db.Time{T: &m.Since}, &m.Read,
		db.Time{T: &m.Trial}, &m.Paused, db.Time{T: &m.Rests}, db.Time{T: &m.Seen}, db.Time{T: &m.Asked}}
}

func (t hall) Member(f party.FaceID) (m group.Member, found bool, err error) {
	found, err = t.Found("SELECT "+memberColumns+" FROM member JOIN face ON face.id = member.face WHERE member.face=$1",
		db.Args(f), scanMember(&m)...)
	return m, found, err
}

func (t hall) SaveMember(m group.Member) error {
	_, err := t.Exec("UPDATE member SET read=$2, trial=$3, paused=$4, rests=$5, seen=$6, asked=$7 WHERE face=$1",
		m.Face, m.Read, m.Trial, m.Paused, m.Rests, m.Seen, m.Asked)
	return err
}

func (t hall) DropMember(f party.FaceID) error {
	_, err := t.Exec("DELETE FROM member WHERE face=$1", f)
	return err
}

func (t hall) Members(g party.GroupID, after group.Member, most int) ([]group.Member, error) {
	return rows(t.Tx, scanMember, "SELECT "+memberColumns+` FROM face JOIN member ON member.face = face.id
		WHERE face.grp=$1 AND face.grp <> 0 AND (face.name, face.id) > ($2, $3) ORDER BY face.name, face.id LIMIT $4`,
		g, after.Name, after.Face, most)
}

func (t hall) Named(g party.GroupID, name string) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM face JOIN member ON member.face = face.id WHERE face.grp=$1 AND face.grp <> 0 AND face.name=$2",
		db.Args(g, name), &one)
}

// AddInvitation touches for a standing one: the group's page shows it.
func (t hall) AddInvitation(i group.Invitation) error {
	if i.Standing {
		t.Touch(int64(i.Group))
	}
	_, err := t.Exec("INSERT INTO invitation (id, grp, hash, standing, until, sponsor) VALUES ($1,$2,$3,$4,$5,$6)",
		i.ID, i.Group, i.Hash, i.Standing, i.Until, i.Sponsor)
	return err
}

func scanInvitation(i *group.Invitation) []any {
	return []any{&i.ID, &i.Group, &i.Hash, &i.Standing, db.Time{T: &i.Until}, &i.Sponsor}
}

func (t hall) InvitationBy(hash []byte) (i group.Invitation, found bool, err error) {
	found, err = t.Found("SELECT id, grp, hash, standing, until, sponsor FROM invitation WHERE hash=$1", db.Args(hash), scanInvitation(&i)...)
	return i, found, err
}

func (t hall) InvitationsOf(g party.GroupID) ([]group.Invitation, error) {
	return rows(t.Tx, scanInvitation, "SELECT id, grp, hash, standing, until, sponsor FROM invitation WHERE grp=$1 ORDER BY standing, until, id", g)
}

func (t hall) DropInvitation(i id.Of[group.Invitation]) (bool, error) {
	t.Touch(int64(i))
	n, err := t.Exec("DELETE FROM invitation WHERE id=$1", i)
	return n > 0, err
}

func (t hall) SweepInvitations(now time.Time) error {
	_, err := t.Exec("DELETE FROM invitation WHERE until <= $1", now)
	return err
}

func (t hall) AddAgreements(a group.Agreements) error {
	t.Touch(int64(a.Group))
	rules := ""
	if a.Rules.Door != "" {
		written, err := json.Marshal(a.Rules)
		if err != nil {
			return err
		}
		rules = string(written)
	}
	_, err := t.Exec("INSERT INTO agreement (grp, version, body, since, rules, review) VALUES ($1,$2,$3,$4,$5,$6)",
		a.Group, a.Version, a.Text, a.Since, rules, a.Review)
	return err
}

func (t hall) Agreements(g party.GroupID, version int) (a group.Agreements, found bool, err error) {
	var rules string
	found, err = t.Found("SELECT grp, version, body, since, rules, review FROM agreement WHERE grp=$1 AND version=$2", db.Args(g, version),
		&a.Group, &a.Version, &a.Text, db.Time{T: &a.Since}, &rules, db.Time{T: &a.Review})
	if err == nil && rules != "" {
		err = json.Unmarshal([]byte(rules), &a.Rules)
	}
	a.Rules = a.Rules.Or(group.Usual)
	return a, found, err
}

// AddLine counts in the group's own row, or in the circle's, so that two lines
// never share a number and the group's count tells nothing of its circles.
func (t hall) AddLine(l group.Line) error {
	count, of := "UPDATE grp SET lines = lines + 1 WHERE id=$1 RETURNING lines", int64(l.Group)
	if l.Circle != 0 {
		count, of = "UPDATE circle SET lines = lines + 1 WHERE id=$1 RETURNING lines", int64(l.Circle)
	}
	if err := t.Row(count, db.Args(of), &l.N); err != nil {
		return err
	}
	_, err := t.Exec("INSERT INTO grpline (grp, circle, n, day, act, face, note) VALUES ($1,$2,$3,$4,$5,$6,$7)",
		l.Group, l.Circle, l.N, l.Day, l.Act, l.Face, l.Note)
	return err
}

func (t hall) Lines(g party.GroupID, c party.CircleID, before int64, most int) ([]group.Line, error) {
	return rows(t.Tx, func(l *group.Line) []any {
		return []any{&l.Group, &l.Circle, &l.N, db.Time{T: &l.Day}, &l.Act, &l.Face, &l.Name, &l.Note}
	}, `SELECT grpline.grp, grpline.circle, grpline.n, grpline.day, grpline.act, grpline.face, coalesce(face.name, ''), grpline.note
		FROM grpline LEFT JOIN face ON face.id = grpline.face
		WHERE grpline.grp=$1 AND grpline.circle=$2 AND ($3 = 0 OR grpline.n < $3) ORDER BY grpline.n DESC LIMIT $4`, g, c, before, most)
}

func (t hall) AddArea(a group.Area) error {
	t.Touch(int64(a.Group))
	_, err := t.Exec("INSERT INTO area (id, grp, name, cell) VALUES ($1,$2,$3,$4)", a.ID, a.Group, a.Name, cellArg(a.Cell))
	return err
}

func (t hall) AreasOf(g party.GroupID) ([]group.Area, error) {
	return rows(t.Tx, func(a *group.Area) []any {
		return []any{&a.ID, &a.Group, &a.Name, cell{&a.Cell}}
	}, "SELECT id, grp, name, cell FROM area WHERE grp=$1 ORDER BY name", g)
}

func (t hall) DropArea(g party.GroupID, a id.Of[group.Area]) error {
	t.Touch(int64(g))
	_, err := t.Exec("DELETE FROM area WHERE id=$1 AND grp=$2", a, g)
	return err
}

func (t hall) Barred(g party.GroupID) (reason string, found bool, err error) {
	found, err = t.Found("SELECT reason FROM hostlog WHERE subject=$1 AND kind='group' ORDER BY n DESC LIMIT 1", db.Args(g), &reason)
	return reason, found, err
}

func (t hall) Done(key []byte) (ref int64, done bool, err error) {
	done, err = t.Found("SELECT ref FROM done WHERE key=$1", db.Args(key), &ref)
	return ref, done, err
}

func (t hall) SetDone(key []byte, ref int64, at time.Time) error {
	_, err := t.Exec("INSERT INTO done (key, ref, made) VALUES ($1,$2,$3)", key, ref, at)
	return err
}
