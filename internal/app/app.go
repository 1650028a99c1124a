// Package app wires the house: it opens every room in order, runs them, and
// closes them in reverse.
//
// The law: nothing is decided here but who is handed to whom.
package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/alert"
	"alongside/internal/brake"
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/carry"
	"alongside/internal/circle"
	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/host"
	"alongside/internal/job"
	"alongside/internal/kit"
	"alongside/internal/locale"
	"alongside/internal/mandate"
	"alongside/internal/move"
	"alongside/internal/notice"
	"alongside/internal/repair"
	"alongside/internal/sheet"
	"alongside/internal/space"
	"alongside/internal/store"
	"alongside/internal/tie"
	"alongside/internal/web"
	"alongside/internal/when"
)

// Config is everything a board needs to run. Its zero value keeps a board in
// the present folder.
type Config struct {
	Database  db.Config
	Listen    string // "127.0.0.1:8080"
	Domain    string // gets a certificate and speaks HTTPS; empty: plain HTTP
	Acme      string // directory of the authority; empty: Let's Encrypt
	Web       web.Settings
	Told      Told
	Languages []string   // tags, the first one the default; none: all there are
	Clock     when.Clock // nil: the machine's
	Log       *slog.Logger
}

// House is a running board.
type House struct {
	config    Config
	DB        *db.DB
	Spine     *call.Spine
	Notices   *notice.Desk
	Jobs      *job.Line
	Care      *care.Desk
	Accounts  *account.Desk
	Sheets    *sheet.Desk
	Groups    *group.Desk
	Mandates  *mandate.Desk
	Circles   *circle.Desk
	Decisions *decision.Desk
	Host      *host.Desk
	Repairs   *repair.Desk
	Space     *space.Desk
	Move      *move.Desk
	Web       *web.House

	Ties    *tie.Desk
	Carry   *carry.Desk
	Actions *action.Desk
	Alerts  *alert.Desk
	Kits    *kit.Desk

	memory   *store.Store
	listener net.Listener
	server   *http.Server
	sealed   *sealed // nil without a domain
	cancel   context.CancelFunc
	work     sync.WaitGroup
	once     sync.Once
}

