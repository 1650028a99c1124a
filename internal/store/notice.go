package store

import (
	"fmt"
	"strings"
	"time"

	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// told is the transaction of the room that tells people.
type told struct{ line }

// Notices is the door of the room that tells people.
func (s *Store) Notices() Door[notice.Tx] {
	return Door[notice.Tx]{s.db, func(tx *db.Tx) notice.Tx { return told{line{tx}} }}
}

// parties is a condition for any of several parties, and its arguments.
func parties(of []party.Ref) (string, []any) {
	any, args := make([]string, len(of)), []any{}
	for i, r := range of {
		args = append(args, r.ID, r.Kind)
		any[i] = fmt.Sprintf("(party=$%d AND party_kind=$%d)", 2*i+1, 2*i+2)
	}
	return strings.Join(any, " OR "), args
}

const noticeColumns = "id, party_kind, party, kind, call, commitment, made, due, carried, seen"

func scanNotice(n *notice.Notice) []any {
	return []any{&n.ID, &n.To.Kind, &n.To.ID, &n.Kind, &n.Call, &n.Commitment,
		db.Time{T: &n.Made}, db.Time{T: &n.Due}, &n.Carried, &n.Seen}
}

func (t told) Notices(of []party.Ref, most int) ([]notice.Notice, error) {
	if len(of) == 0 {
		return nil, nil
	}
	who, args := parties(of)
	return rows(t.Tx, scanNotice, "SELECT "+noticeColumns+" FROM notice WHERE "+who+
		fmt.Sprintf(" ORDER BY seen, made DESC, id LIMIT $%d", len(args)+1), append(args, most)...)
}

func (t told) See(of []party.Ref) error {
	if len(of) == 0 {
		return nil
	}
	who, args := parties(of)
	_, err := t.Exec("UPDATE notice SET seen=TRUE WHERE NOT seen AND ("+who+")", args...)
	return err
}

func (t told) AnyWay() (any bool, err error) {
	var one int
	return t.Found("SELECT 1 FROM reachable WHERE confirmed LIMIT 1", nil, &one)
}

// Ready joins what a notice is about, to learn when that happens: the promise's
// own time, or the end of a call that is for today.
func (t told) Ready(now time.Time, most int) ([]notice.Waiting, error) {
	columns := "n." + strings.ReplaceAll(noticeColumns, ", ", ", n.")
	return rows(t.Tx, func(w *notice.Waiting) []any { return append(scanNotice(&w.Notice), db.Time{T: &w.About}) },
		"SELECT "+columns+`, coalesce(m.due, CASE WHEN c.urgency = 'today' THEN c.closes END)
		FROM notice n LEFT JOIN commitment m ON m.id = n.commitment LEFT JOIN call c ON c.id = n.call
		WHERE NOT n.carried AND n.due <= $1 ORDER BY n.due, n.id LIMIT $2`, now, most)
}

func (t told) Carry(id notice.ID) error {
	_, err := t.Exec("UPDATE notice SET carried=TRUE WHERE id=$1", id)
	return err
}

func (t told) CarryAll(now time.Time, most int) (bool, error) {
	n, err := t.Exec(`UPDATE notice SET carried=TRUE WHERE NOT carried AND id IN
		(SELECT id FROM notice WHERE NOT carried AND due <= $1 ORDER BY due LIMIT $2)`, now, most)
	return n == int64(most), err
}

func (t told) PutOff(id notice.ID, due time.Time) error {
	_, err := t.Exec("UPDATE notice SET due=$2 WHERE id=$1 AND NOT carried", id, due)
	return err
}

// Owner leads from a face to its account. It serves sending alone: no page
// asks it.
func (t told) Owner(r party.Ref) (o notice.Owner, found bool, err error) {
	switch r.Kind {
	case party.KindGuest:
		found, err = t.Found("SELECT id FROM guest WHERE id=$1", db.Args(r.ID), &o.Guest)
	case party.KindFace:
		found, err = t.Found("SELECT account FROM face WHERE id=$1 AND account <> 0", db.Args(r.ID), &o.Account)
	}
	return o, found, err
}

// owner is how an owner is stored.
func owner(o notice.Owner) (kind string, id int64) {
	if o.Account != 0 {
		return "account", int64(o.Account)
	}
	return "guest", int64(o.Guest)
}

func ownerFrom(kind string, id int64) notice.Owner {
	if kind == "account" {
		return notice.Owner{Account: party.AccountID(id)}
	}
	return notice.Owner{Guest: party.GuestID(id)}
}

func (t told) Settings(o notice.Owner) (s notice.Settings, chosen bool, err error) {
	kind, id := owner(o)
	chosen, err = t.Found("SELECT today_only, quiet_from, quiet_to, zone FROM told WHERE owner=$1 AND owner_kind=$2", db.Args(id, kind),
		&s.TodayOnly, &s.Quiet.From, &s.Quiet.To, &s.Zone)
	return s, chosen, err
}

func (t told) SaveSettings(o notice.Owner, s notice.Settings) error {
	kind, id := owner(o)
	_, err := t.Exec(`INSERT INTO told (owner_kind, owner, today_only, quiet_from, quiet_to, zone) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (owner, owner_kind) DO UPDATE SET today_only=excluded.today_only, quiet_from=excluded.quiet_from,
		quiet_to=excluded.quiet_to, zone=excluded.zone`, kind, id, s.TodayOnly, s.Quiet.From, s.Quiet.To, s.Zone)
	return err
}

const wayColumns = "id, owner_kind, owner, kind, sealed, mark, language, made, confirmed, failing"

// wayRow is a way as it is stored.
type wayRow struct {
	notice.Way
	kind string
	id   int64
}

func scanWay(w *wayRow) []any {
	return []any{&w.ID, &w.kind, &w.id, &w.Kind, &w.Sealed, &w.Mark, &w.Language, db.Time{T: &w.Made}, &w.Confirmed, &w.Failing}
}

func (w wayRow) way() notice.Way {
	w.Owner = ownerFrom(w.kind, w.id)
	return w.Way
}

func (t told) Ways(o notice.Owner) (all []notice.Way, err error) {
	kind, id := owner(o)
	found, err := rows(t.Tx, scanWay, "SELECT "+wayColumns+" FROM reachable WHERE owner=$1 AND owner_kind=$2 ORDER BY made, id", id, kind)
	for _, w := range found {
		all = append(all, w.way())
	}
	return all, err
}

func (t told) Way(id notice.WayID) (notice.Way, bool, error) {
	var w wayRow
	found, err := t.Found("SELECT "+wayColumns+" FROM reachable WHERE id=$1", db.Args(id), scanWay(&w)...)
	return w.way(), found, err
}

func (t told) SaveWay(w notice.Way) error {
	kind, id := owner(w.Owner)
	_, err := t.Exec("INSERT INTO reachable ("+wayColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
		ON CONFLICT (id) DO UPDATE SET confirmed=excluded.confirmed, failing=excluded.failing`,
		w.ID, kind, id, w.Kind, w.Sealed, w.Mark, w.Language, w.Made, w.Confirmed, w.Failing)
	return err
}

func (t told) DropWay(id notice.WayID) error {
	_, err := t.Exec("DELETE FROM reachable WHERE id=$1", id)
	return err
}

// eraseTold forgets where and how somebody wanted to be told.
func eraseTold(t *db.Tx, o notice.Owner) error {
	kind, id := owner(o)
	for _, q := range []string{"DELETE FROM reachable WHERE owner=$1 AND owner_kind=$2", "DELETE FROM told WHERE owner=$1 AND owner_kind=$2"} {
		if _, err := t.Exec(q, id, kind); err != nil {
			return err
		}
	}
	return nil
}

// sweepTold forgets addresses that nobody confirmed, and all that belonged to
// guests who are gone.
func sweepTold(t *db.Tx, now time.Time) error {
	if _, err := t.Exec("DELETE FROM reachable WHERE NOT confirmed AND made <= $1", now.Add(-notice.ConfirmFor)); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM reachable WHERE owner_kind='guest' AND NOT EXISTS (SELECT 1 FROM guest WHERE guest.id = reachable.owner)",
		"DELETE FROM told WHERE owner_kind='guest' AND NOT EXISTS (SELECT 1 FROM guest WHERE guest.id = told.owner)",
	} {
		if _, err := t.Exec(q); err != nil {
			return err
		}
	}
	return nil
}
