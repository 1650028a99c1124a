package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	helpWide = 80 // columns: what every terminal has
	helpLeft = 30 // what is named by more stands on a line of its own
)

// explain prints what a command does, its arguments, flags and commands.
func (c command) explain(out io.Writer) {
	usage := c.typed()
	if len(c.subs) > 0 {
		usage += " <command>"
	}
	args := c.args()
	for _, a := range args {
		usage += " " + a.shown()
	}
	fmt.Fprintf(out, "Usage: %s [flags]\n\n%s\n", usage, strings.Join(wrap(c.help, helpWide), "\n"))
	if len(args) > 0 {
		rows := [][2]string{}
		for _, a := range args {
			rows = append(rows, [2]string{a.shown(), a.help})
		}
		table(out, "Arguments", rows)
	}
	table(out, "Flags", flagRows(c.flags(new(everywhere))))
	if len(c.subs) > 0 {
		rows := [][2]string{}
		for _, sub := range c.subs {
			rows = append(rows, [2]string{sub.name, sub.help})
		}
		table(out, "Commands", rows)
		fmt.Fprintf(out, "\nRun \"%s --help\" for more information on a command.\n", usage)
	}
}

// shown is an argument as help writes it: <file>, or [<file>].
func (f word) shown() string {
	if f.optional {
		return "[<" + f.name + ">]"
	}
	return "<" + f.name + ">"
}

// flagRows are the flags; those of the command itself stand apart.
func flagRows(flags []word) (rows [][2]string) {
	apart := len(wordsOf(new(everywhere)))
	for i, f := range flags {
		if i == apart {
			rows = append(rows, [2]string{})
		}
		name := "    --" + f.name
		if f.short != "" {
			name = "-" + f.short + ", --" + f.name
		}
		if !f.isSwitch() {
			name += "=" + f.holder
		}
		rows = append(rows, [2]string{name, withVariable(f)})
	}
	return rows
}

// table prints rows under a title, in two columns.
func table(out io.Writer, title string, rows [][2]string) {
	left := 0
	for _, row := range rows {
		if n := utf8.RuneCountInString(row[0]); n < helpLeft {
			left = max(left, n)
		}
	}
	fmt.Fprintf(out, "\n%s:\n", title)
	for _, row := range rows {
		name := row[0]
		if utf8.RuneCountInString(name) >= helpLeft {
			fmt.Fprintf(out, "  %s\n", name)
			name = ""
		}
		for _, line := range wrap(row[1], helpWide-left-6) {
			fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("  %-*s    %s", left, name, line), " "))
			name = ""
		}
	}
}

// wrap breaks a text into lines.
func wrap(text string, wide int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > wide {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}
