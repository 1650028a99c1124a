package story

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

type castKey struct{}

func of(ts *testscript.TestScript) *cast {
	c := ts.Value(castKey{}).(*cast)
	c.ts = ts
	return c
}

// commands are the words that stories are told in; README.md explains them.
func commands() map[string]func(*testscript.TestScript, bool, []string) {
	plain := map[string]func(*cast, []string) error{
		"serve": (*cast).serve, "demo": (*cast).demo, "sql": (*cast).sql, "rows": (*cast).rows, "end": (*cast).end, "crash": (*cast).crash, "restart": (*cast).restart,
		"as": (*cast).as, "at": (*cast).atServer, "speak": (*cast).speak,
		"open": (*cast).open, "follow": (*cast).follow, "press": (*cast).press, "fill": (*cast).fill,
		"comes": (*cast).comes, "choose": (*cast).choose, "untick": (*cast).untick, "send": (*cast).send, "take": (*cast).take,
	}
	asked := map[string]func(*cast, []string) (bool, string, error){
		"see": (*cast).see, "title": (*cast).title, "status": (*cast).status, "header": (*cast).header,
		"body": (*cast).bodyMatches, "json": (*cast).json, "button": (*cast).buttonThere, "holds": (*cast).holds,
		"where": (*cast).where, "alike": (*cast).alike,
	}
	all := map[string]func(*testscript.TestScript, bool, []string){}
	for name, do := range plain {
		all[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			c := of(ts)
			if err := do(c, args); (err != nil) != neg {
				ts.Fatalf("%s: %v", name, err)
			}
		}
	}
	for name, ask := range asked {
		all[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			yes, found, err := ask(of(ts), args)
			ts.Check(err)
			if yes == neg {
				ts.Fatalf("%s %s: %t\n%s", name, strings.Join(args, " "), yes, found)
			}
		}
	}
	return all
}

// cast is who takes part in one story: servers and people.
type cast struct {
	ts      *testscript.TestScript
	store   string // the flag that says where data lives
	servers map[string]*server
	server  *server
	people  map[string]*person
	person  *person
}

func (c *cast) somebody() (*person, error) {
	if c.server == nil {
		return nil, fmt.Errorf("no server runs: serve comes first")
	}
	if c.person == nil {
		if err := c.as([]string{"somebody"}); err != nil {
			return nil, err
		}
	}
	return c.person, nil
}

func args(list []string, least, most int, usage string) error {
	if len(list) < least || most >= 0 && len(list) > most {
		return fmt.Errorf("usage: %s", usage)
	}
	return nil
}

// comes opens a page again until something that happens by itself can be read
// on it.
func (c *cast) comes(list []string) error {
	if err := args(list, 2, 2, "comes PATH TEXT"); err != nil {
		return err
	}
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if err := c.open(list[:1]); err != nil {
			return err
		}
		if yes, text, err := c.see(list[1:]); yes || err != nil || time.Now().After(until) {
			if err == nil && !yes {
				err = fmt.Errorf("it never came: %s", text)
			}
			return err
		}
	}
}

func (c *cast) serve(list []string) error {
	if slices.ContainsFunc(list, func(a string) bool { return strings.HasPrefix(a, "--data") }) {
		return c.run("serve", list)
	}
	return c.run("serve", append([]string{c.store}, list...))
}
func (c *cast) demo(list []string) error { return c.run("demo", list) }

// run starts a server and makes it the one that people visit.
func (c *cast) run(verb string, list []string) error {
	name, bare := "first", verb != "serve"
	if at := slices.Index(list, "-as"); at >= 0 && at+1 < len(list) {
		name = list[at+1] // before it is deleted, which clears it
		list = slices.Delete(list, at, at+2)
	}
	if at := slices.Index(list, "-bare"); at >= 0 {
		bare, list = true, slices.Delete(list, at, at+1)
	}
	folder := c.ts.Getenv("WORK")
	s := &server{verb: verb, binary: c.ts.Getenv("BINARY"), folder: folder, log: filepath.Join(folder, "logs", name),
		args: list,
		env:  []string{"HOME=" + folder, "PATH=" + c.ts.Getenv("PATH"), "TMPDIR=" + c.ts.Getenv("TMPDIR"), "TZ=UTC"}}
	if err := os.MkdirAll(filepath.Dir(s.log), 0o700); err != nil {
		return err
	}
	if err := s.start(); err != nil {
		return err
	}
	c.ts.Defer(func() { s.end(syscall.SIGKILL) })
	c.servers[name], c.server = s, s
	c.ts.Setenv("SITE", "http://"+s.listen)
	c.ts.Setenv("ALONGSIDE_LISTEN", s.listen)
	c.ts.Setenv("LOG", s.log)
	if bare {
		return nil
	}
	return c.setUp(s)
}

var setUpLink = regexp.MustCompile(`link=(\S+/setup\?\S+)`)

// setUp lets "host" open the link in the log and set the board up, unless
// somebody has: another server may share its data.
func (c *cast) setUp(s *server) error {
	host := newPerson(s)
	if err := host.open("/"); err != nil || !strings.HasPrefix(host.at.Path, "/setup") {
		return err
	}
	var link []string
	for until := time.Now().Add(5 * time.Second); len(link) == 0 && time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		link = setUpLink.FindStringSubmatch(s.said())
	}
	if len(link) == 0 {
		return fmt.Errorf("no set-up link in the log\n%s", s.said())
	}
	c.people["host"] = host
	for _, step := range []func() error{
		func() error { return host.open(link[1]) },
		func() error { return host.fill("board", "Eastfield board") },
		func() error { return host.fill("area", "Eastfield") },
		func() error { return host.fill("name", "Hana") },
		func() error { return host.press("Continue", 1) },
		func() error { return host.press("Use six words", 1) },
		func() error { return host.choose("noted", "", false) },
		func() error { return host.press("Open my account", 1) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("setting up: %w", err)
		}
	}
	if host.status != http.StatusOK || host.at.Path != "/you" {
		return fmt.Errorf("setting up ended at %s, %d", host.at, host.status)
	}
	return nil
}

