// Package cli is the commands: what stands on the command line, in the
// environment and in the file of settings becomes plain structs here.
//
// The law: every mistake in the settings is told at once, in sentences; and
// what a program asks for with --json it gets as JSON, mistakes included.
package cli

import (
	"slices"
	"time"
)

// command is one command as the parser, its help, the shells and the manual
// know it.
type command struct {
	name string // as it is typed: "group export"; empty for the program
	help string
	does doer
	subs []command // of "group", which does nothing by itself
}

// doer does what its command says. Its fields are the flags and arguments.
type doer interface{ Run(w *World) error }

const about = "A home for groups that stand with one another: people ask, offer, promise and keep."

// program is the whole command line. What stands in a field is its default.
func program() command {
	return command{help: about, subs: []command{
		{name: "demo", help: "Serve an invented board to try.", does: &Demo{Listen: "127.0.0.1:8080"}},
		{name: "serve", help: "Serve a board.", does: new(Serve)},
		{name: "import", help: "Bring in a sheet that a group has.", does: new(Import)},
		{name: "export", help: "Write a group's sheet in the columns it came with.", does: new(Export)},
		{name: "group", help: "Let a group leave with everything, or take one in.", subs: []command{
			{name: "group export", help: "Write everything of a group into one file that another board can take in.", does: new(GroupExport)},
			{name: "group import", help: "Take in a group that left another board: all of it or nothing.", does: new(GroupImport)},
		}},
		{name: "backup", help: "Write everything into one file.", does: new(Backup)},
		{name: "restore", help: "Fill an empty database with a backup.", does: new(Restore)},
		{name: "doctor", help: "Say how the settings are understood, and what is wrong.", does: new(Doctor)},
		{name: "health", help: "Ask a running board whether it is well.", does: &Health{Timeout: 5 * time.Second}},
		{name: "version", help: "Say which program this is.", does: new(Version)},
		{name: "completion", help: "Print what completes commands in a shell.", does: new(Completion)},
		{name: "man", help: "Print the manual page.", does: new(Man)},
	}}
}

// What the program answers to whoever started it.
const (
	done  = 0
	wrong = 1 // it was tried, and something is not right
	usage = 2 // it was not tried: a flag or a setting has a mistake
)

// Main runs the command line and answers the exit code.
func Main(args []string, w World) int {
	w.JSON = wantsJSON(args)
	c, every, err := understand(args)
	if err != nil {
		return w.fail(err)
	}
	w.JSON = every.JSON
	if every.Help {
		c.explain(w.Out)
		return done
	}
	if err := c.does.Run(&w); err != nil {
		return w.fail(err)
	}
	return done
}

// wantsJSON looks for the flag before anything is parsed, so that mistakes of
// the command line are told in JSON too.
func wantsJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}
