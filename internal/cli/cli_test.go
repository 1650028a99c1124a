package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// run is one command line in an environment of its own.
func run(t *testing.T, env map[string]string, args ...string) (out, err string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	w := World{Out: &o, Err: &e, Lookup: func(n string) (string, bool) { v, ok := env[n]; return v, ok }}
	code = Main(args, w)
	return o.String(), e.String(), code
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "board.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryMistakeInTheSettingsIsToldAtOnce(t *testing.T) {
	file := write(t, `
nam = "x"
colour = 3
zone = "Mars/Olympus"
languages = ["en", "tlh"]
[mail]
server = "mail"
from = "Board <b@x.example>"
user = "b"
pasword-file = "y"
`)
	_, told, code := run(t, map[string]string{"ALONGSIDE_ORIGIN": "ftp://x", "ALONGSIDE_LOG_LEVEL": "loud"},
		"serve", "--config", file, "--listen=nowhere", "--database", "mysql://u:hush@h/db", "--trusted-proxy", "1.2.3",
		"--domain", "Foo", "--source", "nowhere.tar.gz", "--acme", "x", "--name", strings.Repeat("long ", 20))
	if code != usage {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"nam in", "Do you mean name?", "colour in", "mail.pasword-file in", "Do you mean mail-password-file?",
		"zone in", "languages in", "mail-server in", "mail-from in", "mail-user in", "ALONGSIDE_ORIGIN wants", "ALONGSIDE_LOG_LEVEL wants",
		"--listen wants", "--database wants", "--trusted-proxy wants", "--domain wants", "--source wants", "--acme wants", "--name wants"} {
		if !strings.Contains(told, want) {
			t.Errorf("nobody was told: %s", want)
		}
	}
	if strings.Contains(told, "hush") {
		t.Error("a password was repeated")
	}
	for line := range strings.Lines(told) {
		if !strings.HasPrefix(line, "alongside: ") || !strings.HasSuffix(line, ".\n") && !strings.HasSuffix(line, "?\n") {
			t.Errorf("no sentence: %q", line)
		}
	}
}

func TestFlagsComeBeforeTheEnvironmentBeforeTheFileBeforeTheDefault(t *testing.T) {
	file := write(t, "zone = \"Asia/Seoul\"\nlisten = \"127.0.0.1:1\"\nname = \"file\"\nlog_level = \"debug\"\nlanguages = [\"ko\", \"en\"]\n")
	env := map[string]string{"ALONGSIDE_CONFIG": file, "ALONGSIDE_LISTEN": "127.0.0.1:2", "ALONGSIDE_NAME": "environment"}
	w := &World{Lookup: func(n string) (string, bool) { v, ok := env[n]; return v, ok }}
	flag := "127.0.0.1:3"
	s, err := settings(w, &Place{}, &Board{Listen: &flag})
	if err != nil {
		t.Fatal(err)
	}
	if s.Listen != flag || s.Name != "environment" || s.Zone.String() != "Asia/Seoul" || s.Database.Dir != "data" {
		t.Errorf("%+v", s)
	}
	if !slices.Equal(s.Languages, []string{"ko", "en"}) || s.Level.String() != "DEBUG" {
		t.Errorf("%v, %s", s.Languages, s.Level)
	}
	if by := s.given["zone"].by; by != file {
		t.Errorf("the zone is by %s", by)
	}
}

func TestSecretsAreReadFromFilesAndNeverRepeated(t *testing.T) {
	file := write(t, "postgres://u:hush@127.0.0.1:1/db\n")
	out, told, _ := run(t, nil, "doctor", "--database-file", file, "--data", t.TempDir())
	if all := out + told; strings.Contains(all, "hush") || !strings.Contains(all, "No PostgreSQL server answers") {
		t.Error(all)
	}
	_, told, code := run(t, nil, "serve", "--mail-server", "m.example:25", "--mail-from", "a@b.example", "--mail-user", "u",
		"--mail-password-file", filepath.Join(t.TempDir(), "none"))
	if code != usage || !strings.Contains(told, "--mail-password-file names a file that cannot be read") {
		t.Error(told)
	}
}

func TestWhereTheBoardIsFoundFollowsFromHowItIsReached(t *testing.T) {
	for _, c := range []struct {
		args   []string
		listen string
		origin string
	}{
		{nil, "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{[]string{":9000"}, ":9000", "http://localhost:9000"},
		{[]string{"0.0.0.0:80"}, "0.0.0.0:80", "http://localhost:80"},
	} {
		b := &Board{}
		if len(c.args) > 0 {
			b.Listen = &c.args[0]
		}
		s, err := settings(&World{Lookup: func(string) (string, bool) { return "", false }}, &Place{}, b)
		if err != nil || s.Listen != c.listen || s.Origin != c.origin {
			t.Errorf("%v: %s, %s (%v)", c.args, s.Listen, s.Origin, err)
		}
	}
	domain := "eastfield.example"
	s, err := settings(&World{Lookup: func(string) (string, bool) { return "", false }}, &Place{}, &Board{Domain: &domain})
	if err != nil || s.Listen != ":443" || s.Origin != "https://eastfield.example" {
		t.Errorf("%s, %s (%v)", s.Listen, s.Origin, err)
	}
}

func TestEveryCommandAnswersInJSONMistakesIncluded(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{
		{"version"}, {"man"}, {"completion", "bash"}, {"doctor", "--data", dir}, {"health", "--listen", "127.0.0.1:1"},
		{"backup", "b.zip", "--data", dir}, {"restore", "none.zip", "--data", dir}, {"restore", "--data", dir}, {"nonsense"},
		{"serve", "--zone", "x", "--listen", "y"}, {"serve", "--wrong"},
	} {
		out, told, _ := run(t, nil, append(args, "--json")...)
		if told != "" {
			t.Errorf("%v said beside its answer: %s", args, told)
		}
		var v map[string]any
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Errorf("%v: %v in %s", args, err, out)
		}
		if e, failed := v["error"]; failed && (e == "" || v["say"] == "") {
			t.Errorf("%v: %s", args, out)
		}
	}
}

func TestProgressIsSilentWhereNobodyLooks(t *testing.T) {
	var out bytes.Buffer
	w := &World{Err: &out}
	b := w.Progress("Working")
	b.Show(1, 2)
	b.Close()
	if out.Len() > 0 {
		t.Errorf("it drew %q", out.String())
	}
	b.out = &out
	b.Show(1, 2)
	b.Show(2, 2)
	if !strings.Contains(out.String(), "50 %") || !strings.Contains(out.String(), "100 %") {
		t.Errorf("it drew %q", out.String())
	}
}

// root is the folder of the repository.
const root = "../.."

func TestTheManualPageInTheRepositoryIsCurrent(t *testing.T) {
	out, _, _ := run(t, nil, "man")
	have, err := os.ReadFile(filepath.Join(root, "doc", "alongside.1"))
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != out {
		t.Error("doc/alongside.1 is not what `alongside man` prints: write it anew")
	}
}
