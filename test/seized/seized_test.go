package seized

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"unicode/utf16"
)

func TestEachOfTheEightEncodingsIsFound(t *testing.T) {
	const word = "담요 두 장, blankets"
	units := utf16.Encode([]rune(word))
	low, high := []byte{}, []byte{}
	for _, u := range units {
		low, high = append(low, byte(u), byte(u>>8)), append(high, byte(u>>8), byte(u))
	}
	escaped := strconv.QuoteToASCII(word)
	for name, planted := range map[string]string{
		"UTF-8":                   word,
		"UTF-16, low byte first":  string(low),
		"UTF-16, high byte first": string(high),
		"hexadecimal":             hex.EncodeToString([]byte(word)),
		"base 64":                 base64.StdEncoding.EncodeToString([]byte("ab" + word + "c")),
		"base 64 for addresses":   base64.URLEncoding.EncodeToString([]byte("a" + word + "??>")),
		"percent signs":           url.QueryEscape(word),
		"JSON escapes":            escaped,
	} {
		hits := In([]byte("before "+planted+" after"), []string{word})
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Encoding == name }) {
			t.Errorf("%s: not found in %q (found %v)", name, planted, hits)
		}
	}
}

func TestNothingIsFoundWhereNothingIs(t *testing.T) {
	b, err := json.Marshal(map[string]string{"title": "Warm coat, age 6"})
	if err != nil {
		t.Fatal(err)
	}
	if hits := In(b, []string{"two blankets", "+39 333 1234567"}); len(hits) > 0 {
		t.Errorf("found %v", hits)
	}
}

func TestEveryFileBelowTheFolderIsRead(t *testing.T) {
	folder := t.TempDir()
	deep := filepath.Join(folder, "uploads", "deep")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(deep, "x"), []byte("...two blankets..."), 0o600); err != nil {
		t.Fatal(err)
	}
	hits, err := Find([]string{"two blankets"}, folder)
	if err != nil || len(hits) == 0 {
		t.Errorf("found %v, %v", hits, err)
	}
	if _, err := Find([]string{"two"}, folder); err == nil {
		t.Error("a word that is found by chance was looked for")
	}
}
