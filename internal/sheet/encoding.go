package sheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding is how the letters of a file are written as bytes.
type Encoding string

const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	Windows1252 Encoding = "windows-1252" // Western Europe
	Windows1256 Encoding = "windows-1256" // Arabic
	EUCKR       Encoding = "euc-kr"       // Korean, with Microsoft's additions
)

var decoders = map[Encoding]encoding.Encoding{
	UTF8:        unicode.UTF8,
	UTF16LE:     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	UTF16BE:     unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	Windows1252: charmap.Windows1252,
	Windows1256: charmap.Windows1256,
	EUCKR:       korean.EUCKR,
}

// letters is what a look at all the bytes of a file found.
type letters struct {
	encoding Encoding
	bom      int  // bytes to leave out at the start
	clean    bool // valid UTF-8 without NUL: no decoder is needed
}

const block = 64 << 10

// spell guesses the encoding. It reads the whole file once, because a single
// byte at its end can tell Windows-1252 from UTF-8.
func spell(src io.ReaderAt, size int64) (letters, error) {
	first := make([]byte, min(size, block))
	if _, err := readFull(src, first, 0); err != nil {
		return letters{}, err
	}
	switch {
	case bytes.HasPrefix(first, []byte{0xEF, 0xBB, 0xBF}):
		l, err := check(src, size)
		if l.encoding != UTF8 { // a mark, then bytes that are none: keep what can be read
			l.clean = false
		}
		l.encoding, l.bom = UTF8, 3
		return l, err
	case bytes.HasPrefix(first, []byte{0xFF, 0xFE}):
		return letters{encoding: UTF16LE, bom: 2}, nil
	case bytes.HasPrefix(first, []byte{0xFE, 0xFF}):
		return letters{encoding: UTF16BE, bom: 2}, nil
	}
	if wide := wideUnits(first); wide != "" {
		return letters{encoding: wide}, nil
	}
	l, err := check(src, size)
	if err == nil && l.encoding != UTF8 {
		l.encoding = oneByte(first)
	}
	return l, err
}

// wideUnits finds UTF-16 without a mark by the units that every sheet holds:
// separators, spaces and line ends, which fall on one side of a pair only.
func wideUnits(b []byte) Encoding {
	little, big := 0, 0
	for i := 0; i+1 < len(b); i += 2 {
		if b[i+1] == 0 && isMark(b[i]) {
			little++
		}
		if b[i] == 0 && isMark(b[i+1]) {
			big++
		}
	}
	floor := len(b)/200 + 1
	switch {
	case little > floor && little > 4*big:
		return UTF16LE
	case big > floor && big > 4*little:
		return UTF16BE
	}
	return ""
}

func isMark(c byte) bool { return bytes.IndexByte([]byte("\t\n\r ,;|\""), c) >= 0 }

// check reads everything once for validity. The encoding is UTF8 or empty.
func check(src io.ReaderAt, size int64) (letters, error) {
	l := letters{encoding: UTF8, clean: true}
	buf := make([]byte, block+utf8.UTFMax)
	kept := 0
	for at := int64(0); at < size; {
		n, err := readFull(src, buf[kept:min(int64(len(buf)), int64(kept)+size-at)], at)
		if err != nil {
			return l, err
		}
		at += int64(n)
		b := buf[:kept+n]
		if bytes.IndexByte(b, 0) >= 0 {
			l.clean = false
		}
		whole := b
		if at < size {
			whole = b[:len(b)-cutRune(b)]
		}
		if !utf8.Valid(whole) {
			return letters{}, nil
		}
		kept = copy(buf, b[len(whole):])
	}
	return l, nil
}

// cutRune is how many bytes at the end of b begin a letter that goes on.
func cutRune(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		c := b[len(b)-i]
		if utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// oneByte tells the older encodings apart by how their high bytes stand: in
// pairs for Korean, in whole words for Arabic, alone between Latin letters for
// Western Europe.
func oneByte(b []byte) Encoding {
	var high, hangul, odd, inWords, touching int
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			i++
			continue
		}
		j := i
		for j < len(b) && b[j] >= 0x80 {
			j++
		}
		run := b[i:j]
		high += len(run)
		if len(run)%2 == 1 && j < len(b) {
			odd++
		}
		for k := 0; k+1 < len(run); k += 2 {
			if run[k] >= 0xB0 && run[k] <= 0xC8 && run[k+1] >= 0xA1 {
				hangul += 2
			}
		}
		if len(run) >= 3 {
			inWords += len(run)
		}
		if i > 0 && isLatin(b[i-1]) || j < len(b) && isLatin(b[j]) {
			touching += len(run)
		}
		i = j
	}
	switch {
	case high >= 4 && odd == 0 && hangul*10 >= high*8:
		return EUCKR
	case high >= 6 && inWords*10 >= high*6 && touching*10 <= high*2:
		return Windows1256
	}
	return Windows1252
}

func isLatin(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// decode reads the bytes of src as UTF-8 without NUL and without a mark.
func decode(src io.Reader, l letters) io.Reader {
	if l.encoding == UTF8 && l.clean {
		return src
	}
	return &noNul{transform.NewReader(src, decoders[l.encoding].NewDecoder())}
}

// noNul leaves NUL out: no database of ours can keep it.
type noNul struct{ src io.Reader }

func (r *noNul) Read(p []byte) (int, error) {
	for {
		n, err := r.src.Read(p)
		kept := p[:0]
		for _, c := range p[:n] {
			if c != 0 {
				kept = append(kept, c)
			}
		}
		if len(kept) > 0 || err != nil || n == 0 {
			return len(kept), err
		}
	}
}

// readFull fills b from offset at; a file that got shorter is an error.
func readFull(src io.ReaderAt, b []byte, at int64) (int, error) {
	n, err := src.ReadAt(b, at)
	if n == len(b) {
		return n, nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
