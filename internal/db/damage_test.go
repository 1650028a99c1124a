package db

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// rewritten is a backup in which one file reads differently.
func rewritten(t *testing.T, whole []byte, name, from, to string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			changed := bytes.Replace(text, []byte(from), []byte(to), 1)
			if bytes.Equal(changed, text) {
				t.Fatalf("%q is not in %s", from, name)
			}
			text = changed
		}
		out, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	w.Close()
	return b.Bytes()
}

func TestARowThatIsNoRowIsRefused(t *testing.T) {
	columns := []Column{{"n", "integer"}, {"t", "text"}, {"b", "bytes"}, {"x", "boolean"}}
	for _, good := range []string{`[1,"two","AP8=",true]`, `[null,null,null,null]`, `[-9223372036854775808,"","",false]`} {
		row, err := readRow([]byte(good), columns)
		if err != nil {
			t.Errorf("%s: %v", good, err)
			continue
		}
		if again, err := appendRow(nil, columns, row); err != nil || string(again) != good+"\n" {
			t.Errorf("%s was written as %s (%v)", good, again, err)
		}
	}
	for _, bad := range []string{"", "null", "[]", `[1,"two","AP8="]`, `[1.5,"","",true]`, `[9223372036854775808,"","",true]`,
		`["1","","",true]`, `[1,2,"",true]`, `[1,"","!",true]`, `[1,"","",0]`, `[1,"","",true`, `{"n":1}`} {
		if row, err := readRow([]byte(bad), columns); err == nil {
			t.Errorf("%s was read as %v", bad, row)
		}
	}
}
