package move

import (
	"bufio"
	"encoding/csv"
	"html"
	"io"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/locale"
	"alongside/internal/text"
)

// The readable part of an export: one page that any browser opens, and two
// tables that any spreadsheet opens. Nothing in them opens anything.

// readable writes all of it.
func (d *Desk) readable(tx Tx, p *packer, g group.Group, r Reach) error {
	l := d.tongue(g)
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"index.html", func(w io.Writer) error { return d.page(tx, leaf{bufio.NewWriter(w), l}, g, r) }},
		{"calls.csv", func(w io.Writer) error { return d.callSheet(tx, w, l, r) }},
		{"members.csv", func(w io.Writer) error { return d.memberSheet(tx, w, l, g) }},
	} {
		if err := p.file(f.name, f.write); err != nil {
			return err
		}
	}
	return nil
}

// leaf is a page of plain HTML. Words go in through text alone.
type leaf struct {
	w *bufio.Writer
	l *locale.Language
}

func (p leaf) raw(s string)  { p.w.WriteString(s) } // what it could not write, Flush tells
func (p leaf) text(s string) { p.raw(html.EscapeString(s)) }

// in writes words inside one element; empty ones leave nothing.
func (p leaf) in(tag, words string) {
	if words == "" {
		return
	}
	name, _, _ := strings.Cut(tag, " ")
	p.raw("<" + tag + ">")
	p.text(words)
	p.raw("</" + name + ">\n")
}

// lines writes words of several lines as paragraphs.
func (p leaf) lines(words string) {
	for line := range strings.SplitSeq(words, "\n") {
		p.in(`p dir="auto"`, strings.TrimSpace(line))
	}
}

// small writes what stands beside a thing: days, places, kinds.
func (p leaf) small(words ...string) {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	p.in(`p class="s" dir="auto"`, strings.Join(some, " · "))
}

func (p leaf) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.l.DayYear(t)
}

const pageStyle = `:root{color-scheme:light dark}body{font:1.05rem/1.55 system-ui,sans-serif;max-inline-size:44rem;margin:0 auto;padding:1rem}` +
	`h1{font-size:1.6rem}h2{font-size:1.25rem;margin-block-start:2.5rem}h3{font-size:1.05rem;margin-block:1.6rem .3rem}p{margin-block:.4rem}` +
	`.s{font-size:.9rem;opacity:.75}li{margin-block:.3rem}`

// begin writes what stands before the words of a page.
func (p leaf) begin(title string) {
	p.raw(`<!doctype html>` + "\n" + `<html lang="` + html.EscapeString(p.l.Tag()) + `" dir="` + p.l.Dir() + `">` + "\n" +
		`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` + "\n")
	p.in("title", title)
	p.raw("<style>" + pageStyle + "</style>\n")
	p.in(`h1 dir="auto"`, title)
}

func (d *Desk) page(tx Tx, p leaf, g group.Group, r Reach) error {
	p.begin(g.Name)
	if day := p.day(d.today()); d.Board != "" {
		p.small(p.l.T("move.from_board", "day", day, "board", d.Board))
	} else {
		p.small(p.l.T("move.from_day", "day", day))
	}
	p.lines(g.About)
	p.small(g.Topic, g.Area.Name, g.Meets)
	for _, link := range g.Links {
		p.in(`p dir="ltr"`, link)
	}
	for _, chapter := range []func() error{
		func() error { return agreements(tx, p, g) },
		func() error { return d.people(tx, p, g, r) },
		func() error { return decisions(tx, p, g) },
		func() error { return calls(tx, p, r) },
		func() error { return entries(tx, p, g) },
		func() error { return lines(tx, p, g) },
	} {
		if err := chapter(); err != nil {
			return err
		}
	}
	return p.w.Flush()
}

// agreements are all versions, the one in force first.
func agreements(tx Tx, p leaf, g group.Group) error {
	p.in("h2", p.l.T("group.agreements"))
	for v := g.Agreed; v > 0; v-- {
		a, there, err := tx.Agreements(g.ID, v)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		if v == g.Agreed {
			p.in("h3", p.l.T("group.in_force", "day", p.day(a.Since), "version", p.l.Number(v)))
		} else {
			p.in("h3", p.l.T("group.was_in_force", "day", p.day(a.Since), "version", p.l.Number(v)))
		}
		p.lines(a.Text)
	}
	return nil
}

