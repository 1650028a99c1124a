package locale

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestEveryWordsFileIsTOMLAndSaysTheSameToAWholeReader(t *testing.T) {
	files, err := wordFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := readWords(f)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := read(text)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		theirs := map[string]any{}
		if _, err := toml.Decode(text, &theirs); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		compare(t, f, flatEntries("", ours), flat("", theirs))
	}
}

func TestTheProgramCarriesTheWordsAsTheyAreWritten(t *testing.T) {
	written, err := filepath.Glob("words/*.toml")
	if err != nil || len(written) == 0 {
		t.Fatal("no words", err)
	}
	names, err := wordFiles()
	if err != nil || len(names) != len(written) {
		t.Errorf("%d languages are carried, %d are written (make generate): %v", len(names), len(written), err)
	}
	for _, f := range written {
		want, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readWords(filepath.Base(f)); err != nil || got != string(want) {
			t.Errorf("%s is carried in another state than it is written in (make generate): %v", f, err)
		}
	}
}

func compare(t *testing.T, file string, ours, theirs map[string]string) {
	t.Helper()
	for key, text := range theirs {
		if ours[key] != text {
			t.Errorf("%s: %s is %q to us, %q to a TOML reader", file, key, ours[key], text)
		}
	}
	if len(ours) != len(theirs) {
		t.Errorf("%s: we read %d texts, a TOML reader %d", file, len(ours), len(theirs))
	}
}

func flatEntries(prefix string, entries []entry) map[string]string {
	m := map[string]string{}
	for _, e := range entries {
		key := prefix + e.key
		switch e.value.kind {
		case 'm':
			for k, v := range flatEntries(key+".", e.value.table) {
				m[k] = v
			}
		case 'l':
			for i, text := range e.value.list {
				m[key+"."+strconv.Itoa(i)] = text
			}
		default:
			m[key] = e.value.text
		}
	}
	return m
}

func flat(prefix string, table map[string]any) map[string]string {
	m := map[string]string{}
	for name, v := range table {
		switch v := v.(type) {
		case map[string]any:
			for k, text := range flat(prefix+name+".", v) {
				m[k] = text
			}
		case []any:
			for i, text := range v {
				m[prefix+name+"."+strconv.Itoa(i)] = text.(string)
			}
		case int64:
			m[prefix+name] = strconv.FormatInt(v, 10)
		case string:
			m[prefix+name] = v
		}
	}
	return m
}

func TestAMistakeInAWordsFileIsRefused(t *testing.T) {
	for _, text := range []string{
		"a = \"outside\"", "[a", "[a]\nb", "[a]\nb =", "[a]\nb = \"x", "[a]\nb = \"x\" y", "[a]\nb = \"\\q\"",
		"[a]\nb = \"x\"\nb = \"y\"", "[a]\nb = [\"x\"", "[a]\nb = { one = 1 }", "[a]\nb = \"\"\"x\"\"\"", "[a]\nb = yes",
	} {
		if got, err := read(text); err == nil {
			t.Errorf("%q reads as %v", text, got)
		}
	}
	for _, text := range []string{"a {", "a }", "a {B}", "", " a", "{}", "{a}}"} {
		if _, err := compile(text); err == nil {
			t.Errorf("%q is taken for a sentence", text)
		}
	}
	if _, err := compileMessage(value{kind: 'm', table: []entry{{"one", value{text: "x", kind: 't'}}}}); err == nil {
		t.Error("plural forms without other are taken")
	}
}

func FuzzTheReaderAgreesWithAWholeTOMLReader(f *testing.F) {
	for _, s := range []string{"[a]\nb = \"x\"", "[a.b]\nc = { one = \"1\", other = \"\\\"\" } # x", "[a]\nb = [\"x\", \"y\"]\nc = 4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ours, err := read(s)
		if err != nil {
			return
		}
		theirs := map[string]any{}
		if _, err := toml.Decode(s, &theirs); err != nil {
			return // we are the more lenient; a words file is held against both
		}
		compare(t, s, flatEntries("", ours), flat("", theirs))
	})
}

func TestAFileWithSettingsBehindItsSentencesIsRefused(t *testing.T) {
	if _, err := sentences("[language]\ntag = \"xx\"\n[ask]\nwhat = \"What?\"\n[dates]\ntoday = \"today\"\n"); err == nil {
		t.Error("its dates would never be read")
	}
	if all, err := sentences("[language]\ntag = \"xx\"\n[ask]\nwhat = \"What?\"\n"); err != nil || len(all) != 1 {
		t.Errorf("%d sentences: %v", len(all), err)
	}
}
