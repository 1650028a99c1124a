package web

import (
	"strconv"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/view"
)

func (h *House) editForm(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	l, err := h.own(v)
	if err != nil {
		return err
	}
	e := v.editing(l)
	if e.source, err = h.Carry.SourceOf(v.r.Context(), l.ID); err != nil {
		return err
	}
	return v.render(200, view.Edit(e.page(nil)))
}

// editing is a call with what its author has typed over it.
type editing struct {
	v      *visit
	l      call.Look
	sent   bool // the form has been filled in
	dated  bool // all of it has one day, or none
	due    time.Time
	source carry.Source
}

func (v *visit) editing(l call.Look) *editing {
	e := &editing{v: v, l: l, dated: true, sent: v.r.Method == "POST"}
	for i, p := range l.Parts {
		if i == 0 {
			e.due = p.Due()
		}
		span := !p.Starts.IsZero() && !p.Ends.IsZero() && !p.Starts.Equal(p.Ends)
		e.dated = e.dated && !span && p.Due().Equal(e.due)
	}
	return e
}

// field is what was typed, or what stands.
func (e *editing) field(name, stands string) string {
	if e.sent {
		return e.v.r.PostFormValue(name)
	}
	return stands
}

// day is the day and hour that stand, as the form shows them.
func (e *editing) day() (date, clock string) {
	if e.due.IsZero() {
		return "", ""
	}
	t := e.v.local(e.due)
	if date = t.Format(time.DateOnly); t.Hour() == 23 && t.Minute() == 59 {
		return date, "" // by its end
	}
	return date, t.Format("15:04")
}

func (e *editing) page(bad []view.Problem) view.EditPage {
	v, l := e.v, e.l
	date, clock := e.day()
	p := view.EditPage{Frame: v.frame(v.l.T("mine.edit"), view.NavYou), Action: v.base + "/c/" + l.ID.String() + "/edit",
		Key: freshKey(), Back: v.home(), Title: e.field("title", l.Title), Body: e.field("text", l.Body), Area: e.field("place", l.Area.Name),
		Dated: e.dated, Date: e.field("date", date), Time: e.field("time", clock),
		Reach: e.field("reach", l.Detail.Reach), Exact: e.field("exact", l.Detail.Spot), Parts: e.rows()}
	p.Problems, p.Carry = bad, l.Audience == call.OnBoard
	if !e.source.UseBy.IsZero() {
		p.UseBy = v.local(e.source.UseBy).Format(time.DateOnly)
	}
	p.UseBy = e.field("useby", p.UseBy)
	p.Opened = len(p.Parts) > 2
	for _, b := range bad {
		p.Opened = p.Opened || strings.HasPrefix(b.Field, "part.")
	}
	return p
}

// rows are the parts, and one more line to add to them. A part that somebody
// has answered is shown as it stands.
func (e *editing) rows() (all []view.EditPart) {
	typed := e.typed()
	for _, p := range e.l.Parts {
		row := view.EditPart{ID: p.ID.String(), Name: p.Title, Count: strconv.FormatInt(p.Quantity, 10)}
		if t, there := typed[p.ID.String()]; there {
			row.Name, row.Count = t[0].name, t[0].count
		}
		if e.l.Answered[p.ID] {
			row.Taken = e.v.l.T("ask.part_stays")
		}
		all = append(all, row)
	}
	for _, t := range typed[""] {
		if t.name != "" {
			all = append(all, view.EditPart{Name: t.name, Count: t.count})
		}
	}
	if len(all) < call.PartsMost {
		all = append(all, view.EditPart{})
	}
	return all
}

type typedPart struct{ name, count string }

// typed are the lines of the form by the part they stand for; new ones stand
// for none.
func (e *editing) typed() map[string][]typedPart {
	all := map[string][]typedPart{}
	form := e.v.r.PostForm
	for i, name := range form["part"] {
		var which, count string
		if i < len(form["part-id"]) {
			which = form["part-id"][i]
		}
		if i < len(form["count"]) {
			count = strings.TrimSpace(form["count"][i])
		}
		all[which] = append(all[which], typedPart{strings.TrimSpace(name), count})
	}
	return all
}

// draft is the call as it shall stand, and what cannot be read of it.
func (e *editing) draft() (d call.Draft, bad []view.Problem) {
	v, l, form := e.v, e.l, e.v.r.PostFormValue
	d = call.Draft{Key: v.formKey(), Title: form("title"), Body: form("text"), Language: l.Language, Urgency: l.Urgency,
		Closest: l.Closest, Kind: l.Kind, Side: l.Side, Area: l.Area, Reach: e.l.Detail.Reach, Spot: e.l.Detail.Spot}
	if form("place") != l.Area.Name {
		d.Area = placeOf(form("place"))
	}
	if v.r.PostForm.Has("reach") {
		d.Reach, d.Spot = form("reach"), form("exact")
	}
	for _, row := range e.rows() {
		part := call.DraftPart{Title: row.Name, Quantity: 1}
		if n, err := strconv.ParseInt(row.Count, 10, 64); row.Count != "" {
			if part.Quantity = n; err != nil {
				part.Quantity = -1 // said beside the field by Check
			}
		}
		for _, p := range l.Parts {
			if p.ID.String() == row.ID {
				part.ID, part.Unit, part.Starts, part.Ends = p.ID, p.Unit, p.Starts, p.Ends
			}
		}
		if part.Title == l.Title && len(l.Parts) == 1 && part.ID != 0 {
			part.Title = d.Title // it is named as the whole
		}
		d.Parts = append(d.Parts, part)
	}
	return d, e.moved(&d)
}

// moved sets the day that was chosen, when it is another one.
func (e *editing) moved(d *call.Draft) []view.Problem {
	date, clock := e.day()
	if !e.dated || !e.v.r.PostForm.Has("date") || e.field("date", "") == date && e.field("time", "") == clock {
		for i := range d.Parts {
			if p := &d.Parts[i]; p.ID == 0 && e.dated && len(e.l.Parts) > 0 {
				p.Starts, p.Ends = e.l.Parts[0].Starts, e.l.Parts[0].Ends
			}
		}
		return nil
	}
	t, bad := e.v.moment(e.field("date", ""), e.field("time", ""))
	for i := range d.Parts {
		d.Parts[i].Starts, d.Parts[i].Ends = t, time.Time{}
	}
	if d.Urgency == call.Today {
		d.Urgency = call.Whenever
	}
	return bad
}

func (h *House) edit(v *visit) error {
	l, err := h.own(v)
	if err != nil {
		return err
	}
	e := v.editing(l)
	d, bad := e.draft()
	until, wrong := v.useBy()
	bad = append(bad, wrong...)
	status := 422
	if len(bad) == 0 {
		err = h.Spine.Edit(v.r.Context(), v.viewer, l.ID, d)
		bad, status = v.refused(err, "title")
	}
	if len(bad) == 0 && err == nil && v.r.PostForm.Has("useby") {
		err = h.Carry.UseBy(v.r.Context(), v.viewer, l.ID, until)
	}
	if len(bad) > 0 {
		return v.render(status, view.Edit(e.page(bad)))
	}
	if err != nil {
		return err
	}
	return v.to(v.home("done", "changed"))
}
