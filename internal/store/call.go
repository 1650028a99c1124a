package store

import (
	"strings"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/text"
)

// spine is the transaction of the calls' room.
type spine struct{ *db.Tx }

var _ call.Tx = spine{}

// callColumns are a call's columns in the order that scanCall reads them.
const callColumns = "id, kind, side, title, body, language, area, cell, urgency, closest, speaks, " +
	"author_kind, author, typist_kind, typist, grp, audience, rule, state, reason, other, opened, " +
	"closes, closed, parts, answered, wanted, version, bundle, outside, circle, next"

func scanCall(scan func(...any) error, c *call.Call) error {
	return scan(&c.ID, &c.Kind, &c.Side, &c.Title, &c.Body, &c.Language, &c.Area.Name, cell{&c.Area.Cell},
		&c.Urgency, &c.Closest, &c.Speaks, &c.Author.Kind, &c.Author.ID, &c.Typist.Kind, &c.Typist.ID,
		&c.Group, &c.Audience, &c.Rule, &c.State, &c.Reason, &c.Other,
		db.Time{T: &c.Opened}, db.Time{T: &c.Closes}, db.Time{T: &c.ClosedAt},
		&c.Parts, &c.Full, lines{&c.Wanted}, &c.Version, &c.Bundle, &c.Outside, &c.Circle, db.Time{T: &c.Next})
}

func (t spine) AddCall(c call.Call, parts []call.Part) error {
	if err := t.addCall(c, parts); err != nil {
		return err
	}
	t.Touch(int64(c.ID))
	return t.file(c)
}

