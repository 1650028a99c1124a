package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/sheet"
	"alongside/internal/view"
)

// A group's sheet in four pages: the file, its columns, a look ahead, the
// report. Nothing is kept between the pages but the file, for an hour; the
// rest travels in the forms.
var sheetRoutes = []route{
	{pattern: "GET /g/{slug}/import", guard: member, do: (*House).sheetForm, private: true},
	{pattern: "POST /g/{slug}/import", guard: member, do: (*House).sheetFile, private: true, bytes: sheet.MaxSize + 1<<20},
	{pattern: "GET /g/{slug}/import/columns", guard: member, do: (*House).sheetColumns, private: true},
	{pattern: "GET /g/{slug}/import/preview", guard: member, do: (*House).sheetAgain, private: true},
	{pattern: "POST /g/{slug}/import/preview", guard: member, do: (*House).sheetPreview, private: true},
	{pattern: "POST /g/{slug}/import/bring", guard: member, do: (*House).sheetBring, private: true},
	{pattern: "GET /g/{slug}/import/{bundle}", guard: member, do: (*House).sheetReport, private: true},
	{pattern: "POST /g/{slug}/import/{bundle}/undo", guard: member, do: (*House).sheetUndo, private: true},
	{pattern: "GET /g/{slug}/import/{bundle}/left-out.csv", guard: member, do: (*House).sheetLeftOut, private: true},
	{pattern: "GET /g/{slug}/tray", guard: member, do: (*House).tray, private: true},
	{pattern: "POST /g/{slug}/tray", guard: member, do: (*House).traySort, private: true},
	{pattern: "GET /g/{slug}/asks.csv", guard: member, do: (*House).sheetAsks, private: true},
	{pattern: "GET /g/{slug}/offers.csv", guard: member, do: (*House).sheetOffers, private: true},
}

// uploadTime is how long a large file may take over a slow line.
const uploadTime = 10 * time.Minute

// ours is the group in the address, of which the reader is a member past their
// trial.
func (h *House) ours(v *visit) (group.Group, error) {
	l, err := h.trusted(v)
	return l.Group, err
}

func (v *visit) sheetPath(g group.Group, more string) string {
	return v.in("/g/" + g.Slug + "/import" + more)
}

func (h *House) sheetForm(v *visit) error {
	g, err := h.ours(v)
	if err != nil {
		return err
	}
	return v.sheetFilePage(g, http.StatusOK, "", "", nil)
}

// sheetAgain leads to the beginning whoever comes to the look ahead without its
// form: by another language, or by an address.
func (h *House) sheetAgain(v *visit) error {
	return v.to("/g/" + v.r.PathValue("slug") + "/import")
}

func (v *visit) sheetFilePage(g group.Group, status int, as, name string, bad []view.Problem) error {
	bundles, err := v.h.Sheets.Bundles(v.r.Context(), v.viewer, g.ID)
	if err != nil {
		return err
	}
	p := view.ImportFilePage{Frame: v.frame(v.l.T("bring.file_title"), view.NavGroups), Action: v.sheetPath(g, ""), Back: v.in("/g/" + g.Slug),
		Name: name, Most: v.l.T("bring.most", "mb", sheet.MaxSize>>20)}
	p.Problems = bad
	p.As = []view.Option{{Value: string(sheet.AsAsks), Label: v.l.T("bring.as_asks"), On: as != string(sheet.AsOffers)},
		{Value: string(sheet.AsOffers), Label: v.l.T("bring.as_offers"), On: as == string(sheet.AsOffers)}}
	for _, b := range bundles {
		if b.State == sheet.Staging || b.Undoable(v.now) {
			p.Recent = append(p.Recent, view.ImportDone{Name: v.bundleName(b), When: v.l.NearClock(v.local(b.Started), v.local(v.now)),
				Href: v.sheetPath(g, "/"+b.ID.String())})
		}
	}
	waiting, _, err := v.h.Sheets.Tray(v.r.Context(), v.viewer, g.ID, 0)
	if err != nil {
		return err
	}
	if len(waiting) > 0 {
		p.Tray = v.in("/g/" + g.Slug + "/tray")
	}
	p.Take = []view.Link{{Text: v.l.T("bring.take_asks"), Href: v.in("/g/" + g.Slug + "/asks.csv")},
		{Text: v.l.T("bring.take_offers"), Href: v.in("/g/" + g.Slug + "/offers.csv")}}
	return v.render(status, view.ImportFile(p))
}

// bundleName is what people called it, or its day.
func (v *visit) bundleName(b sheet.Bundle) string {
	if b.Name != "" {
		return b.Name
	}
	return v.l.T("bring.named", "day", v.l.Day(v.local(b.Started)))
}

