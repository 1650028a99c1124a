package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// gathering is the transaction of the room of actions. What it needs of calls
// it takes from them.
type gathering struct{ spine }

var _ action.Tx = gathering{}

// Actions is the door of the room of actions.
func (s *Store) Actions() Door[action.Tx] {
	return Door[action.Tx]{s.db, func(tx *db.Tx) action.Tx { return gathering{spine{tx}} }}
}

const planColumns = `call, template, zone, starts, clock, minutes, rule, leaves, moves, homes, facts, bring, unsafe, legal, link,
	ways, drawing, ahead, soon, version`

func (t gathering) AddPlan(p action.Plan) error {
	args, err := planArgs(p)
	if err != nil {
		return err
	}
	_, err = t.Exec("INSERT INTO action ("+planColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)", args...)
	return err
}

func (t gathering) SavePlan(p action.Plan) error {
	args, err := planArgs(p)
	if err != nil {
		return err
	}
	_, err = t.Exec(`UPDATE action SET template=$2, zone=$3, starts=$4, clock=$5, minutes=$6, rule=$7, leaves=$8, moves=$9, homes=$10, facts=$11,
		bring=$12, unsafe=$13, legal=$14, link=$15, ways=$16, drawing=$17, ahead=$18, soon=$19, version=$20 WHERE call=$1`, args...)
	t.Touch(int64(p.Call))
	return err
}

// planArgs are a plan's columns. Lists are JSON: nothing asks for a part of one.
func planArgs(p action.Plan) ([]any, error) {
	var facts []string
	for _, f := range p.Facts {
		facts = append(facts, string(f))
	}
	lists := make([]string, 0, 4)
	for _, list := range []any{p.When.Left, moves(p.When.Moved), p.Ways, p.Drawing} {
		b, err := json.Marshal(list)
		if err != nil {
			return nil, err
		}
		lists = append(lists, string(b))
	}
	return db.Args(p.Call, p.Template, p.When.Zone.String(), p.When.Start, p.When.At, p.When.Minutes, p.When.Rule.String(), lists[0], lists[1],
		p.Homes, strings.Join(facts, " "), p.Bring, p.Unsafe, p.Legal, p.Link, lists[2], lists[3], p.Ahead, p.Soon, p.Version), nil
}

// moved is one moved day as it is kept.
type moved struct {
	Was   when.Day       `json:"was"`
	Day   when.Day       `json:"day"`
	At    when.TimeOfDay `json:"at"`
	Which recur.Which    `json:"which,omitempty"`
}

func moves(m map[when.Day]recur.Move) (all []moved) {
	for was, to := range m {
		all = append(all, moved{was, to.Day, to.At, to.Which})
	}
	return all
}

func (t gathering) Plan(c call.ID) (p action.Plan, err error) {
	var zone, rule, facts, leaves, moves, ways, drawing string
	err = t.Row("SELECT "+planColumns+" FROM action WHERE call=$1", db.Args(c), &p.Call, &p.Template, &zone, &p.When.Start, &p.When.At, &p.When.Minutes,
		&rule, &leaves, &moves, &p.Homes, &facts, &p.Bring, &p.Unsafe, &p.Legal, &p.Link, &ways, &drawing, &p.Ahead, &p.Soon, &p.Version)
	if err != nil {
		return p, err
	}
	for _, f := range strings.Fields(facts) {
		p.Facts = append(p.Facts, action.Fact(f))
	}
	if p.When.Zone, err = when.Zone(zone); err != nil {
		return p, err
	}
	if rule != "" {
		if p.When.Rule, err = recur.Parse(rule); err != nil {
			return p, err
		}
	}
	var shifted []moved
	for _, l := range []struct {
		text string
		to   any
	}{{leaves, &p.When.Left}, {moves, &shifted}, {ways, &p.Ways}, {drawing, &p.Drawing}} {
		if err := json.Unmarshal([]byte(l.text), l.to); err != nil {
			return p, fault.Wrap("store.plan", err)
		}
	}
	if len(shifted) > 0 {
		p.When.Moved = map[when.Day]recur.Move{}
	}
	for _, m := range shifted {
		p.When.Moved[m.Was] = recur.Move{Day: m.Day, At: m.At, Which: m.Which}
	}
	return p, nil
}