// addCall writes a call that no page shows yet, and no search finds.
func (t spine) addCall(c call.Call, parts []call.Part) error {
	if c.Kind != call.Action { // what an action still wants its plan says
		count(&c, parts)
	}
	_, err := t.Exec(`INSERT INTO call (`+callColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,
		$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32)`,
		c.ID, c.Kind, c.Side, c.Title, c.Body, c.Language, c.Area.Name, cellArg(c.Area.Cell), c.Urgency, c.Closest, c.Speaks,
		c.Author.Kind, c.Author.ID, c.Typist.Kind, c.Typist.ID, c.Group, c.Audience, c.Rule, c.State, c.Reason, c.Other,
		c.Opened, c.Closes, c.ClosedAt, c.Parts, c.Full, strings.Join(c.Wanted, "\n"), c.Version, c.Bundle, c.Outside, c.Circle, c.Next)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := t.AddPart(p); err != nil {
			return err
		}
	}
	return nil
}

func (t spine) Call(id call.ID) (c call.Call, err error) {
	err = t.Row("SELECT "+callColumns+" FROM call WHERE id = $1", db.Args(id), dests(&c)...)
	return c, err
}

// dests is scanCall's destinations, for a single row.
func dests(c *call.Call) (to []any) {
	scanCall(func(d ...any) error { to = d; return nil }, c)
	return to
}

// SaveCall writes all but what a call is born with. Its words are filed anew
// when they or its state changed.
func (t spine) SaveCall(c call.Call) error {
	old, err := t.Call(c.ID)
	if err != nil {
		return err
	}
	if c.Kind != call.Action { // what an action still wants its plan says
		parts, err := t.Parts(c.ID)
		if err != nil {
			return err
		}
		count(&c, parts)
	}
	_, err = t.Exec(`UPDATE call SET title=$2, body=$3, language=$4, area=$5, cell=$6, urgency=$7, closest=$8,
		speaks=$9, kind=$10, side=$11, audience=$12, rule=$13, state=$14, reason=$15, other=$16, closes=$17, closed=$18,
		parts=$19, answered=$20, wanted=$21, opened=$22, next=$23, version=version+1 WHERE id=$1`,
		c.ID, c.Title, c.Body, c.Language, c.Area.Name, cellArg(c.Area.Cell), c.Urgency, c.Closest,
		c.Speaks, c.Kind, c.Side, c.Audience, c.Rule, c.State, c.Reason, c.Other, c.Closes, c.ClosedAt,
		c.Parts, c.Full, strings.Join(c.Wanted, "\n"), c.Opened, c.Next)
	if err != nil {
		return err
	}
	t.Touch(int64(c.ID))
	if searchable(old) == searchable(c) && old.Words() == c.Words() {
		return nil
	}
	if err := t.unfile(old); err != nil {
		return err
	}
	return t.file(c)
}

// searchable reports whether a call's words are in the index: only calls that
// stand open on the board, or on their way there with an import.
func searchable(c call.Call) bool {
	return c.Audience == call.OnBoard && (c.State == call.Open || c.State == call.Staged)
}

func (t spine) file(c call.Call) error {
	if !searchable(c) {
		return nil
	}
	for _, token := range text.Tokens(c.Words()) {
		if _, err := t.Exec("INSERT INTO posting (token, opened, call) VALUES ($1, $2, $3)",
			text.Hash(token), c.Opened, c.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t spine) unfile(c call.Call) error {
	if !searchable(c) {
		return nil
	}
	for _, token := range text.Tokens(c.Words()) {
		if _, err := t.Exec("DELETE FROM posting WHERE token=$1 AND opened=$2 AND call=$3",
			text.Hash(token), c.Opened, c.ID); err != nil {
			return err
		}
	}
	return nil
}

const partColumns = "id, call, position, title, quantity, unit, starts, ends, taken, role, occurrence, asks"

func partDests(p *call.Part) []any {
	return []any{&p.ID, &p.Call, &p.Position, &p.Title, &p.Quantity, &p.Unit,
		db.Time{T: &p.Starts}, db.Time{T: &p.Ends}, &p.Taken, &p.Role, &p.Occurrence, &p.Asks}
}

func (t spine) AddPart(p call.Part) error {
	_, err := t.Exec("INSERT INTO part ("+partColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)",
		p.ID, p.Call, p.Position, p.Title, p.Quantity, p.Unit, p.Starts, p.Ends, p.Taken, p.Role, p.Occurrence, p.Asks)
	return err
}

func (t spine) Part(id call.PartID) (p call.Part, err error) {
	return p, t.Row("SELECT "+partColumns+" FROM part WHERE id=$1", db.Args(id), partDests(&p)...)
}

// CallOf reads a part and its call at once.
func (t spine) CallOf(id call.PartID) (c call.Call, p call.Part, err error) {
	return c, p, t.Row("SELECT "+callOf+", "+partOf+
		" FROM part JOIN call ON call.id = part.call WHERE part.id = $1", db.Args(id), append(dests(&c), partDests(&p)...)...)
}

func (t spine) Parts(c call.ID) ([]call.Part, error) {
	return rows(t.Tx, partDests, "SELECT "+partColumns+" FROM part WHERE call=$1 ORDER BY position", c)
}

func (t spine) SavePart(p call.Part) error {
	_, err := t.Exec("UPDATE part SET position=$2, title=$3, quantity=$4, unit=$5, starts=$6, ends=$7 WHERE id=$1",
		p.ID, p.Position, p.Title, p.Quantity, p.Unit, p.Starts, p.Ends)
	return err
}

func (t spine) DropPart(p call.PartID) error {
	_, err := t.Exec("DELETE FROM part WHERE id=$1", p)
	return err
}

// Take lets the database decide, in one statement, whether there is room. Only
// when that fills the part, or opens it again, is the call counted anew.
func (t spine) Take(p call.PartID, by int64) (bool, error) {
	var c call.ID
	var taken, quantity int64
	ok, err := t.Found(`UPDATE part SET taken = taken + $2
		WHERE id = $1 AND (quantity = 0 OR taken + $2 <= quantity) RETURNING call, taken, quantity`,
		db.Args(p, by), &c, &taken, &quantity)
	if err != nil || !ok {
		return false, err
	}
	t.Touch(int64(c))
	if quantity == 0 || (taken >= quantity) == (taken-by >= quantity) {
		return true, nil
	}
	return true, t.recount(c)
}

// wantedMost is how many open parts a list names.
const wantedMost = 3

// count says how many parts a call has, how many are full, and which are not.
func count(c *call.Call, parts []call.Part) {
	c.Parts, c.Full, c.Wanted = len(parts), 0, nil
	for _, p := range parts {
		switch {
		case p.IsFull():
			c.Full++
		case len(c.Wanted) < wantedMost:
			c.Wanted = append(c.Wanted, p.Title)
		}
	}
}

func (t spine) recount(id call.ID) error {
	parts, err := t.Parts(id)
	if err != nil {
		return err
	}
	var c call.Call
	count(&c, parts)
	_, err = t.Exec("UPDATE call SET answered = $2, wanted = $3 WHERE id = $1 AND kind <> 'action'", id, c.Full, strings.Join(c.Wanted, "\n"))
	return err
}

// lines scans a text of one item a line.
type lines struct{ to *[]string }

func (l lines) Scan(v any) error {
	s, _ := v.(string)
	if *l.to = nil; s != "" {
		*l.to = strings.Split(s, "\n")
	}
	return nil
}

// EraseCall removes a call and all that hangs on it. The record keeps its
// line; it names nobody.
func (t spine) EraseCall(id call.ID) error {
	c, err := t.Call(id)
	if err != nil {
		return err
	}
	if err := t.unfile(c); err != nil {
		return err
	}
	if err := t.buryKit(id); err != nil {
		return err
	}
	for _, q := range eraseCall {
		if _, err := t.Exec(q, id); err != nil {
			return err
		}
	}
	t.Touch(int64(id))
	return nil
}

var eraseCall = []string{
	"DELETE FROM word WHERE commitment IN (SELECT id FROM commitment WHERE call=$1)",
	"DELETE FROM handover WHERE commitment IN (SELECT id FROM commitment WHERE call=$1)",
	"DELETE FROM fill WHERE commitment IN (SELECT id FROM commitment WHERE call=$1)",
	"DELETE FROM pledge WHERE call=$1",
	"DELETE FROM voice WHERE call=$1",
	"DELETE FROM carried WHERE call=$1",
	"DELETE FROM source WHERE call=$1",
	"DELETE FROM detail WHERE call=$1",
	"DELETE FROM threadline WHERE call=$1",
	"DELETE FROM notice WHERE call=$1",
	"DELETE FROM sent WHERE call=$1",
	eraseMarks,
	"DELETE FROM line WHERE thing=$1",
	"DELETE FROM change WHERE thing=$1",
	"DELETE FROM rendering WHERE call=$1",
	"DELETE FROM live WHERE call=$1",
	"DELETE FROM place WHERE call=$1",
	"DELETE FROM habit WHERE call=$1",
	"DELETE FROM host_too WHERE call=$1",
	"DELETE FROM occurrence WHERE call=$1",
	"DELETE FROM role WHERE call=$1",
	"DELETE FROM level WHERE call=$1",
	"DELETE FROM action WHERE call=$1",
	"DELETE FROM commitment WHERE call=$1",
	"DELETE FROM part WHERE call=$1",
	"DELETE FROM call WHERE id=$1",
}
