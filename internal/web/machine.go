package web

import (
	"net/http"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/view"
)

var machineRoutes = []route{
	{pattern: "GET /up", do: (*House).up, early: true, blind: true},
	{pattern: "GET " + view.AssetPath + "{file}", do: (*House).asset, early: true, blind: true},
	{pattern: "GET /robots.txt", do: (*House).robots, shared: true, early: true, blind: true},
	{pattern: "GET /favicon.ico", do: (*House).favicon, shared: true, early: true, blind: true},
	{pattern: "GET /sw.js", do: (*House).worker, early: true, blind: true},
	{pattern: "GET /app.webmanifest", do: (*House).manifest, early: true, blind: true},
	{pattern: "GET /offline", do: (*House).offline, shared: true},
	{pattern: "/", do: (*House).missing},
}

// up tells a machine that this board answers and its database does too.
func (h *House) up(v *visit) error {
	if err := h.Spine.Ping(v.r.Context()); err != nil {
		return err
	}
	return v.answer(200, "text/plain; charset=utf-8", []byte("up\n"))
}

func (h *House) missing(v *visit) error { return fault.New("web.missing", fault.NotFound, "") }

// worker is the script that keeps pages readable without signal. It keeps its
// address, so browsers ask each time whether it has changed.
func (h *House) worker(v *visit) error {
	f := view.Worker()
	return v.answer(200, f.Type, f.Plain)
}

func (h *House) manifest(v *visit) error {
	return v.answer(200, "application/manifest+json", view.Manifest(v.l, h.Name()))
}

// offline is the page that the worker shows when it has no copy.
func (h *House) offline(v *visit) error {
	return v.render(200, view.Offline(view.OfflinePage{Frame: v.frame(v.l.T("view.offline_title"), view.NavNone)}))
}

// asset sends a style sheet, a script or a picture. Its name changes with its
// bytes, so it may be kept for good.
func (h *House) asset(v *visit) error {
	f, ok := view.AssetFile(v.r.PathValue("file"))
	if !ok {
		return fault.New("web.asset", fault.NotFound, "")
	}
	header := v.w.Header()
	header["Content-Type"] = []string{f.Type}
	header["Cache-Control"] = forever
	body := f.Plain
	if zipped := f.Gzip(); zipped != nil {
		header["Vary"] = vary
		if takesGzip(v.r) {
			header["Content-Encoding"] = gzipped
			body = zipped
		}
	}
	v.out.WriteHeader(http.StatusOK)
	_, err := v.out.Write(body)
	return err
}

// robots lets search engines read the front page and no more: what people ask
// for is for whoever looks at this board, not for good and not everywhere.
func (h *House) robots(v *visit) error {
	lines := []string{"User-agent: *", "Allow: /$"}
	for _, l := range h.Languages.Languages() {
		lines = append(lines, "Allow: /"+l.Tag()+"/$")
	}
	lines = append(lines, "Disallow: /", "")
	return v.answer(200, "text/plain; charset=utf-8", []byte(strings.Join(lines, "\n")))
}

// favicon answers browsers that ask for it without having read the page.
func (h *House) favicon(v *visit) error {
	f, ok := view.AssetFile(strings.TrimPrefix(view.Asset("mark.svg"), view.AssetPath))
	if !ok {
		return h.missing(v)
	}
	return v.answer(200, f.Type, f.Plain)
}
