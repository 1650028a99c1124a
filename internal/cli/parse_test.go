package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestAMistypedCommandLineIsToldWithWhatToDoNext(t *testing.T) {
	for line, want := range map[string]string{
		"":                         `Expected one of "demo", "serve", "import", "export", "group", "backup", "restore", "doctor", "health", "version", "completion", "man". ` + "`alongside --help` lists the commands.",
		"--data x serve":           "Unknown flag --data. `alongside --help` lists the commands.",
		"sreve":                    "Unexpected argument sreve, did you mean \"serve\"? `alongside --help` lists the commands.",
		"wander":                   "Unexpected argument wander. `alongside --help` lists the commands.",
		"group":                    `Expected one of "export", "import". ` + "`alongside group --help` lists the commands.",
		"group exprt":              "Unexpected argument exprt, did you mean \"export\"? `alongside group --help` lists the commands.",
		"serve --no-such-flag":     "Unknown flag --no-such-flag. `alongside serve --help` lists the flags.",
		"serve --lisen=:1":         "Unknown flag --lisen, did you mean \"--listen\"? `alongside serve --help` lists the flags.",
		"serve -x":                 "Unknown flag -x. `alongside serve --help` lists the flags.",
		"serve x":                  "Unexpected argument x. `alongside serve --help` lists the flags.",
		"serve --data":             "--data wants a value. `alongside serve --help` lists the flags.",
		"serve --data --name x":    "--data wants a value. Write --data=--name where that is the value. `alongside serve --help` lists the flags.",
		"backup":                   "Expected <file>. `alongside backup --help` lists the flags.",
		"group export":             "Expected <slug>. `alongside group export --help` lists the flags.",
		"completion tcsh":          `<shell> must be one of "bash", "zsh", "fish", and not "tcsh". ` + "`alongside completion --help` lists the flags.",
		"health --timeout 3x":      `--timeout wants a length of time such as 5s or 2m, and not "3x". ` + "`alongside health --help` lists the flags.",
		"import --head-row x":      `--head-row wants a number, and not "x". ` + "`alongside import --help` lists the flags.",
		"import --both 1,x":        `--both wants numbers with commas between them, and not "1,x". ` + "`alongside import --help` lists the flags.",
		"restore --dry-run=maybe":  `--dry-run wants true or false, and not "maybe". ` + "`alongside restore --help` lists the flags.",
		"serve --help --lisen":     "Unknown flag --lisen, did you mean \"--listen\"? `alongside serve --help` lists the flags.",
		"serve ---listen=x":        "Bad flag syntax: ---listen=x. `alongside serve --help` lists the flags.",
		"group export x y --out z": "Unexpected argument y. `alongside group export --help` lists the flags.",
	} {
		out, told, code := run(t, nil, strings.Fields(line)...)
		if code != usage || out != "" || told != "alongside: "+want+"\n" {
			t.Errorf("%q answers %d, %q%q; want %q", line, code, out, told, want)
		}
	}
}

func TestValuesArriveAsTheyWereTyped(t *testing.T) {
	c, every, err := understand([]string{"--json", "import", "/needs.csv", "--data", "/d", "--map=title=Food, drink", "--map", `body="x"`, "--separator", `"`,
		"--both", "3,4", "--both=7", "--head-row=-1", "--name=--x", "--language=", "--dry-run"})
	if err != nil {
		t.Fatal(err)
	}
	i := c.does.(*Import)
	if i.File != "/needs.csv" || *i.Data != "/d" || i.Config != nil || i.Separator != `"` || i.HeadRow != -1 || i.Name != "--x" || !i.DryRun || !every.JSON {
		t.Errorf("%+v", i)
	}
	if want := []string{"title=Food, drink", `body="x"`}; !slices.Equal(i.Map, want) || !slices.Equal(i.Both, []int{3, 4, 7}) {
		t.Errorf("%q, %v", i.Map, i.Both)
	}
	c, _, err = understand([]string{"backup", "--", "--odd.zip"})
	if err != nil || c.does.(*Backup).File != "--odd.zip" {
		t.Errorf("after a double dash: %+v (%v)", c.does, err)
	}
	if c, _, err = understand([]string{"serve", "--zone="}); err != nil || c.does.(*Serve).Zone == nil {
		t.Errorf("an empty value is no value: %v", err)
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	look := func(c command) {
		for _, ask := range []string{"--help", "-h"} {
			out, told, code := run(t, nil, append(strings.Fields(c.name), ask)...)
			if code != done || told != "" || !strings.HasPrefix(out, "Usage: "+c.typed()) {
				t.Errorf("%s %s answers %d: %s%s", c.name, ask, code, out, told)
			}
			for _, f := range c.flags(new(everywhere)) {
				if f.help == "" || !strings.Contains(out, "--"+f.name) || f.isSetting() && !strings.Contains(out, "$"+variable(f.name)) {
					t.Errorf("%s %s says too little of --%s", c.name, ask, f.name)
				}
			}
			for line := range strings.Lines(out) {
				if n := len([]rune(line)); n > helpWide+1 {
					t.Errorf("%s %s has a line of %d letters: %s", c.name, ask, n, line)
				}
			}
		}
	}
	all := program()
	look(all)
	for _, c := range all.subs {
		look(c)
		for _, sub := range c.subs {
			look(sub)
		}
	}
}
