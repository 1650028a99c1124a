package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/fault"
)

// Backup writes everything a board holds into one file, while it runs.
type Backup struct {
	Place
	File string `arg:"needed" help:"File to write. It must not be there yet." placeholder:"FILE"`
}

// backedUp is the answer of a backup and of a restore.
type backedUp struct {
	File    string     `json:"file"`
	Schema  int64      `json:"schema"`
	Rows    int64      `json:"rows"`
	Tables  []db.Saved `json:"tables"`
	Into    string     `json:"into,omitempty"`
	DryRun  bool       `json:"dry_run,omitempty"`
	Changed bool       `json:"changed"`
}

// Run writes the file beside its place and moves it there when it is whole, so
// that a file of that name is always a whole backup.
func (b *Backup) Run(w *World) error {
	set, err := settings(w, &b.Place)
	if err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	if _, err := os.Lstat(b.File); err == nil {
		return &Failure{fault.Invalid, fmt.Sprintf("%s is there already. Choose another name, or move it away.", b.File), nil}
	}
	state, err := db.Inspect(ctx, set.Database)
	if err != nil {
		return err
	}
	if !state.There || state.Schema == 0 {
		return &Failure{fault.NotFound, "There is no board in " + set.where() + ".", nil}
	}
	if state.Schema != db.Latest() {
		return differs(state)
	}
	m, err := b.write(ctx, w, set)
	if err != nil {
		return err
	}
	return w.Answer(backedUp{File: b.File, Schema: m.Schema, Rows: m.Rows(), Tables: m.Tables, Changed: true}, func(out io.Writer) {
		fmt.Fprintf(out, "%d rows of %d tables are in %s. Keep it where only you can read it.\n", m.Rows(), len(m.Tables), b.File)
		if key := filepath.Join(set.Database.Dir, app.AddressKey); exists(key) {
			fmt.Fprintf(out, "%s is not in it. It opens the addresses people left for mail: keep a copy somewhere else.\n", key)
		}
	})
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// differs says that another version of the program has to do it: a backup
// never changes what it copies.
func differs(s db.State) error {
	if s.Schema > db.Latest() {
		return db.ErrNewer
	}
	return &Failure{fault.Stale, "This database is from an older version. Start `alongside serve` once to bring it up to date, or back it up with that version.", nil}
}

func (b *Backup) write(ctx context.Context, w *World, set *Settings) (m db.Manifest, err error) {
	d, err := db.Open(ctx, set.Database)
	if err != nil {
		return m, err
	}
	defer d.Close()
	bar := w.Progress("Backing up")
	defer bar.Close()
	err = whole(b.File, func(f io.Writer) error {
		m, err = d.Dump(ctx, f, bar.Show)
		return err
	})
	return m, err
}

// where names the database for people, without what is secret in its address.
func (s *Settings) where() string {
	if s.Database.URL != "" {
		return "the PostgreSQL database"
	}
	return s.Database.Dir
}

// Restore fills an empty database with a backup.
type Restore struct {
	Place
	File   string `arg:"needed" help:"Backup to read." placeholder:"FILE"`
	DryRun bool   `help:"Check the backup and say what would happen. Change nothing."`
}

// Run checks all of the backup before it touches the database.
func (r *Restore) Run(w *World) error {
	set, err := settings(w, &r.Place)
	if err != nil {
		return err
	}
	ctx, stop := stopped()
	defer stop()
	f, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	a, err := db.OpenArchive(f, info.Size())
	if err != nil {
		return err
	}
	if err := check(ctx, w, set, a); err != nil {
		return err
	}
	if !r.DryRun {
		bar := w.Progress("Restoring")
		err = db.Restore(ctx, set.Database, a, bar.Show)
		bar.Close()
		if err != nil {
			return err
		}
	}
	answer := backedUp{File: r.File, Schema: a.Schema, Rows: a.Rows(), Tables: a.Tables, Into: set.where(),
		DryRun: r.DryRun, Changed: !r.DryRun}
	return w.Answer(answer, func(out io.Writer) {
		if r.DryRun {
			fmt.Fprintf(out, "The backup is whole. %d rows of %d tables would go into %s, which is empty. Nothing was changed.\n",
				a.Rows(), len(a.Tables), set.where())
			return
		}
		fmt.Fprintf(out, "%d rows of %d tables are in %s.\n", a.Rows(), len(a.Tables), set.where())
	})
}

// check reads the whole backup and looks whether the database is empty.
func check(ctx context.Context, w *World, set *Settings, a *db.Archive) error {
	bar := w.Progress("Checking")
	err := a.Verify(ctx, bar.Show)
	bar.Close()
	if err != nil {
		return err
	}
	state, err := db.Inspect(ctx, set.Database)
	if err != nil {
		return err
	}
	if state.Rows > 0 || state.Schema != 0 && state.Schema != a.Schema {
		return db.ErrNotEmpty
	}
	return nil
}