func (t gathering) Levels(c call.ID) ([]action.Level, error) {
	return rows(t.Tx, func(l *action.Level) []any {
		return []any{&l.ID, &l.Call, &l.Risk, &l.Name, &l.Meet, &l.Happens, &l.Leave, &l.Training, &l.Writer, db.Time{T: &l.Written}, &l.Version, &l.By}
	}, `SELECT level.id, call, risk, level.name, meet, happens, leave, training, writer, written, version, coalesce(face.name, '')
		FROM level LEFT JOIN face ON face.id = writer WHERE call=$1 ORDER BY risk`, c)
}

func (t gathering) SaveLevel(l action.Level) error {
	t.Touch(int64(l.Call))
	_, err := t.Exec(`INSERT INTO level (id, call, risk, name, meet, happens, leave, training, writer, written, version)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (id) DO UPDATE SET name=excluded.name, meet=excluded.meet,
		happens=excluded.happens, leave=excluded.leave, training=excluded.training, writer=excluded.writer, written=excluded.written, version=excluded.version`,
		l.ID, l.Call, l.Risk, l.Name, l.Meet, l.Happens, l.Leave, l.Training, l.Writer, l.Written, l.Version)
	return err
}

func (t gathering) DropLevel(l action.LevelID) error {
	_, err := t.Exec("DELETE FROM level WHERE id=$1", l)
	return err
}

func (t gathering) Roles(c call.ID) ([]action.Role, error) {
	return rows(t.Tx, func(r *action.Role) []any {
		return []any{&r.ID, &r.Call, &r.Level, &r.Kind, &r.Title, &r.Wanted, &r.Minutes, &r.Needs, &r.Position}
	}, "SELECT id, call, level, kind, title, wanted, minutes, needs, position FROM role WHERE call=$1 ORDER BY position, id", c)
}

func (t gathering) SaveRole(r action.Role) error {
	t.Touch(int64(r.Call))
	_, err := t.Exec(`INSERT INTO role (id, call, level, kind, title, wanted, minutes, needs, position) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (id) DO UPDATE SET level=excluded.level, kind=excluded.kind, title=excluded.title, wanted=excluded.wanted,
		minutes=excluded.minutes, needs=excluded.needs, position=excluded.position`,
		r.ID, r.Call, r.Level, r.Kind, r.Title, r.Wanted, r.Minutes, r.Needs, r.Position)
	return err
}

func (t gathering) DropRole(r call.RoleID) error {
	_, err := t.Exec("DELETE FROM role WHERE id=$1", r)
	return err
}

func (t gathering) SavePartOf(p call.Part) error {
	_, err := t.Exec("UPDATE part SET title=$2, quantity=$3, asks=$4, position=$5 WHERE id=$1", p.ID, p.Title, p.Quantity, p.Asks, p.Position)
	return err
}

func (t gathering) SaveTogether(c call.ID, g action.Together) error {
	t.Touch(int64(c))
	_, err := t.Exec(`INSERT INTO host_too (call, grp, yes, until) VALUES ($1,$2,$3,$4)
		ON CONFLICT (call, grp) DO UPDATE SET yes=excluded.yes, until=excluded.until`, c, g.Group, g.Yes, g.Until)
	return err
}

func (t gathering) DropTogether(c call.ID, g party.GroupID) error {
	t.Touch(int64(c))
	_, err := t.Exec("DELETE FROM host_too WHERE call=$1 AND grp=$2", c, g)
	return err
}

