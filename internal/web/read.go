package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/internal/fault"
	"alongside/internal/view"
)

var errUnreadable = fault.New("web.read", fault.Unreadable, "")

// read takes in what was sent, before anything is done with it: a request that
// cannot be read whole changes nothing. The file of an upload is left for its
// handler.
func (v *visit) read() error {
	if !legible(v.path) {
		return fault.New("web.read", fault.NotFound, "")
	}
	if v.r.Method == http.MethodGet || v.r.Method == http.MethodHead {
		return v.readQuery()
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, v.route.most())
	if v.r.ContentLength != 0 {
		switch kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type")); {
		case err == nil && kind == "multipart/form-data" && v.route.bytes > 0:
			return v.readQuery()
		case err != nil || kind != "application/x-www-form-urlencoded":
			return errUnreadable
		}
	}
	if err := v.r.ParseForm(); err != nil {
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			return fault.New("web.read", fault.TooLarge, "")
		}
		return errUnreadable
	}
	return allLegible(v.r.Form)
}

func (v *visit) readQuery() error {
	if v.r.URL.RawQuery == "" {
		return nil
	}
	q, err := url.ParseQuery(v.r.URL.RawQuery)
	if err != nil {
		return errUnreadable
	}
	return allLegible(q)
}

func allLegible(form url.Values) error {
	for name, values := range form {
		for _, s := range append(values, name) {
			if !legible(s) {
				return errUnreadable
			}
		}
	}
	return nil
}

// legible reports whether s is text that both databases can keep.
func legible(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// wordsTyped are the words that somebody wrote to a group and that nobody takes
// any more: a task has ended, a text has changed. They are shown to their
// writer to keep. Words have a blank or a letter of more than one byte; keys,
// ids and choices have neither.
func (v *visit) wordsTyped() (all []string) {
	for _, f := range v.typed() {
		if strings.ContainsFunc(strings.TrimSpace(f.Value), func(r rune) bool { return unicode.IsSpace(r) || r >= utf8.RuneSelf }) {
			all = append(all, f.Value)
		}
	}
	return all
}

// typed is what a form brought, for the page that says that it could not be
// taken just now: nobody types anything twice.
func (v *visit) typed() (all []view.Hidden) {
	if v.r.Method != http.MethodPost {
		return nil
	}
	for name, values := range v.r.PostForm {
		for _, s := range values {
			all = append(all, view.Hidden{Name: name, Value: s})
		}
	}
	slices.SortStableFunc(all, func(a, b view.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return all
}
