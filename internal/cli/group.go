package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/move"
)

// GroupExport writes a group's history into one file.
type GroupExport struct {
	Place
	Slug string `arg:"needed" help:"Address of the group, as in /g/eastfield-tenants." placeholder:"NAME"`
	Out  string `help:"File to write instead of NAME.zip. It must not be there yet." placeholder:"FILE"`
}

// movedGroup is the answer of an export and of an import.
type movedGroup struct {
	File    string       `json:"file"`
	Group   move.Named   `json:"group"`
	Rows    int64        `json:"rows"`
	Tables  []move.Table `json:"tables"`
	DryRun  bool         `json:"dry_run,omitempty"`
	Changed bool         `json:"changed"`
}

// Run writes the file beside its place and moves it there when it is whole.
func (e *GroupExport) Run(w *World) error {
	set, err := settings(w, &e.Place)
	if err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	n, err := counter(ctx, set)
	if err != nil {
		return err
	}
	defer n.Close()
	g, err := n.Group(ctx, strings.TrimPrefix(strings.TrimPrefix(e.Slug, "/"), "g/"))
	if err != nil {
		return err
	}
	if e.Out == "" {
		e.Out = g.Slug + ".zip"
	}
	if exists(e.Out) {
		return &Failure{fault.Invalid, fmt.Sprintf("%s is there already. Choose another name, or move it away.", e.Out), nil}
	}
	var m move.Manifest
	bar := w.Progress("Packing")
	err = whole(e.Out, func(f io.Writer) error {
		m, err = n.Move.Export(ctx, g.ID, f, bar.Show)
		return err
	})
	bar.Close()
	if err != nil {
		return err
	}
	return w.Answer(movedGroup{File: e.Out, Group: m.Group, Rows: m.Rows(), Tables: m.Tables, Changed: true}, func(out io.Writer) {
		fmt.Fprintf(out, "%d rows of %s are in %s. The group's log says that it was done.\n", m.Rows(), m.Group.Name, e.Out)
		fmt.Fprintln(out, "It holds a link for each member: whoever has the file can come in by them. Keep it where only the group can read it.")
	})
}

// whole writes a file that appears under its name only when it is whole, and
// that only its owner can read.
func whole(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".alongside-*.part") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := write(f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), name) // fails where somebody made one meanwhile
	if err != nil && !errors.Is(err, os.ErrExist) {
		err = os.Rename(f.Name(), name) // a file system without links
	}
	return err
}

// GroupImport takes a group in.
type GroupImport struct {
	Place
	File   string `arg:"needed" help:"Export to read." placeholder:"FILE"`
	Slug   string `help:"Address of the group here, where another group has its own." placeholder:"NAME"`
	DryRun bool   `help:"Check the export and say what would happen. Change nothing."`
}

// Run checks all of the export before it touches the database.
func (i *GroupImport) Run(w *World) error {
	set, err := settings(w, &i.Place)
	if err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	p, err := move.Open(f, info.Size())
	if err != nil {
		return refused(err)
	}
	n, err := counter(ctx, set)
	if err != nil {
		return err
	}
	defer n.Close()
	if err := i.verify(ctx, w, p); err != nil {
		return refused(err)
	}
	bar := w.Progress("Taking in")
	g, err := n.Move.Import(ctx, p, move.Arrival{Slug: i.Slug, DryRun: i.DryRun, Tell: bar.Show})
	bar.Close()
	if err != nil {
		return refused(err)
	}
	answer := movedGroup{File: i.File, Group: move.Named{ID: p.Group.ID, Slug: g.Slug, Name: g.Name}, Rows: p.Rows(), Tables: p.Tables,
		DryRun: i.DryRun, Changed: !i.DryRun}
	return w.Answer(answer, func(out io.Writer) {
		if i.DryRun {
			fmt.Fprintf(out, "The export is whole. %d rows of %s would come in as /g/%s. Nothing was changed.\n", p.Rows(), g.Name, g.Slug)
			return
		}
		fmt.Fprintf(out, "%d rows are in. %s lives here now, as /g/%s.\n", p.Rows(), g.Name, g.Slug)
		fmt.Fprintln(out, "Give each member their own line of links.csv, with this board's address before it. A link works once, within a year.")
	})
}

func (i *GroupImport) verify(ctx context.Context, w *World, p *move.Parcel) error {
	bar := w.Progress("Checking")
	defer bar.Close()
	return p.Verify(ctx, bar.Show)
}

// refused says why an export is not taken in.
func refused(err error) error {
	for known, kind := range map[error]fault.Kind{move.ErrNoExport: fault.Invalid, move.ErrDamaged: fault.Invalid, move.ErrTooLarge: fault.TooLarge,
		move.ErrHere: fault.Taken, move.ErrAddress: fault.Taken, move.ErrVersion: fault.Stale} {
		if errors.Is(err, known) {
			return &Failure{kind, sentence(known.Error()), err}
		}
	}
	return err
}
