package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"alongside/internal/account"
	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/store"
	"alongside/internal/when"
)

// keyFile holds the six words of the one account of a filled database.
const keyFile = "words"

// setUp gives a filled database its host, so that its pages open.
func setUp(dir string) error {
	ctx := context.Background()
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: dir}})
	if err != nil {
		return err
	}
	defer h.Stop()
	k, err := h.SetUp(ctx, app.First{Board: "Bench", Area: "Oakland", Keeper: "Bench", Language: "en"})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, keyFile), []byte(k.Words.Reveal()), 0o600)
}

// session signs in and gives the cookie of the session.
func session(dir string) (string, error) {
	words, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: dir}})
	if err != nil {
		return "", err
	}
	defer h.Stop()
	o, err := h.Accounts.SignIn(ctx, account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(string(words))}})
	return "Cookie: __Host-alongside=" + o.Secret.Reveal(), err
}

// signedIn reads pages as somebody with a session does.
func (b *bench) signedIn() error {
	cookie, err := session(b.small)
	if err != nil {
		return err
	}
	house, _, err := start(b.binary, "serve", "--data", b.small, "--listen", "ADDRESS")
	if err != nil {
		return err
	}
	defer house.stop()
	plain, err := plainPage("http://" + house.address + "/")
	if err != nil {
		return err
	}
	for _, c := range []struct{ name, path string }{{"board", "/"}, {"call page", callLink.FindString(plain)}} {
		var rates, p99s []float64
		for range b.rounds {
			l, err := wrk("http://"+house.address+c.path, b.seconds, 8, cookie)
			if err != nil {
				return err
			}
			if l.bad {
				return fmt.Errorf("%s, signed in: some answers were errors", c.name)
			}
			rates, p99s = append(rates, l.rate), append(p99s, l.p99.Seconds()*1000)
		}
		rate := median(rates)
		b.row(c.name+", signed in, one core", fmt.Sprintf("%.0f pages/s, p99 %.1f ms", rate, median(p99s)), "≥ 2,000", rate >= 2000)
	}
	return nil
}

// sheetRows is how long the sheet is that the import brings in.
const sheetRows = 100_000

// imports brings a long sheet in by the command.
func (b *bench) imports() error {
	dir := filepath.Join(b.dir, "import")
	defer os.RemoveAll(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := setUp(dir); err != nil {
		return err
	}
	file := filepath.Join(dir, "asks.csv")
	if err := b.longSheet(file); err != nil {
		return err
	}
	slug, err := foundGroup(dir)
	if err != nil {
		return err
	}
	took := when.Stopwatch()
	out, err := exec.Command(b.binary, "import", file, "--group", slug, "--as", "asks", "--data", dir, "--json").Output()
	if err != nil {
		return fmt.Errorf("import: %w: %.300s", err, out)
	}
	var said struct{ Created int }
	if err := json.Unmarshal(out, &said); err != nil || said.Created < sheetRows*9/10 {
		return fmt.Errorf("import created %d: %v", said.Created, err)
	}
	rate := sheetRows / took().Seconds()
	b.row("import of 100,000 rows", fmt.Sprintf("%.0f rows/s (%s)", rate, took().Round(time.Second)), "> 5,000 rows/s", rate > 5000)
	return nil
}

// longSheet writes real sentences, each row made its own by a number.
func (b *bench) longSheet(file string) error {
	sentences, err := sentences(b.shared)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	w.Write([]string{"id", "what do you need", "name", "phone", "place"})
	for i := range sheetRows {
		w.Write([]string{strconv.Itoa(i), sentences[i%len(sentences)] + " " + strconv.Itoa(i), "Neighbour", fmt.Sprintf("555 %07d", i), "Oakland, CA"})
	}
	w.Flush()
	return w.Error()
}

// foundGroup founds the group that the sheet belongs to.
func foundGroup(dir string) (slug string, err error) {
	words, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	h, err := app.Open(ctx, app.Config{Database: db.Config{Dir: dir}})
	if err != nil {
		return "", err
	}
	defer h.Stop()
	o, err := h.Accounts.SignIn(ctx, account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(strings.TrimSpace(string(words)))}})
	if err != nil {
		return "", err
	}
	d, err := db.Open(ctx, db.Config{Dir: dir})
	if err != nil {
		return "", err
	}
	defer d.Close()
	desk := &group.Desk{Store: store.New(d).Groups(), Clock: when.System{}, Seed: make([]byte, 32)}
	g, _, err := desk.Found(ctx, o.Session.Account, group.Draft{Key: "bench", Card: group.Card{Name: "Bench Kitchen", About: "Soup"}, Agreements: "We are kind.", FaceName: "Bench"})
	return g.Slug, err
}
