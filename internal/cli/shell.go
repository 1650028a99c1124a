package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Completion prints what a shell needs to complete commands and flags. It is
// made from the same model that parses them.
type Completion struct {
	Shell string `arg:"needed" choices:"bash,zsh,fish" help:"bash, zsh or fish." placeholder:"SHELL"`
}

// Run prints it.
func (c *Completion) Run(w *World) error {
	write := map[string]func(io.Writer, []command){"bash": bash, "zsh": zsh, "fish": fish}[c.Shell]
	var b strings.Builder
	write(&b, program().subs)
	return w.Answer(map[string]string{"shell": c.Shell, "script": b.String()}, func(out io.Writer) {
		io.WriteString(out, b.String())
	})
}

// sorted are the flags of a command and of those below it, by name, for
// shells that are told of first words alone.
func (c command) sorted() []word {
	flags := c.flags(new(everywhere))
	for _, sub := range c.subs {
		flags = append(flags, sub.sorted()...)
	}
	slices.SortStableFunc(flags, func(a, b word) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(flags, func(a, b word) bool { return a.name == b.name })
}

// takesFile tells whether a flag wants the name of a file.
func (f word) takesFile() bool {
	return f.holder == "FILE" || f.name == "data" || f.name == "source"
}

func choices(c command) []string {
	for _, a := range c.args() {
		if a.choices != nil {
			return a.choices
		}
	}
	return nil
}

func flagNames(c command) (flags []string) {
	for _, f := range c.sorted() {
		flags = append(flags, "--"+f.name)
	}
	return flags
}

func bash(w io.Writer, all []command) {
	var names []string
	for _, c := range all {
		names = append(names, c.name)
	}
	fmt.Fprintf(w, `# alongside for bash: source <(alongside completion bash)
_alongside() {
  local now=${COMP_WORDS[COMP_CWORD]} verb= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) verb=$word; break ;; esac
  done
  case $verb in
  "") COMPREPLY=($(compgen -W "%s --json --help" -- "$now")) ;;
`, strings.Join(names, " "))
	for _, c := range all {
		fmt.Fprintf(w, "  %s)\n", c.name)
		if len(c.subs) == 0 {
			bashWords(w, "    ", c)
			continue
		}
		fmt.Fprint(w, "    case \" ${COMP_WORDS[*]} \" in\n")
		for _, sub := range c.subs {
			fmt.Fprintf(w, "    *\" %s \"*)\n", sub.name)
			bashWords(w, "      ", sub)
		}
		fmt.Fprintf(w, "    *) COMPREPLY=($(compgen -W \"%s\" -- \"$now\")) ;;\n    esac ;;\n", strings.Join(c.subNames(), " "))
	}
	fmt.Fprint(w, "  esac\n}\ncomplete -o filenames -F _alongside alongside\n")
}

// bashWords completes the flags and arguments of one command.
func bashWords(w io.Writer, indent string, c command) {
	more := " -f"
	if list := choices(c); list != nil {
		more = ` -W "` + strings.Join(list, " ") + `"`
	}
	for _, line := range []string{"case $now in", `-*) COMPREPLY=($(compgen -W "` + strings.Join(flagNames(c), " ") + `" -- "$now")) ;;`,
		"*) COMPREPLY=($(compgen" + more + ` -- "$now")) ;;`, "esac ;;"} {
		fmt.Fprintln(w, indent+line)
	}
}

func zsh(w io.Writer, all []command) {
	fmt.Fprint(w, "#compdef alongside\n# alongside for zsh: alongside completion zsh > \"${fpath[1]}/_alongside\"\n_alongside() {\n"+
		"  local line state\n  _arguments -C '--json[answer in JSON]' '--help[show help]' '1: :->verb' '*:: :->rest'\n"+
		"  case $state in\n  verb)\n    _values command")
	for _, c := range all {
		fmt.Fprintf(w, " \\\n      '%s[%s]'", c.name, zshText(c.help))
	}
	fmt.Fprint(w, " ;;\n  rest)\n    case $line[1] in\n")
	for _, c := range all {
		fmt.Fprintf(w, "    %s) _arguments", c.name)
		for _, f := range c.sorted() {
			fmt.Fprintf(w, " \\\n      '--%s[%s]%s'", f.name, zshText(f.help), zshValue(f))
		}
		switch list := choices(c); {
		case len(c.subs) > 0:
			fmt.Fprintf(w, " \\\n      '1:command:(%s)' \\\n      '2:file:_files'", strings.Join(c.subNames(), " "))
		case list != nil:
			fmt.Fprintf(w, " \\\n      '1:choice:(%s)'", strings.Join(list, " "))
		case len(c.args()) > 0:
			fmt.Fprint(w, " \\\n      '1:file:_files'")
		}
		fmt.Fprint(w, " ;;\n")
	}
	fmt.Fprint(w, "    esac ;;\n  esac\n}\n_alongside \"$@\"\n")
}

func zshText(s string) string {
	return strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

func zshValue(f word) string {
	switch {
	case f.isSwitch():
		return ""
	case f.takesFile():
		return ":file:_files"
	}
	return ":" + f.name + ":"
}

func fish(w io.Writer, all []command) {
	fmt.Fprint(w, "# alongside for fish: alongside completion fish > ~/.config/fish/completions/alongside.fish\n"+
		"complete -c alongside -f\ncomplete -c alongside -l json -d 'Answer in JSON'\ncomplete -c alongside -l help -d 'Show help'\n")
	for _, c := range all {
		fmt.Fprintf(w, "complete -c alongside -n __fish_use_subcommand -a %s -d '%s'\n", c.name, fishText(c.help))
	}
	for _, c := range all {
		on := "complete -c alongside -n '__fish_seen_subcommand_from " + c.name + "'"
		for _, f := range c.sorted() {
			value := " -x"
			switch {
			case f.isSwitch():
				value = ""
			case f.takesFile():
				value = " -r -F"
			}
			fmt.Fprintf(w, "%s -l %s%s -d '%s'\n", on, f.name, value, fishText(f.help))
		}
		switch list := choices(c); {
		case len(c.subs) > 0:
			fmt.Fprintf(w, "%s -a '%s'\n%s -F\n", on, strings.Join(c.subNames(), " "), on)
		case list != nil:
			fmt.Fprintf(w, "%s -a '%s'\n", on, strings.Join(list, " "))
		case len(c.args()) > 0:
			fmt.Fprintf(w, "%s -F\n", on)
		}
	}
}

func fishText(s string) string { return strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) }
