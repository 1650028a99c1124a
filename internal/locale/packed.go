package locale

import (
	"compress/gzip"
	"embed"
	"io"
	"path"
	"strings"
)

// The words of every language as the program carries them. They are written in
// the folder words.
//
//go:generate go run ./pack
//go:embed packed/*.toml.gz
var packed embed.FS

// wordFiles are the names of what is packed, without its ending: en.toml.
func wordFiles() (names []string, err error) {
	all, err := packed.ReadDir("packed")
	for _, f := range all {
		names = append(names, strings.TrimSuffix(f.Name(), ".gz"))
	}
	return names, err
}

// openWords unpacks one of them while it is read.
func openWords(name string) (io.Reader, error) {
	f, err := packed.Open(path.Join("packed", name+".gz"))
	if err != nil {
		return nil, err
	}
	return gzip.NewReader(f) // what is embedded need not be closed
}

func readWords(name string) (string, error) {
	r, err := openWords(name)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	_, err = io.Copy(&all, r)
	return all.String(), err
}
