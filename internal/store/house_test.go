package store_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/internal/when"
	"alongside/test/blank"
	"alongside/test/postgres"
)

// Began is when every suite's clock begins: a Sunday noon.
var Began = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// House is one process on a database of the test's own.
type House struct {
	Config db.Config
	DB     *db.DB
	Store  *store.Store
	Clock  *when.Set
	Spine  *call.Spine
}

// Each runs fn on every dialect.
func Each(t *testing.T, fn func(t *testing.T, h *House)) {
	var both sync.WaitGroup
	both.Go(func() {
		t.Run("sqlite", func(t *testing.T) { fn(t, house(t, db.Config{Dir: blank.SQLite(t)}, when.At(Began))) })
	})
	if postgres.Wanted() {
		both.Go(func() {
			t.Run("postgres", func(t *testing.T) { fn(t, house(t, db.Config{URL: blank.Postgres(t)}, when.At(Began))) })
		})
	}
	both.Wait()
}

func house(t testing.TB, c db.Config, clock *when.Set) *House {
	t.Helper()
	d, err := db.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	h := &House{Config: c, DB: d, Store: store.New(d), Clock: clock}
	seed, err := h.Store.Secret(context.Background(), "seed", 32)
	if err != nil {
		t.Fatal(err)
	}
	h.Spine = &call.Spine{Store: h.Store.Calls(), Clock: clock, Seed: seed}
	return h
}

// Second is another process on the same database.
func (h *House) Second(t *testing.T) *House { return house(t, h.Config, h.Clock) }

var ctx = context.Background()

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// group founds a group, and gives the face of its one member.
func (h *House) group(t *testing.T, name string) (party.GroupID, party.Ref) {
	t.Helper()
	desk := &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	g, face, err := desk.Found(ctx, party.AccountID(keys.Add(1)), group.Draft{Key: name, Card: group.Card{Name: name, About: name},
		Agreements: "We are kind.", FaceName: "Mina"})
	if err != nil {
		t.Fatal(err)
	}
	return g.ID, party.OfFace(face.ID)
}

// ask puts a stranger's call on the board, and gives its asker too.
func (h *House) ask(t *testing.T, d call.Draft) (call.Look, access.Viewer) {
	t.Helper()
	l := h.askAs(t, party.Ref{}, d)
	return l, access.Viewer{Parties: []party.Ref{l.Author}}
}

// askAs puts a call on the board.
func (h *House) askAs(t *testing.T, as party.Ref, d call.Draft) call.Look {
	t.Helper()
	if d.Body == "" {
		d.Body = "Two heaters while the boiler is out"
	}
	d.Language = "en"
	d.Key = call.Key(fmt.Sprintf("ask-%s-%d", t.Name(), keys.Add(1)))
	o, err := h.Spine.Open(ctx, as, d)
	if err != nil {
		t.Fatal(err)
	}
	return must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{Parties: []party.Ref{o.Call.Author}}, o.Call.ID))
}

var keys atomic.Int64

// hold presses "I can" as a stranger.
func (h *House) hold(p call.PartID) (call.Commitment, access.Viewer, error) {
	held, err := h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: p, Language: "ko"})
	return held.Commitment, access.Guest(held.Keys.Guest), err
}

// answer holds a place and says how to reach the one who holds it.
func (h *House) answer(t *testing.T, p call.PartID) (call.Commitment, access.Viewer) {
	t.Helper()
	m, v, err := h.hold(p)
	if err != nil {
		t.Fatal(err)
	}
	m = must[call.Commitment](t)(h.Spine.Offer(ctx, v, m.ID, call.Reach{Name: "Ana", Reach: "ana@chat"}))
	return m, v
}

func (h *House) stage(t *testing.T, v access.Viewer, m call.CommitmentID) call.Promise {
	t.Helper()
	return must[call.Promise](t)(h.Spine.Promise(ctx, v, m))
}

func (h *House) part(t *testing.T, p call.PartID, c call.ID) call.Part {
	t.Helper()
	for _, part := range must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, c)).Parts {
		if part.ID == p {
			return part
		}
	}
	t.Fatal("the part is gone")
	return call.Part{}
}

func (h *House) pass(t *testing.T, d time.Duration) {
	t.Helper()
	h.Clock.Move(d)
	for {
		if more := must[bool](t)(h.Spine.Tick(ctx)); !more {
			return
		}
	}
}

func (h *House) notices(t *testing.T, kind string) (n int) {
	t.Helper()
	err := h.DB.View(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT count(*) FROM notice WHERE kind = $1", db.Args(kind), &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
