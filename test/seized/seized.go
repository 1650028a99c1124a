// Package seized looks for words in files as whoever took the disk would: in
// every encoding that text is commonly kept in.
//
// The law: a search that finds nothing proves nothing until the same search
// has found something that was planted.
package seized

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// Hit is one place where a word was found.
type Hit struct {
	File, Word, Encoding string
}

func (h Hit) String() string { return fmt.Sprintf("%q as %s in %s", h.Word, h.Encoding, h.File) }

// Find looks for the words in every file below the folders. A word of fewer
// than six bytes would be found by chance and is refused.
func Find(words []string, folders ...string) ([]Hit, error) {
	for _, w := range words {
		if len(w) < 6 {
			return nil, fmt.Errorf("%q is too short to look for", w)
		}
	}
	var hits []Hit
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			for _, h := range In(b, words) {
				h.File = path
				hits = append(hits, h)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// In looks for the words in b.
func In(b []byte, words []string) []Hit {
	var hits []Hit
	folded := bytes.ToLower(b) // hexadecimal digits come in both cases
	for _, w := range words {
		for _, e := range encodings {
			for _, form := range e.forms(w) {
				where := b
				if e.anyCase {
					where, form = folded, bytes.ToLower(form)
				}
				if bytes.Contains(where, form) {
					hits = append(hits, Hit{Word: w, Encoding: e.name})
					break
				}
			}
		}
	}
	return hits
}

type encoding struct {
	name    string
	anyCase bool
	forms   func(word string) [][]byte
}

// encodings are the eight that are looked for.
var encodings = []encoding{
	{"UTF-8", false, func(w string) [][]byte { return [][]byte{[]byte(w)} }},
	{"UTF-16, low byte first", false, func(w string) [][]byte { return [][]byte{wide(w, 0)} }},
	{"UTF-16, high byte first", false, func(w string) [][]byte { return [][]byte{wide(w, 1)} }},
	{"hexadecimal", true, func(w string) [][]byte { return [][]byte{[]byte(hex.EncodeToString([]byte(w)))} }},
	{"base 64", false, func(w string) [][]byte { return aligned(w, base64.RawStdEncoding) }},
	{"base 64 for addresses", false, func(w string) [][]byte { return aligned(w, base64.RawURLEncoding) }},
	{"percent signs", true, percent},
	{"JSON escapes", true, escapes},
}

func wide(w string, high int) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(w)) {
		pair := [2]byte{}
		pair[1-high], pair[high] = byte(u>>8), byte(u)
		b = append(b, pair[:]...)
	}
	return b
}

// aligned are the letters that w alone decides in base 64, for each of the
// three places where it may begin.
func aligned(w string, enc *base64.Encoding) [][]byte {
	var forms [][]byte
	for shift := range 3 {
		text := enc.EncodeToString(append(make([]byte, shift), w...))
		from := (shift*8 + 5) / 6
		to := (shift + len(w)) * 8 / 6
		forms = append(forms, []byte(text[from:to]))
	}
	return forms
}

// percent is how an address or a form carries w: with everything escaped but
// letters and digits, and spaces in both ways.
func percent(w string) [][]byte {
	var s strings.Builder
	for _, c := range []byte(w) {
		if c >= '0' && c <= '9' || c|32 >= 'a' && c|32 <= 'z' {
			s.WriteByte(c)
		} else {
			fmt.Fprintf(&s, "%%%02x", c)
		}
	}
	return [][]byte{[]byte(s.String()), []byte(strings.ReplaceAll(s.String(), "%20", "+"))}
}

func escapes(w string) [][]byte {
	var s strings.Builder
	for _, u := range utf16.Encode([]rune(w)) {
		if u < 0x80 {
			s.WriteByte(byte(u))
		} else {
			fmt.Fprintf(&s, `\u%04x`, u)
		}
	}
	return [][]byte{[]byte(s.String())}
}
