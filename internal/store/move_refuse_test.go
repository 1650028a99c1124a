package store_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"alongside/internal/db"
	"alongside/internal/move"
	"alongside/test/blank"
)

// rezip is an export with its files changed. change answers the new text and
// whether the file stays; more are files to add.
func rezip(t testing.TB, b []byte, change func(name, text string) (string, bool), more map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	check(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name, text string) {
		f, err := w.Create(name)
		check(t, err)
		_, err = io.WriteString(f, text)
		check(t, err)
	}
	for _, f := range z.File {
		if text, stays := change(f.Name, entry(t, b, f.Name)); stays {
			add(f.Name, text)
		}
	}
	for name, text := range more {
		add(name, text)
	}
	check(t, w.Close())
	return out.Bytes()
}

// forged is an export that somebody changed who also wrote its manifest anew.
func forged(t testing.TB, b []byte, table string, change func(string) string) []byte {
	t.Helper()
	var m move.Manifest
	check(t, json.Unmarshal([]byte(entry(t, b, "manifest.json")), &m))
	text := change(entry(t, b, "data/"+table+".jsonl"))
	sum := sha256.Sum256([]byte(text))
	for i := range m.Tables {
		if m.Tables[i].Name == table {
			m.Tables[i].Digest, m.Tables[i].Rows = hex.EncodeToString(sum[:]), int64(strings.Count(text, "\n"))
		}
	}
	manifest, err := json.Marshal(m)
	check(t, err)
	return rezip(t, b, func(name, old string) (string, bool) {
		switch name {
		case "manifest.json":
			return string(manifest), true
		case "data/" + table + ".jsonl":
			return text, true
		}
		return old, true
	}, nil)
}

// with replaces in one file.
func with(t testing.TB, b []byte, file, old, new string) []byte {
	t.Helper()
	if !strings.Contains(entry(t, b, file), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	return rezip(t, b, func(name, text string) (string, bool) {
		if name == file {
			return strings.Replace(text, old, new, 1), true
		}
		return text, true
	}, nil)
}

func same(name, text string) (string, bool) { return text, true }

// rowsOf is how many rows a database has that are not this board's own.
func rowsOf(t testing.TB, h *House) int64 {
	t.Helper()
	s, err := db.Inspect(ctx, h.Config)
	check(t, err)
	return s.Rows
}

func TestAnExportThatWasChangedIsRefusedAndNothingOfItComesIn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		whole, _ := u.export(t, mover(t, h))
		first := func(s string) string { line, _, _ := strings.Cut(s, "\n"); return line + "\n" }
		bad := map[string][]byte{
			"cut short":                   whole[:len(whole)*2/3],
			"no zip":                      []byte("these are only words"),
			"a word wrong":                with(t, whole, "data/agreement.jsonl", "kind", "mean"),
			"a row less":                  rezip(t, whole, func(n, s string) (string, bool) { return strings.TrimPrefix(s, first(s)), n != "data/face.jsonl" }, nil),
			"a table less":                rezip(t, whole, func(n, s string) (string, bool) { return s, n != "data/area.jsonl" }, nil),
			"a file more":                 rezip(t, whole, same, map[string]string{"data/account.jsonl": ""}),
			"a file twice":                rezip(t, whole, same, map[string]string{"data/area.jsonl": ""}),
			"another page":                with(t, whole, "index.html", "Ana", "Eve"),
			"other links":                 with(t, whole, "links.csv", "Ana", "Eve"),
			"another layout":              with(t, whole, "manifest.json", move.Format, "alongside group 9"),
			"no group":                    with(t, whole, "manifest.json", u.id.String(), "nobody"),
			"another group":               with(t, whole, "manifest.json", u.id.String(), "7k2p9m3q7k2p9"),
			"forged: a row less":          forged(t, whole, "member", func(s string) string { return strings.TrimPrefix(s, first(s)) }),
			"forged: somebody's account":  forged(t, whole, "face", func(s string) string { return strings.Replace(s, ",0,", ",5001,", 1) }),
			"forged: another group's row": forged(t, whole, "area", func(s string) string { return s + `[77,4242,"Ours",null]` + "\n" }),
			"forged: a row twice":         forged(t, whole, "circlemember", func(s string) string { return s + s }),
			"forged: other spelling":      forged(t, whole, "member", func(s string) string { return strings.Replace(s, ",", ", ", 1) }),
			"forged: a group half there":  forged(t, whole, "grp", func(s string) string { return strings.Replace(s, `"forming"`, `"staged"`, 1) }),
			"forged: a link that runs": forged(t, whole, "grp", func(s string) string {
				return strings.Replace(s, "https://eastfield.example", "javascript:alert(1)", 1)
			}),
			"forged: no row at all":  forged(t, whole, "grp", func(string) string { return "" }),
			"forged: rules of hell":  forged(t, whole, "agreement", func(s string) string { return strings.Replace(s, `,"",null]`, `,"{\"door\":\"shut\"}",null]`, 1) }),
			"forged: promises taken": forged(t, whole, "part", func(s string) string { return strings.Replace(s, ",0,0,0,false]", ",1,0,0,false]", 1) }),
		}
		there := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		d := mover(t, there)
		before := rowsOf(t, there)
		for name, b := range bad {
			p, err := move.Open(bytes.NewReader(b), int64(len(b)))
			if err == nil {
				err = p.Verify(ctx, nil)
			}
			if forgery := strings.HasPrefix(name, "forged"); forgery && err != nil {
				t.Errorf("%s: the forgery is too plain: %v", name, err)
			}
			if err == nil {
				_, err = d.Import(ctx, p, move.Arrival{})
			}
			if !errors.Is(err, move.ErrDamaged) && !errors.Is(err, move.ErrNoExport) && !errors.Is(err, move.ErrVersion) && !errors.Is(err, move.ErrHere) {
				t.Errorf("%s: %v", name, err)
			}
			if now := rowsOf(t, there); now != before {
				t.Fatalf("%s: %d rows were left behind", name, now-before)
			}
		}
		_, err := d.Import(ctx, parcel(t, whole), move.Arrival{DryRun: true})
		check(t, err)
		if now := rowsOf(t, there); now != before {
			t.Errorf("a rehearsal left %d rows", now-before)
		}
		_, err = d.Import(ctx, parcel(t, whole), move.Arrival{})
		check(t, err)
	})
}

