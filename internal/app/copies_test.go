package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/when"
)

func TestACopyFromBeforeAnUpgradeGoesAfterAMonth(t *testing.T) {
	dir := t.TempDir()
	clock := when.At(time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC))
	h, err := Open(t.Context(), Config{Database: db.Config{Dir: dir}, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	if err := os.Mkdir(filepath.Join(dir, copies), 0o700); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, copies, "alongside-tables-7.db")
	if err := os.WriteFile(name, []byte("what was erased since"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, clock.Now(), clock.Now()); err != nil {
		t.Fatal(err)
	}
	clock.Move(when.CopiesFor - time.Minute)
	h.sweep(t.Context())
	if _, err := os.Stat(name); err != nil {
		t.Errorf("it went too early: %v", err)
	}
	clock.Move(time.Minute)
	h.sweep(t.Context())
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}
