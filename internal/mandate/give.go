package mandate

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Given is what a decision gives, as its data carries it.
type Given struct {
	Scope   party.Scope    `json:"scope"`
	Words   string         `json:"words"`
	Holders []party.FaceID `json:"holders"`
	Shadow  party.FaceID   `json:"shadow,omitempty"`
	Days    int            `json:"days"`
	Note    string         `json:"note,omitempty"`
}

// Recall is what a decision ends, as its data carries it.
type Recall struct {
	Mandate party.MandateID `json:"mandate"`
}

// Data is what a decision carries.
func (g Given) Data() []byte  { return data(g) }
func (r Recall) Data() []byte { return data(r) }

func data(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // words and numbers only
	}
	return b
}

// Gives reports whether a face is to hold it.
func (g Given) Gives(f party.FaceID) bool { return slices.Contains(g.Holders, f) }

// ReadGiven and ReadRecall read what a decision carries.
func ReadGiven(data []byte) (g Given, err error)   { return g, read(data, &g) }
func ReadRecall(data []byte) (r Recall, err error) { return r, read(data, &r) }

func read(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return fault.New("mandate.read", fault.Invalid, "")
	}
	return nil
}

// Check tidies what is to be given and notes its mistakes by their form fields,
// in the order in which the form has them.
func (g *Given) Check(f *fault.Form) {
	f.Check(g.Scope.Known(), "scope", "mandate.choose_scope")
	g.Holders = slices.DeleteFunc(g.Holders, func(x party.FaceID) bool { return x == 0 })
	slices.Sort(g.Holders)
	g.Holders = slices.Compact(g.Holders)
	f.Check(len(g.Holders) > 0, "holders", "mandate.choose_holders")
	f.Check(len(g.Holders) <= HoldersMost, "holders", "mandate.too_many_holders", "most", HoldersMost)
	f.Check(g.Days >= 1 && g.Days <= DaysMost, "days", "group.number_between", "least", 1, "most", DaysMost)
	f.Check(g.Shadow == 0 || !slices.Contains(g.Holders, g.Shadow), "shadow", "mandate.shadow_holds")
	tidy(f, "words", &g.Words, WordsMost)
	f.Check(g.Words != "", "words", "mandate.say_words")
	tidy(f, "note", &g.Note, NoteMost)
}

func tidy(f *fault.Form, name string, s *string, most int) {
	clean, err := text.CleanLines(*s, most)
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = clean
}

// InForce gives a mandate, inside the transaction of the decision by that
// closes. Whoever has left meanwhile, is on trial or paused, gets none; when
// that is everybody the group has moved on.
func (d *Desk) InForce(_ context.Context, tx Tx, g party.GroupID, by int64, data []byte) error {
	const op = "mandate.in_force"
	given, err := ReadGiven(data)
	if err != nil {
		return err
	}
	var f fault.Form
	if given.Check(&f); f.Err(op) != nil {
		return f.Err(op)
	}
	now := d.Clock.Now()
	m := Mandate{ID: party.MandateID(id.New[Mandate]()), Group: g, Scope: given.Scope, Words: given.Words, Begins: now,
		Ends: now.AddDate(0, 0, given.Days), Note: given.Note, Decision: by}
	_, err = d.give(tx, m, given.Holders, given.Shadow)
	return fault.Wrap(op, err)
}

// give writes a mandate for those of the faces that may hold one.
func (d *Desk) give(tx Tx, m Mandate, holders []party.FaceID, shadow party.FaceID) (given int, err error) {
	m.Reminded = m.Ends.Sub(m.Begins) <= RemindAhead // it need not be told of what it has just read
	parts := []Holder{}
	for _, face := range append(slices.Clone(holders), shadow) {
		may, err := d.may(tx, m.Group, face)
		if err != nil {
			return 0, err
		}
		if !may {
			continue
		}
		part := Holds
		if face == shadow {
			part = Shadows
		} else {
			given++
		}
		parts = append(parts, Holder{Mandate: m.ID, Face: face, Part: part})
	}
	if given == 0 {
		return 0, fault.New("mandate.give", fault.Stale, "mandate.nobody_left")
	}
	if err := tx.AddMandate(m); err != nil {
		return 0, err
	}
	for _, h := range parts {
		if err := tx.PutHolder(h); err != nil {
			return 0, err
		}
	}
	return given, nil
}

