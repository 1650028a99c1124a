package sheet

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// BundleID names one bringing of a sheet.
type BundleID = call.BundleID

// State is where a bundle stands.
type State string

const (
	Staging   State = "staging" // rows come in, and nobody sees them
	Shown     State = "shown"
	Failed    State = "failed" // nothing of it was brought in
	TakenBack State = "undone"
)

// Bundle is one bringing of a sheet: what it was, and what became of it. Who
// brought it is not kept.
type Bundle struct {
	ID       BundleID
	Group    party.GroupID // whose sheet; 0 is the board's own directory
	As       As
	Name     string // at most 80 letters; empty: named by its day
	Language string // of rows that do not say
	State    State
	Why      string // the key of a sentence, when it failed
	Started  time.Time
	Beat     time.Time // the last sign of life of whoever brings it in
	Finished time.Time
	Done     int64 // bytes read, of
	Total    int64
	Columns  []Column
	Report   Report // its numbers; the rows are listed apart
}

// Undoable reports whether the bundle can still be taken back.
func (b Bundle) Undoable(now time.Time) bool {
	return b.State == Shown && now.Before(b.Finished.Add(when.ImportsFor))
}

// Desk is where sheets are brought in, taken back and given out again.
type Desk struct {
	Store Store
	Clock when.Clock
	// Secret makes the keys by which rows are found again: 32 random bytes of
	// this board.
	Secret []byte
	// Locate finds an area in the gazetteer.
	Locate func(words string) (place.Area, bool)
	// Word is the sentence of a key in a language: the names of things become
	// titles of parts.
	Word func(language, key string) string

	later later
}

// lease is how long a bundle that shows no sign of life is let be.
const lease = 10 * time.Second

// Order is what people want done with a sheet.
type Order struct {
	Group    party.GroupID
	File     *File
	Mapping  Mapping
	Name     string
	Language string
	Keep     func(row int) bool // a twin that is to come in all the same; nil: none
	Warn     bool               // look for private words in what would be public
	Progress func(done, of int64)
}

// ForHosts reports whether only those who look after the board may bring this:
// a directory speaks of groups that are not asked.
func (as As) ForHosts() bool { return as == AsGroups }

// may reports whether the viewer may bring a sheet for the group, take it back
// and export it.
func may(v access.Viewer, g party.GroupID, as As) error {
	if as.ForHosts() && v.Host || !as.ForHosts() && v.Trusted(g) {
		return nil
	}
	return fault.New("sheet.may", fault.NotFound, "")
}

// owner is under whose name rows stand and keys are made.
func owner(g party.GroupID, as As) party.GroupID {
	if as.ForHosts() {
		return 0
	}
	return g
}

// plan is the order as a walk over its sheet.
func (d *Desk) plan(o *Order) *Plan {
	g := owner(o.Group, o.Mapping.As)
	return &Plan{File: o.File, Mapping: &o.Mapping, Secret: d.Secret, Group: g.String(), Locate: d.Locate,
		Standing: standing{d.Store}, Keep: o.Keep, Warn: o.Warn, Progress: o.Progress}
}

// standing asks memory for what came before.
type standing struct{ store Store }

// Find implements Standing.
func (s standing) Find(ctx context.Context, keys []Key) (found map[Key]Here, err error) {
	return found, s.store.View(ctx, func(tx Tx) (err error) {
		found, err = tx.Standing(keys)
		return err
	})
}

// Look walks over a sheet and says what would become of every row. It changes
// nothing.
func (d *Desk) Look(ctx context.Context, v access.Viewer, o Order, each func(*Line)) (r Report, err error) {
	if err := may(v, o.Group, o.Mapping.As); err != nil {
		return r, err
	}
	for line, err := range d.plan(&o).Lines(ctx, &r) {
		if err != nil {
			return r, fault.Wrap("sheet.look", err)
		}
		if each != nil {
			each(line)
		}
	}
	return r, nil
}

// Bundles are a group's bundles, newest first, as far as they are remembered.
func (d *Desk) Bundles(ctx context.Context, v access.Viewer, g party.GroupID) (all []Bundle, err error) {
	if !v.Trusted(g) {
		return nil, fault.New("sheet.bundles", fault.NotFound, "")
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err = tx.Bundles(g, bundlesMost)
		return err
	})
	return all, fault.Wrap("sheet.bundles", err)
}

const bundlesMost = 50

// Bundle is one bundle, with the first of its rows that did not come in.
func (d *Desk) Bundle(ctx context.Context, v access.Viewer, id BundleID, most int) (b Bundle, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if b, err = known(tx, v, id); err != nil {
			return err
		}
		return tx.LeftOut(&b, most)
	})
	return b, fault.Wrap("sheet.bundle", err)
}

// Whose is a bundle as it stands, for a command that acts as its group.
func (d *Desk) Whose(ctx context.Context, id BundleID) (b Bundle, err error) {
	return b, d.Store.View(ctx, func(tx Tx) error {
		found := false
		if b, found, err = tx.Bundle(id); err == nil && !found {
			err = fault.New("sheet.whose", fault.NotFound, "")
		}
		return err
	})
}

// known fetches a bundle that the viewer may deal with.
func known(tx Tx, v access.Viewer, id BundleID) (Bundle, error) {
	b, found, err := tx.Bundle(id)
	if err != nil {
		return b, err
	}
	if !found || may(v, b.Group, b.As) != nil {
		return Bundle{}, fault.New("sheet.bundle", fault.NotFound, "")
	}
	return b, nil
}
