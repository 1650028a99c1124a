package storetest

import (
	"testing"

	"alongside/internal/store"
)

// Run asks a store for everything. open is an empty one for each test.
func Run(t *testing.T, open func(*testing.T) *store.Store) {
	for _, suite := range []struct {
		name string
		run  func(*testing.T, func(*testing.T) *store.Store)
	}{
		{"accounts", accounts},
		{"groups", groups},
		{"hosts", hosts},
	} {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, open) })
	}
}
