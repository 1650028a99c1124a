package action

import (
	"context"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
)

// OwnFeeds are the private addresses of people's own calendars. An address
// opens nothing else, and a new one ends the one before.
type OwnFeeds interface {
	SetOwnFeed(hash []byte, o notice.Owner) error
	DropOwnFeed(notice.Owner) error
	HasOwnFeed(notice.Owner) (bool, error)
	OwnFeed(hash []byte) (notice.Owner, error)
}

// MakeFeed gives somebody a new private address for their own calendar. It is
// shown once and never stored.
func (d *Desk) MakeFeed(ctx context.Context, o notice.Owner) (token id.Secret, err error) {
	token = id.NewSecret(16)
	err = d.Store.Update(ctx, func(tx Tx) error {
		if err := tx.DropOwnFeed(o); err != nil {
			return err
		}
		return tx.SetOwnFeed(token.Hash(), o)
	})
	return token, fault.Wrap("action.make_feed", err)
}

// DropFeed ends it.
func (d *Desk) DropFeed(ctx context.Context, o notice.Owner) error {
	return fault.Wrap("action.drop_feed", d.Store.Update(ctx, func(tx Tx) error { return tx.DropOwnFeed(o) }))
}

// HasFeed reports whether somebody has one.
func (d *Desk) HasFeed(ctx context.Context, o notice.Owner) (has bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		has, err = tx.HasOwnFeed(o)
		return err
	})
	return has, fault.Wrap("action.has_feed", err)
}

// FeedOwner is whose calendar an address opens.
func (d *Desk) FeedOwner(ctx context.Context, token id.Secret) (o notice.Owner, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		o, err = tx.OwnFeed(token.Hash())
		return err
	})
	return o, fault.Wrap("action.feed_owner", err)
}
