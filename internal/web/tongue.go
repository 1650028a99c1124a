package web

import (
	"bytes"
	"strings"
)

// in is an address of this board in the language that the visit's address
// names, if it names one.
func (v *visit) in(path string) string {
	if !v.fixed || !v.h.unspoken(path) {
		return path
	}
	return "/" + v.l.Tag() + path
}

// unspoken reports whether a path of this board could name a language and does
// not.
func (h *House) unspoken(path string) bool {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "a/") {
		return false // a file has no language
	}
	first, _, _ := strings.Cut(rest, "/")
	first, _, _ = strings.Cut(first, "?")
	l, ok := h.Languages.Find(first)
	return !ok || l.Tag() != first
}

// ways are the attributes that lead on from a page.
var ways = [][]byte{[]byte(` href="/`), []byte(` action="/`), []byte(` formaction="/`)}

// spoken makes every link and form of a page name the language that the page's
// own address names: whoever came by the Korean poster stays in Korean, with a
// browser that speaks English too. Text cannot be mistaken for an attribute,
// because its quotation marks are escaped.
func (v *visit) spoken(page []byte) []byte {
	if !v.fixed {
		return page
	}
	out := make([]byte, 0, len(page)+len(page)/16)
	for {
		at := bytes.Index(page, []byte(`="/`))
		if at < 0 {
			return append(out, page...)
		}
		path := at + len(`="`)
		end := path + max(0, bytes.IndexByte(page[path:], '"'))
		out = append(out, page[:path]...)
		if leadsOn(page[:path+1]) {
			out = append(out, v.in(string(page[path:end]))...)
		} else {
			out = append(out, page[path:end]...)
		}
		page = page[end:]
	}
}

func leadsOn(before []byte) bool {
	for _, w := range ways {
		if bytes.HasSuffix(before, w) {
			return true
		}
	}
	return false
}
