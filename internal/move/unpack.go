package move

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"strings"

	"alongside/internal/id"
	"alongside/internal/party"
)

// What keeps an export from being taken in. They are told on the command line
// alone.
var (
	ErrNoExport = errors.New("this file is no export of a group")
	ErrDamaged  = errors.New("this export is damaged, or somebody has changed it; nothing was taken in")
	ErrTooLarge = errors.New("this export is larger than any group's; nothing was taken in")
	ErrHere     = errors.New("this group is here already; nothing was taken in")
	ErrAddress  = errors.New("another group has this address here; choose one with --slug")
	ErrVersion  = errors.New("this export was made by another version of alongside; bring both boards to the same version first")
)

// Limits of what is read, so that a small file cannot become a large one.
const (
	filesMost    = 200
	manifestMost = 1 << 20
	lineMost     = 4 << 20
	linksMost    = 16 << 20
	unpackedMost = 512 << 20 // all files together
)

// Parcel is an export that was opened for reading.
type Parcel struct {
	Manifest
	group party.GroupID
	files map[string]*zip.File
	links []link
	left  int64 // bytes that may still be unpacked
}

// link is one member's way back.
type link struct {
	face party.FaceID
	link id.Secret
}

// Open reads what an export says it holds, and looks whether it holds that and
// nothing else.
func Open(r io.ReaderAt, size int64) (*Parcel, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoExport, err)
	}
	if len(z.File) > filesMost {
		return nil, ErrTooLarge
	}
	p := &Parcel{files: map[string]*zip.File{}, left: unpackedMost}
	for _, f := range z.File {
		if p.files[f.Name] != nil {
			return nil, fmt.Errorf("%w: %s is in it twice", ErrDamaged, f.Name)
		}
		p.files[f.Name] = f
	}
	if p.files[manifestName] == nil {
		return nil, ErrNoExport
	}
	b, err := p.whole(manifestName, manifestMost)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &p.Manifest); err != nil {
		return nil, fmt.Errorf("%w: its manifest: %w", ErrDamaged, err)
	}
	if p.Format != Format {
		return nil, fmt.Errorf("%w: it is laid out as %q", ErrNoExport, p.Format)
	}
	n, err := id.Parse[struct{}](p.Group.ID)
	if err != nil {
		return nil, fmt.Errorf("%w: it names no group", ErrDamaged)
	}
	p.group = party.GroupID(n)
	return p, p.complete()
}

// complete compares the files with the manifest.
func (p *Parcel) complete() error {
	want := map[string]bool{manifestName: true}
	for _, t := range p.Tables {
		want[t.file()] = true
	}
	for _, f := range p.Files {
		want[f.Name] = true
	}
	for name := range want {
		if p.files[name] == nil {
			return fmt.Errorf("%w: %s is missing", ErrDamaged, name)
		}
	}
	if !want[linksName] || len(want) != len(p.files) || len(want) != 1+len(p.Tables)+len(p.Files) {
		return fmt.Errorf("%w: it holds other files than it says", ErrDamaged)
	}
	return nil
}

// open opens one file. What it gives is bounded by what may still be unpacked.
func (p *Parcel) open(name string) (io.ReadCloser, error) {
	f := p.files[name]
	if f == nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrDamaged, name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	return &bounded{r, &p.left}, nil
}

// bounded fails when more was unpacked than any group has.
type bounded struct {
	io.ReadCloser
	left *int64
}

func (b *bounded) Read(to []byte) (int, error) {
	n, err := b.ReadCloser.Read(to)
	if *b.left -= int64(n); *b.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// whole reads a short file.
func (p *Parcel) whole(name string, most int64) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case errors.Is(err, ErrTooLarge) || int64(len(b)) > most:
		return nil, ErrTooLarge
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	return b, nil
}

// Verify reads all of an export and compares it with its manifest.
func (p *Parcel) Verify(ctx context.Context, tell Progress) error {
	for _, f := range p.Files {
		if err := p.verifyFile(f); err != nil {
			return err
		}
	}
	done, of := int64(0), p.Rows()
	for _, t := range p.Tables {
		for _, err := range p.lines(ctx, t) {
			if err != nil {
				return err
			}
			if done++; tell != nil {
				tell(done, of)
			}
		}
	}
	return p.readLinks()
}

func (p *Parcel) verifyFile(f File) error {
	r, err := p.open(f.Name)
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	switch {
	case errors.Is(err, ErrTooLarge):
		return ErrTooLarge
	case err != nil:
		return fmt.Errorf("%w: %s: %w", ErrDamaged, f.Name, err)
	case n != f.Size || digest(sum) != f.Digest:
		return fmt.Errorf("%w: %s", ErrDamaged, f.Name)
	}
	return nil
}

func digest(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// lines gives the lines of one table and then checks count and digest.
func (p *Parcel) lines(ctx context.Context, t Table) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if err := p.eachLine(ctx, t, func(line []byte) bool { return yield(line, nil) }); err != nil {
			yield(nil, err)
		}
	}
}

func (p *Parcel) eachLine(ctx context.Context, t Table, fn func([]byte) bool) error {
	r, err := p.open(t.file())
	if err != nil {
		return err
	}
	defer r.Close()
	sum := sha256.New()
	lines := bufio.NewScanner(io.TeeReader(r, sum))
	lines.Buffer(make([]byte, 64<<10), lineMost)
	n := int64(0)
	for lines.Scan() {
		if n++; n > t.Rows {
			break
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !fn(lines.Bytes()) {
			return nil
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, ErrTooLarge):
		return ErrTooLarge
	case err != nil:
		return fmt.Errorf("%w: %s: %w", ErrDamaged, t.file(), err)
	case n != t.Rows || digest(sum) != t.Digest:
		return fmt.Errorf("%w: %s", ErrDamaged, t.file())
	}
	return nil
}

// readLinks reads the members' ways back.
func (p *Parcel) readLinks() error {
	b, err := p.whole(linksName, linksMost)
	if err != nil {
		return err
	}
	rows := csv.NewReader(bytes.NewReader(b))
	rows.FieldsPerRecord = 3
	all, err := rows.ReadAll()
	if err != nil || len(all) == 0 {
		return fmt.Errorf("%w: %s", ErrDamaged, linksName)
	}
	p.links = nil
	for _, row := range all[1:] {
		n, err := id.Parse[party.Face](row[1])
		secret, found := strings.CutPrefix(row[2], homePath)
		if err != nil || !found || len(secret) < 22 {
			return fmt.Errorf("%w: %s", ErrDamaged, linksName)
		}
		p.links = append(p.links, link{n, id.SecretFrom(secret)})
	}
	return nil
}
