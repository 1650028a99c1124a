package web

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/view"
)

// statuses map a fault's kind to what HTTP calls it (RFC 9110).
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.SignIn:      http.StatusUnauthorized,
	fault.Fresh:       http.StatusForbidden,
	fault.Taken:       http.StatusConflict,
	fault.Stale:       http.StatusConflict,
	fault.Gone:        http.StatusGone,
	fault.Limited:     http.StatusTooManyRequests,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.CrossSite:   http.StatusForbidden,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Unreadable:  http.StatusBadRequest,
	fault.NotYours:    http.StatusForbidden,
}

// fail is the one place where a mistake becomes an answer: to people a page in
// their language, to programs its kind.
func (v *visit) fail(err error) {
	v.err = err
	if v.out.wrote {
		return
	}
	v.keep = nil
	status := statuses[fault.KindOf(err)]
	say := v.l.T(fault.SayOf(err))
	if wantsJSON(v.r) || listens(v.r) {
		v.failJSON(status, say, err)
		return
	}
	if fault.Is(err, fault.SignIn) || fault.Is(err, fault.Fresh) {
		if v.askSignIn(status, err) == nil {
			return
		}
	}
	f := v.frame(v.errorTitle(status), view.NavNone)
	f.NoIndex = true
	v.ref = reference()
	page := view.ErrorPage{Frame: f, Say: say, Ref: v.ref}
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		page.Again, page.Typed = v.in(v.path), v.typed()
	case v.route.guard >= member && v.r.PathValue("slug") != "":
		page.Words = v.wordsTyped()
		if l, err := v.lookGroup(); err == nil && l.Me.Face != 0 {
			page.Group = view.Link{Text: l.Group.Name, Href: v.in(groupPath(l.Group))}
		}
	}
	v.render(status, view.Error(page))
}

func (v *visit) errorTitle(status int) string {
	switch {
	case status == http.StatusNotFound:
		return v.l.T("view.error_missing")
	case status == http.StatusGone:
		return v.l.T("view.error_gone")
	case status >= 500:
		return v.l.T("view.error_ours")
	}
	return v.l.T("view.error_yours")
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json") || strings.HasSuffix(r.URL.Path, ".json")
}

// listens tells a program that wants a stream.
func listens(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

// failJSON names the kind, the sentence and the fields.
func (v *visit) failJSON(status int, say string, err error) {
	type field struct {
		Name string `json:"name"`
		Say  string `json:"say"`
	}
	answer := struct {
		Error  string  `json:"error"`
		Say    string  `json:"say"`
		Fields []field `json:"fields,omitempty"`
	}{Error: fault.KindOf(err).String(), Say: say}
	for _, f := range fault.FieldsOf(err) {
		answer.Fields = append(answer.Fields, field{f.Name, v.l.T(f.Say, f.Args...)})
	}
	body, _ := json.Marshal(answer) // strings only
	v.answer(status, "application/json", body)
}

// problems turns the field mistakes of err into what a form shows, or nil when
// err is something else, which is then to be returned.
func (v *visit) problems(err error) []view.Problem {
	var all []view.Problem
	for _, f := range fault.FieldsOf(err) {
		all = append(all, view.Problem{Field: f.Name, Text: v.l.T(f.Say, f.Args...)})
	}
	return all
}

// recovered turns a panic into an error; a broken page must not end the server.
func recovered(p any, err error) error {
	if p == nil {
		return err
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	return fault.Wrap("web", fmt.Errorf("panic: %v", p))
}

// log writes the one line of a request: what kind of thing happened, never to
// whom or about what.
func (h *House) log(v *visit) {
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("route", v.route.pattern),
		slog.Int("status", v.out.status),
		slog.Duration("took", v.took()),
	}
	if v.err != nil {
		attrs = append(attrs, slog.String("kind", fault.KindOf(v.err).String()))
		if v.ref != "" {
			attrs = append(attrs, slog.String("ref", v.ref))
		}
		if v.out.status >= 500 {
			level = slog.LevelError
			attrs = append(attrs, slog.String("cause", v.err.Error()))
		}
	}
	h.Log.LogAttrs(context.Background(), level, "request", attrs...)
}
