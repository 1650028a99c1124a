package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"alongside/internal/app"
	"alongside/internal/web"
)

// Serve runs a board until it is told to stop.
type Serve struct {
	Place
	Board
}

// Run serves.
func (s *Serve) Run(w *World) error {
	set, err := settings(w, &s.Place, &s.Board)
	if err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	rest := debug.SetGCPercent(-1) // what is made at the start stays; nothing is to be swept
	out := &lines{to: w.Err}
	defer out.Flush()
	log := slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: set.Level}))
	h, err := app.Open(ctx, set.house(log))
	if err != nil {
		return err
	}
	defer h.Stop()
	if err := h.Start(ctx); err != nil {
		return err
	}
	debug.SetGCPercent(percent(w, rest))
	if err := w.Answer(map[string]string{"serving": set.Origin, "listen": h.Address()}, func(out io.Writer) {
		fmt.Fprintf(out, "Serving %s, listening at %s\n", set.Origin, h.Address())
	}); err != nil {
		return err
	}
	<-ctx.Done()
	stop() // a second signal ends the program at once
	return h.Stop()
}

// percent is how far memory may grow before it is swept. What a page leaves
// behind is small and soon over, so sweeping half as often as Go does by itself
// serves more pages in a few MiB more. GOGC has the last word.
func percent(w *World, usual int) int {
	if _, set := w.env("GOGC"); set {
		return usual
	}
	return 2 * usual
}

// stopped is a context that ends when the program is asked to stop.
func stopped() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// house is what the settings mean to the house.
func (s *Settings) house(log *slog.Logger) app.Config {
	return app.Config{Database: s.Database, Listen: s.Listen, Domain: s.Domain, Acme: s.Acme, Languages: s.Languages, Log: log,
		Told: app.Told{Mail: s.Mail, KeyFile: s.Addresses},
		Web: web.Settings{Name: s.Name, Area: s.Area, Origin: s.Origin, Zone: s.Zone, Source: s.Source, Version: version(),
			Proxies: s.Proxies}}
}