// Together leaves out whom the host has barred.
func (t gathering) Together(c call.ID) ([]action.Together, error) {
	return rows(t.Tx, func(g *action.Together) []any {
		return []any{&g.Group, &g.Yes, db.Time{T: &g.Until}, &g.Name, &g.Slug}
	}, `SELECT host_too.grp, yes, until, grp.name, grp.slug FROM host_too JOIN grp ON grp.id = host_too.grp AND grp.bar = ''
		WHERE call=$1 ORDER BY grp.name, grp.id`, c)
}

const occurrenceColumns = "id, call, was, starts, ends, homes, is_off, ended, step, due, version"

func scanOccurrence(o *action.Occurrence) []any {
	return []any{&o.ID, &o.Call, &o.Was, db.Time{T: &o.Starts}, db.Time{T: &o.Ends}, &o.Homes, &o.Off, db.Time{T: &o.Ended}, &o.Step, db.Time{T: &o.Due}, &o.Version}
}

func (t gathering) AddOccurrence(o action.Occurrence) error {
	_, err := t.Exec("INSERT INTO occurrence ("+occurrenceColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		o.ID, o.Call, o.Was, o.Starts, o.Ends, o.Homes, o.Off, o.Ended, o.Step, o.Due, o.Version)
	return err
}

func (t gathering) Occurrence(id call.OccurrenceID) (o action.Occurrence, err error) {
	return o, t.Row("SELECT "+occurrenceColumns+" FROM occurrence WHERE id=$1", db.Args(id), scanOccurrence(&o)...)
}

func (t gathering) SaveOccurrence(o action.Occurrence) error {
	t.Touch(int64(o.Call))
	_, err := t.Exec("UPDATE occurrence SET starts=$2, ends=$3, is_off=$4, ended=$5, step=$6, due=$7, version=$8, homes=$9 WHERE id=$1",
		o.ID, o.Starts, o.Ends, o.Off, o.Ended, o.Step, o.Due, o.Version, o.Homes)
	return err
}

// DropOccurrence takes along what is left of those who came to it once.
func (t gathering) DropOccurrence(id call.OccurrenceID) error {
	if err := t.Forget(id); err != nil {
		return err
	}
	_, err := t.Exec("DELETE FROM occurrence WHERE id=$1", id)
	return err
}

func (t gathering) Occurrences(c call.ID, from time.Time, most int) ([]action.Occurrence, error) {
	return rows(t.Tx, scanOccurrence, "SELECT "+occurrenceColumns+" FROM occurrence WHERE call=$1 AND ends > $2 ORDER BY starts, id LIMIT $3", c, from, most)
}

func (t gathering) NextTime(c call.ID, now time.Time) (o action.Occurrence, any bool, err error) {
	any, err = t.Found("SELECT "+occurrenceColumns+" FROM occurrence WHERE call=$1 AND ends > $2 AND NOT is_off AND ended IS NULL ORDER BY starts, id LIMIT 1",
		db.Args(c, now), scanOccurrence(&o)...)
	return o, any, err
}

func (t gathering) TimeFor(r call.RoleID, which call.OccurrenceID) (o action.Occurrence, p call.Part, there bool, err error) {
	there, err = t.Found("SELECT "+occurrenceOf+", "+partOf+
		" FROM part JOIN occurrence ON occurrence.id = part.occurrence WHERE part.role=$1 AND part.occurrence=$2 AND part.role <> 0",
		db.Args(r, which), append(scanOccurrence(&o), partDests(&p)...)...)
	return o, p, there, err
}

func (t gathering) Joined(c call.ID) ([]call.OccurrenceID, error) {
	return column[call.OccurrenceID](t.Tx, `SELECT DISTINCT part.occurrence FROM commitment JOIN part ON part.id = commitment.part
		WHERE commitment.call=$1 AND commitment.state IN ('held','offered','agreed','due','queued') AND part.occurrence <> 0`, c)
}

