package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/sheet"
	"alongside/internal/text"
	"alongside/internal/view"
)

// How much one page of a look ahead shows.
const (
	sampleMost = 4   // rows as they would stand
	noteMost   = 12  // rows that people should look at again
	twinMost   = 60  // pairs to decide on; of the others the later row stays out
	outMost    = 100 // rows left out
)

// preview gathers what a look ahead shows, in one walk over the sheet.
type preview struct {
	v       *visit
	page    *view.ImportPreviewPage
	pairs   []pair
	noted   int
	missing map[int]bool // rows that stand in pairs and were passed already
}

type pair struct {
	number int
	row    view.PreviewRow
	twin   sheet.Twin
}

func (h *House) sheetPreview(v *visit) error {
	d, err := h.sheetDraft(v)
	if err != nil {
		return err
	}
	p := view.ImportPreviewPage{Frame: v.frame(v.l.T("bring.preview_title"), view.NavGroups), Action: v.sheetPath(d.group, "/bring"), Key: freshKey(),
		Back: v.sheetPath(d.group, "/columns?"+queryOf("file", d.file, "as", string(d.as), "name", d.name)), Carry: d.carry(v, true)}
	w := &preview{v: v, page: &p, missing: map[int]bool{}}
	d.order.Warn = true
	r, err := h.Sheets.Look(v.r.Context(), v.viewer, d.order, w.take)
	if bad := v.columnProblems(d, err); len(bad) > 0 {
		return v.render(http.StatusUnprocessableEntity, view.ImportColumns(v.columnsPage(d, bad)))
	}
	if err != nil {
		return err
	}
	if err := w.pair(h, d); err != nil {
		return err
	}
	p.Counts, p.More = countsOf(r), r.LeftOut-len(p.Left)
	return v.render(http.StatusOK, view.ImportPreview(p))
}

// columnProblems puts a mistake in the mapping beside the first column that it
// is about.
func (v *visit) columnProblems(d sheetDraft, err error) (bad []view.Problem) {
	for _, f := range fault.FieldsOf(err) {
		at := 0
		for i, c := range d.order.Mapping.Columns {
			if c.Refused == "" && (string(c.Field) == f.Name || d.order.Mapping.Columns[at].Refused != "") {
				at = i
			}
		}
		bad = append(bad, view.Problem{Field: "column." + strconv.Itoa(at), Text: v.l.T(f.Say, f.Args...)})
	}
	return bad
}

func countsOf(r sheet.Report) view.Counts {
	return view.Counts{Read: r.Read, New: r.Created, Changed: r.Updated, Same: r.Twins, ToSort: r.ToSort, Left: r.LeftOut}
}

func (w *preview) take(l *sheet.Line) {
	switch {
	case l.Outcome == sheet.LeftOut:
		if len(w.page.Left) < outMost {
			w.page.Left = append(w.page.Left, view.LeftOut{Row: strconv.Itoa(l.Row), Title: firstCell(l.Cells), Why: w.v.l.T(l.Reason.Say, l.Reason.Args...)})
		}
	case l.Twin != nil && (l.Twin.How != sheet.BySame || l.Twin.Row > 0) && len(w.pairs) < twinMost:
		w.pairs = append(w.pairs, pair{l.Row, w.row(l), *l.Twin})
		w.missing[l.Twin.Row] = l.Twin.Row > 0
	case l.Call != nil && (len(w.page.Sample) < sampleMost || len(l.Notes) > 0 && w.noted < noteMost):
		if len(l.Notes) > 0 {
			w.noted++
		}
		w.page.Sample = append(w.page.Sample, w.row(l))
	}
}

// row is a line as it would stand, without what only the two sides may read.
func (w *preview) row(l *sheet.Line) view.PreviewRow {
	t := w.v.l
	r := view.PreviewRow{Row: t.T("bring.row_n", "n", l.Row)}
	if c := l.Call; c != nil {
		if r.Title = c.Title; r.Title == "" {
			r.Title = firstCell(l.Cells)
		}
		if c.Body != "" && c.Body != c.Title {
			r.Lines = append(r.Lines, clip(c.Body, 200))
		}
		for _, p := range c.Parts {
			if p.Title == "" {
				p.Title = t.T(p.Thing.Say())
			}
			if p.Title != r.Title {
				r.Lines = append(r.Lines, p.Title)
			}
		}
		if c.Area.Name != "" {
			r.Lines = append(r.Lines, c.Area.Name)
		}
		switch c.Kind {
		case sheet.AnAsk:
			r.Lines = append(r.Lines, t.T("bring.tray_ask"))
		case sheet.AnOffer:
			r.Lines = append(r.Lines, t.T("bring.tray_offer"))
		}
	}
	for _, n := range l.Notes {
		r.Lines = append(r.Lines, t.T(n.Say, n.Args...))
	}
	return r
}

func firstCell(cells []string) string {
	for _, c := range cells {
		if c != "" {
			return clip(c, 80)
		}
	}
	return ""
}

func clip(s string, most int) string { return text.Excerpt(s, most) }

// pair puts the pairs side by side. Of an earlier row of the sheet only the
// number is known: a second walk finds its words.
func (w *preview) pair(h *House, d sheetDraft) error {
	earlier := map[int]view.PreviewRow{}
	if len(w.missing) > 0 {
		d.order.Warn = false
		_, err := h.Sheets.Look(w.v.r.Context(), w.v.viewer, d.order, func(l *sheet.Line) {
			if w.missing[l.Row] {
				earlier[l.Row] = w.row(l)
			}
		})
		if err != nil {
			return err
		}
	}
	for _, p := range w.pairs {
		other := earlier[p.twin.Row]
		if p.twin.Row == 0 {
			other = view.PreviewRow{Row: w.v.l.T("bring.here_already"), Title: p.twin.Title}
		}
		p.row.Lines = append(p.row.Lines, w.v.l.T(p.twin.How.Say()))
		w.page.Twins = append(w.page.Twins, view.Twins{ID: strconv.Itoa(p.number), A: other, B: p.row, Options: []view.Option{
			{Value: "same", Label: w.v.l.T("bring.twins_same"), On: true}, {Value: "two", Label: w.v.l.T("bring.twins_two")}}})
	}
	return nil
}

// waitFor is how long the answer waits for an import to end.
const waitFor = 2 * time.Second

func (h *House) sheetBring(v *visit) error {
	d, err := h.sheetDraft(v)
	if err != nil {
		return err
	}
	b, err := h.Sheets.Begin(v.r.Context(), v.viewer, d.order)
	if fault.Is(err, fault.Taken) { // pressed twice, perhaps: show the one that runs
		all, lost := h.Sheets.Bundles(v.r.Context(), v.viewer, d.group.ID)
		if i := slices.IndexFunc(all, func(b sheet.Bundle) bool { return b.State == sheet.Staging }); lost == nil && i >= 0 {
			return v.to("/g/" + d.group.Slug + "/import/" + all[i].ID.String())
		}
	}
	if bad := v.columnProblems(d, err); len(bad) > 0 {
		return v.render(http.StatusUnprocessableEntity, view.ImportColumns(v.columnsPage(d, bad)))
	}
	if err != nil {
		return err
	}
	select { // a short sheet is in before its report is asked for
	case <-h.Sheets.BringLater(b, d.order, d.upload):
	case <-time.After(waitFor):
	}
	return v.to("/g/" + d.group.Slug + "/import/" + b.ID.String())
}

func (v *visit) bundleID() (sheet.BundleID, error) {
	n, err := id.Parse[call.Call](v.r.PathValue("bundle"))
	return sheet.BundleID(n), err
}
