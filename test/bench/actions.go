package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/view"
	"alongside/internal/web"
	"alongside/internal/when"
)

const (
	liveReaders = 500 // pages that are open at once
	liveWords   = 30  // pieces of word in one run
)

// happening is a board with an action that is on.
type happening struct {
	dir, cookie string
	call        call.ID
	at          call.OccurrenceID
}

// plans opens a board with somebody who may plan in a group of theirs.
func plans(dir string) (h *app.House, v access.Viewer, g party.GroupID, cookie string, err error) {
	ctx := context.Background()
	if err := os.RemoveAll(dir); err != nil { // of a run that broke off
		return nil, v, 0, "", err
	}
	if err := setUp(dir); err != nil {
		return nil, v, 0, "", err
	}
	words, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, v, 0, "", err
	}
	if h, err = app.Open(ctx, app.Config{Database: db.Config{Dir: dir}, Web: web.Settings{Zone: time.UTC, Origin: "http://board"}}); err != nil {
		return nil, v, 0, "", err
	}
	o, err := h.Accounts.SignIn(ctx, account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(strings.TrimSpace(string(words)))}})
	if err != nil {
		return h, v, 0, "", err
	}
	found, face, err := h.Groups.Found(ctx, o.Session.Account, group.Draft{Key: "bench", Card: group.Card{Name: "Bench Walkers", About: "Walks"}, Agreements: "We are kind.", FaceName: "Bench"})
	if err != nil {
		return h, v, 0, "", err
	}
	given := mandate.Given{Scope: party.Plan, Words: "Walks", Holders: []party.FaceID{face.ID}, Days: 90}
	err = h.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return h.Mandates.InForce(ctx, tx, found.ID, 1, given.Data()) })
	if err == nil {
		v, err = h.Groups.Viewer(ctx, o.Session.Account, false)
	}
	return h, v, found.ID, "__Host-alongside=" + o.Secret.Reveal(), err
}

// opens plans a walk with three levels and all that a plan can hold.
func opens(h *app.House, v access.Viewer, g party.GroupID, key string, s recur.Series) (call.ID, error) {
	ctx := context.Background()
	c, err := h.Actions.Begin(ctx, v, g, action.Draft{Key: call.Key(key), Template: action.Walk, Title: "A walk to the hearing", Body: "The board hears three of us. We go together.", Language: "en", Zone: s.Zone})
	if err != nil {
		return 0, err
	}
	var levels []action.Levelling
	for _, r := range action.Risks {
		levels = append(levels, action.Levelling{On: true, Level: action.Level{Risk: r, Meet: "Canal Square, by the clock", Happens: "Walk on the pavement with a buddy. Police may tell you to move.", Leave: "Go when you like, by any way out."}})
	}
	out := action.Outside{Legal: "555 0142", Homes: 120, Facts: action.Facts, Speaks: []string{"en", "ko", "es"}, Bring: "Water and a warm layer.", Unsafe: "Whoever may not be stopped by the police.",
		Ways:    []action.Way{{To: "Market Street, to tram 4", Note: "Ramp on the left"}, {To: "Canal steps, to the library", Note: "Has stairs"}, {To: "Bridge Road, to bus 12", Note: "Step-free"}},
		Drawing: action.Drawing{Lines: [][]action.Spot{{{X: 40, Y: 140}, {X: 170, Y: 140}, {X: 170, Y: 48}}}, Points: []action.Mark{{Spot: action.Spot{X: 40, Y: 140}, Name: "Canal Square"}, {Spot: action.Spot{X: 110, Y: 140}, Name: "A"}}}}
	if _, err := h.Actions.SetTime(ctx, v, c, action.Placing{When: s}); err != nil {
		return 0, err
	}
	if err := h.Actions.SetLevels(ctx, v, c, levels); err != nil {
		return 0, err
	}
	if err := h.Actions.SetOutside(ctx, v, c, out); err != nil {
		return 0, err
	}
	return c, h.Actions.Open(ctx, v, c, call.OnBoard)
}

func soonSeries() recur.Series {
	soon := when.System{}.Now().Add(30 * time.Minute)
	return recur.Series{Start: when.DayOf(soon, time.UTC), At: when.TimeOf(soon, time.UTC), Minutes: 120, Zone: time.UTC}
}

// showingUp measures what people do at an action, and what calendars ask for.
func (b *bench) showingUp() error {
	if err := b.joins(); err != nil {
		return err
	}
	if err := b.feed(); err != nil {
		return err
	}
	return b.live()
}

