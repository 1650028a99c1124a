package app

import (
	"bytes"
	"context"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"alongside/internal/account"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/store"
	"alongside/internal/web"
	"alongside/internal/words"
	"alongside/test/blank"
)

// reader is a browser with a session, or without one.
type reader struct {
	t      *testing.T
	house  *House
	cookie string
	status int
	page   string
	where  string
	header http.Header
}

func (r *reader) ask(method, path, kind string, body io.Reader) {
	r.t.Helper()
	q := httptest.NewRequest(method, path, body)
	q.Header.Set("Content-Type", kind)
	q.Header.Set("Accept-Language", "en")
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	if r.cookie != "" {
		q.AddCookie(&http.Cookie{Name: "__Host-alongside", Value: r.cookie})
	}
	w := httptest.NewRecorder()
	r.house.Web.ServeHTTP(w, q)
	r.status, r.page, r.where, r.header = w.Code, html.UnescapeString(w.Body.String()), path, w.Header()
	if to := w.Header().Get("Location"); w.Code == http.StatusSeeOther {
		r.open(to)
	}
}

func (r *reader) open(path string) { r.ask("GET", path, "", nil) }

func (r *reader) post(path string, pairs ...string) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r.ask("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (r *reader) upload(path, name string, content []byte, pairs ...string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if name != "" {
		part, _ := m.CreateFormFile("file", name)
		part.Write(content)
	}
	for i := 0; i < len(pairs); i += 2 {
		m.WriteField(pairs[i], pairs[i+1])
	}
	m.Close()
	r.ask("POST", path, m.FormDataContentType(), &b)
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	picked      = regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)">.*?</select>`)
	selected    = regexp.MustCompile(`<option value="([^"]*)" selected`)
	goesTo      = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)
)

// press sends the page's form off as it stands, with some answers changed.
func (r *reader) press(pairs ...string) {
	r.t.Helper()
	form := map[string]string{}
	for _, m := range hiddenField.FindAllStringSubmatch(r.page, -1) {
		form[m[1]] = m[2]
	}
	for _, m := range picked.FindAllStringSubmatch(r.page, -1) {
		if s := selected.FindStringSubmatch(m[0]); s != nil {
			form[m[1]] = s[1]
		}
	}
	var all []string
	for k, v := range form {
		all = append(all, k, v)
	}
	to := goesTo.FindAllStringSubmatch(r.page, -1)
	if len(to) == 0 {
		r.t.Fatalf("no form on the page:\n%s", r.page)
	}
	r.post(to[len(to)-1][1], append(all, pairs...)...)
}

func (r *reader) see(status int, some ...string) {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s answers %d, not %d:\n%s", r.where, r.status, status, r.page)
	}
	for _, s := range some {
		if !strings.Contains(r.page, s) {
			r.t.Fatalf("%s does not say %q:\n%s", r.where, s, r.page)
		}
	}
}

// settled opens the report until the import has ended.
func (r *reader) settled() {
	r.t.Helper()
	for range 400 {
		if !strings.Contains(r.page, "<progress") {
			return
		}
		time.Sleep(25 * time.Millisecond)
		r.open(r.where)
	}
	r.t.Fatal("the import does not end")
}