// Open opens the database and builds the rooms. Nothing listens yet.
func Open(ctx context.Context, c Config) (*House, error) {
	if c.Clock == nil {
		c.Clock = when.System{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	h := &House{config: c}
	languages := make(chan spoken, 1)
	go func() { all, err := locale.Load(); languages <- spoken{all, err} }() // while the database opens
	var err error
	if h.DB, err = db.Open(ctx, c.Database); err != nil {
		return nil, err
	}
	if err := h.furnish(ctx, <-languages); err != nil {
		h.DB.Close()
		return nil, err
	}
	return h, nil
}

// spoken are the languages, when they have been read.
type spoken struct {
	all *locale.Catalogue
	err error
}

// furnish puts every room where it belongs.
func (h *House) furnish(ctx context.Context, s spoken) error {
	kept := store.New(h.DB)
	h.memory = kept
	seed, err := kept.Secret(ctx, "seed", 32)
	if err != nil {
		return err
	}
	if s.err != nil {
		return fault.Wrap("app.words", s.err)
	}
	languages := s.all.Only(h.config.Languages)
	h.Spine = &call.Spine{Store: kept.Calls(), Clock: h.config.Clock, Seed: seed}
	if h.Sheets, err = sheets(ctx, kept, h.config.Clock, languages); err != nil {
		return err
	}
	h.Care = &care.Desk{Store: kept.Care(), Clock: h.config.Clock}
	h.Accounts, err = account.Open(ctx, account.Config{Store: kept.Accounts(), Clock: h.config.Clock,
		Origin: h.config.Web.Origin, Name: h.config.Web.Name, Left: h.left})
	if err != nil {
		return err
	}
	if err := h.tell(ctx, kept, languages, seed); err != nil {
		return fault.Wrap("app.told", err)
	}
	h.Groups = &group.Desk{Store: kept.Groups(), Clock: h.config.Clock, Seed: seed, Left: h.leftGroup, Ended: h.groupEnded, Tell: h.tellMember, Parted: h.parted}
	h.Circles = &circle.Desk{Store: kept.Circles(), Clock: h.config.Clock, Close: h.circleEnded, Erase: h.circleErased, Left: h.leftCircle}
	h.Mandates = &mandate.Desk{Store: kept.Mandates(), Clock: h.config.Clock}
	h.Decisions = &decision.Desk{Store: kept.Decisions(), Clock: h.config.Clock, Zone: zoneOf(h.config), Seed: seed, Effects: h.effects()}
	h.Ties = &tie.Desk{Store: kept.Ties(), Clock: h.config.Clock}
	h.Carry = &carry.Desk{Store: kept.Carries(), Clock: h.config.Clock}
	h.Actions = &action.Desk{Store: kept.Actions(), Spine: h.Spine, Clock: h.config.Clock}
	h.Alerts = &alert.Desk{Store: kept.Alerts(), Clock: h.config.Clock, Seed: seed}
	h.Spine.Parted, h.Spine.MovedUp = h.partedFromAction, h.movedUp
	h.Kits = &kit.Desk{Store: kept.Kits(), Clock: h.config.Clock, Changed: h.kitChanged}
	h.Spine.Settled, h.Spine.Changed = h.remember, h.sourceChanged
	h.Spine.Tends, h.Spine.Mended = h.tends, h.mended
	h.Host = &host.Desk{Store: kept.Host(), Clock: h.config.Clock}
	h.Repairs = &repair.Desk{Store: kept.Repairs(), Clock: h.config.Clock, TakeOut: h.takeOut}
	h.Space = &space.Desk{Store: kept.Space(), Clock: h.config.Clock, ToHost: h.toHost, Pause: h.pause, Unpause: h.unpause, Branch: h.branch}
	h.Move = h.moving(kept, languages)
	h.Web = web.New(web.House{Settings: h.config.Web, Spine: h.Spine, Care: h.Care, Accounts: h.Accounts, Groups: h.Groups, Mandates: h.Mandates, Circles: h.Circles, Host: h.Host,
		Notices: h.Notices, Sheets: h.Sheets, Decisions: h.Decisions, Languages: languages,
		Clock: h.config.Clock, Log: h.config.Log, Brake: brake.New(h.config.Clock, web.Brakes)})
	h.Web.Move = h.Move
	h.Web.Ties, h.Web.Carry, h.Web.Actions, h.Web.Alerts = h.Ties, h.Carry, h.Actions, h.Alerts
	h.Web.Kits = h.Kits
	h.Web.Repairs, h.Web.Space = h.Repairs, h.Space
	h.DB.OnChange(h.Web.Changed)
	return nil
}

// Start listens and begins the work that runs by itself.
func (h *House) Start(ctx context.Context) error {
	listener, err := net.Listen("tcp", h.config.Listen)
	if err != nil {
		return fault.Wrap("app.listen", err)
	}
	h.listener = listener
	ctx, h.cancel = context.WithCancel(context.WithoutCancel(ctx))
	h.server = h.door(h.Web)
	serve := h.server.Serve
	if h.config.Domain != "" {
		h.seal()
		serve = func(l net.Listener) error { return h.server.ServeTLS(l, "", "") }
	}
	h.work.Go(func() {
		if err := serve(listener); !errors.Is(err, http.ErrServerClosed) {
			h.config.Log.Error("serving ended", "cause", err)
		}
	})
	h.work.Go(func() { h.DB.Watch(ctx) })
	h.work.Go(func() { h.tick(ctx) })
	h.work.Go(func() { h.offerSetUp(ctx) })
	h.work.Go(func() { h.errands(ctx) })
	return nil
}

// door is a server with the limits that keep slow and long requests from
// holding it up.
func (h *House) door(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      120 * time.Second,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // it would print addresses
	}
}

// Address is where it listens.
func (h *House) Address() string { return h.listener.Addr().String() }

// tickEvery is how soon silence is noticed.
const tickEvery = 2 * time.Second

// tick does what is due, and sweeps every hour.
func (h *House) tick(ctx context.Context) {
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	var swept time.Time
	for {
		select { // whoever comes first is served first
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		h.due(ctx)
		now := h.config.Clock.Now()
		if now.Sub(swept) >= when.SweepEvery || now.Before(swept) {
			swept = now
			h.sweep(ctx)
		}
		select {
		case <-h.DB.Waits():
			h.complain("sweep", h.DB.Sweep(ctx, false))
		default:
		}
	}
}

func (h *House) due(ctx context.Context) {
	for {
		more, err := h.Spine.Tick(ctx)
		if err != nil {
			h.complain("tick", err)
		}
		if !more || err != nil || ctx.Err() != nil {
			break
		}
	}
	for {
		more, err := h.Notices.Carry(ctx)
		h.complain("carry", err)
		if !more || err != nil || ctx.Err() != nil {
			break
		}
	}
	for {
		more, err := h.Actions.Tick(ctx)
		h.complain("actions", err)
		if !more || err != nil || ctx.Err() != nil {
			break
		}
	}
	for {
		more, err := h.Alerts.Tick(ctx)
		h.complain("alerts", err)
		if !more || err != nil || ctx.Err() != nil {
			break
		}
	}
	h.complain("sheets", h.Sheets.Tick(ctx))
	for {
		more, err := h.Decisions.Tick(ctx)
		h.complain("decisions", err)
		if !more || err != nil || ctx.Err() != nil {
			break
		}
	}
}

func (h *House) sweep(ctx context.Context) {
	h.complain("sweep", h.Spine.Sweep(ctx))
	h.complain("sweep", h.Jobs.Sweep(ctx))
	h.complain("sweep", h.Care.Sweep(ctx))
	h.complain("sweep", h.Sheets.Sweep(ctx))
	h.complain("sweep", h.Accounts.Sweep(ctx))
	h.complain("sweep", h.Groups.Sweep(ctx))
	h.complain("sweep", h.Mandates.Sweep(ctx))
	h.complain("sweep", h.Repairs.Sweep(ctx))
	h.complain("sweep", h.Space.Sweep(ctx))
	h.complain("sweep", h.Alerts.Sweep(ctx))
	h.complain("sweep", h.Circles.Sweep(ctx))
	h.complain("sweep", h.Actions.Sweep(ctx))
	h.complain("sweep", h.Move.Sweep(ctx))
	h.complain("sweep", h.dropCopies())
	whole, err := h.memory.Turn(ctx, "rebuild", h.config.Clock.Now(), when.RebuildEvery)
	h.complain("sweep", err)
	h.complain("sweep", h.DB.Sweep(ctx, whole))
}

// complain writes what went wrong by itself, without anybody's words.
func (h *House) complain(what string, err error) {
	if err != nil {
		h.config.Log.Error(what, "kind", fault.KindOf(err).String(), "cause", err.Error())
	}
}

// Stop lets running requests finish, for at most ten seconds, and closes the
// database. It may be called twice.
func (h *House) Stop() error {
	var err error
	h.once.Do(func() {
		if h.server != nil {
			h.Web.Stop()
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			err = errors.Join(h.server.Shutdown(ctx), h.sealed.stop(ctx))
			h.cancel()
			h.Sheets.Stop()
			h.work.Wait()
		}
		err = errors.Join(err, h.DB.Close())
	})
	return err
}