// joins counts acknowledged, durable yeses to an action against the rows of an
// answer, and against those of a yes, inserted bare into our tables.
func (b *bench) joins() error {
	var ours, answer, own, toAnswer, toOwn []float64
	for range b.rounds {
		o, err := b.joining()
		if err != nil {
			return err
		}
		a, err := b.insertingOurs()
		if err != nil {
			return err
		}
		r, err := b.inserting("", joinRows()...)
		if err != nil {
			return err
		}
		ours, answer, own = append(ours, o), append(answer, a), append(own, r)
		toAnswer, toOwn = append(toAnswer, o/a), append(toOwn, o/r)
	}
	for _, c := range []struct {
		what         string
		bare, ratios []float64
	}{{"an answer's two rows", answer, toAnswer}, {"its own two rows", own, toOwn}} {
		r := median(c.ratios)
		b.row("joining an action, durable, 64 clients: against "+c.what+" inserted bare", fmt.Sprintf("%.0f %% (%.0f of %.0f a second)", 100*r, median(ours), median(c.bare)), "≥ 60 %", r >= 0.6)
	}
	return nil
}

// joinRows are the rows that one yes leaves, as they are in our tables.
func joinRows() []statement {
	part, at, level := rand.Int64(), rand.Int64(), rand.Int64()
	made := time.Now().UnixMilli()
	one := func() int64 { return rand.Int64() }
	return []statement{
		{`INSERT INTO commitment (id, part, call, party_kind, party, quantity, state, made, changed, due, nudge, until, before, key)
			VALUES ($1,$2,$2,'face',$3,1,'agreed',$4,$4,$4,NULL,$4,0,NULL)`,
			func() []any { made++; return []any{one(), part, one(), made} }},
		{`INSERT INTO place (commitment, call, occurrence, level, seen, pair, yes, lets, seeks, offers, care, said, at, homeby, hand)
			VALUES ($1,$2,$2,$3,1,0,FALSE,FALSE,FALSE,0,FALSE,'',NULL,$4,NULL)`,
			func() []any { return []any{one(), at, level, made} }},
	}
}

func (b *bench) joining() (float64, error) {
	dir := filepath.Join(b.dir, "joins")
	defer os.RemoveAll(dir)
	h, v, g, _, err := plans(dir)
	if err != nil {
		return 0, err
	}
	defer h.Stop()
	c, err := opens(h, v, g, "join", soonSeries())
	if err != nil {
		return 0, err
	}
	ctx := context.Background()
	l, err := h.Actions.Look(ctx, access.Viewer{}, c, 0)
	if err != nil {
		return 0, err
	}
	level, role, at := l.Levels[0], l.RolesAt(l.Levels[0].ID)[0], l.Times[0].ID
	var next atomic.Int64
	return b.many(func() error {
		as := party.OfFace(party.FaceID(next.Add(1)))
		_, err := h.Actions.Join(ctx, access.Viewer{Parties: []party.Ref{as}}, as, action.Joining{Call: c, Risk: level.Risk, Seen: level.Version, Role: role.ID, Times: []call.OccurrenceID{at}, Language: "en"})
		return err
	})
}

// feed asks for a calendar of 1,000 occurrences, as it is made and again.
func (b *bench) feed() error {
	dir := filepath.Join(b.dir, "feed")
	defer os.RemoveAll(dir)
	h, v, g, _, err := plans(dir)
	if err != nil {
		return err
	}
	for i := range 2 {
		rule, err := recur.Parse("FREQ=DAILY;COUNT=500")
		if err != nil {
			return err
		}
		s := soonSeries()
		s.Rule = rule
		if s.Zone, err = when.Zone("America/New_York"); err != nil {
			return err
		}
		if _, err := opens(h, v, g, fmt.Sprint("feed", i), s); err != nil {
			return err
		}
	}
	var made []time.Duration
	for range 20 {
		took := when.Stopwatch()
		h.Web.Changed(nil) // as if somebody wrote: nothing is kept
		w := &discard{head: http.Header{}}
		r, _ := http.NewRequest(http.MethodGet, "http://board/calendar.ics", nil)
		h.Web.ServeHTTP(w, r)
		made = append(made, took())
		if w.status != 200 || w.bytes < 1000 {
			return fmt.Errorf("the feed answered %d with %d bytes", w.status, w.bytes)
		}
	}
	w := &discard{head: http.Header{}}
	r, _ := http.NewRequest(http.MethodGet, "http://board/calendar.ics", nil)
	h.Web.ServeHTTP(w, r)
	again, _ := http.NewRequest(http.MethodGet, "http://board/calendar.ics", nil)
	again.Header.Set("If-None-Match", w.head.Get("Etag"))
	w2 := &discard{head: http.Header{}}
	h.Web.ServeHTTP(w2, again)
	mid := median(made)
	b.row("a calendar feed of 1,000 occurrences, made anew", mid.Round(time.Microsecond).String(), "< 50 ms", mid < 50*time.Millisecond)
	b.row("the same asked again by who has it", fmt.Sprint(w2.status), "304", w2.status == http.StatusNotModified)
	return h.Stop()
}