func (d *Desk) people(tx Tx, p leaf, g group.Group, r Reach) error {
	p.in("h2", p.l.T("group.who_is_in"))
	p.raw("<ul>\n")
	err := d.eachMember(tx, g.ID, func(m group.Member) error {
		p.in(`li dir="auto"`, m.Name)
		return nil
	})
	p.raw("</ul>\n")
	if err != nil {
		return err
	}
	all, err := tx.Circles(r)
	if err != nil || len(all) == 0 {
		return err
	}
	p.in("h2", p.l.T("move.circles"))
	for _, c := range all {
		p.in(`h3 dir="auto"`, c.Name)
		p.lines(c.About)
	}
	return nil
}

// each hands over every row, page by page.
func each[T any](page func(after T, most int) ([]T, error), fn func(T) error) error {
	var last T
	for {
		some, err := page(last, pageMost)
		if err != nil {
			return err
		}
		for _, one := range some {
			if err := fn(one); err != nil {
				return err
			}
		}
		if len(some) < pageMost {
			return nil
		}
		last = some[len(some)-1]
	}
}

func decisions(tx Tx, p leaf, g group.Group) error {
	begun := false
	return each(func(after Decided, most int) ([]Decided, error) { return tx.Decided(g.ID, after, most) }, func(d Decided) error {
		if !begun {
			p.in("h2", p.l.T("move.decided"))
			begun = true
		}
		p.in(`h3 dir="auto"`, d.Title)
		p.small(p.day(d.Closed))
		p.lines(d.Text)
		p.lines(d.Statement)
		p.lines(d.Tasks)
		return nil
	})
}

func eachCall(tx Tx, r Reach, fn func(call.Call) error) error {
	return each(func(after call.Call, most int) ([]call.Call, error) { return tx.Calls(r, after, most) }, fn)
}

func calls(tx Tx, p leaf, r Reach) error {
	p.in("h2", p.l.T("move.asked"))
	return eachCall(tx, r, func(c call.Call) error {
		p.in(`h3 dir="auto"`, c.Title)
		p.small(kindWords(p.l, c), c.Area.Name, p.day(c.Opened))
		p.lines(c.Body)
		return nil
	})
}

func kindWords(l *locale.Language, c call.Call) string {
	switch {
	case c.Kind == call.Knowhow && c.Side == call.Offer:
		return l.T("call.kind_knowhow_offer")
	case c.Kind == call.Knowhow:
		return l.T("call.kind_knowhow_ask")
	case c.Side == call.Offer:
		return l.T("call.kind_aid_offer")
	}
	return l.T("call.kind_aid_ask")
}

func entries(tx Tx, p leaf, g group.Group) error {
	p.in("h2", p.l.T("group.kept"))
	return each(func(after call.Entry, most int) ([]call.Entry, error) { return tx.Entries(g.ID, after, most) }, func(e call.Entry) error {
		p.in(`h3 dir="auto"`, e.Title)
		p.small(e.Area, p.day(e.Kept))
		p.lines(e.Lesson)
		return nil
	})
}

func lines(tx Tx, p leaf, g group.Group) error {
	p.in("h2", p.l.T("group.log"))
	p.raw("<ul>\n")
	err := each(func(after group.Line, most int) ([]group.Line, error) { return tx.Lines(g.ID, 0, after.N, most) }, func(n group.Line) error {
		p.raw(`<li dir="auto">`)
		p.text(p.day(n.Day) + " · " + n.Say(p.l))
		p.raw("</li>\n")
		return nil
	})
	p.raw("</ul>\n")
	return err
}

func (d *Desk) callSheet(tx Tx, w io.Writer, l *locale.Language, r Reach) error {
	io.WriteString(w, "\uFEFF") // so that spreadsheets read the letters right
	out := csv.NewWriter(w)
	out.Write([]string{l.T("move.col_kind"), l.T("move.col_title"), l.T("move.col_words"), l.T("move.col_place"), l.T("move.col_since"), l.T("move.col_until")})
	err := eachCall(tx, r, func(c call.Call) error {
		return out.Write([]string{kindWords(l, c), text.Cell(c.Title), text.Cell(c.Body), text.Cell(c.Area.Name), date(c.Opened), date(c.ClosedAt)})
	})
	return flush(out, err)
}

func (d *Desk) memberSheet(tx Tx, w io.Writer, l *locale.Language, g group.Group) error {
	io.WriteString(w, "\uFEFF")
	out := csv.NewWriter(w)
	out.Write([]string{l.T("move.col_name"), l.T("move.col_since")})
	return flush(out, d.eachMember(tx, g.ID, func(m group.Member) error {
		return out.Write([]string{text.Cell(m.Name), date(m.Since)})
	}))
}

func flush(out *csv.Writer, err error) error {
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02")
}