func (c *cast) end([]string) error   { return c.signal(syscall.SIGTERM) }
func (c *cast) crash([]string) error { return c.signal(syscall.SIGKILL) }

func (c *cast) restart([]string) error {
	if err := c.signal(syscall.SIGTERM); err != nil {
		return err
	}
	return c.server.start()
}

func (c *cast) signal(s syscall.Signal) error {
	if c.server == nil {
		return errors.New("no server runs: serve comes first")
	}
	return c.server.end(s)
}

func (c *cast) as(list []string) error {
	if err := args(list, 1, 1, "as NAME"); err != nil {
		return err
	}
	if c.people[list[0]] == nil {
		c.people[list[0]] = newPerson(c.server)
	}
	c.person = c.people[list[0]]
	return nil
}

func (c *cast) atServer(list []string) error {
	if err := args(list, 1, 1, "at SERVER"); err != nil {
		return err
	}
	s := c.servers[list[0]]
	p, err := c.somebody()
	if err != nil || s == nil {
		return fmt.Errorf("no server %q: %v", list[0], err)
	}
	p.server = s
	return nil
}

func (c *cast) speak(list []string) error {
	p, err := c.somebody()
	if err == nil {
		err = args(list, 1, 1, "speak LANGUAGE")
	}
	if err == nil {
		p.language = list[0]
	}
	return err
}

// with hands a person and checked arguments to do.
func (c *cast) with(list []string, least, most int, usage string, do func(*person) error) error {
	if err := args(list, least, most, usage); err != nil {
		return err
	}
	p, err := c.somebody()
	if err != nil {
		return err
	}
	return do(p)
}

func (c *cast) open(list []string) error {
	return c.with(list, 1, 1, "open PATH", func(p *person) error { return p.open(list[0]) })
}

func (c *cast) follow(list []string) error {
	return c.with(list, 1, 2, "follow TEXT [NTH]", func(p *person) error { return p.follow(list[0], nth(list)) })
}

func (c *cast) press(list []string) error {
	return c.with(list, 1, 2, "press TEXT [NTH]", func(p *person) error { return p.press(list[0], nth(list)) })
}

func (c *cast) fill(list []string) error {
	return c.with(list, 2, 2, "fill FIELD TEXT, or fill FIELD @FILE", func(p *person) error {
		value := list[1]
		if file, ok := strings.CutPrefix(value, "@"); ok {
			value = c.ts.MkAbs(file)
		}
		return p.fill(list[0], value)
	})
}

func (c *cast) choose(list []string) error {
	return c.with(list, 1, 2, "choose FIELD [VALUE]", func(p *person) error { return p.choose(list[0], second(list), false) })
}

func (c *cast) untick(list []string) error {
	return c.with(list, 1, 2, "untick FIELD [VALUE]", func(p *person) error { return p.choose(list[0], second(list), true) })
}

// send sends a request that no page of ours would make.
func (c *cast) send(list []string) error {
	return c.with(list, 2, -1, "send METHOD PATH ['Name: value' | key=value | @FILE]...", func(p *person) error {
		u, err := p.server.address(list[1])
		if err != nil {
			return err
		}
		header, form, body := http.Header{}, url.Values{}, []byte(nil)
		for _, a := range list[2:] {
			if file, ok := strings.CutPrefix(a, "@"); ok {
				body = []byte(c.ts.ReadFile(file))
			} else if name, value, ok := strings.Cut(a, ": "); ok && !strings.Contains(name, "=") {
				header.Add(name, value)
			} else if name, value, ok := strings.Cut(a, "="); ok {
				form.Add(name, value)
			}
		}
		if len(form) > 0 {
			body = []byte(form.Encode())
			header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if err := p.send(list[0], u, header, body); err != nil {
			return err
		}
		return p.read()
	})
}

// take keeps what a pattern finds, in the page or in a file, for later lines.
func (c *cast) take(list []string) error {
	if err := args(list, 2, 3, "take NAME PATTERN [FILE]"); err != nil {
		return err
	}
	pattern, err := regexp.Compile(list[1])
	if err != nil {
		return err
	}
	read := func() (where string) {
		if len(list) == 3 {
			where = c.ts.ReadFile(list[2])
		} else if p, err := c.somebody(); err == nil {
			where = string(p.body) + "\n" + textOf(p.doc)
		}
		return where
	}
	// What a board writes into its log comes a little after its answer.
	where, m := read(), []string(nil)
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if m = pattern.FindStringSubmatch(where); m != nil || len(list) < 3 || time.Now().After(until) {
			break
		}
		where = read()
	}
	if m == nil {
		return fmt.Errorf("%s is nowhere in\n%s", list[1], where)
	}
	c.ts.Setenv(list[0], m[len(m)-1])
	return nil
}

func nth(list []string) int {
	if len(list) < 2 {
		return 1
	}
	n, _ := strconv.Atoi(list[1])
	return n
}

func second(list []string) string {
	if len(list) < 2 {
		return ""
	}
	return list[1]
}
