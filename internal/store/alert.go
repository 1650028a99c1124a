package store

import (
	"time"

	"alongside/internal/alert"
	"alongside/internal/db"
	"alongside/internal/party"
)

// lookout is the transaction of the room of alerts.
type lookout struct{ hall }

var _ alert.Tx = lookout{}

// Alerts is the door of the room of alerts.
func (s *Store) Alerts() Door[alert.Tx] {
	return Door[alert.Tx]{s.db, func(tx *db.Tx) alert.Tx { return lookout{newHall(tx)} }}
}

func (t lookout) HoldsNow(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (party.Mandate, bool, error) {
	return holdsNow(t.Tx, f, g, s, now)
}

func (t lookout) Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error) {
	return holders(t.Tx, g, s, now)
}

const alertKindColumns = "id, grp, name, does, enough, hours"

func scanAlertKind(k *alert.Kind) []any {
	return []any{&k.ID, &k.Group, &k.Name, &k.Do, &k.Enough, &k.Hours}
}

func (t lookout) KindsOf(g party.GroupID) ([]alert.Kind, error) {
	return rows(t.Tx, scanAlertKind, "SELECT "+alertKindColumns+" FROM alertkind WHERE grp=$1 ORDER BY name, id", g)
}

func (t lookout) Kind(k alert.KindID) (found alert.Kind, there bool, err error) {
	there, err = t.Found("SELECT "+alertKindColumns+" FROM alertkind WHERE id=$1", db.Args(k), scanAlertKind(&found)...)
	return found, there, err
}

func (t lookout) SaveKind(k alert.Kind) error {
	_, err := t.Exec("INSERT INTO alertkind ("+alertKindColumns+`) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (id) DO UPDATE SET name=excluded.name, does=excluded.does, enough=excluded.enough, hours=excluded.hours`,
		k.ID, k.Group, k.Name, k.Do, k.Enough, k.Hours)
	return err
}

func (t lookout) DropKind(k alert.KindID) error {
	return t.each(k, "DELETE FROM watchkind WHERE kind=$1", "DELETE FROM alertkind WHERE id=$1")
}

// each runs several statements about one thing.
func (t lookout) each(about any, all ...string) error {
	for _, q := range all {
		if _, err := t.Exec(q, about); err != nil {
			return err
		}
	}
	return nil
}

func (t lookout) Doors(g party.GroupID) (d alert.Doors, err error) {
	d.Group = g
	_, err = t.Found("SELECT report, is_read FROM alertdoor WHERE grp=$1", db.Args(g), &d.Report, &d.Read)
	return d, err
}

// SaveDoors touches the group: its page leads strangers to what is open.
func (t lookout) SaveDoors(d alert.Doors) error {
	t.Touch(int64(d.Group))
	_, err := t.Exec(`INSERT INTO alertdoor (grp, report, is_read) VALUES ($1,$2,$3)
		ON CONFLICT (grp) DO UPDATE SET report=excluded.report, is_read=excluded.is_read`, d.Group, d.Report, d.Read)
	return err
}

const alertColumns = "id, grp, kind, name, does, enough, hours, area, cell, words, state, is_new, hand, made, told, until, due, ended"

func scanAlert(a *alert.Alert) []any {
	return []any{&a.ID, &a.Group, &a.Kind, &a.Name, &a.Do, &a.Enough, &a.Hours, &a.Area.Name, cell{&a.Area.Cell}, &a.Words, &a.State, &a.New, &a.Hand,
		db.Time{T: &a.Made}, db.Time{T: &a.Told}, db.Time{T: &a.Until}, db.Time{T: &a.Due}, db.Time{T: &a.Ended}}
}

func (t lookout) Alert(id alert.ID) (a alert.Alert, there bool, err error) {
	there, err = t.Found("SELECT "+alertColumns+" FROM alert WHERE id=$1", db.Args(id), scanAlert(&a)...)
	return a, there, err
}

