// Package cli is the commands: what stands on the command line, in the
// environment and in the configuration file becomes plain structs here.
//
// The law: every mistake in a configuration is reported at once, in sentences.
package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/web"
)

// Commands is the whole command line.
type Commands struct {
	Demo  Demo  `cmd:"" help:"Serve an invented board to try."`
	Serve Serve `cmd:"" help:"Serve a board."`
}

// World is what a command may touch of the machine.
type World struct {
	Out io.Writer
	Err io.Writer
}

// Main runs the command line and answers the exit code.
func Main(args []string, w World) int {
	var c Commands
	parser, err := kong.New(&c, kong.Name("alongside"), kong.Description("A home for groups that stand with one another."),
		kong.Writers(w.Out, w.Err), kong.DefaultEnvars("ALONGSIDE"))
	if err != nil {
		fmt.Fprintln(w.Err, err)
		return 2
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(w.Err, "alongside:", err)
		return 2
	}
	if err := ctx.Run(&w); err != nil {
		fmt.Fprintln(w.Err, "alongside:", err)
		return 1
	}
	return 0
}

// Serve runs a board until it is told to stop.
type Serve struct {
	Data     string `help:"Folder of the board's data." default:"data" type:"path"`
	Database string `help:"postgres://… instead of a file in the folder."`
	Listen   string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Name     string `help:"Name of the board; else the one chosen at set-up."`
	Area     string `help:"Where the board is; else as chosen at set-up."`
	Origin   string `help:"Address people use, such as https://eastfield.example."`
	Zone     string `help:"Time zone of the board." default:"UTC"`
	Proxy    bool   `name:"behind-proxy" help:"Trust the last address in X-Forwarded-For."`
}

// Run serves.
func (s *Serve) Run(w *World) error {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return err
	}
	if s.Origin == "" {
		s.Origin = "http://" + s.Listen
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: s.Data, URL: s.Database}, Listen: s.Listen,
		Web: web.Settings{Name: s.Name, Area: s.Area, Origin: s.Origin, Zone: zone, BehindProxy: s.Proxy}, Log: slog.New(slog.NewTextHandler(w.Err, nil))})
	if err != nil {
		return err
	}
	defer h.Stop()
	if err := h.Start(ctx); err != nil {
		return err
	}
	fmt.Fprintln(w.Out, "Serving at http://"+h.Address())
	<-ctx.Done()
	return h.Stop()
}
