package app

import (
	"errors"
	"os"
	"path/filepath"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// copies is the folder of what was copied before an upgrade, as package db
// names it.
const copies = "before-upgrade"

// dropCopies removes what was copied before an upgrade a month ago: it holds
// what has been erased since.
func (h *House) dropCopies() error {
	if h.config.Database.Dir == "" {
		return nil
	}
	dir := filepath.Join(h.config.Database.Dir, copies)
	all, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	for _, c := range all {
		info, gone := c.Info()
		if gone == nil && h.config.Clock.Now().Sub(info.ModTime()) >= when.CopiesFor {
			err = errors.Join(err, os.Remove(filepath.Join(dir, c.Name())))
		}
	}
	return fault.Wrap("app.copies", err)
}
