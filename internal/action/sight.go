package action

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"alongside/internal/call"
	"alongside/internal/fault"
)

// Page is one page of a plan, after the first.
type Page string

const (
	TimePage  Page = "time"
	LevelPage Page = "levels"
	RolePage  Page = "roles"
	OutPage   Page = "out"
	OpenPage  Page = "open"
)

// sight is a page of a plan as somebody read it before they changed it.
type sight struct {
	page Page
	sum  string
}

// Seeing is the desk for somebody who read a page of a plan, with its Sum then.
// Where that page reads differently now, what they change is fault.Invalid in
// the field "seen", and nothing changed.
func (d *Desk) Seeing(p Page, sum string) *Desk {
	seeing := *d
	seeing.saw = &sight{p, sum}
	return &seeing
}

// stillReads makes sure that the page is as they read it. It looks in the
// transaction that writes: two may send at once.
func (d *Desk) stillReads(tx Tx, c call.Call, p Plan) (err error) {
	if d.saw == nil {
		return nil
	}
	now := Look{Plan: p}
	now.Call = c
	if now.Levels, err = tx.Levels(c.ID); err != nil {
		return err
	}
	if now.Roles, err = tx.Roles(c.ID); err != nil {
		return err
	}
	var f fault.Form
	f.Check(now.Sum(d.saw.page) == d.saw.sum, "seen", "action.page_changed")
	return f.Err("action.still_reads")
}

// Sum stands for all that a page of the plan shows, and nothing else.
func (l Look) Sum(p Page) string {
	plan := l.Plan
	switch p {
	case TimePage:
		w := plan.When
		return sum(l.Area, w.Start, w.At, w.Minutes, w.Zone.String(), w.Rule.String(), w.Left, w.Moved)
	case LevelPage:
		var all []any
		for _, x := range l.Levels {
			all = append(all, x.ID, x.Version)
		}
		return sum(all...)
	case RolePage:
		return sum(l.Roles)
	case OutPage:
		return sum(plan.Ways, plan.Drawing, plan.Legal, plan.Homes, plan.Facts, l.Speaks, plan.Bring, plan.Unsafe, plan.Link, plan.Ahead, plan.Soon)
	}
	return sum(l.State, l.Audience)
}

// Sum stands for what an effect does to the times there are. A planner who was
// shown it, and no other, is sure of it.
func (e Effect) Sum() string {
	type stay struct {
		ID           call.OccurrenceID
		Starts, Ends time.Time
	}
	var stays []stay
	for _, o := range e.Stays {
		stays = append(stays, stay{o.ID, o.Starts, o.Ends})
	}
	return sum(e.Gone, e.Changed, stays)
}

func sum(says ...any) string {
	b, err := json.Marshal(says)
	if err != nil {
		panic(err) // plain words and numbers
	}
	s := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(s[:12])
}