// may reports whether a face may hold a mandate of this group now.
func (d *Desk) may(tx Tx, g party.GroupID, f party.FaceID) (bool, error) {
	if f == 0 {
		return false, nil
	}
	m, in, err := tx.Member(f)
	return in && m.Group == g && m.Through(d.Clock.Now()), err
}

// RecallInForce ends a mandate at once, inside the transaction of the decision
// that closes. One that has ended by itself has ended.
func (d *Desk) RecallInForce(_ context.Context, tx Tx, g party.GroupID, _ int64, data []byte) error {
	const op = "mandate.recall"
	r, err := ReadRecall(data)
	if err != nil {
		return err
	}
	m, there, err := tx.Mandate(r.Mandate)
	if err == nil && (!there || m.Group != g || !m.Runs(d.Clock.Now())) {
		err = fault.New(op, fault.Stale, "mandate.has_ended")
	}
	if err != nil {
		return err
	}
	return d.end(tx, m, d.Clock.Now())
}

// end ends a mandate now. Those who held it stay written down, those who were
// asked to take it over do not.
func (d *Desk) end(tx Tx, m Mandate, now time.Time) error {
	m.Ends, m.Reminded = now, true
	if err := tx.SaveMandate(m); err != nil {
		return err
	}
	all, err := tx.Holders(m.ID)
	for _, h := range all {
		if err == nil && h.Stead != 0 {
			err = d.unask(tx, h)
		}
	}
	return err
}

// Forget takes a face that leaves its group out of every mandate, inside the
// transaction in which it leaves.
func (d *Desk) Forget(tx Tx, f party.FaceID) error {
	all, err := tx.MandatesIn(f)
	for _, which := range all {
		if err == nil {
			err = d.forget(tx, which, f)
		}
	}
	return err
}

func (d *Desk) forget(tx Tx, which party.MandateID, f party.FaceID) error {
	if _, err := tx.DropHolder(which, f); err != nil {
		return err
	}
	m, there, err := tx.Mandate(which)
	if err != nil || !there || !m.Runs(d.Clock.Now()) {
		return err
	}
	return d.dropped(tx, m, f)
}

// dropped settles what follows when somebody is out of a mandate: whom they
// asked is not asked any more, and a mandate that nobody holds has ended.
func (d *Desk) dropped(tx Tx, m Mandate, f party.FaceID) error {
	all, err := tx.Holders(m.ID)
	held := false
	for _, h := range all {
		held = held || h.Part == Holds
		if err == nil && h.Stead == f {
			err = d.unask(tx, h)
		}
	}
	if err != nil || held {
		return err
	}
	return d.end(tx, m, d.Clock.Now())
}

// unask takes back that somebody was asked. A shadow stays one.
func (d *Desk) unask(tx Tx, h Holder) error {
	if h.Part == Asked {
		_, err := tx.DropHolder(h.Mandate, h.Face)
		return err
	}
	h.Stead = 0
	return tx.PutHolder(h)
}

// remindMost bounds how many mandates one sweep tells of at once.
const remindMost = 200

// Sweep tells holders that their mandates end soon, and erases the notes of
// those that ended long ago.
func (d *Desk) Sweep(ctx context.Context) error {
	for more := true; more; {
		err := d.Store.Update(ctx, func(tx Tx) error {
			now := d.Clock.Now()
			all, err := tx.EndingBefore(now.Add(RemindAhead), remindMost)
			more = len(all) == remindMost
			for _, m := range all {
				if err == nil {
					err = d.remind(tx, m, now)
				}
			}
			if err != nil {
				return err
			}
			return tx.ForgetNotes(now.Add(-when.NotesFor))
		})
		if err != nil {
			return fault.Wrap("mandate.sweep", err)
		}
	}
	return nil
}

// remind tells those who hold a mandate that it ends soon, once.
func (d *Desk) remind(tx Tx, m Mandate, now time.Time) error {
	m.Reminded = true
	if err := tx.SaveMandate(m); err != nil || !m.Runs(now) {
		return err
	}
	all, err := tx.Holders(m.ID)
	for _, h := range all {
		if err == nil && h.Part == Holds {
			err = d.tell(tx, h.Face, notice.MandateEnds, m)
		}
	}
	return err
}
