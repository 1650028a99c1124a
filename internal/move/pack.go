package move

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Format names the layout of an export.
const Format = "alongside group 1"

// Manifest says what an export holds. Every other file of it stands here with
// its digest.
type Manifest struct {
	Format string  `json:"format"`
	Board  string  `json:"board,omitempty"` // the address it came from
	Day    string  `json:"day"`
	Group  Named   `json:"group"`
	Tables []Table `json:"tables"`
	Files  []File  `json:"files"`
}

// Named is the group that an export is of.
type Named struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// File is one readable file of an export, or the members' links.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Digest string `json:"sha256"`
}

// Rows is how many rows all tables have together.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

const (
	manifestName = "manifest.json"
	linksName    = "links.csv"
	homePath     = "/home/"
)

func (t Table) file() string { return "data/" + t.Name + ".jsonl" }

// Read writes a group's history for the viewer to read and keep: nothing in it
// opens anything, and no board takes it in.
func (d *Desk) Read(ctx context.Context, v access.Viewer, g party.GroupID, w io.Writer) error {
	err := d.Store.View(ctx, func(tx Tx) error {
		found, _, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		p := newPacker(w)
		if err := d.readable(tx, p, found, Reach{Group: g, Circles: v.Circles}); err != nil {
			return err
		}
		return p.archive.Close()
	})
	return fault.Wrap("move.read", err)
}

// Take writes everything of a group that the viewer may read, for another
// board, and says so in the group's log. Nothing may be handed out before Take
// has returned: without the line in the log there is no export.
func (d *Desk) Take(ctx context.Context, v access.Viewer, g party.GroupID, w io.Writer) (m Manifest, err error) {
	r := Reach{Group: g, Circles: v.Circles}
	err = d.Store.View(ctx, func(tx Tx) error {
		found, _, err := d.trusted(tx, v, g)
		if err == nil {
			m, err = d.pack(tx, found, r, w, nil)
		}
		return err
	})
	if err != nil {
		return m, fault.Wrap("move.take", err)
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		return d.log(tx, g, group.TookAll, me.Face, "")
	})
	return m, fault.Wrap("move.take", err)
}

// Export is Take for whoever runs the board's machine: all of the group, its
// circles included. The group reads in its log that it was done.
func (d *Desk) Export(ctx context.Context, g party.GroupID, w io.Writer, tell Progress) (m Manifest, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		found, there, err := tx.Group(g)
		if err == nil && !there {
			err = fault.New("move.export", fault.NotFound, "")
		}
		if err == nil {
			m, err = d.pack(tx, found, Reach{Group: g, Whole: true}, w, tell)
		}
		return err
	})
	if err == nil {
		err = d.Store.Update(ctx, func(tx Tx) error { return d.log(tx, g, group.HostTookAll, 0, "") })
	}
	return m, fault.Wrap("move.export", err)
}

// packer writes a zip and remembers the digest of every file in it.
type packer struct {
	archive *zip.Writer
	files   []File
}

func newPacker(w io.Writer) *packer { return &packer{archive: zip.NewWriter(w)} }

// file writes one file.
func (p *packer) file(name string, write func(io.Writer) error) error {
	f, err := p.archive.Create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	n := &tally{to: io.MultiWriter(f, sum)}
	if err := write(n); err != nil {
		return err
	}
	p.files = append(p.files, File{name, n.n, hex.EncodeToString(sum.Sum(nil))})
	return nil
}

// tally counts what is written through it.
type tally struct {
	to io.Writer
	n  int64
}

func (t *tally) Write(b []byte) (int, error) {
	n, err := t.to.Write(b)
	t.n += int64(n)
	return n, err
}

// pack writes the whole of an export; the manifest comes last, because it
// knows the digests.
func (d *Desk) pack(tx Tx, g group.Group, r Reach, w io.Writer, tell Progress) (m Manifest, err error) {
	if g.Status == group.Staged || g.Status == group.Listed {
		return m, fault.New("move.pack", fault.NotFound, "")
	}
	p := newPacker(w)
	m = Manifest{Format: Format, Board: d.Board, Day: d.today().Format("2006-01-02"), Group: Named{g.ID.String(), g.Slug, g.Name}}
	if err := d.readable(tx, p, g, r); err != nil {
		return m, err
	}
	if err := p.file(linksName, func(w io.Writer) error { return d.links(tx, g, w) }); err != nil {
		return m, err
	}
	m.Tables, err = tx.Cut(r, func(table string) (io.Writer, error) { return p.archive.Create(Table{Name: table}.file()) }, tell)
	if err != nil {
		return m, err
	}
	m.Files = p.files
	f, err := p.archive.Create(manifestName)
	if err != nil {
		return m, err
	}
	e := json.NewEncoder(f)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return m, err
	}
	return m, p.archive.Close()
}

// links gives every member a way back, good once, on the board that takes the
// group in. Here nothing of it is kept.
func (d *Desk) links(tx Tx, g group.Group, w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"name", "face", "link"})
	err := d.eachMember(tx, g.ID, func(m group.Member) error {
		return out.Write([]string{text.Cell(m.Name), m.Face.String(), homePath + id.NewSecret(16).Reveal()})
	})
	return flush(out, err)
}

// pageMost is how many rows are read at once.
const pageMost = 500

func (d *Desk) eachMember(tx Tx, g party.GroupID, fn func(group.Member) error) error {
	var last group.Member
	for {
		some, err := tx.Members(g, last, pageMost)
		if err != nil {
			return err
		}
		for _, m := range some {
			if err := fn(m); err != nil {
				return err
			}
		}
		if len(some) < pageMost {
			return nil
		}
		last = some[len(some)-1]
	}
}

// tongue is the group's own language, or the board's first one.
func (d *Desk) tongue(g group.Group) *locale.Language {
	if l, ok := d.Languages.Find(g.Language); ok {
		return l
	}
	return d.Languages.Default()
}
