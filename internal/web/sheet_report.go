package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/sheet"
	"alongside/internal/text"
	"alongside/internal/view"
	"alongside/internal/when"
)

// bundle is the bundle in the address, which is the group's in the address.
func (h *House) bundle(v *visit, most int) (g group.Group, b sheet.Bundle, err error) {
	if g, err = h.ours(v); err != nil {
		return g, b, err
	}
	n, err := v.bundleID()
	if err != nil {
		return g, b, fault.New("web.bundle", fault.NotFound, "")
	}
	b, err = h.Sheets.Bundle(v.r.Context(), v.viewer, n, most)
	if err == nil && b.Group != g.ID {
		err = fault.New("web.bundle", fault.NotFound, "")
	}
	return g, b, err
}

func (h *House) sheetReport(v *visit) error {
	g, b, err := h.bundle(v, outMost)
	if err != nil {
		return err
	}
	p := view.ImportReportPage{Frame: v.frame(v.bundleName(b), view.NavGroups), Back: v.sheetPath(g, ""), Counts: countsOf(b.Report)}
	switch b.State {
	case sheet.Staging:
		p.Running, p.Refresh = true, 2
		if b.Total > 0 {
			p.Share = int(b.Done * 100 / b.Total)
		}
	case sheet.Failed:
		p.Failed = v.l.T(b.Why)
	case sheet.TakenBack:
		p.Failed = v.l.T("bring.undone")
		p.Result = view.Link{}
	default:
		v.fillReport(&p, g, b)
	}
	return v.render(http.StatusOK, view.ImportReport(p))
}

func (v *visit) fillReport(p *view.ImportReportPage, g group.Group, b sheet.Bundle) {
	here := v.sheetPath(g, "/"+b.ID.String())
	p.Result = view.Link{Text: g.Name, Href: v.in("/g/" + g.Slug)}
	p.Export = v.in("/g/" + g.Slug + "/" + string(b.As) + ".csv")
	if b.Report.ToSort > 0 {
		p.Sort = v.in("/g/" + g.Slug + "/tray")
	}
	if b.Undoable(v.now) {
		p.Undo = here + "/undo"
		p.Until = v.l.T("bring.undo_until", "day", v.l.Day(v.local(b.Finished.Add(when.ImportsFor))))
	}
	for _, o := range b.Report.LeftOutRows {
		p.Left = append(p.Left, view.LeftOut{Row: strconv.Itoa(o.Row), Title: o.Column, Why: v.l.T(o.Say, o.Args...)})
	}
	for _, t := range b.Report.TwinRows {
		if len(p.Left) < outMost {
			p.Left = append(p.Left, view.LeftOut{Row: strconv.Itoa(t.Row), Why: v.twinWhy(t)})
		}
	}
	if b.Report.LeftOut+b.Report.Twins > 0 {
		p.LeftAll = here + "/left-out.csv"
	}
}

// twinWhy says what a row looks like, and which row it is like.
func (v *visit) twinWhy(t sheet.TwinRow) string {
	why := v.l.T(t.How.Say())
	if t.Of > 0 {
		why += " (" + v.l.T("bring.row_n", "n", t.Of) + ")"
	}
	return why
}

func (h *House) sheetUndo(v *visit) error {
	g, b, err := h.bundle(v, 0)
	if err != nil {
		return err
	}
	u, err := h.Sheets.Undo(v.r.Context(), v.viewer, b.ID)
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("bring.undone_title"), view.NavGroups), Lines: []string{v.l.T("bring.undone")},
		Links: []view.Link{{Text: g.Name, Href: v.in("/g/" + g.Slug)}}}
	if len(u.Kept) > 0 {
		p.Lines = append(p.Lines, v.l.N("bring.undone_kept", len(u.Kept)))
		for _, c := range u.Kept[:min(len(u.Kept), outMost)] {
			l, err := h.Spine.Look(v.r.Context(), v.viewer, c)
			if err != nil {
				return err
			}
			p.Links = append(p.Links, view.Link{Text: l.Title, Href: v.in("/c/" + c.String())})
		}
	}
	return v.render(http.StatusOK, view.Note(p))
}

// sheetLeftOut is every row that did not come in, as a sheet.
func (h *House) sheetLeftOut(v *visit) error {
	_, b, err := h.bundle(v, sheet.MaxRows)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.Write([]string{v.l.T("bring.row"), v.l.T("bring.column"), v.l.T("bring.why")})
	for _, o := range b.Report.LeftOutRows {
		w.Write([]string{strconv.Itoa(o.Row), text.Cell(o.Column), text.Cell(v.l.T(o.Say, o.Args...))})
	}
	for _, t := range b.Report.TwinRows {
		w.Write([]string{strconv.Itoa(t.Row), "", text.Cell(v.twinWhy(t))})
	}
	w.Flush()
	return v.download("left-out.csv", out.Bytes())
}

func (v *visit) download(name string, body []byte) error {
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return v.answer(http.StatusOK, "text/csv; charset=utf-8", body)
}

func (h *House) sheetAsks(v *visit) error   { return h.sheetOut(v, sheet.AsAsks) }
func (h *House) sheetOffers(v *visit) error { return h.sheetOut(v, sheet.AsOffers) }

// sheetOut gives a group's sheet back in its own columns.
func (h *House) sheetOut(v *visit, as sheet.As) error {
	g, err := h.ours(v)
	if err != nil {
		return err
	}
	if err := v.brake("sheet"); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := h.Sheets.Export(v.r.Context(), v.viewer, g.ID, as, v.l.Tag(), &out); err != nil {
		return err
	}
	return v.download(g.Slug+"-"+string(as)+".csv", out.Bytes())
}

// tray is the rows that nobody could place, for members alone.
func (h *House) tray(v *visit) error {
	g, err := h.ours(v)
	if err != nil {
		return err
	}
	after, _ := id.Parse[call.Call](v.r.URL.Query().Get("after")) // none: from the beginning
	rows, more, err := h.Sheets.Tray(v.r.Context(), v.viewer, g.ID, after)
	if err != nil {
		return err
	}
	here := v.in("/g/" + g.Slug + "/tray")
	p := view.TrayPage{Frame: v.frame(v.l.T("bring.tray_title"), view.NavGroups), Back: v.in("/g/" + g.Slug), Action: here}
	for _, c := range rows {
		words := c.Body
		if words == "" {
			words = c.Title
		}
		p.Rows = append(p.Rows, view.TrayRow{ID: c.ID.String(), Text: words, From: c.Area.Name})
	}
	if more {
		p.More = here + "?" + queryOf("after", rows[len(rows)-1].ID.String())
	}
	return v.render(http.StatusOK, view.Tray(p))
}

var trayActs = map[string]call.Side{"ask": call.Ask, "offer": call.Offer}

func (h *House) traySort(v *visit) error {
	g, err := h.ours(v)
	if err != nil {
		return err
	}
	row, err := id.Parse[call.Call](v.r.PostFormValue("row"))
	if err != nil {
		return fault.New("web.tray", fault.NotFound, "")
	}
	if do := v.r.PostFormValue("do"); do == "drop" {
		err = h.Sheets.LeaveOut(v.r.Context(), v.viewer, row)
	} else {
		err = h.Sheets.Sort(v.r.Context(), v.viewer, row, trayActs[do])
	}
	if err != nil {
		return err
	}
	return v.to("/g/" + g.Slug + "/tray")
}
