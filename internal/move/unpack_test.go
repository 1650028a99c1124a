package move

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"testing"
)

// small is a whole export of a group that has next to nothing.
func small(t testing.TB) []byte {
	t.Helper()
	sum := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	row, ways := "[1,\"Ana\"]\n", "name,face,link\nAna,7k2p9m3q7k2p9,/home/AAAAAAAAAAAAAAAAAAAAAA\n"
	manifest, err := json.Marshal(Manifest{Format: Format, Group: Named{ID: "7k2p9m3q7k2p9", Slug: "a", Name: "A"},
		Tables: []Table{{Name: "face", Rows: 1, Digest: sum(row)}}, Files: []File{{linksName, int64(len(ways)), sum(ways)}}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range [][2]string{{manifestName, string(manifest)}, {"data/face.jsonl", row}, {linksName, ways}} {
		e, err := w.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store}) // so that a fuzzer can change words
		if err == nil {
			_, err = io.WriteString(e, f[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAWholeExportIsOpened(t *testing.T) {
	b := small(t)
	p, err := Open(bytes.NewReader(b), int64(len(b)))
	if err == nil {
		err = p.Verify(context.Background(), nil)
	}
	if err != nil || len(p.links) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzAnExportIsOpenedWholeOrRefusedInWords(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Open(bytes.NewReader(b), int64(len(b)))
		if err == nil {
			err = p.Verify(context.Background(), nil)
		}
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNoExport) && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%v", err)
		}
		if err == nil && (p.group == 0 || len(p.Tables)+len(p.Files)+1 != len(p.files)) {
			t.Errorf("it was opened as %+v", p.Manifest)
		}
	})
}
