package story

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"alongside/test/postgres"
)

// hurt is a board to which something will happen.
type hurt struct {
	t *testing.T
	*server
	call, part string // what people answer

	enough   atomic.Bool // the crowd goes home
	mu       sync.Mutex
	answered []string // the private pages of those who were told that they hold a place
	refused  int      // who was told that nothing can be saved just now
}

// hurtable starts a board with a call that has room for everybody.
func hurtable(t *testing.T, store string) *hurt {
	t.Helper()
	folder := t.TempDir()
	h := &hurt{t: t, server: &server{verb: "serve", binary: binary, folder: folder, log: filepath.Join(folder, "log"),
		args: []string{store}, env: []string{"HOME=" + folder, "TZ=UTC", "TMPDIR=" + folder}}}
	if err := h.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.end(syscall.SIGKILL) })
	if err := (&cast{people: map[string]*person{}}).setUp(h.server); err != nil {
		t.Fatal(err)
	}
	p := h.ask("Chairs for everybody", "part", "Chair", "count", "900")
	if p.status != http.StatusOK {
		t.Fatalf("asking: %d %s", p.status, textOf(p.doc))
	}
	h.call = h.find(string(p.body), `/c/([0-9a-z]{8})`)
	if err := p.open("/c/" + h.call); err != nil {
		t.Fatal(err)
	}
	h.part = h.find(string(p.body), `name="part" value="([^"]+)"`)
	return h
}

func (h *hurt) find(text, pattern string) string {
	h.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		h.t.Fatalf("no %s in %.300s", pattern, text)
	}
	return m[1]
}

// ask sends the last page of an ask.
func (h *hurt) ask(text string, more ...string) *person {
	h.t.Helper()
	p := newPerson(h.server)
	p.language = "ko"
	form := url.Values{"step": {"check"}, "kind": {"aid"}, "urgency": {"any"}, "text": {text}, "key": {text}, "reach": {"555 0142"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Add(more[i], more[i+1])
	}
	if err := p.post("/ask", form); err != nil {
		h.t.Fatal(err)
	}
	return p
}

// post sends a form as a browser would, and stays at the answer.
func (p *person) post(path string, form url.Values) error {
	u, err := p.server.address(path)
	if err != nil {
		return err
	}
	if err := p.send(http.MethodPost, u, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"}}, []byte(form.Encode())); err != nil {
		return err
	}
	return p.read()
}

// crowd lets eight people press "I can" until each gets no answer any more, has
// pressed so often, or it is enough.
func (h *hurt) crowd(name string, presses int) *sync.WaitGroup {
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for i := 0; i < presses && !h.enough.Load(); i++ {
				p := newPerson(h.server)
				if err := p.post("/c/"+h.call, url.Values{"part": {h.part}, "key": {fmt.Sprintf("%s-%d-%d", name, n, i)}}); err != nil {
					return // the board is gone
				}
				h.note(p)
			}
		})
	}
	return &all
}

func (h *hurt) note(p *person) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch p.status {
	case http.StatusSeeOther:
		h.answered = append(h.answered, p.header.Get("Location"))
	case http.StatusServiceUnavailable:
		h.refused++
		if !strings.Contains(textOf(p.doc), "We cannot save anything just now.") {
			h.t.Errorf("not said in words: %s", textOf(p.doc))
		}
	default:
		h.t.Errorf("an answer got %d: %.200s\n%s", p.status, textOf(p.doc), h.cause())
	}
}

// cause is the last thing that the board complained of.
func (h *hurt) cause() string {
	all := regexp.MustCompile(`cause=.*`).FindAllString(h.said(), -1)
	return strings.Join(all[max(0, len(all)-1):], "")
}

func (h *hurt) count() (answered, refused int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.answered), h.refused
}

// until waits for something that others do.
func (h *hurt) until(what string, so func() bool) {
	h.t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("not in 30 seconds: %s\n%s", what, h.said())
		}
	}
}

// stands opens every private page that somebody was given.
func (h *hurt) stands() {
	h.t.Helper()
	lost := 0
	for _, at := range h.answered {
		p := newPerson(h.server)
		if err := p.open(at); err != nil {
			h.t.Fatal(err)
		}
		if p.status != http.StatusOK || !strings.Contains(textOf(p.doc), "Chair") {
			lost++
		}
	}
	if lost > 0 {
		h.t.Errorf("of %d answers that were acknowledged %d are lost", len(h.answered), lost)
	}
}