func (t lookout) SaveAlert(a alert.Alert) error {
	_, err := t.Exec("INSERT INTO alert ("+alertColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
		ON CONFLICT (id) DO UPDATE SET area=excluded.area, cell=excluded.cell, words=excluded.words, state=excluded.state, is_new=excluded.is_new,
		hand=excluded.hand, told=excluded.told, until=excluded.until, due=excluded.due, ended=excluded.ended`,
		a.ID, a.Group, a.Kind, a.Name, a.Do, a.Enough, a.Hours, a.Area.Name, cellArg(a.Area.Cell), a.Words, a.State, a.New, a.Hand, a.Made, a.Told, a.Until, a.Due, a.Ended)
	return err
}

func (t lookout) AlertsOf(g party.GroupID, most int) ([]alert.Alert, error) {
	return rows(t.Tx, scanAlert, "SELECT "+alertColumns+` FROM alert WHERE grp=$1
		ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, made DESC, id LIMIT $2`, g, most)
}

func (t lookout) DueAlerts(now time.Time, most int) ([]alert.ID, error) {
	return column[alert.ID](t.Tx, "SELECT id FROM alert WHERE due IS NOT NULL AND due <= $1 ORDER BY due, id LIMIT $2", now, most)
}

func (t lookout) AddReport(r alert.Report) (bool, error) {
	n, err := t.Exec("INSERT INTO alertreport (alert, mark, words, is_new, made) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (alert, mark) DO NOTHING",
		r.Alert, r.Mark, r.Words, r.New, r.Made)
	return n > 0, err
}

func (t lookout) Reports(a alert.ID) ([]alert.Report, error) {
	return rows(t.Tx, func(r *alert.Report) []any {
		return []any{&r.Alert, &r.Mark, &r.Words, &r.New, db.Time{T: &r.Made}}
	}, "SELECT alert, mark, words, is_new, made FROM alertreport WHERE alert=$1 ORDER BY made, mark", a)
}

func (t lookout) NewWaiting(g party.GroupID) (n int, err error) {
	err = t.Row(`SELECT count(*) FROM alertreport r JOIN alert a ON a.id = r.alert
		WHERE a.grp=$1 AND a.state IN ('reported','checking') AND r.is_new`, db.Args(g), &n)
	return n, err
}

func (t lookout) ForgetWords(a alert.ID) error {
	t.Erased()
	_, err := t.Exec("UPDATE alertreport SET words='' WHERE alert=$1", a)
	return err
}

func (t lookout) AddStep(s alert.Step) error {
	if err := t.Row("SELECT coalesce(max(n), 0) + 1 FROM alertstep WHERE alert=$1", db.Args(s.Alert), &s.N); err != nil {
		return err
	}
	_, err := t.Exec("INSERT INTO alertstep (alert, n, state, face, at) VALUES ($1,$2,$3,$4,$5)", s.Alert, s.N, s.State, s.Face, s.At)
	return err
}

func (t lookout) Steps(a alert.ID) ([]alert.Step, error) {
	return rows(t.Tx, func(s *alert.Step) []any {
		return []any{&s.Alert, &s.N, &s.State, &s.Face, &s.Name, db.Time{T: &s.At}}
	}, `SELECT s.alert, s.n, s.state, s.face, coalesce(f.name, ''), s.at FROM alertstep s LEFT JOIN face f ON f.id = s.face
		WHERE s.alert=$1 ORDER BY s.n`, a)
}

// Ask answers false where another process was first.
func (t lookout) Ask(k alert.Asked) (bool, error) {
	n, err := t.Exec("INSERT INTO alertasked (alert, face, answer) VALUES ($1,$2,$3) ON CONFLICT (alert, face) DO NOTHING", k.Alert, k.Face, k.Answer)
	return n > 0, err
}

func (t lookout) SaveAnswer(k alert.Asked) error {
	_, err := t.Exec("UPDATE alertasked SET answer=$3 WHERE alert=$1 AND face=$2", k.Alert, k.Face, k.Answer)
	return err
}

func (t lookout) AskedOf(a alert.ID) ([]alert.Asked, error) {
	return rows(t.Tx, func(k *alert.Asked) []any { return []any{&k.Alert, &k.Face, &k.Answer} },
		"SELECT alert, face, answer FROM alertasked WHERE alert=$1 ORDER BY face", a)
}

// ofAlerts is all that belongs to alerts, and what people were told of them.
func ofAlerts(where string) []string {
	in := " IN (SELECT id FROM alert WHERE " + where + ")"
	return []string{
		"DELETE FROM notice WHERE kind IN ('alert_reported','alert_asked','alert_changed') AND commitment" + in,
		"DELETE FROM alertreport WHERE alert" + in,
		"DELETE FROM alertstep WHERE alert" + in,
		"DELETE FROM alertasked WHERE alert" + in,
		"DELETE FROM alert WHERE " + where,
	}
}

func (t lookout) EraseAlerts(before time.Time) error {
	return t.each(before, ofAlerts("ended IS NOT NULL AND ended <= $1")...)
}

func (t lookout) EraseAlertsOf(g party.GroupID) error {
	t.Erased()
	return t.each(g, eraseAlerts...)
}

// eraseAlerts is all that a group warned of, and who wanted to be asked.
var eraseAlerts = append(ofAlerts("grp=$1"),
	"DELETE FROM watchkind WHERE face IN (SELECT face FROM watch WHERE grp=$1)",
	"DELETE FROM watch WHERE grp=$1",
	"DELETE FROM alertkind WHERE grp=$1",
	"DELETE FROM alertdoor WHERE grp=$1")

func (t lookout) LeftAlerts(f party.FaceID) error {
	return t.each(f, append(dropWatch,
		"DELETE FROM alertasked WHERE face=$1",
		"UPDATE alertstep SET face=0 WHERE face=$1",
		"UPDATE alert SET hand=0 WHERE hand=$1")...)
}

var dropWatch = []string{"DELETE FROM watchkind WHERE face=$1", "DELETE FROM watch WHERE face=$1"}

func (t lookout) DropWatch(f party.FaceID) error {
	t.Erased()
	return t.each(f, dropWatch...)
}

const watchColumns = "w.face, w.grp, w.area, w.cell, w.km, w.days, w.starts, w.ends, w.zone, w.most, w.asked, w.times"

func scanWatch(w *alert.Watch) []any {
	return []any{&w.Face, &w.Group, &w.Area.Name, cell{&w.Area.Cell}, &w.KM, &w.Days, &w.Hours.From, &w.Hours.To, &w.Zone, &w.Most, &w.Asked, &w.Times}
}

func (t lookout) WatchOf(f party.FaceID) (w alert.Watch, on bool, err error) {
	if on, err = t.Found("SELECT "+watchColumns+" FROM watch w WHERE w.face=$1", db.Args(f), scanWatch(&w)...); err == nil {
		w.Kinds, err = column[alert.KindID](t.Tx, "SELECT kind FROM watchkind WHERE face=$1 ORDER BY kind", f)
	}
	return w, on, err
}

// SaveWatch writes the kinds anew where there are any: whoever only counts hands
// in none.
func (t lookout) SaveWatch(w alert.Watch) error {
	_, err := t.Exec(`INSERT INTO watch (face, grp, area, cell, km, days, starts, ends, zone, most, asked, times) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
		ON CONFLICT (face) DO UPDATE SET area=excluded.area, cell=excluded.cell, km=excluded.km, days=excluded.days, starts=excluded.starts,
		ends=excluded.ends, zone=excluded.zone, most=excluded.most, asked=excluded.asked, times=excluded.times`,
		w.Face, w.Group, w.Area.Name, cellArg(w.Area.Cell), w.KM, w.Days, w.Hours.From, w.Hours.To, w.Zone, w.Most, w.Asked, w.Times)
	if err != nil || len(w.Kinds) == 0 {
		return err
	}
	if _, err := t.Exec("DELETE FROM watchkind WHERE face=$1", w.Face); err != nil {
		return err
	}
	for _, k := range w.Kinds {
		if _, err := t.Exec("INSERT INTO watchkind (face, kind) VALUES ($1,$2) ON CONFLICT (face, kind) DO NOTHING", w.Face, k); err != nil {
			return err
		}
	}
	return nil
}

func (t lookout) Watching(a alert.Alert, now time.Time) ([]alert.Watch, error) {
	return rows(t.Tx, scanWatch, "SELECT "+watchColumns+` FROM watch w JOIN watchkind k ON k.face = w.face AND k.kind=$2
		JOIN member m ON m.face = w.face AND m.grp = w.grp
		WHERE w.grp=$1 AND NOT m.paused AND m.rests IS NULL AND (m.trial IS NULL OR m.trial <= $4)
			AND NOT EXISTS (SELECT 1 FROM alertasked x WHERE x.alert=$3 AND x.face = w.face)`, a.Group, a.Kind, a.ID, now)
}