func TestAGroupWhoseAddressIsTakenComesUnderAnother(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		file, want := u.export(t, mover(t, h))
		there := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		there.group(t, "Eastfield Tenants")
		d := mover(t, there)
		if _, err := d.Import(ctx, parcel(t, file), move.Arrival{}); !errors.Is(err, move.ErrAddress) {
			t.Errorf("%v", err)
		}
		if _, err := d.Import(ctx, parcel(t, file), move.Arrival{Slug: "../new"}); err == nil {
			t.Error("it came under an address that is none")
		}
		g, err := d.Import(ctx, parcel(t, file), move.Arrival{Slug: "eastfield-two"})
		check(t, err)
		var b bytes.Buffer
		got, err := d.Export(ctx, g.ID, &b, nil)
		check(t, err)
		if g.Slug != "eastfield-two" || strings.Join(digests(got), " ") != strings.Join(digests(want), " ") {
			t.Errorf("it is %s, and not what it was", g.Slug)
		}
	})
}

// A file of a few kilobytes may unpack into as much as a disk holds.
func TestASmallFileThatUnpacksWithoutEndIsRefused(t *testing.T) {
	for name, size := range map[string]int64{"manifest.json": 2 << 20, "index.html": 520 << 20} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
		if name != "manifest.json" {
			f, err := w.Create("manifest.json")
			check(t, err)
			io.WriteString(f, `{"format":"`+move.Format+`","group":{"id":"7k2p9m3q7k2p9"},"files":[{"name":"index.html"},{"name":"links.csv"}]}`)
			_, err = w.Create("links.csv")
			check(t, err)
		}
		f, err := w.Create(name)
		check(t, err)
		zeros := make([]byte, 1<<20)
		for range size >> 20 {
			f.Write(zeros)
		}
		check(t, w.Close())
		p, err := move.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err == nil {
			err = p.Verify(ctx, nil)
		}
		if !errors.Is(err, move.ErrTooLarge) {
			t.Errorf("%s of %d bytes in %d: %v", name, size, out.Len(), err)
		}
	}
}
