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
	clock := demo.NewClock(when.System{}.Now().Add(-time.Second))
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: folder}, Listen: d.Listen, Clock: clock,
		Web: web.Settings{Name: "Eastfield Alongside", Origin: "http://" + d.Listen, Zone: zone, Sample: true, Version: version()},
		Log: slog.New(slog.NewTextHandler(w.Err, &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		return err
	}
	defer h.Stop()
	guide, err := demo.Fill(ctx, h, clock)
	if err != nil {
		return err
	}
	clock.Run()
	keys, err := h.SetUp(ctx, app.First{Board: "Eastfield Alongside", Area: "Eastfield", Keeper: "Hana", Language: "en"})
	if err != nil {
		return err
	}
	if err := h.Start(ctx); err != nil {
		return err
	}
	site := "http://" + h.Address()
	err = w.Answer(map[string]string{"serving": site, "asker": site + "/mine/" + guide.Asker.Reveal(),
		"answerer": site + "/mine/" + guide.Answerer.Reveal(), "invitation": site + "/join/" + guide.Invitation.Reveal(),
		"sign_in": site + "/sign-in", "words": keys.Words.Reveal(), "member": memberAt(site, guide), "member_words": guide.Member.Reveal(),
		"decision": site + guide.Rooms.Decision, "mandate": site + guide.Rooms.Mandate, "tie": site + guide.Rooms.Tie, "repair": site + guide.Rooms.Repair, "walk": site + guide.Walk},
		func(out io.Writer) { tour(out, site, guide, keys) })
	if err != nil {
		return err
	}
	<-ctx.Done()
	return h.Stop()
}

// memberAt is where Ana signs in, and comes to her group.
func memberAt(site string, g demo.Guide) string { return site + "/sign-in?to=" + g.Rooms.Group }

// tour says where to look first.
func tour(out io.Writer, site string, g demo.Guide, k app.Keys) {
	fmt.Fprintf(out, `The demo board is ready: %[1]s

  Mrs Adler asked for a lift:        %[1]s/mine/%[2]s
  Sam said "I can" cut vegetables:   %[1]s/mine/%[3]s
  An invitation to a group:          %[1]s/join/%[5]s
  Hana looks after the board:        %[1]s/sign-in
                                     %[4]s

To see what members see, sign in as Ana of Eastfield Tenants:

  %[6]s
  her six words: %[7]s

  A decision under way:              %[1]s%[8]s
  Her task, which ends soon:         %[1]s%[9]s
  Who the tenants stand with:        %[1]s%[10]s
  What she and Luis talked over:     %[1]s%[11]s

A walk is on now. Open it as Ana and, in a second browser, as nobody: join at
a level there, then let Ana post word and watch it come.

  The walk:                          %[1]s%[12]s

All people, groups and calls here are invented, and all words were drawn for
this run. Ctrl-C ends the demo; the next one starts afresh.
`, site, g.Asker.Reveal(), g.Answerer.Reveal(), k.Words.Reveal(), g.Invitation.Reveal(),
		memberAt(site, g), g.Member.Reveal(), g.Rooms.Decision, g.Rooms.Mandate, g.Rooms.Tie, g.Rooms.Repair, g.Walk)
}
