package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/view"
)

var machineRoutes = []route{
	{pattern: "GET /up", do: (*House).up},
	{pattern: "GET " + view.AssetPath + "{file}", do: (*House).asset},
	{pattern: "GET /robots.txt", do: (*House).robots, shared: true},
	{pattern: "GET /favicon.ico", do: (*House).favicon, shared: true},
	{pattern: "GET /app.webmanifest", do: (*House).manifest, shared: true},
	{pattern: "GET /sw.js", do: (*House).worker, shared: true},
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

func (h *House) favicon(v *visit) error { return h.plainAsset(v, "mark.svg") }

// worker is served from the root, because a worker sees no page above itself.
func (h *House) worker(v *visit) error { return h.plainAsset(v, "sw.js") }

// plainAsset sends an asset under a name that does not change with its bytes.
func (h *House) plainAsset(v *visit, name string) error {
	f, ok := view.AssetFile(strings.TrimPrefix(view.Asset(name), view.AssetPath))
	if !ok {
		return h.missing(v)
	}
	return v.answer(200, f.Type, f.Plain)
}

// manifest lets a telephone keep the board beside its other programs (W3C Web
// Application Manifest), in the reader's language.
func (h *House) manifest(v *visit) error {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
	}
	type shortcut struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	home := "/" + v.l.Tag() + "/"
	body, err := json.Marshal(map[string]any{
		"id": "/", "name": h.Name, "short_name": h.Name, "lang": v.l.Tag(), "dir": v.l.Dir(), "start_url": home, "scope": "/",
		"description": v.l.T("board.opening_ask") + " " + v.l.T("board.opening_offer"),
		"display": "standalone", "theme_color": "#0A3A34", "background_color": "#F5F3EE",
		"icons": []icon{
			{view.Asset("mark.svg"), "any", "image/svg+xml", "any"},
			{view.Asset("icon-192.png"), "192x192", "image/png", "any maskable"},
			{view.Asset("icon-512.png"), "512x512", "image/png", "any maskable"},
		},
		"shortcuts": []shortcut{
			{v.l.T("board.ask"), home + "ask"}, {v.l.T("board.offer"), home + "offer"}, {v.l.T("mine.title"), home + "mine"},
		},
	})
	if err != nil {
		return err
	}
	return v.answer(200, "application/manifest+json", body)
}