// eastfield is a board with a group in it, one of its members, and somebody
// who is not.
func eastfield(t *testing.T) (h *House, ana, stranger *reader) {
	t.Helper()
	ctx := context.Background()
	h, err := Open(ctx, Config{Database: db.Config{Dir: blank.SQLite(t)}, Web: web.Settings{Name: "Board", Origin: "http://example.com", Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	open := func(name string) account.Opening {
		o, err := h.Accounts.Create(ctx, account.Start{Name: name, Language: "en", Words: account.Proof{Typed: id.SecretFrom(words.Key("en").Reveal())},
			Code: account.Proof{Typed: id.SecretFrom(account.NewCode().Reveal())}})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	first, second := open("Ana"), open("Zed")
	if _, err := h.Accounts.FirstHost(ctx, second.Session, account.About{Name: "Board", Area: "Eastfield"}); err != nil {
		t.Fatal(err)
	}
	groups := &group.Desk{Store: store.New(h.DB).Groups(), Clock: h.config.Clock, Seed: make([]byte, 32)}
	if _, _, err := groups.Found(ctx, first.Session.Account, group.Draft{Card: group.Card{Name: "Eastfield", About: "We share.", Language: "en"},
		Agreements: "We share.", FaceName: "Ana"}); err != nil {
		t.Fatal(err)
	}
	return h, &reader{t: t, house: h, cookie: first.Secret.Reveal()}, &reader{t: t, house: h, cookie: second.Secret.Reveal()}
}

const needs = "Name,Phone,What do you need?,Gender,Ask or offer\n" +
	"Sol,+1 555 0101,Bread and milk,f,ask\n" +
	"Min,+1 555 0102,My van on Sundays,m,offer\n" +
	"Rana,+1 555 0103,,f,ask\n" +
	"Sol,+1 555 0101,bread and MILK,f,ask\n" +
	"Teo,+1 555 0105,Good morning everybody,m,\n"

func TestASheetComesInByFourPages(t *testing.T) {
	_, ana, stranger := eastfield(t)
	ana.open("/g/eastfield/import")
	ana.see(200, "Which sheet do you bring?", "Page 1 of 4")
	ana.upload("/g/eastfield/import", "", nil, "as", "asks")
	ana.see(422, "Pick a file.")
	ana.upload("/g/eastfield/import", "needs.xlsx", []byte("PK\x03\x04 something zipped"), "as", "asks")
	ana.see(422, "This is a workbook.")
	ana.upload("/g/eastfield/import", "needs.csv", []byte(needs), "as", "asks", "name", "From the fridge")
	ana.see(200, "What does each column mean?", "We never keep gender or sex.", "Sol · Min")
	columns := ana.where
	ana.press("column.2", "", "column.3", "title")
	ana.see(422, "Say which column tells what is asked or offered.")
	ana.open(columns)
	ana.press()
	ana.see(200, "Look before it happens", "5 rows read", "2 new", "1 is here already", "1 goes to the tray", "1 left out", "These look alike", "bread and MILK",
		"This row does not say what is wanted.")
	if strings.Contains(ana.page, "0101") {
		t.Error("a telephone number stands in the preview")
	}
	preview := ana.page
	ana.press("twin.5", "two")
	ana.settled()
	ana.see(200, "It is here", "5 rows read", "3 new", "1 goes to the tray", "You can undo it until", "does not say what is wanted")
	report := ana.where
	ana.open(report + "/left-out.csv")
	ana.see(200, "4,", "does not say what is wanted")
	ana.open("/")
	ana.see(200, "Bread and milk", "My van on Sundays")
	if strings.Contains(ana.page, "Good morning") {
		t.Error("a row to sort is on the board")
	}

	ana.open("/g/eastfield/tray")
	ana.see(200, "Good morning everybody")
	ana.press("do", "offer")
	ana.see(200, "Nothing left to sort.")
	ana.open("/g/eastfield/asks.csv")
	ana.see(200, "Name,Phone,What do you need?,Gender,Ask or offer,alongside_status,alongside_kept", "Sol,'+1 555 0101,Bread and milk,,ask,open,0")

	for _, path := range []string{"/g/eastfield/import", "/g/eastfield/tray", "/g/eastfield/asks.csv", report, columns, report + "/left-out.csv"} {
		stranger.open(path)
		stranger.see(404)
		nobody := &reader{t: t, house: ana.house}
		nobody.open(path)
		nobody.see(401)
	}
	stranger.post(report+"/undo", "key", "x")
	stranger.see(404)

	ana.page = preview
	ana.press()
	ana.see(410, "We keep a file for one hour.")
	ana.post(report+"/undo", "key", "x")
	ana.see(200, "Taken back")
	ana.open("/")
	if strings.Contains(ana.page, "My van on Sundays") {
		t.Error("what was taken back is on the board")
	}
}

func TestTheDisasterMessagesComeInByTheBrowser(t *testing.T) {
	h, ana, _ := eastfield(t)
	content, err := os.ReadFile("../../../shared/data/requests-disaster-messages/messages.csv")
	if err != nil {
		t.Fatal(err)
	}
	ana.upload("/g/eastfield/import", "messages.csv", content, "as", "asks")
	ana.see(200)
	ana.press()
	ana.see(200, "1,972 rows read")
	ana.press()
	ana.settled()
	ana.see(200, "746 new", "1,224 go to the tray")
	if left := filePieces(t, h); left > 0 {
		t.Errorf("%d pieces of the file are left", left)
	}
	ana.open("/g/eastfield/tray")
	ana.see(200, "None of this is on the board.")
}

// filePieces counts what is left of uploaded files, once the import that has
// just been shown as done has had a moment to erase its own.
func filePieces(t *testing.T, h *House) (left int) {
	t.Helper()
	for range 100 {
		err := h.DB.View(context.Background(), func(tx *db.Tx) error {
			return tx.Row("SELECT (SELECT count(*) FROM upload) + (SELECT count(*) FROM uploadpart)", nil, &left)
		})
		if err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return left
}
