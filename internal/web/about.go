package web

import (
	_ "embed"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/place"
	"alongside/internal/view"
	"alongside/internal/when"
)

// Pages about the board itself.

var aboutRoutes = []route{
	{pattern: "GET /keep", do: (*House).keepPage, shared: true},
	{pattern: "GET /accessibility", do: (*House).accessibility, shared: true},
	{pattern: "GET /source", do: (*House).source, shared: true},
	{pattern: "GET " + sourcePath, do: (*House).sourceFile},
	{pattern: "GET /api", do: (*House).api, shared: true},
	{pattern: "GET /openapi.json", do: (*House).openapi, shared: true},
	{pattern: "GET /code", do: (*House).mineEnter, private: true},
}

// keepPage prints the one table of how long things are kept.
func (h *House) keepPage(v *visit) error {
	p := view.KeepPage{Frame: v.frame(v.l.T("view.what_we_keep"), view.NavNone)}
	for _, k := range when.Retention() {
		row := view.KeepRow{What: k.What, Since: k.Since}
		if k.For != when.Forever {
			row.For = v.l.Lasting(k.For)
		}
		p.Rows = append(p.Rows, row)
	}
	return v.render(200, view.Keep(p))
}

func (h *House) accessibility(v *visit) error {
	return v.render(200, view.Accessibility(view.AccessibilityPage{Frame: v.frame(v.l.T("view.accessibility"), view.NavNone)}))
}

// sourcePath is where the archive of the source is, when the host put one
// beside the program.
const sourcePath = "/source/alongside-source.tar.gz"

// source says where the source of exactly this program is: whoever is served
// by it may have it (AGPL-3.0, section 13).
func (h *House) source(v *visit) error {
	p := view.SourcePage{Frame: v.frame(v.l.T("view.source"), view.NavNone), Version: h.Version,
		Places: place.Attribution, PlacesLicence: place.AttributionURL}
	switch {
	case strings.HasPrefix(h.Source, "https://"), strings.HasPrefix(h.Source, "http://"):
		p.Source = h.Source
	case h.Source != "":
		p.Source = sourcePath
	}
	return v.render(200, view.Source(p))
}

func (h *House) sourceFile(v *visit) error {
	if h.Source == "" || strings.Contains(h.Source, "://") {
		return h.missing(v)
	}
	f, err := os.Open(filepath.Clean(h.Source))
	if err != nil {
		return fault.Wrap("web.source", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fault.Wrap("web.source", err)
	}
	v.w.Header()["Content-Type"] = []string{"application/gzip"}
	http.ServeContent(&v.out, v.r, "", info.ModTime(), f)
	return nil
}

//go:embed openapi.json
var openapi string

func (h *House) openapi(v *visit) error {
	return v.answer(200, "application/json", []byte(strings.ReplaceAll(openapi, "https://board.example", h.Origin)))
}

// api tells people who write programs what there is to read.
func (h *House) api(v *visit) error {
	return v.render(200, view.API(view.APIPage{Frame: v.frame(v.l.T("about.api_title"), view.NavNone)}))
}
