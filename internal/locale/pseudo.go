package locale

import (
	"strings"
	"unicode/utf8"
)

// Pseudo is the language with every sentence at least 40 % longer and marked
// at both ends, for tests that look for pages which break or words that were
// written into a template. Its tag stays, so that dates and plurals work.
func (l *Language) Pseudo() *Language {
	p := *l
	all := make(map[string]message, len(l.messages()))
	for key, m := range l.messages() {
		for i, f := range m.forms {
			if f != nil {
				m.forms[i] = f.stretched()
			}
		}
		all[key] = m
	}
	p.messages = func() map[string]message { return all }
	return &p
}

func (f *form) stretched() *form {
	more := strings.Repeat("~", utf8.RuneCountInString(f.text)*2/5)
	g := &form{text: "[" + f.text + more + "]"}
	if len(f.pieces) > 0 {
		g.pieces = append(g.pieces, Piece{Text: "["})
		g.pieces = append(g.pieces, f.pieces...)
		g.pieces = append(g.pieces, Piece{Text: more + "]"})
	}
	return g
}