func TestAKilledBoardLosesNoAnswerAndStartsAgain(t *testing.T) {
	stores := map[string]func(t *testing.T) string{"SQLite": func(t *testing.T) string { return "--data=" + t.TempDir() }}
	if postgres.Wanted() {
		stores["PostgreSQL"] = func(t *testing.T) string { return "--database=" + postgres.Database(t) }
	}
	for name, store := range stores {
		t.Run(name, func(t *testing.T) {
			h := hurtable(t, store(t))
			for round := range 2 {
				before, _ := h.count()
				crowd := h.crowd(fmt.Sprint("round ", round), 50)
				h.until("forty answers", func() bool { n, _ := h.count(); return n >= before+40 })
				if err := h.end(syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
				crowd.Wait()
				if err := h.start(); err != nil {
					t.Fatalf("the next start: %v", err)
				}
			}
			h.stands()
			if err := h.end(syscall.SIGTERM); err != nil {
				t.Errorf("afterwards it does not stop well: %v", err)
			}
		})
	}
}

func TestABoardOutlivesItsDatabaseServer(t *testing.T) {
	postgres.Need(t)
	server, err := postgres.Start(postgres.Durable)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	h := hurtable(t, "--database="+server.URL("postgres"))
	crowd := h.crowd("before", 100)
	h.until("thirty answers", func() bool { n, _ := h.count(); return n >= 30 })
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	h.until("somebody is told", func() bool { _, refused := h.count(); return refused > 0 })
	p := newPerson(h.server)
	if err := p.open("/c/" + h.call + "/report"); err != nil || p.status != http.StatusServiceUnavailable {
		t.Errorf("meanwhile a page says %d %v", p.status, err)
	}
	h.enough.Store(true)
	crowd.Wait()
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	h.until("the board answers again by itself", func() bool {
		p := newPerson(h.server)
		return p.open("/up") == nil && p.status == http.StatusOK
	})
	h.enough.Store(false)
	h.crowd("after", 2).Wait()
	h.stands()
}

// A full disk: nobody is told that something was saved when it was not, what
// was typed stays on the page, reading goes on, and room alone mends it.
func TestAFullDiskIsSaidAndMendedByRoomAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", data).CombinedOutput(); err != nil {
		t.Fatalf("this test mounts a disk of three megabytes, so it wants the right to mount (root): %v %s", err, out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(data, syscall.MNT_DETACH); err != nil {
			t.Errorf("the small disk is still mounted: %v", err)
		}
	})
	h := hurtable(t, "--data="+data)
	filler := filepath.Join(data, "something else")
	fill(t, filler)
	var p *person
	asked, typed := 0, ""
	for ; asked < 3000; asked++ {
		typed = fmt.Sprintf("Ask %d: %s", asked, strings.Repeat("soup and bread ", 40))
		if p = h.ask(typed); p.status != http.StatusOK {
			break
		}
	}
	words := textOf(p.doc)
	if p.status != http.StatusServiceUnavailable || !strings.Contains(words, "지금은 저장할 수 없어요. 바뀐 것은 없어요.") {
		t.Fatalf("after %d asks: %d %s", asked, p.status, words)
	}
	for _, path := range []string{"/", "/c/" + h.call, "/c/" + h.call + "/report", "/search?q=soup", "/up"} {
		reader := newPerson(h.server)
		if err := reader.open(path); err != nil || reader.status != http.StatusOK {
			t.Errorf("meanwhile %s says %d %v", path, reader.status, err)
		}
	}
	if again := h.ask("Another one"); again.status != http.StatusServiceUnavailable {
		t.Errorf("another ask got %d", again.status)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	// The page that said so still holds all that was typed: one press sends it.
	if err := p.press("다시 해 보기", 1); err != nil {
		t.Fatalf("%v in %s", err, words)
	}
	if p.status != http.StatusOK || !strings.Contains(string(p.body), "/mine#") {
		t.Errorf("with room again: %d %s", p.status, textOf(p.doc))
	}
	if err := p.open("/c/" + h.find(string(p.body), `/c/([0-9a-z]{8})`)); err != nil || !strings.Contains(textOf(p.doc), strings.TrimSpace(typed)) {
		t.Errorf("what was typed is not what stands there: %v %s", err, textOf(p.doc))
	}
}

// fill writes until there is no room.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}