// sheetFile takes the file as it comes, without a copy on any other disk.
func (h *House) sheetFile(v *visit) error {
	g, err := h.ours(v)
	if err != nil {
		return err
	}
	if err := v.brake("sheet"); err != nil {
		return err
	}
	until := http.NewResponseController(v.w)
	until.SetReadDeadline(v.now.Add(uploadTime)) // a server that cannot keeps its own
	until.SetWriteDeadline(v.now.Add(uploadTime + time.Minute))
	form, err := v.sheetParts(g)
	if bad := v.problems(err); len(bad) > 0 {
		return v.sheetFilePage(g, http.StatusUnprocessableEntity, form["as"], form["name"], bad)
	}
	if err != nil {
		return err
	}
	return v.to("/g/" + g.Slug + "/import/columns?" + queryOf("file", form["file"], "as", form["as"], "name", form["name"]))
}

// sheetParts reads the parts of the form one after the other. The file's value
// is the secret that finds it again.
func (v *visit) sheetParts(g group.Group) (form map[string]string, err error) {
	form = map[string]string{}
	r, err := v.r.MultipartReader()
	if err != nil {
		return form, noFile()
	}
	for {
		part, err := r.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			if form["file"] == "" {
				return form, noFile()
			}
			return form, v.sheetOpens(g, form["file"])
		case err != nil:
			return form, tooLong(err)
		}
		if part.FormName() != "file" {
			b, err := io.ReadAll(io.LimitReader(part, 1000))
			if err != nil {
				return form, tooLong(err)
			}
			form[part.FormName()] = string(b)
			continue
		}
		if fileName(part) == "" {
			continue // nothing was picked
		}
		secret, err := v.h.Sheets.Take(v.r.Context(), v.viewer, g.ID, fileName(part), part)
		if err != nil {
			return form, tooLong(err)
		}
		form["file"] = secret.Reveal()
	}
}

func noFile() error {
	var f fault.Form
	f.Add("file", "bring.pick_file")
	return f.Err("web.sheet")
}

// tooLong turns the reader's limit into the sheet's own sentence.
func tooLong(err error) error {
	var large *http.MaxBytesError
	if !errors.As(err, &large) {
		return err
	}
	var f fault.Form
	f.Add("file", "sheet.too_large", "mb", sheet.MaxSize>>20)
	return f.Err("web.sheet")
}

// fileName is what the reader calls the file, without folders.
func fileName(p *multipart.Part) string {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := params["filename"]
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// sheetOpens says at once when what was sent is no sheet.
func (v *visit) sheetOpens(g group.Group, secret string) error {
	u, _, err := v.h.Sheets.Taken(v.r.Context(), v.viewer, g.ID, id.SecretFrom(secret))
	if err != nil && u.ID != 0 {
		err = errors.Join(err, v.h.Sheets.Drop(v.r.Context(), u))
	}
	return err
}

// sheetDraft is a sheet on its way through the pages.
type sheetDraft struct {
	group  group.Group
	upload sheet.Upload
	file   string // the secret
	as     sheet.As
	name   string
	order  sheet.Order
}

// sheetDraft opens the file that the form or the address names, with its
// columns as guessed and, from a form, as people set them.
func (h *House) sheetDraft(v *visit) (d sheetDraft, err error) {
	if d.group, err = h.ours(v); err != nil {
		return d, err
	}
	v.r.ParseForm()
	value := v.r.Form.Get
	d.file, d.as, d.name = value("file"), sheet.As(value("as")), value("name")
	if d.as != sheet.AsOffers {
		d.as = sheet.AsAsks
	}
	var f *sheet.File
	if d.upload, f, err = h.Sheets.Taken(v.r.Context(), v.viewer, d.group.ID, id.SecretFrom(d.file)); err != nil {
		return d, err
	}
	d.order = sheet.Order{Group: d.group.ID, File: f, Mapping: sheet.Guess(d.as, f.Head, f.Sample), Name: d.name, Language: v.l.Tag(),
		Keep: v.keptTwins()}
	if v.r.Method == http.MethodPost {
		v.setColumns(&d.order.Mapping)
	}
	return d, nil
}

// keptTwins are the rows that people want although they look like others. It
// outlives the request.
func (v *visit) keptTwins() func(row int) bool {
	keep := map[int]bool{}
	for name, said := range v.r.PostForm {
		if row, isTwin := strings.CutPrefix(name, "twin."); isTwin && said[0] == "two" {
			n, err := strconv.Atoi(row)
			keep[n] = err == nil
		}
	}
	return func(row int) bool { return keep[row] }
}

// skipped is the choice to leave a column out altogether.
const skipped = "skip"

func (v *visit) setColumns(m *sheet.Mapping) {
	for i := range m.Columns {
		said, there := v.r.PostForm["column."+strconv.Itoa(i)]
		if !there {
			continue
		}
		field, thing, _ := strings.Cut(said[0], ".")
		if field == skipped {
			m.Skip(i)
			continue
		}
		m.Set(i, sheet.Field(field), sheet.Thing(thing))
	}
	if order := sheet.DateOrder(v.r.PostForm.Get("dates")); order == sheet.DayFirst || order == sheet.MonthFirst {
		m.Dates, m.DatesSure = order, true
	}
}

// carry is what the next page needs to know.
func (d *sheetDraft) carry(v *visit, columns bool) []view.Hidden {
	all := []view.Hidden{{Name: "file", Value: d.file}, {Name: "as", Value: string(d.as)}, {Name: "name", Value: d.name}}
	if !columns {
		return all
	}
	for _, c := range d.order.Mapping.Columns {
		all = append(all, view.Hidden{Name: "column." + strconv.Itoa(c.Index), Value: columnValue(c)})
	}
	return append(all, view.Hidden{Name: "dates", Value: string(d.order.Mapping.Dates)})
}

func columnValue(c sheet.Column) string {
	switch {
	case c.Skip:
		return skipped
	case c.Field == sheet.OneThing:
		return string(c.Field) + "." + string(c.Thing)
	}
	return string(c.Field)
}

func (h *House) sheetColumns(v *visit) error {
	d, err := h.sheetDraft(v)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, view.ImportColumns(v.columnsPage(d, nil)))
}