// discard counts what it is given.
type discard struct {
	head   http.Header
	status int
	bytes  int
}

func (d *discard) Header() http.Header { return d.head }
func (d *discard) WriteHeader(n int)   { d.status = n }
func (d *discard) Write(b []byte) (int, error) {
	if d.status == 0 {
		d.status = 200
	}
	d.bytes += len(b)
	return len(b), nil
}

// live opens 500 pages and posts word.
func (b *bench) live() error {
	hap, err := b.happens()
	if err != nil {
		return err
	}
	defer os.RemoveAll(hap.dir)
	house, _, err := start(b.binary, "serve", "--data", hap.dir, "--listen", "ADDRESS")
	if err != nil {
		return err
	}
	defer house.stop()
	site, here := "http://"+house.address, "/c/"+hap.call.String()
	if err := b.weighs(site + here); err != nil {
		return err
	}
	before := house.pss()
	readers, err := listen(site + here + "/live/word?at=" + hap.at.String())
	if err != nil {
		return err
	}
	defer readers.stop()
	var late []time.Duration
	for i := range liveWords {
		words := fmt.Sprintf("word number %d of the bench", i)
		began := time.Now()
		if err := hap.post(site+here+"/live", words); err != nil {
			return err
		}
		seen, err := readers.wait(words, began)
		if err != nil {
			return err
		}
		late = append(late, seen...)
	}
	grew := house.pss() - before
	slices.Sort(late)
	p95 := late[len(late)*95/100]
	b.row("500 open live pages: more memory", fmt.Sprintf("%.1f MiB", grew), "< 80 MiB", grew < 80)
	b.row("word to 500 open live pages on one core: p95", p95.Round(time.Millisecond).String(), "< 1 s", p95 < time.Second)
	return nil
}

func (b *bench) happens() (hap happening, err error) {
	hap.dir = filepath.Join(b.dir, "live")
	h, v, g, cookie, err := plans(hap.dir)
	if err != nil {
		return hap, err
	}
	hap.cookie = cookie
	if hap.call, err = opens(h, v, g, "live", soonSeries()); err != nil {
		return hap, err
	}
	l, err := h.Actions.Look(context.Background(), access.Viewer{}, hap.call, 0)
	if err != nil {
		return hap, err
	}
	hap.at = l.Times[0].ID
	return hap, h.Stop()
}

// weighs tells what the pages weigh, compressed.
func (b *bench) weighs(here string) error {
	plan, err := page(here)
	if err != nil {
		return err
	}
	live, err := page(here + "/live")
	if err != nil {
		return err
	}
	css, _ := view.AssetFile(strings.TrimPrefix(view.Asset("app.css"), view.AssetPath))
	var zipped bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	z.Write(css.Plain)
	z.Close()
	whole := len(plan) + zipped.Len()
	b.row("a plan with its ways out: page and style sheet, gzip", fmt.Sprintf("%.1f kB", float64(whole)/1000), "≤ 14 kB", whole <= 14<<10)
	b.row("the live page refreshed, gzip", fmt.Sprintf("%.1f kB", float64(len(live))/1000), "≤ 10 kB", len(live) <= 10<<10)
	return nil
}

func (hap happening) post(to, words string) error {
	form := url.Values{"time": {hap.at.String()}, "words": {words}, "key": {words}}
	r, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", hap.cookie)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("word was answered with %s", res.Status)
	}
	return nil
}

// readers are open pages.
type readers struct {
	stop func()
	mu   sync.Mutex
	seen map[string][]time.Time
}

// listen opens the streams of all readers.
func listen(from string) (*readers, error) {
	ctx, stop := context.WithCancel(context.Background())
	r := &readers{stop: stop, seen: map[string][]time.Time{}}
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 0}}
	for range liveReaders {
		q, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
		if err != nil {
			return r, err
		}
		res, err := client.Do(q)
		if err != nil {
			return r, err
		}
		if res.StatusCode != 200 {
			return r, fmt.Errorf("a stream answered %s", res.Status)
		}
		go r.read(res)
	}
	return r, nil
}

func (r *readers) read(res *http.Response) {
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if _, first, found := strings.Cut(lines.Text(), `"w":"`); found {
			words, _, _ := strings.Cut(first, `"`)
			r.mu.Lock()
			r.seen[words] = append(r.seen[words], time.Now())
			r.mu.Unlock()
		}
	}
}

// wait waits until all readers have these words, and tells how long each took.
func (r *readers) wait(words string, began time.Time) (took []time.Duration, err error) {
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		r.mu.Lock()
		at := slices.Clone(r.seen[words])
		r.mu.Unlock()
		if len(at) >= liveReaders {
			for _, t := range at {
				took = append(took, t.Sub(began))
			}
			return took, nil
		}
	}
	return nil, fmt.Errorf("not everybody read %q", words)
}
