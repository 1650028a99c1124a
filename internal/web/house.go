// Package web is the door for people: pages, forms, feeds.
//
// The law: no rule lives here and no SQL. A handler decides first and writes
// last; what goes wrong goes through one place; every page works without a
// script.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/alert"
	"alongside/internal/brake"
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/carry"
	"alongside/internal/circle"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/host"
	"alongside/internal/kit"
	"alongside/internal/locale"
	"alongside/internal/mandate"
	"alongside/internal/move"
	"alongside/internal/notice"
	"alongside/internal/repair"
	"alongside/internal/sheet"
	"alongside/internal/space"
	"alongside/internal/tie"
	"alongside/internal/when"
)

// Settings are what the host chose for this board.
type Settings struct {
	Name   string         // of the board; empty: what was chosen at set-up
	Area   string         // where it is; empty: likewise
	Origin string         // "https://eastfield.example", no slash at the end
	Zone   *time.Location // of the board; times of calls are in it
	Sample bool           // everything on the board is invented
	// Proxies are who stands in front; only they may say whom they speak for.
	Proxies []netip.Prefix
	// Source is where people find this program's source: an address, or the
	// file of an archive to hand out. Empty: they ask whoever keeps the board.
	Source  string
	Version string // of the program
}

// Brake says whether an address may try something once more.
type Brake interface {
	Allow(address netip.Addr, what string) bool
}

// House is everything the pages need. All fields are set before Handler.
type House struct {
	Settings
	Spine     *call.Spine
	Care      *care.Desk
	Groups    *group.Desk
	Mandates  *mandate.Desk
	Circles   *circle.Desk
	Host      *host.Desk
	Repairs   *repair.Desk
	Space     *space.Desk
	Move      *move.Desk
	Accounts  *account.Desk
	Notices   *notice.Desk
	Sheets    *sheet.Desk
	Decisions *decision.Desk
	Languages *locale.Catalogue
	Clock     when.Clock
	Log       *slog.Logger
	Brake     Brake

	Ties    *tie.Desk
	Carry   *carry.Desk
	Actions *action.Desk
	Alerts  *alert.Desk
	Kits    *kit.Desk

	https bool
	pages *pages
	bells *bells
	lines *brake.Room // that word comes through
	// stopping is closed as the house closes, so that nobody waits for streams.
	stopping chan struct{}
	stopOnce *sync.Once
	mux      *http.ServeMux
	cross    *http.CrossOriginProtection
	about    *atomic.Pointer[account.About] // nil inside until the board is set up
}

// Name is what the board is called.
func (h *House) Name() string {
	if h.Settings.Name != "" {
		return h.Settings.Name
	}
	if a := h.about.Load(); a != nil && a.Name != "" {
		return a.Name
	}
	return unnamed
}

// unnamed is what a board is called before it has a name.
const unnamed = "Alongside"

// Area is where the board is, in words; empty when nobody said.
func (h *House) Area() string {
	if a := h.about.Load(); h.Settings.Area == "" && a != nil {
		return a.Area
	}
	return h.Settings.Area
}

// ready reports whether somebody has set the board up. Once somebody has, the
// answer costs nothing.
func (h *House) ready(ctx context.Context) (bool, error) {
	if h.about.Load() != nil {
		return true, nil
	}
	if ok, err := h.Accounts.HostMandated(ctx); err != nil || !ok {
		return false, err
	}
	a, err := h.Accounts.About(ctx)
	if err == nil {
		h.about.Store(&a)
	}
	return err == nil, err
}

// Changed drops the kept pages that show any of the topics. It is to be called
// after every commit; with no topics when another process wrote.
func (h *House) Changed(topics []int64) {
	h.pages.changed(topics)
	h.bells.ring(topics)
}

// Stop ends the streams that are open. It may be called twice.
func (h *House) Stop() { h.stopOnce.Do(func() { close(h.stopping) }) }

// New makes the door ready.
func New(h House) *House {
	h.https = strings.HasPrefix(h.Origin, "https://")
	h.pages, h.bells = newPages(), newBells()
	h.lines = brake.NewRoom(h.Clock, streamsMost, streamsEach)
	h.stopping, h.stopOnce = make(chan struct{}), new(sync.Once)
	h.about = new(atomic.Pointer[account.About])
	h.cross = http.NewCrossOriginProtection()
	h.mux = http.NewServeMux()
	for _, r := range routes {
		h.mux.Handle(r.pattern, h.serve(r))
	}
	return &h
}

// ServeHTTP finds the language, serves a kept page if there is one, and else
// walks the route table.
func (h *House) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := h.visit(w, r)
	h.secure(w.Header())
	if h.kept(v) {
		return
	}
	h.mux.ServeHTTP(&v.out, v.r)
	h.log(v)
}

// serve runs one route: the cross-site check, the guard, the handler, and the
// one place where mistakes are told.
func (h *House) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(w)
		v.route = rt
		v.r = r // the mux has filled in the path values
		if err := h.guarded(v); err != nil {
			v.fail(err)
		}
	})
}

func (h *House) guarded(v *visit) (err error) {
	defer func() { err = recovered(recover(), err) }()
	if !v.route.early {
		if ok, err := h.ready(v.r.Context()); err != nil || !ok {
			return v.orSetUp(err)
		}
	}
	if v.r.Method != http.MethodGet && v.r.Method != http.MethodHead {
		if err := h.crossSite(v.r); err != nil {
			return err
		}
	}
	if err := v.read(); err != nil {
		return err
	}
	if err := h.admit(v); err != nil {
		return err
	}
	if v.route.shared && v.public() {
		return h.share(v)
	}
	return v.route.do(h, v)
}