func (v *visit) columnsPage(d sheetDraft, bad []view.Problem) view.ImportColumnsPage {
	p := view.ImportColumnsPage{Frame: v.frame(v.l.T("bring.columns_title"), view.NavGroups), Action: v.sheetPath(d.group, "/preview"),
		Back: v.sheetPath(d.group, ""), Carry: d.carry(v, false)}
	p.Problems = bad
	if name := profileNames[d.order.File.Profile]; name != "" {
		p.Profile = v.l.T("bring.profile", "name", name)
	}
	for _, c := range d.order.Mapping.Columns {
		col := view.Column{Index: strconv.Itoa(c.Index), Header: c.Head}
		if c.Refused != "" {
			col.Refused = v.l.T(c.Refused.Say(), "column", c.Head)
		} else {
			col.Samples, col.Options = samples(d.order.File, c.Index), columnOptions(v.l, d.as, c)
		}
		p.Columns = append(p.Columns, col)
	}
	if m := d.order.Mapping; !m.DatesSure && (m.Has(sheet.Day) || m.Has(sheet.Until) || m.Has(sheet.Posted)) {
		p.Dates = view.Choice{Name: "dates", Legend: v.l.T("bring.dates"), Options: []view.Option{
			{Value: string(sheet.DayFirst), Label: v.l.T("bring.dates_day"), On: m.Dates == sheet.DayFirst},
			{Value: string(sheet.MonthFirst), Label: v.l.T("bring.dates_month"), On: m.Dates == sheet.MonthFirst}}}
	}
	return p
}

// profileNames are proper names, the same in every language.
var profileNames = map[sheet.Profile]string{sheet.ProfileGoogleForms: "Google Forms", sheet.ProfileAirtable: "Airtable",
	sheet.ProfileActionNetwork: "Action Network", sheet.ProfileMobilize: "Mobilize", sheet.ProfileOwn: "Alongside"}

// samples are the first few different cells of a column.
func samples(f *sheet.File, column int) (some []string) {
	seen := map[string]bool{"": true}
	for _, row := range f.Sample {
		if column >= len(row) || len(some) == 3 {
			break
		}
		if cell := clip(row[column], 60); !seen[cell] {
			seen[cell] = true
			some = append(some, cell)
		}
	}
	return some
}

func columnOptions(l *locale.Language, as sheet.As, c sheet.Column) []view.Option {
	now := columnValue(c)
	all := []view.Option{{Value: "", Label: l.T("bring.column_keep"), On: now == ""},
		{Value: skipped, Label: l.T("bring.column_skip"), On: now == skipped}}
	for _, f := range as.Fields() {
		if f != sheet.OneThing {
			all = append(all, view.Option{Value: string(f), Label: l.T(f.Say()), On: now == string(f)})
			continue
		}
		for _, t := range sheet.AllThings {
			value := string(f) + "." + string(t)
			all = append(all, view.Option{Value: value, Label: l.T("bring.tick_for", "thing", l.T(t.Say())), On: now == value})
		}
	}
	return all
}
