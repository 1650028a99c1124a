package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/view"
	"alongside/internal/when"
)

// bells wake whoever waits for news of a topic. All who wait for one share one
// channel, so that word costs the same for one reader as for five hundred.
type bells struct {
	mu    sync.Mutex
	waits map[int64]chan struct{}
}

func newBells() *bells { return &bells{waits: map[int64]chan struct{}{}} }

// next is closed when the topic has changed after this call.
func (b *bells) next(topic int64) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.waits[topic]
	if c == nil {
		c = make(chan struct{})
		b.waits[topic] = c
	}
	return c
}

// ring wakes those who wait for these topics; with none, everybody: another
// process wrote.
func (b *bells) ring(topics []int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(topics) == 0 {
		for _, c := range b.waits {
			close(c)
		}
		clear(b.waits)
		return
	}
	for _, t := range topics {
		if c := b.waits[t]; c != nil {
			close(c)
			delete(b.waits, t)
		}
	}
}

const (
	streamsMost = 2000             // that are open at once; who comes later asks now and then
	streamsEach = 1000             // of one address: a hall full of people shares one
	streamFor   = 10 * time.Minute // then the reader's browser comes again, and is let in anew
	stillThere  = 25 * time.Second // between two signs that the line stands
	writeWithin = 20 * time.Second // a phone that takes nothing is let go
	comeAgain   = "30"             // seconds, where there is no room
)

// wordOf is what a stream carries: word at one time, for one level, in one
// language, made once for all who read it.
type wordOf struct {
	call  call.ID
	at    call.OccurrenceID
	level action.LevelID
}

// news is word as it stands, ready to be sent.
type news struct {
	rows  string // to tell whether there is anything new
	word  []byte // for who asks once
	event []byte // for who listens
}

// saidRow is one piece of word as a script puts it onto the page.
type saidRow struct {
	Time  string `json:"t"`
	Words string `json:"w"`
	Lang  string `json:"l,omitempty"`
	Only  string `json:"o,omitempty"`
}

// event is the word there is now, as one event of a stream (the HTML standard's
// "server-sent events").
func (h *House) event(v *visit, w wordOf) (news, error) {
	key := "word " + w.at.String() + " " + w.level.String() + " " + v.l.Tag()
	kept, err := h.pages.make(key, v.now, func() (*page, error) {
		all, err := h.Actions.Word(v.r.Context(), w.call, w.at, w.level)
		if err != nil {
			return nil, err
		}
		u := v.updates(all, "")
		b, err := json.Marshal(v.saidRows(u))
		if err != nil {
			return nil, fault.Wrap("web.event", err)
		}
		word := fmt.Appendf(nil, `{"c":%q,"rows":%s}`, u.Checked, b)
		made := news{string(b), word, fmt.Appendf(nil, "event: word\ndata: %s\n\n", word)}
		return &page{topic: int64(w.call), data: made, weight: 3 * len(made.event)}, nil
	})
	if err != nil {
		return news{}, err
	}
	return kept.data.(news), nil
}

func (v *visit) saidRows(u view.UpdatesPart) []saidRow {
	rows := []saidRow{}
	for _, x := range u.List {
		r := saidRow{Time: x.Time, Words: x.Words, Lang: x.Lang}
		if x.Only {
			r.Only = v.l.T("action.for_level")
		}
		rows = append(rows, r)
	}
	return rows
}

// stream sends word as it comes, until the reader goes or the time is up; or
// once, as it is now, to a program that asks for no more.
func (h *House) stream(v *visit, w wordOf) error {
	if wantsJSON(v.r) {
		now, err := h.event(v, w)
		if err != nil {
			return err
		}
		return v.answer(http.StatusOK, "application/json", now.word)
	}
	leave, ok := h.lines.Enter(h.address(v.r))
	if !ok {
		v.w.Header().Set("Retry-After", comeAgain)
		return fault.New("web.stream", fault.Unavailable, "")
	}
	defer leave()
	line := http.NewResponseController(v.w)
	line.SetReadDeadline(time.Time{}) // of the request; it has been read
	head := v.w.Header()
	head["Content-Type"] = []string{"text/event-stream; charset=utf-8"}
	head["Cache-Control"] = noStore
	head["X-Accel-Buffering"] = []string{"no"} // of proxies
	v.out.WriteHeader(http.StatusOK)
	end := time.NewTimer(streamFor)
	beat := time.NewTicker(stillThere)
	defer end.Stop()
	defer beat.Stop()
	last := ""
	for {
		next := h.bells.next(int64(w.call)) // before anything is read
		v.now = h.Clock.Now()
		now, err := h.event(v, w)
		if err != nil {
			return nil // gone or not theirs any more: the page says so when it is opened
		}
		if now.rows != last {
			last = now.rows
			if !h.push(line, v, now.event) {
				return nil
			}
		}
	waiting:
		for {
			select {
			case <-v.r.Context().Done():
				return nil
			case <-h.stopping:
				return nil
			case <-end.C:
				return nil
			case <-beat.C:
				if !h.push(line, v, []byte(":\n\n")) {
					return nil
				}
			case <-next:
				break waiting
			}
		}
	}
}

// push writes to one reader, and reports whether they are still there.
func (h *House) push(line *http.ResponseController, v *visit, b []byte) bool {
	line.SetWriteDeadline(when.System{}.Now().Add(writeWithin))
	if _, err := v.out.Write(b); err != nil {
		return false
	}
	return line.Flush() == nil
}
