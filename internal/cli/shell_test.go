package cli

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestBashCompletesCommandsFlagsAndChoices(t *testing.T) {
	script, _, _ := run(t, nil, "completion", "bash")
	for line, want := range map[string][]string{
		"":                   {"demo", "serve", "import", "export", "group", "backup", "restore", "doctor", "health", "version", "completion", "man", "--json", "--help"},
		"se":                 {"serve"},
		"serve --mail-t":     {"--mail-tls"},
		"--json restore --d": {"--data", "--database", "--database-file", "--dry-run"},
		"completion z":       {"zsh"},
		"group ":             {"export", "import"},
		"group import --dr":  {"--dry-run"},
		"group export --o":   {"--out"},
	} {
		words := strings.Split("alongside "+line, " ")
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, "'"+w+"'")
		}
		ask := script + "\nCOMP_WORDS=(" + strings.Join(quoted, " ") + "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _alongside; printf '%s\\n' \"${COMPREPLY[@]}\""
		out, err := exec.Command("bash", "-c", ask).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(string(out)); !slices.Equal(got, want) {
			t.Errorf("%q is completed with %q, want %q", line, got, want)
		}
	}
}

func TestEveryShellHearsOfEveryCommandAndFlag(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		script, _, _ := run(t, nil, "completion", shell)
		for _, want := range []string{"serve", "restore", "doctor", "dry-run", "mail-password-file", "trusted-proxy"} {
			if !strings.Contains(script, want) {
				t.Errorf("%s never hears of %s", shell, want)
			}
		}
	}
}

func TestTheOtherShellsCanReadTheirCompletion(t *testing.T) {
	for shell, args := range map[string][]string{"zsh": {"-n", "/dev/stdin"}, "fish": {"-n", "/dev/stdin"}, "bash": {"-n", "/dev/stdin"}} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue // not on this machine
		}
		script, _, _ := run(t, nil, "completion", shell)
		c := exec.Command(path, args...)
		c.Stdin = strings.NewReader(script)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shell, err, out)
		}
	}
}
