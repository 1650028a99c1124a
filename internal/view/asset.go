package view

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:generate go -C ../../tools run ./templates ../internal/view
//go:generate go tool -modfile=../../tools/go.mod esbuild asset/app.css asset/app.js asset/sheet.css --minify --log-level=warning --outdir=asset/dist
//go:generate go tool -modfile=../../tools/go.mod esbuild asset/sw.js asset/signin.js asset/told.js asset/decide.js asset/live.js asset/draw.js --minify --log-level=warning --outdir=asset/dist
//go:generate cp asset/mark.svg asset/dist/mark.svg
//go:generate go run asset/icons.go

//go:embed asset/dist
var dist embed.FS

// AssetPath is the folder under which hashed files are served. What stands
// there never changes, so it may be kept for a year.
const AssetPath = "/a/"

// File is one asset ready to be sent.
type File struct {
	Name  string // "app.3f2a91c0.css"
	Type  string
	Plain []byte
	zip   func() []byte
}

// Gzip is the file compressed as far as it goes, made once, when first asked
// for; nil where compressing gains nothing.
func (f File) Gzip() []byte { return f.zip() }

var assets = sync.OnceValues(readAssets)

// readAssets maps plain names to hashed ones, and hashed ones to files.
func readAssets() (map[string]string, map[string]File) {
	names, files := map[string]string{}, map[string]File{}
	entries, err := fs.ReadDir(dist, "asset/dist")
	if err != nil {
		panic(err) // embedded: only a broken build can get here
	}
	for _, e := range entries {
		b, err := dist.ReadFile("asset/dist/" + e.Name())
		if err != nil {
			panic(err)
		}
		f := newFile(e.Name(), b)
		names[e.Name()] = f.Name
		files[f.Name] = f
	}
	return names, files
}

func newFile(name string, b []byte) File {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	f := File{
		Name:  strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext,
		Type:  assetTypes[ext],
		Plain: b,
	}
	f.zip = sync.OnceValue(func() []byte { return squeeze(ext, b) })
	return f
}

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

func squeeze(ext string, b []byte) []byte {
	if ext == ".png" {
		return nil
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	if _, err := w.Write(b); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// Asset is the address of an asset: Asset("app.css") is "/a/app.3f2a91c0.css".
// A name that is not there panics: it is a mistake in a template.
func Asset(name string) string {
	names, _ := assets()
	hashed, ok := names[name]
	if !ok {
		panic("view: no asset " + name)
	}
	return AssetPath + hashed
}

// AssetFile finds a file by the last part of its address.
func AssetFile(hashed string) (File, bool) {
	_, files := assets()
	f, ok := files[hashed]
	return f, ok
}
