package cli

import (
	"fmt"
	"io"
	"strings"
)

// Man prints the manual page, made from the same model that parses commands.
type Man struct{}

// Run prints roff, for `alongside man | man -l -`.
func (*Man) Run(w *World) error {
	var b strings.Builder
	page(&b, program().subs)
	return w.Answer(map[string]string{"page": b.String()}, func(out io.Writer) { io.WriteString(out, b.String()) })
}

func page(w io.Writer, all []command) {
	fmt.Fprint(w, ".TH ALONGSIDE 1 \"\" \"Alongside\" \"Alongside\"\n.SH NAME\nalongside \\- a home for groups that stand with one another\n")
	fmt.Fprint(w, ".SH SYNOPSIS\n.B alongside\n.I command\n[\\fIflags\\fR]\n.SH DESCRIPTION\n", roff(about), "\n")
	fmt.Fprint(w, ".PP\nOne program and one folder, or one PostgreSQL database, are a whole board.\n.SH COMMANDS\n")
	for _, c := range leaves(all) {
		fmt.Fprintf(w, ".SS %s\n", roff("alongside "+c.name+argsOf(c)))
		fmt.Fprintln(w, roff(c.help))
		for _, f := range c.sorted() {
			if f.name == "help" || f.name == "json" {
				continue
			}
			value := ""
			if !f.isSwitch() {
				value = "=\\fI" + roff(f.holder) + "\\fR"
			}
			fmt.Fprintf(w, ".TP\n\\fB%s\\fR%s\n%s\n", roff("--"+f.name), value, roff(withVariable(f)))
		}
	}
	fmt.Fprint(w, manRest)
}

// leaves are the commands that do something: not "group" but its two.
func leaves(all []command) (some []command) {
	for _, c := range all {
		if len(c.subs) > 0 {
			some = append(some, leaves(c.subs)...)
		} else {
			some = append(some, c)
		}
	}
	return some
}

func argsOf(c command) (s string) {
	for _, a := range c.args() {
		s += " " + strings.ToUpper(a.name)
	}
	return s
}

// roff escapes a text for a manual page.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", "...").Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

const manRest = `.SH "EVERY COMMAND"
.TP
\fB\-\-json\fR
Answer in JSON on standard output, mistakes included.
.TP
\fB\-\-help\fR
Explain the command.
.SH SETTINGS
A setting is looked for on the command line, then in the environment, then in the file that
\fB\-\-config\fR or \fBALONGSIDE_CONFIG\fR names, then there is a default.
In the file the names are those of the flags. A table may hold the first word:
.PP
.nf
name = "Eastfield Alongside"
zone = "America/Chicago"
languages = ["en", "es"]

[mail]
server = "mail.example:587"
from = "board@eastfield.example"
.fi
.PP
Every mistake is told at once. Passwords are never settings: a setting names the file that holds one.
.SH "EXIT STATUS"
.TP
.B 0
It was done.
.TP
.B 1
It was tried, and something is wrong.
.TP
.B 2
It was not tried, because a flag or a setting has a mistake.
.SH EXAMPLES
.TP
.B alongside demo
Try a board with invented people.
.TP
.B alongside serve \-\-data /var/lib/alongside \-\-domain eastfield.example
Serve a board over HTTPS.
.TP
.B alongside backup board.zip \-\-data /var/lib/alongside
Write everything into one file, while the board runs.
.SH LICENCE
AGPL\-3.0\-or\-later.
`
