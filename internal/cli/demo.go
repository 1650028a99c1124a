package cli

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/demo"
	"alongside/internal/store"
	"alongside/internal/web"
	"alongside/internal/when"
)

// Demo serves an invented board, new on every run and gone afterwards.
type Demo struct {
	Listen string `help:"Address to listen on." placeholder:"ADDR"`
}

// Run lives the invented weeks, and serves what became of them.
func (d *Demo) Run(w *World) error {
	ctx, stop := stopped()
	defer stop()
	folder, err := os.MkdirTemp("", "alongside-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	zone, err := when.Zone(demo.Zone)
	if err != nil {
		return err
	}
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: folder}, Listen: d.Listen,
		Web: web.Settings{Name: "Eastfield Alongside", Origin: "http://" + d.Listen, Zone: zone, Sample: true, Version: version()},
		Log: slog.New(slog.NewTextHandler(w.Err, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		return err
	}
	defer h.Stop()
	guide, err := demo.Fill(ctx, store.New(h.DB), h.Spine.Seed, when.System{}.Now().Add(-time.Second))
	if err != nil {
		return err
	}
	keys, err := h.SetUp(ctx, app.First{Board: "Eastfield Alongside", Area: "Eastfield", Keeper: "Hana", Language: "en"})
	if err != nil {
		return err
	}
	if err := h.Start(ctx); err != nil {
		return err
	}
	site := "http://" + h.Address()
	err = w.Answer(map[string]string{"serving": site, "asker": site + "/mine/" + guide.Asker.Reveal(),
		"answerer": site + "/mine/" + guide.Answerer.Reveal(), "invitation": site + "/join/" + guide.Invitation.Reveal(), "sign_in": site + "/sign-in", "words": keys.Words.Reveal()},
		func(out io.Writer) { tour(out, site, guide, keys) })
	if err != nil {
		return err
	}
	<-ctx.Done()
	return h.Stop()
}

// tour says where to look first.
func tour(out io.Writer, site string, g demo.Guide, k app.Keys) {
	fmt.Fprintf(out, `The demo board is ready: %[1]s

  Mrs Adler asked for a lift:        %[1]s/mine/%[2]s
  Sam said "I can" cut vegetables:   %[1]s/mine/%[3]s
  An invitation to a group:          %[1]s/join/%[5]s
  Hana looks after the board:        %[1]s/sign-in
                                     %[4]s

All people, groups and calls here are invented. Ctrl-C ends the demo; the next
one starts afresh.
`, site, g.Asker.Reveal(), g.Answerer.Reveal(), k.Words.Reveal(), g.Invitation.Reveal())
}
