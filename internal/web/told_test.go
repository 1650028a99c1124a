package web_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/outward"
	"alongside/internal/web"
	"alongside/internal/when"
	"alongside/test/blank"
)

// postOffice is a mail server on this machine that keeps every letter.
func postOffice(t *testing.T) (address string, letters chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	letters = make(chan string, 8)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go takeLetters(c, letters)
		}
	}()
	return l.Addr().String(), letters
}

func takeLetters(c net.Conn, letters chan<- string) {
	defer c.Close()
	in, letter := bufio.NewScanner(c), ""
	fmt.Fprint(c, "220 here\r\n")
	for in.Scan() {
		switch verb, _, _ := strings.Cut(in.Text(), " "); strings.ToUpper(verb) {
		case "DATA":
			fmt.Fprint(c, "354 go on\r\n")
			for letter = ""; in.Scan() && in.Text() != "."; {
				letter += in.Text() + "\n"
			}
			letters <- strings.ReplaceAll(letter, "=\n", "") // quoted-printable breaks long lines
			fmt.Fprint(c, "250 kept\r\n")
		case "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 go on\r\n")
		}
	}
}

// mailing is a board with a mail server.
func mailing(t *testing.T) (*board, chan string) {
	t.Helper()
	server, letters := postOffice(t)
	clock := when.At(monday)
	h, err := app.Open(context.Background(), app.Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: clock,
		Told: app.Told{Mail: outward.MailConfig{Server: server, From: "board@eastfield.example", TLS: outward.Plain}},
		Web:  web.Settings{Name: "Eastfield", Origin: origin, Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	b := settled(t, h, clock)
	return b, letters
}

// settled is the board after somebody has set it up.
func settled(t *testing.T, h *app.House, clock *when.Set) *board {
	t.Helper()
	keys, err := h.SetUp(context.Background(), app.First{Board: "Eastfield", Keeper: "Ada", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return &board{t, h, clock, keys}
}

// carry does what the house does by itself.
func (b *board) carry() {
	b.t.Helper()
	if _, err := b.house.Notices.Carry(context.Background()); err != nil {
		b.t.Fatal(err)
	}
	for {
		did, err := b.house.Jobs.Next(context.Background())
		if err != nil {
			b.t.Fatal(err)
		}
		if !did {
			return
		}
	}
}

// arrived is the one letter that has come, or none.
func arrived(letters chan string) string {
	select {
	case l := <-letters:
		return l
	default:
		return ""
	}
}

var toldLink = regexp.MustCompile(`https://eastfield\.example(/[a-z]{2}/told/(?:yes|stop)/[\w.-]+)`)

func TestMailIsAskedForConfirmedSentAndStopped(t *testing.T) {
	b, letters := mailing(t)
	call, link := b.ask("/ask", "ko", "Two heaters")
	mine := "/mine/" + link
	a := b.do("POST", mine+"/notices", "ko", url.Values{"do": {"mail"}, "mail": {"mina"}})
	if a.Code != 422 || !strings.Contains(a.Body.String(), `value="mina"`) {
		t.Errorf("a bad address: %d", a.Code)
	}
	if a := b.do("POST", mine+"/notices", "ko", url.Values{"do": {"mail"}, "mail": {"mina@example.org"}}); a.Code != 303 {
		t.Fatalf("%d %s", a.Code, a.words)
	}
	b.carry()
	asked := toldLink.FindStringSubmatch(arrived(letters))
	if asked == nil {
		t.Fatal("no letter asks")
	}
	b.open(asked[1]).sees(t, "여기로 소식을 받을까요?")
	answer := func() string {
		a := b.open("/c/" + call)
		part := regexp.MustCompile(`name="part" value="([^"]+)"`).FindStringSubmatch(a.Body.String())
		if part == nil {
			t.Fatal("nothing to answer")
		}
		held := b.do("POST", "/c/"+call, "en", url.Values{"part": {part[1]}, "key": {fmt.Sprint(b.clock.Now())}})
		where, _, _ := strings.Cut(held.Header().Get("Location"), "?")
		b.do("POST", where, "en", url.Values{"do": {"send"}, "reach": {"ana@chat"}})
		return where
	}
	promise := answer()
	b.carry()
	b.clock.Move(notice.Gather)
	if b.carry(); arrived(letters) != "" {
		t.Fatal("opening the link in a mail was taken for a yes")
	}
	if a := b.do("POST", asked[1], "ko", nil); a.Code != 200 {
		t.Fatalf("yes: %d", a.Code)
	}
	b.do("POST", promise, "en", url.Values{"do": {"back"}})
	b.carry()
	b.clock.Move(notice.Gather)
	b.carry()
	news := arrived(letters)
	stop := toldLink.FindStringSubmatch(news)
	if stop == nil || !strings.Contains(news, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") || strings.Contains(news, link) || strings.Contains(news, "heaters") {
		t.Fatalf("the letter:\n%s", news)
	}
	b.open(stop[1]).sees(t, "이 메일을 그만 받을까요?")
	if a := b.do("POST", stop[1], "en", url.Values{"List-Unsubscribe": {"One-Click"}}); a.Code != 200 {
		t.Errorf("stop: %d", a.Code)
	}
	answer()
	b.carry()
	b.clock.Move(notice.Gather)
	if b.carry(); arrived(letters) != "" {
		t.Error("told after the stop")
	}
}

func TestNewsStandOnThePageNewOnesFirstAndOnlyOnceAsNew(t *testing.T) {
	b := newBoard(t)
	call, link := b.ask("/ask", "en", "Two heaters")
	a := b.open("/c/" + call)
	part := regexp.MustCompile(`name="part" value="([^"]+)"`).FindStringSubmatch(a.Body.String())
	held := b.do("POST", "/c/"+call, "en", url.Values{"part": {part[1]}, "key": {"k"}})
	where, _, _ := strings.Cut(held.Header().Get("Location"), "?")
	b.do("POST", where, "en", url.Values{"do": {"send"}, "reach": {"ana@chat"}})
	home := b.do("POST", "/mine/"+link, "en", nil).Header().Get("Location")
	first := b.open(home)
	first.sees(t, "Somebody says they can.")
	if !strings.Contains(first.Body.String(), `class="new"`) {
		t.Error("it is not marked as new")
	}
	if strings.Contains(b.open(home).Body.String(), `class="new"`) {
		t.Error("it is still new the second time")
	}
	b.open("/mine/"+link).misses(t, "Somebody says they can.")
}

func TestABoardThatSendsNothingShowsNoSettingThatDoesNothing(t *testing.T) {
	clock := when.At(monday)
	h, err := app.Open(context.Background(), app.Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: clock,
		Web: web.Settings{Name: "Eastfield", Origin: "http://127.0.0.1:8080", Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	b := settled(t, h, clock)
	_, link := b.ask("/ask", "en", "Two heaters")
	home := b.do("POST", "/mine/"+link, "en", nil).Header().Get("Location")
	b.open(home).misses(t, "/notices")
	page := b.open(strings.Replace(home, "?", "/notices?", 1))
	page.sees(t, "This board sends no messages.")
	page.misses(t, "Quiet hours", `name="mail"`)
	if a := b.do("POST", "/mine/"+link+"/notices", "en", url.Values{"do": {"mail"}, "mail": {"mina@example.org"}}); a.Code != 503 {
		t.Errorf("an address was taken: %d", a.Code)
	}
}

func TestALinkThatIsNotOursIsNotThere(t *testing.T) {
	b := newBoard(t)
	for _, path := range []string{"/told/yes/x", "/told/stop/0123456789abc.AAAAAAAAAAAAAAAAAAAAAA"} {
		if a := b.open(path); a.Code != 404 {
			t.Errorf("%s: %d", path, a.Code)
		}
		if a := b.do("POST", path, "en", nil); a.Code != 404 {
			t.Errorf("POST %s: %d", path, a.Code)
		}
	}
}
