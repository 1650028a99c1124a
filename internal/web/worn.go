package web

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"strings"
)

// A page on which readers with a session see nothing of their own is the same
// for all of them but for two stamps: the mark of who is signed in, and the
// key of its form. It is kept like a public page, cut at the stamps, each
// piece compressed by itself; who reads gets the pieces with their own stamps
// between them. Making it for each of them cost ten times as much, most of it
// for compression.

// Where the stamps go, words stand that nobody can write, for nobody has seen
// them.
var whoStamp, keyStamp = rand.Text(), rand.Text()

// fitting collects the page that is being made to be worn by many.
type fitting struct{ kind, plain string }

// worn is a page between whose pieces stamps go.
type worn struct {
	kind   string
	pieces []piece
}

// piece is a part of a page and the stamp that follows it, or none.
type piece struct {
	plain  []byte
	zipped []byte // as deflate blocks that end on a whole byte and look back at no other piece
	stamp  string
}

// wear answers with a page that is kept for all who are signed in. do makes
// it, and shows nothing of its reader.
func (h *House) wear(v *visit, topic int64, do func() error) error {
	key := "worn " + v.key()
	if v.viewer.Host {
		key = "host " + key // they see where to look after it, each the same
	}
	kept := h.pages.find(key, v.now)
	if kept == nil {
		var err error
		kept, err = h.pages.make(key, v.now, func() (*page, error) { return v.fit(topic, do) })
		if err == errNotKept {
			return nil // the handler has answered by itself
		}
		if err != nil {
			return err
		}
	}
	return v.dress(kept.data.(worn))
}

// fit makes the page with the words that stand for its stamps.
func (v *visit) fit(topic int64, do func() error) (*page, error) {
	v.fitted = &fitting{}
	defer func() { v.fitted = nil }()
	if err := do(); err != nil {
		return nil, err
	}
	if v.fitted.plain == "" {
		return nil, errNotKept
	}
	w := cut(v.fitted.kind, v.fitted.plain)
	return &page{topic: topic, data: w, weight: w.size()}, nil
}

// cut makes pieces of a page.
func cut(kind, plain string) worn {
	w := worn{kind: kind}
	for plain != "" {
		p := piece{}
		part := plain
		for _, stamp := range []string{whoStamp, keyStamp} {
			if before, _, found := strings.Cut(part, stamp); found {
				part, p.stamp = before, stamp
			}
		}
		plain = plain[len(part)+len(p.stamp):]
		p.plain = []byte(part)
		p.zipped = blocks(p.plain)
		w.pieces = append(w.pieces, p)
	}
	return w
}

// blocks compresses b into blocks of which none is the last.
func blocks(b []byte) []byte {
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	z.Write(b) // a buffer takes everything
	z.Flush()
	return out.Bytes()
}

func (w worn) size() (n int) {
	for _, p := range w.pieces {
		n += len(p.plain) + len(p.zipped)
	}
	return n
}

// stampsMost is more than the stamps of a page take, and what holds them.
const stampsMost = 256

// dress sends a worn page with this reader's stamps.
func (v *visit) dress(w worn) error {
	h := v.w.Header()
	h["Content-Type"] = []string{w.kind}
	h["Vary"] = vary
	h["Cache-Control"] = noStore
	out := bytes.NewBuffer(make([]byte, 0, w.size()/2+stampsMost))
	stamps := map[string]string{whoStamp: v.h.whoMark(v.person.Session.Account), keyStamp: freshKey()}
	if takesGzip(v.r) {
		h["Content-Encoding"] = gzipped
		w.zip(out, stamps)
	} else {
		for _, p := range w.pieces {
			out.Write(p.plain)
			out.WriteString(stamps[p.stamp])
		}
	}
	v.out.WriteHeader(http.StatusOK)
	_, err := v.out.Write(out.Bytes())
	return err
}

// zip writes the page as gzip (RFC 1952): the pieces as they are, each stamp
// as a block that is stored, an empty block as the last, and the sum of it all.
func (w worn) zip(out *bytes.Buffer, stamps map[string]string) {
	out.WriteString("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff")
	sum, size := uint32(0), 0
	for _, p := range w.pieces {
		out.Write(p.zipped)
		sum = crc32.Update(sum, crc32.IEEETable, p.plain)
		size += len(p.plain)
		if s := stamps[p.stamp]; s != "" {
			stored(out, 0, s)
			sum = crc32.Update(sum, crc32.IEEETable, []byte(s))
			size += len(s)
		}
	}
	stored(out, 1, "")
	var end [8]byte
	binary.LittleEndian.PutUint32(end[:], sum)
	binary.LittleEndian.PutUint32(end[4:], uint32(size))
	out.Write(end[:])
}

// stored writes one block that is not compressed (RFC 1951).
func stored(out *bytes.Buffer, last byte, s string) {
	n := uint16(len(s))
	head := binary.LittleEndian.AppendUint16([]byte{last}, n)
	out.Write(binary.LittleEndian.AppendUint16(head, ^n))
	out.WriteString(s)
}
