package cli

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"alongside/internal/db"
)

// Version says which program this is.
type Version struct{}

// Run prints it.
func (*Version) Run(w *World) error {
	v := struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Go      string `json:"go"`
		System  string `json:"system"`
		Schema  int64  `json:"schema"`
	}{"alongside", version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, db.Latest()}
	return w.Answer(v, func(out io.Writer) {
		fmt.Fprintf(out, "alongside %s (%s, %s, tables %d)\n", v.Version, v.Go, v.System, v.Schema)
	})
}

// version is that of the release, or of the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "development"
}
