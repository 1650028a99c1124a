// Package cli is the commands: what stands on the command line, in the
// environment and in the file of settings becomes plain structs here.
//
// The law: every mistake in the settings is told at once, in sentences; and
// what a program asks for with --json it gets as JSON, mistakes included.
package cli

import (
	"errors"

	"github.com/alecthomas/kong"
)

// Commands is the whole command line.
type Commands struct {
	JSON bool `name:"json" help:"Answer in JSON on standard output."`

	Demo       Demo       `cmd:"" help:"Serve an invented board to try."`
	Serve      Serve      `cmd:"" help:"Serve a board."`
	Import     Import     `cmd:"" help:"Bring in a sheet that a group has."`
	Export     Export     `cmd:"" help:"Write a group's sheet in the columns it came with."`
	Group      Group      `cmd:"" help:"Let a group leave with everything, or take one in."`
	Backup     Backup     `cmd:"" help:"Write everything into one file."`
	Restore    Restore    `cmd:"" help:"Fill an empty database with a backup."`
	Doctor     Doctor     `cmd:"" help:"Say how the settings are understood, and what is wrong."`
	Health     Health     `cmd:"" help:"Ask a running board whether it is well."`
	Version    Version    `cmd:"" help:"Say which program this is."`
	Completion Completion `cmd:"" help:"Print what completes commands in a shell."`
	Man        Man        `cmd:"" help:"Print the manual page."`
}

const about = "A home for groups that stand with one another: people ask, offer, promise and keep."

// What the program answers to whoever started it.
const (
	done  = 0
	wrong = 1 // it was tried, and something is not right
	usage = 2 // it was not tried: a flag or a setting has a mistake
)

// parser knows every command and flag.
func parser(w *World) (*kong.Kong, error) { return parse(new(Commands), w) }

// quick are the commands that others wait for: a container for its health, a
// board's neighbours for the board. Their parser knows no other command.
var quick = map[string]func() any{
	"serve": func() any {
		return new(struct {
			JSON  bool  `name:"json" help:"Answer in JSON on standard output."`
			Serve Serve `cmd:"" help:"Serve a board."`
		})
	},
	"health": func() any {
		return new(struct {
			JSON   bool   `name:"json" help:"Answer in JSON on standard output."`
			Health Health `cmd:"" help:"Ask a running board whether it is well."`
		})
	},
}

func parserFor(args []string, w *World) (*kong.Kong, error) {
	if len(args) > 0 && quick[args[0]] != nil {
		return parse(quick[args[0]](), w)
	}
	return parser(w)
}

func parse(grammar any, w *World) (*kong.Kong, error) {
	return kong.New(grammar, kong.Name("alongside"), kong.Description(about), kong.Writers(w.Out, w.Err),
		kong.Exit(func(code int) { panic(exit(code)) }), kong.ValueFormatter(withVariable),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
}

// exit is how kong leaves after printing help.
type exit int

// Main runs the command line and answers the exit code.
func Main(args []string, w World) (code int) {
	defer func() {
		if p := recover(); p != nil {
			left, ok := p.(exit)
			if !ok {
				panic(p)
			}
			code = int(left)
		}
	}()
	k, err := parserFor(args, &w)
	if err != nil {
		return w.fail(err)
	}
	w.JSON = wantsJSON(args)
	ctx, err := k.Parse(args)
	if err != nil {
		return w.fail(misuse(err))
	}
	if err := ctx.Run(&w, k); err != nil {
		return w.fail(err)
	}
	return done
}

// misuse is a mistake of the command line as a sentence.
func misuse(err error) error {
	var parse *kong.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	say := sentence(parse.Error())
	if parse.Context.Selected() == nil {
		return &Mistakes{[]string{say + " `alongside --help` lists the commands."}}
	}
	return &Mistakes{[]string{say + " `alongside " + verb(parse.Context.Selected()) + " --help` lists the flags."}}
}

// verb is a command as it is typed: "group export".
func verb(n *kong.Node) string {
	if n.Parent != nil && n.Parent.Type == kong.CommandNode {
		return verb(n.Parent) + " " + n.Name
	}
	return n.Name
}

// wantsJSON looks for the flag before anything is parsed, so that mistakes of
// the command line are told in JSON too.
func wantsJSON(args []string) bool {
	for _, a := range args {
		if a == "--" {
			return false
		}
		if a == "--json" || a == "--json=true" {
			return true
		}
	}
	return false
}
