package group

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
)

// Filter narrows the list of groups. Its zero value is every group, by name.
type Filter struct {
	Query string     // words of the name, the topic or the place
	Near  place.Cell // nearest first, within about 25 km
	Here  bool       // only those that live on this board now
	After Cursor
	Most  int // 0: PageMost
}

// PageMost is how many groups one page lists.
const PageMost = 30

// Cursor is the last group of a page, after which the next begins: how many
// squares from the reader it stood, its name as it sorts, its id. Its zero
// value is the beginning.
type Cursor struct {
	Square int
	Sort   string
	ID     party.GroupID
}

// String is the text form for an address, empty for the beginning.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	return strconv.Itoa(c.Square) + "." + c.ID.String() + "." + base64.RawURLEncoding.EncodeToString([]byte(c.Sort))
}

// ParseCursor reads a text form. What is none is the beginning.
func ParseCursor(s string) Cursor {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(s) > 1000 {
		return Cursor{}
	}
	square, err1 := strconv.Atoi(parts[0])
	n, err2 := id.Parse[Group](parts[1])
	sort, err3 := base64.RawURLEncoding.DecodeString(parts[2])
	if err1 != nil || err2 != nil || err3 != nil || square < 0 {
		return Cursor{}
	}
	return Cursor{square, string(sort), party.GroupID(n)}
}

// SortKey is a name as lists sort it: folded, so that case and marks do not
// matter, byte by byte, so that every engine sorts alike.
func SortKey(name string) string { return strings.TrimLeft(text.Fold(name), "'\"“”‘’«»([ ") }

// Words are what a group is found by.
func (c Card) Words() string { return c.Name + "\n" + c.Topic + "\n" + c.Area.Name }

// Found is a group as a list shows it.
type Found struct {
	Group
	KM     float64 // from where the reader looks, when Filter.Near is set
	Square int     // as Cursor counts
}

// Page is one page of the list, and where the next begins if there is one.
type Page struct {
	Groups []Found
	Next   Cursor
}

// List lists what the viewer may see.
func (d *Desk) List(ctx context.Context, v access.Viewer, f Filter) (p Page, err error) {
	if f.Most <= 0 || f.Most > 200 {
		f.Most = PageMost
	}
	want := f.Most
	f.Most++
	var tokens []int64
	for _, t := range text.QueryTokens(f.Query) {
		tokens = append(tokens, text.Hash(t))
	}
	if f.Query != "" && len(tokens) == 0 {
		return p, nil
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		p.Groups, err = tx.Find(access.Groups(v), f, tokens)
		return err
	})
	if len(p.Groups) > want {
		p.Groups = p.Groups[:want]
		last := p.Groups[want-1]
		p.Next = Cursor{last.Square, SortKey(last.Name), last.ID}
	}
	return p, fault.Wrap("group.list", err)
}

// Look is all that a group's page may show to its reader.
type Look struct {
	Group      Group
	Agreements Agreements // of version 0 while it has none
	Areas      []Area
	Me         Member // the reader as a member; no face when they are not one
	Reason     string // why the host has barred it
	// Door is the standing link, empty while it is off. A group that switches it
	// on shows it to whoever opens its page.
	Door id.Secret
}

// Look opens a group by its address. One that the viewer may not see is not
// there.
func (d *Desk) Look(ctx context.Context, v access.Viewer, slug string) (l Look, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		g, found, err := tx.GroupBySlug(slug)
		if err == nil && !(found && access.SeeGroup(v, g.Access())) {
			err = fault.New("group.look", fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		l.Group = g
		if l.Agreements, _, err = tx.Agreements(g.ID, g.Agreed); err != nil {
			return err
		}
		if l.Areas, err = tx.AreasOf(g.ID); err != nil {
			return err
		}
		if l.Door, err = d.door(tx, g); err != nil {
			return err
		}
		if g.Bar != NotBarred {
			if l.Reason, _, err = tx.Barred(g.ID); err != nil {
				return err
			}
		}
		_, l.Me, err = within(tx, v, g.ID)
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return err
	})
	return l, fault.Wrap("group.look", err)
}

// Agreements is a version of a group's agreements that was ever in force.
func (d *Desk) Agreements(ctx context.Context, v access.Viewer, g party.GroupID, version int) (a Agreements, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := seen(tx, v, g); err != nil {
			return err
		}
		var there bool
		if a, there, err = tx.Agreements(g, version); err == nil && !there {
			err = fault.New("group.agreements", fault.NotFound, "")
		}
		return err
	})
	return a, fault.Wrap("group.agreements", err)
}

// Own are the groups that the viewer is in, by name: for the viewer alone.
func (d *Desk) Own(ctx context.Context, v access.Viewer) (all []Group, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		for _, id := range v.Groups {
			g, found, err := tx.Group(id)
			if err != nil {
				return err
			}
			if found {
				all = append(all, g)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Group) int { return strings.Compare(SortKey(a.Name), SortKey(b.Name)) })
	return all, fault.Wrap("group.own", err)
}

// Named opens a group by its number, for the page that asks about it.
func (d *Desk) Named(ctx context.Context, v access.Viewer, which party.GroupID) (g Group, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		g, err = seen(tx, v, which)
		return err
	})
	return g, fault.Wrap("group.named", err)
}
