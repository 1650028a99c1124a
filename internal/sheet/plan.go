package sheet

import (
	"context"
	"encoding/binary"
	"iter"
	"strconv"

	"alongside/internal/place"
)

// Outcome is what becomes of a row: exactly one of these.
type Outcome string

const (
	Created Outcome = "created"
	Updated Outcome = "updated" // what came with it before is brought up to date
	ATwin   Outcome = "twin"    // stands already; people may say "both"
	ToSort  Outcome = "to_sort" // neither ask nor offer: never on the board
	LeftOut Outcome = "left_out"
)

// How a twin is one.
type How string

const (
	BySame   How = "same"   // the same row again, nothing in it is new
	ByName   How = "name"   // a group of the same name
	ByLink   How = "link"   // a group with the same page
	ByWords  How = "words"  // the same person, or nobody, in the same words
	ByPerson How = "person" // the same person in other words
)

// Say is the key of the sentence that tells people why.
func (h How) Say() string { return twinReasons[h] }

var twinReasons = map[How]string{BySame: "sheet.twin_same", ByName: "sheet.twin_name", ByLink: "sheet.twin_link",
	ByWords: "sheet.twin_words", ByPerson: "sheet.twin_person"}

// Twin is what a row looks like: an earlier row of the sheet, or a thing that
// stands here.
type Twin struct {
	How   How
	Row   int    // 0 where it is a thing
	Here  string // the thing's id, empty where it is a row
	Title string // of the thing
}

// Line is a row and what becomes of it. Cells, for the export to come, is used
// again when the walk goes on; everything else may be kept.
type Line struct {
	Row     int
	Outcome Outcome
	Call    *Call  // of an ask, an offer, or a row to sort
	Group   *Group // of a group
	Keys    Keys
	Here    string // the thing to update
	Twin    *Twin
	Reason  *Note  // why it was left out
	Notes   []Note // what could not be read of a row that came in
	Cells   []string
}

// Here is something that came with a sheet before. Seal is Keys.Seal as it was
// then.
type Here struct {
	ID    string
	Title string
	Seal  Key
}

// Standing knows what stands already. Find answers for the keys it knows, in
// one question for many rows.
type Standing interface {
	Find(ctx context.Context, keys []Key) (map[Key]Here, error)
}

// Plan is an import before it happens: a file, what its columns mean, and what
// it is compared with. The same plan serves the preview and the import.
type Plan struct {
	File    *File
	Mapping *Mapping
	// Secret is the house's key for outside keys, Group the group whose sheet it is.
	Secret []byte
	Group  string
	// Standing may be nil: nothing stands.
	Standing Standing
	// Locate finds an area in the gazetteer. It may be nil.
	Locate func(words string) (place.Area, bool)
	// Keep says that a twin is to come in all the same. It may be nil.
	Keep func(row int) bool
	// Warn looks for telephone numbers, e-mails and doors in what would be public,
	// and notes the rows. A preview wants it; it takes a few seconds for the longest sheet.
	Warn bool
	// Progress hears how many bytes of how many have been read. It may be nil.
	Progress func(done, of int64)
}

// chunk is how many rows are compared at once.
const chunk = 256

// Lines walks over the sheet and says what becomes of every row; blank rows
// are only counted. It fills report as it goes. It stops at the first fault
// and when ctx ends, with its error: what was taken until then is not an
// import. Memory grows only with a few bytes for each row, for twins.
func (p *Plan) Lines(ctx context.Context, report *Report) iter.Seq2[*Line, error] {
	return func(yield func(*Line, error) bool) {
		if err := p.Mapping.Check(); err != nil {
			yield(nil, err)
			return
		}
		w := p.start(ctx, report)
		for row, err := range p.File.Rows(w.progress()) {
			if err == nil && !row.Blank {
				w.take(row)
			} else if err == nil {
				report.Blank++
			}
			if err == nil && len(w.lines) < chunk {
				continue
			}
			if err == nil {
				err = w.settle()
			}
			if !w.give(err, yield) {
				return
			}
		}
		w.give(w.settle(), yield)
	}
}

// run is one walk.
type run struct {
	plan   *Plan
	ctx    context.Context
	report *Report
	keys   *keyer
	draft  drafter
	lines  []*Line
	cells  []string // of all lines
	seen   map[uint64]seen
	ask    []Key
	here   map[Key]Here
}

// seen is the first row with a key, and how many there are. Half a key is
// enough to compare rows of one sheet.
type seen struct{ row, times int32 }

func (p *Plan) start(ctx context.Context, report *Report) *run {
	*report = Report{Profile: p.File.Profile, Encoding: p.File.Encoding, Separator: string(p.File.Separator), Notices: p.Mapping.Notes()}
	if p.Mapping.by == nil {
		p.Mapping.index()
	}
	return &run{plan: p, ctx: ctx, report: report, keys: newKeyer(p.Secret, p.Group), seen: map[uint64]seen{},
		draft: drafter{m: p.Mapping, locate: p.Locate, warn: p.Warn}}
}

func (r *run) progress() func(int64) {
	if r.plan.Progress == nil {
		return nil
	}
	return func(done int64) { r.plan.Progress(done, r.plan.File.Size) }
}

