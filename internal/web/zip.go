package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
)

var zippers = map[int]*sync.Pool{
	gzip.BestSpeed:          zipperPool(gzip.BestSpeed),
	gzip.DefaultCompression: zipperPool(gzip.DefaultCompression),
}

func zipperPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(io.Discard, level)
		if err != nil {
			panic(err) // the levels are constants
		}
		return w
	}}
}

// zip compresses b.
func zip(b []byte, level int) []byte {
	w := zippers[level].Get().(*gzip.Writer)
	defer zippers[level].Put(w)
	out := bytes.NewBuffer(make([]byte, 0, len(b)/3))
	w.Reset(out)
	w.Write(b) // a buffer takes everything
	w.Close()
	return out.Bytes()
}

// unzip is for readers that take no compression, which are rare.
func unzip(b []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		panic(err) // our own bytes
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return plain
}