func (t gathering) DueBefore(now time.Time, most int) ([]call.OccurrenceID, error) {
	return column[call.OccurrenceID](t.Tx, "SELECT id FROM occurrence WHERE due IS NOT NULL AND due <= $1 ORDER BY due LIMIT $2", now, most)
}

// forgetTime is all that tells who was at one time of an action, and what they read
// there. What is told of it outside goes as well.
var forgetTime = []string{
	"DELETE FROM notice WHERE commitment IN (SELECT id FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1))",
	"DELETE FROM word WHERE commitment IN (SELECT id FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1))",
	"DELETE FROM handover WHERE commitment IN (SELECT id FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1))",
	"DELETE FROM detail WHERE commitment IN (SELECT id FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1))",
	"DELETE FROM threadline WHERE commitment IN (SELECT id FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1))",
	"DELETE FROM commitment WHERE part IN (SELECT id FROM part WHERE occurrence=$1)",
	"DELETE FROM part WHERE occurrence=$1",
	"DELETE FROM place WHERE occurrence=$1",
	"DELETE FROM live WHERE occurrence=$1",
	"DELETE FROM done WHERE ref=$1", // who called for help
}

func (t gathering) Forget(o call.OccurrenceID) error {
	if o == 0 {
		return nil // what is at no time is no action's
	}
	for _, q := range forgetTime {
		if _, err := t.Exec(q, o); err != nil {
			return err
		}
	}
	t.Erased()
	return nil
}

const placeColumns = "commitment, call, occurrence, level, seen, pair, yes, lets, seeks, offers, care, said, at, homeby, hand"

func scanPlace(p *action.Place) []any {
	return []any{&p.Commitment, &p.Call, &p.Occurrence, &p.Level, &p.Seen, &p.Pair, &p.Yes, &p.Lets, &p.Seeks, &p.Offers, &p.Care, &p.Said, db.Time{T: &p.At}, db.Time{T: &p.HomeBy}, &p.Hand}
}

