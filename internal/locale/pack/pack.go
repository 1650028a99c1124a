// Command pack compresses the words of every language, so that the program
// carries a third of them. Run it by "make generate".
package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
)

func main() {
	if err := run("words", "packed"); err != nil {
		panic(err)
	}
}

// run packs each file anew: a language that is gone leaves nothing behind.
func run(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.toml"))
	if err != nil {
		return err
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(f)+".gz"), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
