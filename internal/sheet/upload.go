package sheet

import (
	"context"
	"errors"
	"io"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
)

// UploadID names a file between two pages of an import.
type UploadID = id.Of[Upload]

// Upload is a file that somebody sent and has not brought in yet. It lies in
// the database, in pieces, so that every process that serves the board can
// read it, and nowhere else.
type Upload struct {
	ID    UploadID
	Group party.GroupID
	Hash  []byte // of the secret in the address of the pages
	Name  string // of the file
	Size  int64
	Until time.Time
}

const (
	uploadFor   = time.Hour
	uploadsMost = 3        // of one group; the oldest gives way
	pieceSize   = 64 << 10 // bytes
)

// Take keeps a file for an hour and answers with the secret that finds it.
func (d *Desk) Take(ctx context.Context, v access.Viewer, g party.GroupID, name string, src io.Reader) (s id.Secret, err error) {
	if !v.Trusted(g) {
		return s, fault.New("sheet.take", fault.NotFound, "")
	}
	s = id.NewSecret(16)
	u := Upload{ID: id.New[Upload](), Group: g, Hash: s.Hash(), Name: text.Excerpt(name, 80), Until: d.Clock.Now().Add(uploadFor)}
	if err := d.makeRoom(ctx, u); err != nil {
		return s, fault.Wrap("sheet.take", err)
	}
	if u.Size, err = d.pour(ctx, u.ID, src); err == nil {
		err = d.Store.Update(ctx, func(tx Tx) error { return tx.PutUpload(u) })
	}
	if err != nil {
		err = errors.Join(err, d.Drop(context.WithoutCancel(ctx), u))
	}
	return s, fault.Wrap("sheet.take", err)
}

// makeRoom notes the file before its first piece, so that the sweep finds what
// breaks off.
func (d *Desk) makeRoom(ctx context.Context, u Upload) error {
	return d.Store.Update(ctx, func(tx Tx) error {
		all, err := tx.UploadsOf(u.Group)
		for len(all) >= uploadsMost && err == nil {
			err, all = tx.EraseUpload(all[0]), all[1:]
		}
		if err != nil {
			return err
		}
		return tx.PutUpload(u)
	})
}

// pour writes a file down piece by piece.
func (d *Desk) pour(ctx context.Context, u UploadID, src io.Reader) (size int64, err error) {
	buf := make([]byte, pieceSize)
	for n := 0; ; n++ {
		got, end := io.ReadFull(src, buf)
		if size += int64(got); size > MaxSize {
			return size, tooLarge("sheet.too_large", "mb", MaxSize>>20)
		}
		if got > 0 {
			if err := d.Store.Update(ctx, func(tx Tx) error { return tx.AddBytes(u, n, buf[:got]) }); err != nil {
				return size, err
			}
		}
		switch end {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return size, nil
		default:
			return size, end
		}
	}
}

// Taken opens a file that was kept, for somebody of the group that sent it.
func (d *Desk) Taken(ctx context.Context, v access.Viewer, g party.GroupID, s id.Secret) (u Upload, f *File, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		found := false
		if u, found, err = tx.Upload(s.Hash()); err != nil {
			return err
		}
		if !found || u.Group != g || !v.Trusted(g) || !d.Clock.Now().Before(u.Until) {
			return fault.New("sheet.taken", fault.Gone, "sheet.upload_gone")
		}
		return nil
	})
	if err != nil {
		return u, nil, fault.Wrap("sheet.taken", err)
	}
	f, err = Open(&pieces{ctx: context.WithoutCancel(ctx), desk: d, upload: u, at: -1}, u.Size, Hint{})
	return u, f, err
}

// Drop erases a file that was kept.
func (d *Desk) Drop(ctx context.Context, u Upload) error {
	return fault.Wrap("sheet.drop", d.Store.Update(ctx, func(tx Tx) error { return tx.EraseUpload(u.ID) }))
}

// pieces reads a kept file. It is for one reader at a time.
type pieces struct {
	ctx    context.Context
	desk   *Desk
	upload Upload
	at     int // the piece at hand
	piece  []byte
}

// ReadAt implements io.ReaderAt.
func (p *pieces) ReadAt(b []byte, off int64) (n int, err error) {
	for n < len(b) {
		at := off + int64(n)
		if at >= p.upload.Size {
			return n, io.EOF
		}
		if err := p.turn(int(at / pieceSize)); err != nil {
			return n, err
		}
		from := int(at % pieceSize)
		if from >= len(p.piece) {
			return n, io.ErrUnexpectedEOF
		}
		n += copy(b[n:], p.piece[from:])
	}
	return n, nil
}

func (p *pieces) turn(to int) error {
	if p.at == to {
		return nil
	}
	return p.desk.Store.View(p.ctx, func(tx Tx) (err error) {
		p.at = -1
		if p.piece, err = tx.Bytes(p.upload.ID, to); err == nil {
			p.at = to
		}
		return err
	})
}