func (t gathering) SavePlace(p action.Place) error {
	_, err := t.Exec("INSERT INTO place ("+placeColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)
		ON CONFLICT (commitment) DO UPDATE SET seen=excluded.seen, pair=excluded.pair, yes=excluded.yes, lets=excluded.lets, seeks=excluded.seeks,
		offers=excluded.offers, care=excluded.care, said=excluded.said, at=excluded.at, homeby=excluded.homeby, hand=excluded.hand`,
		p.Commitment, p.Call, p.Occurrence, p.Level, p.Seen, p.Pair, p.Yes, p.Lets, p.Seeks, p.Offers, p.Care, p.Said, p.At, p.HomeBy, p.Hand)
	return err
}

func (t gathering) Place(m call.CommitmentID) (p action.Place, there bool, err error) {
	there, err = t.Found("SELECT "+placeColumns+" FROM place WHERE commitment=$1", db.Args(m), scanPlace(&p)...)
	return p, there, err
}

func (t gathering) DropPlace(m call.CommitmentID) error {
	_, err := t.Exec("DELETE FROM place WHERE commitment=$1", m)
	return err
}

func (t gathering) PlacesAt(o call.OccurrenceID) ([]action.Place, error) {
	return rows(t.Tx, scanPlace, "SELECT "+placeColumns+" FROM place WHERE occurrence=$1 ORDER BY commitment", o)
}

func (t gathering) PlacesIn(p action.PairID) ([]action.Place, error) {
	return rows(t.Tx, scanPlace, "SELECT "+placeColumns+" FROM place WHERE pair=$1 AND pair <> 0 ORDER BY commitment", p)
}

func (t gathering) Seeking(o call.OccurrenceID, l action.LevelID, but call.CommitmentID, offers int) (p action.Place, any bool, err error) {
	any, err = t.Found("SELECT "+placeColumns+` FROM place WHERE occurrence=$1 AND level=$2 AND pair=0 AND seeks AND commitment <> $3 AND offers < $4
		AND EXISTS (SELECT 1 FROM commitment WHERE id = place.commitment AND state IN ('agreed','due')) ORDER BY commitment LIMIT 1`,
		db.Args(o, l, but, offers), scanPlace(&p)...)
	return p, any, err
}

func (t gathering) PlaceHanded(hash []byte) (p action.Place, there bool, err error) {
	there, err = t.Found("SELECT "+placeColumns+" FROM place WHERE hand=$1", db.Args(hash), scanPlace(&p)...)
	return p, there, err
}

func (t gathering) SilentBefore(now time.Time, most int) ([]call.CommitmentID, error) {
	return column[call.CommitmentID](t.Tx, "SELECT commitment FROM place WHERE homeby IS NOT NULL AND homeby <= $1 ORDER BY homeby LIMIT $2", now, most)
}

func (t gathering) Asking(c call.ID) ([]call.Commitment, error) {
	return t.commitments("SELECT "+commitmentColumns+" FROM commitment WHERE call=$1 AND state='offered' ORDER BY made, id", c)
}

func (t gathering) AddUpdate(u action.Update) error {
	t.Touch(int64(u.Call))
	_, err := t.Exec("INSERT INTO live (id, call, occurrence, level, phrase, words, language, said, sent) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		u.ID, u.Call, u.Occurrence, u.Level, u.Phrase, u.Words, u.Language, u.Said, u.Sent)
	return err
}

func (t gathering) Updates(o call.OccurrenceID, at action.LevelID, most int) ([]action.Update, error) {
	return rows(t.Tx, func(u *action.Update) []any {
		return []any{&u.ID, &u.Call, &u.Occurrence, &u.Level, &u.Phrase, &u.Words, &u.Language, db.Time{T: &u.Said}, db.Time{T: &u.Sent}}
	}, "SELECT id, call, occurrence, level, phrase, words, language, said, sent FROM live WHERE occurrence=$1 AND level IN (0, $2) ORDER BY said DESC, id DESC LIMIT $3", o, at, most)
}

func (t gathering) Dates(s access.Scope, g party.GroupID, from, to time.Time, each, most int) (all []action.Date, err error) {
	var w where
	w.scope(s, call.Filter{Group: g})
	w.and(`occurrence.id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY call ORDER BY starts, id) AS nth FROM occurrence
		WHERE starts >= %s AND starts < %s) AS near WHERE nth <= %s)`, from, to, each)
	w.args = append(w.args, most)
	query := "SELECT " + listOf + ", coalesce(grp.name, ''), coalesce(grp.slug, ''), " + occurrenceOf +
		" FROM occurrence JOIN call ON call.id = occurrence.call LEFT JOIN grp ON grp.id = call.grp WHERE " + w.sql() +
		fmt.Sprintf(" ORDER BY occurrence.starts, occurrence.id LIMIT $%d", len(w.args))
	return rows(t.Tx, func(d *action.Date) []any { return append(listedDests(&d.Listed), scanOccurrence(&d.At)...) }, query, w.args...)
}

func (t gathering) Feeds(s access.Scope, g party.GroupID, from time.Time, most int) ([]call.Listed, error) {
	var w where
	w.scope(s, call.Filter{Group: g})
	w.and("call.kind = 'action' AND call.closes > %s", from)
	return t.list("call", w, newest, most)
}

// ownerOf is an owner as the table has it.
func ownerOf(o notice.Owner) (kind string, of int64) {
	if o.Account != 0 {
		return "account", int64(o.Account)
	}
	return "guest", int64(o.Guest)
}

func (t gathering) SetOwnFeed(hash []byte, o notice.Owner) error {
	kind, of := ownerOf(o)
	_, err := t.Exec("INSERT INTO ownfeed (token, owner_kind, owner) VALUES ($1,$2,$3)", hash, kind, of)
	return err
}

func (t gathering) DropOwnFeed(o notice.Owner) error {
	kind, of := ownerOf(o)
	_, err := t.Exec("DELETE FROM ownfeed WHERE owner=$1 AND owner_kind=$2", of, kind)
	return err
}

func (t gathering) HasOwnFeed(o notice.Owner) (bool, error) {
	kind, of := ownerOf(o)
	var n int
	return t.Found("SELECT 1 FROM ownfeed WHERE owner=$1 AND owner_kind=$2", db.Args(of, kind), &n)
}

func (t gathering) OwnFeed(hash []byte) (o notice.Owner, err error) {
	var kind string
	var of int64
	if err = t.Row("SELECT owner_kind, owner FROM ownfeed WHERE token=$1", db.Args(hash), &kind, &of); err != nil {
		return o, err
	}
	if kind == "account" {
		return notice.Owner{Account: party.AccountID(of)}, nil
	}
	return notice.Owner{Guest: party.GuestID(of)}, nil
}

const habitColumns = "id, call, role, level, party_kind, party, seen, starts, every, language"

func (t gathering) SaveHabit(h action.Habit) error {
	_, err := t.Exec("INSERT INTO habit ("+habitColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (id) DO UPDATE SET seen=excluded.seen",
		h.ID, h.Call, h.Role, h.Level, h.Party.Kind, h.Party.ID, h.Seen, h.From, h.Every, h.Language)
	return err
}

func (t gathering) DropHabit(h action.HabitID) error {
	_, err := t.Exec("DELETE FROM habit WHERE id=$1", h)
	return err
}

func (t gathering) HabitsOf(c call.ID) ([]action.Habit, error) {
	return rows(t.Tx, scanHabit, "SELECT "+habitColumns+" FROM habit WHERE call=$1 ORDER BY id", c)
}

func scanHabit(h *action.Habit) []any {
	return []any{&h.ID, &h.Call, &h.Role, &h.Level, &h.Party.Kind, &h.Party.ID, &h.Seen, &h.From, &h.Every, &h.Language}
}

func (t gathering) HabitsAfter(last action.HabitID, most int) ([]action.Habit, error) {
	return rows(t.Tx, scanHabit, "SELECT "+habitColumns+" FROM habit WHERE id > $1 ORDER BY id LIMIT $2", last, most)
}

func (t gathering) DropHabitsAt(c call.ID) error {
	_, err := t.Exec("DELETE FROM habit WHERE call=$1", c)
	return err
}

func (t gathering) DropHabitsBy(p party.Ref) error {
	_, err := t.Exec("DELETE FROM habit WHERE party=$1 AND party_kind=$2", p.ID, p.Kind)
	return err
}

func (t gathering) TimesHad(c call.ID, p party.Ref) ([]call.OccurrenceID, error) {
	return column[call.OccurrenceID](t.Tx, `SELECT DISTINCT part.occurrence FROM commitment JOIN part ON part.id = commitment.part
		WHERE commitment.call=$1 AND commitment.party=$2 AND commitment.party_kind=$3`, c, p.ID, p.Kind)
}

func (t gathering) RoleAt(of call.ID, id call.RoleID) (c call.Gate, r action.Role, l action.Level, there bool, err error) {
	there, err = t.Found(`SELECT call.id, call.kind, author_kind, author, grp, circle, audience, state, role.id, role.call, role.level, role.kind, role.title, role.wanted, minutes, needs, position,
		level.id, risk, level.version FROM role JOIN level ON level.id = role.level JOIN call ON call.id = role.call WHERE role.id=$1 AND role.call=$2`, db.Args(id, of),
		&c.ID, &c.Kind, &c.Author.Kind, &c.Author.ID, &c.Group, &c.Circle, &c.Audience, &c.State,
		&r.ID, &r.Call, &r.Level, &r.Kind, &r.Title, &r.Wanted, &r.Minutes, &r.Needs, &r.Position, &l.ID, &l.Risk, &l.Version)
	return c, r, l, there, err
}
