package app

import (
	"context"
	"errors"

	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/move"
	"alongside/internal/party"
	"alongside/internal/sheet"
	"alongside/internal/store"
	"alongside/internal/when"
)

// sheets is the desk where groups bring their sheets.
func sheets(ctx context.Context, kept *store.Store, clock when.Clock, words *locale.Catalogue) (*sheet.Desk, error) {
	secret, err := kept.Secret(ctx, "sheet", 32)
	if err != nil {
		return nil, err
	}
	word := func(tag, key string) string {
		l, ok := words.Find(tag)
		if !ok {
			l = words.Default()
		}
		return l.T(key)
	}
	return &sheet.Desk{Store: kept.Sheets(), Clock: clock, Secret: secret, Locate: sheet.Gazetteer, Word: word}, nil
}

// Counter is what a command about a group needs of the house: nothing listens,
// and nothing runs by itself. Close it.
type Counter struct {
	Sheets *sheet.Desk
	Move   *move.Desk

	db   *db.DB
	kept *store.Store
}

// OpenCounter opens the database for one command. origin is the board's
// address, where it is known.
func OpenCounter(ctx context.Context, c db.Config, origin string) (*Counter, error) {
	d, err := db.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	n := &Counter{db: d, kept: store.New(d)}
	words, err := locale.Load()
	if err == nil {
		n.Sheets, err = sheets(ctx, n.kept, when.System{}, words)
		n.Move = movers(n.kept, words, origin)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return n, nil
}

// Close closes the database.
func (n *Counter) Close() error { return n.db.Close() }

// Group finds a group that lives on this board by its address or its id.
func (n *Counter) Group(ctx context.Context, name string) (g group.Group, err error) {
	found := false
	err = n.kept.Groups().View(ctx, func(tx group.Tx) error {
		if g, found, err = tx.GroupBySlug(name); err != nil || found {
			return err
		}
		number, bad := id.Parse[group.Group](name)
		if bad != nil {
			return nil
		}
		g, found, err = tx.Group(party.GroupID(number))
		return err
	})
	if err == nil && (!found || !g.Here()) {
		err = fault.New("app.group", fault.NotFound, "sheet.no_such_group")
	}
	return g, err
}