// take drafts a row and makes its keys.
func (r *run) take(row Row) {
	at := len(r.cells)
	r.cells = append(r.cells, row.Cells...)
	l := &Line{Row: row.Number, Cells: r.cells[at:len(r.cells):len(r.cells)]}
	r.lines = append(r.lines, l)
	if row.Broken != nil {
		l.Outcome, l.Reason = LeftOut, row.Broken
		return
	}
	d := &r.draft
	d.cells, d.notes = l.Cells, nil
	where := same(d.cell(Place) + d.cell(PlaceTitle) + " " + d.cell(Region) + " " + d.cell(Postal))
	if r.plan.Mapping.As == AsGroups {
		if l.Group, l.Reason = d.group(); l.Group != nil {
			l.Keys = r.keys.group(l.Group, d.cell(ID), where)
		}
	} else if l.Call, l.Reason = d.call(); l.Call != nil {
		l.Keys = r.keys.call(l.Call, d.cell(ID), where, d.cell(Posted))
		if l.Call.Kind == Neither {
			l.Outcome = ToSort
		}
	}
	l.Notes = d.notes
	if l.Reason != nil {
		l.Outcome, l.Notes = LeftOut, nil
	}
}

// settle compares the rows at hand with each other and with what stands.
func (r *run) settle() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.ask = r.ask[:0]
	for _, l := range r.lines {
		if l.Outcome == LeftOut {
			continue
		}
		r.among(l)
		for _, k := range []Key{l.Keys.Key, l.Keys.Look, l.Keys.Link, l.Keys.Who, l.Keys.Other} {
			if !k.Empty() {
				r.ask = append(r.ask, k)
			}
		}
	}
	r.here = nil
	if r.plan.Standing != nil && len(r.ask) > 0 {
		var err error
		if r.here, err = r.plan.Standing.Find(r.ctx, r.ask); err != nil {
			return err
		}
	}
	for _, l := range r.lines {
		if l.Outcome != LeftOut {
			r.against(l)
		}
		r.report.add(l)
	}
	return nil
}

// among looks for an earlier row that this one repeats. A row to sort is
// nobody's twin: the tray keeps every one.
func (r *run) among(l *Line) {
	first, n := r.mark(l.Keys.Key, l.Row)
	if n > 1 {
		l.Keys.Other = r.keys.of("other", string(l.Keys.Key[:]), strconv.Itoa(n))
		l.Twin = &Twin{How: BySame, Row: first}
		if l.Group != nil && l.Group.Name != "" {
			l.Twin.How = ByName
		}
	}
	if l.Outcome == ToSort {
		if n > 1 {
			l.Keys.Key, l.Keys.Other = l.Keys.Other, Key{}
		}
		l.Twin = nil
		return
	}
	look, times := r.mark(l.Keys.Look, l.Row)
	if l.Group != nil && times == 2 {
		r.report.TwinNames++
	}
	if l.Twin == nil && times > 1 && l.Keys.Look != l.Keys.Key {
		how := ByWords
		if l.Group != nil {
			how = ByName
		}
		l.Twin = &Twin{How: how, Row: look}
	}
	if link, times := r.mark(l.Keys.Link, l.Row); l.Twin == nil && times > 1 {
		l.Twin = &Twin{How: ByLink, Row: link}
	}
}

// mark notes a key and is the first row that has it, and how many have.
func (r *run) mark(k Key, row int) (first, times int) {
	if k.Empty() {
		return 0, 0
	}
	short := binary.LittleEndian.Uint64(k[:8])
	s := r.seen[short]
	if s.times == 0 {
		s.row = int32(row)
	}
	s.times++
	r.seen[short] = s
	return int(s.row), int(s.times)
}

// against settles the outcome. What came before with the row's own key is
// updated; what only looks the same waits for people.
func (r *run) against(l *Line) {
	keep := r.plan.Keep != nil && r.plan.Keep(l.Row)
	key := l.Keys.Key
	if l.Twin != nil && !l.Keys.Other.Empty() {
		key = l.Keys.Other
	}
	if h, ok := r.here[key]; ok {
		l.Here, l.Keys.Key = h.ID, key
		l.Outcome, l.Twin = Updated, nil
		if h.Seal == l.Keys.Seal {
			l.Outcome, l.Twin = ATwin, &Twin{How: BySame, Here: h.ID, Title: h.Title}
		}
		return
	}
	if l.Outcome == ToSort {
		return
	}
	if l.Twin == nil {
		l.Twin = r.likeness(l)
	}
	switch {
	case l.Twin == nil:
		l.Outcome = Created
	case keep:
		l.Outcome, l.Keys.Key = Created, key
	default:
		l.Outcome = ATwin
	}
}

// likeness is something that stands and looks the same.
func (r *run) likeness(l *Line) *Twin {
	how := ByWords
	if l.Group != nil {
		how = ByName
	}
	for _, t := range []struct {
		key Key
		how How
	}{{l.Keys.Look, how}, {l.Keys.Link, ByLink}, {l.Keys.Who, ByPerson}} {
		if h, ok := r.here[t.key]; ok && !t.key.Empty() {
			return &Twin{How: t.how, Here: h.ID, Title: h.Title}
		}
	}
	return nil
}

// give hands the settled lines on and makes room for the next.
func (r *run) give(err error, yield func(*Line, error) bool) bool {
	if err != nil {
		yield(nil, err)
		return false
	}
	for _, l := range r.lines {
		if !yield(l, nil) {
			return false
		}
	}
	r.lines, r.cells = r.lines[:0], r.cells[:0]
	return true
}
