package store

import "alongside/internal/db"

// inside is every room's transaction: they all stand on one of the database.
type inside interface{ base() *db.Tx }

func (t spine) base() *db.Tx  { return t.Tx }
func (t people) base() *db.Tx { return t.Tx }
func (t hall) base() *db.Tx   { return t.Tx }
func (t knot) base() *db.Tx   { return t.Tx }
func (t porter) base() *db.Tx { return t.Tx }

// Within is the transaction that another room has begun, as this door's room
// sees it: what both do happens together or not at all.
func (d Door[T]) Within(tx any) T { return d.use(tx.(inside).base()) }
