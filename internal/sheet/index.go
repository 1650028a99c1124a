package sheet

import (
	"cmp"
	"context"
	"slices"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/text"
)

// A database writes whole pages. A hundred thousand rows under ids, words and
// hashes in random order would write a page or more for each of them; in order
// they share pages, which is ten times as fast. So the ids of one sheet ascend,
// from a random start and by random steps; and words and hashes gather here, up
// to a bound, and are written in the order of their index.

// ladder makes random ids that ascend. Who sees two of them can tell which row
// stood higher in one sheet, and no more.
type ladder struct{ at, step, mask int64 }

// A sheet climbs at most half of what there is.
func callLadder() *ladder {
	return &ladder{int64(id.Short[call.Call]()), 1 << 40 / (4 * MaxRows), 1<<40 - 1}
}

func partLadder() *ladder {
	return &ladder{int64(id.New[call.Part]()), 1 << 62 / (40 * MaxRows), 1<<63 - 1}
}

func (l *ladder) next() int64 {
	for {
		l.at = (l.at + 1 + int64(id.New[ladder]())%(2*l.step)) & l.mask
		if l.at != 0 {
			return l.at
		}
	}
}

// name gives an entry its random ids. A group's come with its place on the shelf.
func (w *bringing) name(tx Tx, e *Entry) error {
	if e.Group != nil {
		g, err := group.Stage(tx.Shelf(), group.BundleID(w.bundle.ID), *e.Group)
		e.Memory.Thing = int64(g.ID)
		return err
	}
	e.Call.ID = call.ID(w.calls.next())
	e.Detail.Call, e.Memory.Thing = e.Call.ID, int64(e.Call.ID)
	for i := range e.Parts {
		p := &e.Parts[i]
		p.ID, p.Call, p.Position = call.PartID(w.parts.next()), e.Call.ID, i
	}
	return nil
}

// index is what gathers of rows that are staged already.
type index struct {
	words []Word
	marks []Mark
}

// indexMost bounds what gathers: six megabytes.
const indexMost = 256 << 10

func (x *index) add(e Entry) {
	x.marks = append(x.marks, e.Memory.Marks()...)
	if e.Call.State != call.Staged {
		return
	}
	opened := e.Call.Opened.UnixMilli()
	for _, token := range text.Tokens(e.Call.Words()) {
		x.words = append(x.words, Word{text.Hash(token), opened, e.Call.ID})
	}
}

func (x *index) full() bool { return len(x.words)+len(x.marks) >= indexMost }

// atOnce is how many words or marks one transaction takes.
const atOnce = 16 * batch

// flush writes what has gathered, in the order of the indexes.
func (w *bringing) flush(ctx context.Context) error {
	x := &w.index
	slices.SortFunc(x.words, func(a, b Word) int {
		return cmp.Or(cmp.Compare(a.Token, b.Token), cmp.Compare(b.Opened, a.Opened), cmp.Compare(b.Call, a.Call))
	})
	slices.SortFunc(x.marks, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.Hash, b.Hash), cmp.Compare(a.Thing, b.Thing)) })
	for some := range slices.Chunk(x.words, atOnce) {
		if err := w.stage(ctx, func(tx Tx) error { return tx.AddWords(some) }); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(x.marks, atOnce) {
		if err := w.stage(ctx, func(tx Tx) error { return tx.AddMarks(some) }); err != nil {
			return err
		}
	}
	x.words, x.marks = x.words[:0], x.marks[:0]
	return nil
}
