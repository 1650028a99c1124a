// Package kit is the message of a call, made ready to be passed on: one sheet of
// facts, and the same message in several lengths, channels and languages.
//
// The law: what the call says itself is never copied here; only its steward
// writes; and whoever carries it reads what changed, and after which day it is
// not to be used.
package kit

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Channel is where a message goes.
type Channel string

const (
	Chat   Channel = "chat"
	SMS    Channel = "sms"
	Poster Channel = "poster"
	Post   Channel = "post"   // on a social network
	Aloud  Channel = "aloud"  // on the telephone, through a megaphone
	Letter Channel = "letter" // or an e-mail
	Press  Channel = "press"
)

// Channels in the order of the page: the shorter first.
var Channels = []Channel{Poster, SMS, Chat, Post, Aloud, Letter, Press}

// Spoken reports whether a message is heard and not read: no link ends it.
func (c Channel) Spoken() bool { return c == Aloud }

// Length is how much of the message it says.
type Length string

const (
	Line  Length = "line" // one line
	Short Length = "short"
	Long  Length = "long"
)

// Lengths in the order of the page.
var Lengths = []Length{Line, Short, Long}

// Limits of what a steward writes, in letters.
const (
	WordsMost   = 2000
	AvoidMost   = 400
	ContactMost = 120
	PictureMost = 300
)

// Kit is what a steward adds to their call's own facts.
type Kit struct {
	Call    call.ID
	Slug    string
	Avoid   string // what is not to be said, a line each
	Contact string
	Picture string    // what the picture that goes along shows, for those who do not see it
	Changed time.Time // the day
	What    What      // that changed last
}

// What has changed.
type What string

const (
	Asked What = "call" // the call itself
	Facts What = "facts"
	Words What = "words"
)

// Rendering is the message for one channel, in one length and one language.
type Rendering struct {
	Call     call.ID
	Channel  Channel
	Length   Length
	Language string
	Words    string
	Changed  time.Time // the day
}

// Same reports whether two renderings are for the same use.
func (r Rendering) Same(o Rendering) bool {
	return r.Channel == o.Channel && r.Length == o.Length && r.Language == o.Language
}

// Store keeps kits. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Call(call.ID) (call.Call, error)
	UseBy(call.ID) (time.Time, error) // as its steward said to whoever carries it; zero: the call's own end
	group.Mandates
	Kit(call.ID) (k Kit, there bool, err error)
	KitAt(slug string) (k Kit, there bool, err error)
	WasKit(slug string) (bool, error) // an erased one had this address
	SaveKit(Kit) error                // adds one that is new
	Renderings(call.ID) ([]Rendering, error)
	SaveRendering(Rendering) error
	DropRendering(Rendering) error
}

// Desk is where kits are written and read.
type Desk struct {
	Store Store
	Clock when.Clock
	// Changed tells whoever carries a call that its kit reads differently, in the
	// same transaction.
	Changed func(Tx, call.Call) error
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// Draft is what the steward's page sends: the sheet, a rendering, or both.
// Empty words take a rendering out.
type Draft struct {
	Kit
	Rendering
	Sheets  bool
	Renders bool
}

// check cleans what was typed.
func (dr *Draft) check(op string) error {
	var f fault.Form
	tidy(&f, "avoid", &dr.Avoid, AvoidMost, true)
	tidy(&f, "contact", &dr.Contact, ContactMost, false)
	tidy(&f, "picture", &dr.Picture, PictureMost, true)
	tidy(&f, "words", &dr.Words, WordsMost, true)
	f.Check(!dr.Renders || slices.Contains(Channels, dr.Channel), "channel", "kit.choose_channel")
	if dr.Length == "" {
		dr.Length = Short
	}
	f.Check(slices.Contains(Lengths, dr.Length), "length", "kit.choose_length")
	return f.Err(op)
}

// steward fetches a call on the board that the viewer may speak for, by the rows.
func (d *Desk) steward(tx Tx, v access.Viewer, which call.ID) (call.Call, error) {
	c, err := tx.Call(which)
	if err == nil && (c.Audience != call.OnBoard || !access.See(v, c.Access())) {
		err = fault.New("kit.steward", fault.NotFound, "")
	}
	if err == nil {
		err = call.Steward(tx, v, c, d.Clock.Now())
	}
	return c, err
}

// Write files the sheet and a rendering. Who carries the call is told when
// anything reads differently now.
func (d *Desk) Write(ctx context.Context, v access.Viewer, which call.ID, dr Draft) (k Kit, err error) {
	const op = "kit.write"
	if err := dr.check(op); err != nil {
		return k, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		c, err := d.steward(tx, v, which)
		if err == nil && !c.Stands() {
			err = fault.New(op, fault.Stale, "call.is_closed")
		}
		if err != nil {
			return err
		}
		changed := false
		if k, changed, err = d.sheet(tx, c, dr); err != nil {
			return err
		}
		if dr.Renders {
			reads, err := d.render(tx, which, dr.Rendering)
			if err != nil {
				return err
			}
			if reads {
				k.What, changed = Words, true
			}
		}
		if !changed {
			return nil
		}
		k.Changed = d.today()
		if err := tx.SaveKit(k); err != nil || d.Changed == nil {
			return err
		}
		return d.Changed(tx, c)
	})
	return k, fault.Wrap(op, err)
}

// sheet is a call's kit with the draft's sheet on it, and whether it is new or
// reads differently now.
func (d *Desk) sheet(tx Tx, c call.Call, dr Draft) (k Kit, changed bool, err error) {
	k, there, err := tx.Kit(c.ID)
	if err == nil && !there {
		k.Call, k.What = c.ID, Facts
		k.Slug, err = address(tx, c)
	}
	if err != nil || !dr.Sheets {
		return k, !there, err
	}
	was := k
	k.Avoid, k.Contact, k.Picture = dr.Avoid, dr.Contact, dr.Picture
	if k != was {
		k.What = Facts
	}
	return k, !there || k != was, nil
}

// CallChanged dates a kit anew as its call reads differently, inside the
// transaction in which it does.
func (d *Desk) CallChanged(tx Tx, c call.Call) error {
	k, there, err := tx.Kit(c.ID)
	if err != nil || !there {
		return err
	}
	k.What, k.Changed = Asked, d.today()
	return tx.SaveKit(k)
}

// render files one rendering, and reports whether it reads differently now.
func (d *Desk) render(tx Tx, which call.ID, r Rendering) (bool, error) {
	all, err := tx.Renderings(which)
	if err != nil {
		return false, err
	}
	there := false
	for _, old := range all {
		there = there || old.Same(r)
		if old.Same(r) && old.Words == r.Words {
			return false, nil
		}
	}
	r.Call, r.Changed = which, d.today()
	if r.Words == "" {
		return there, tx.DropRendering(r)
	}
	return true, tx.SaveRendering(r)
}

// address is made of the call's title, and of its id where that says nothing or
// is taken. It stays, whatever the title becomes, and after it was erased leads
// to no other kit: it may stand on paper.
func address(tx Tx, c call.Call) (string, error) {
	slug := group.Slug(c.Title)
	if slug == "" {
		return c.ID.String(), nil
	}
	_, taken, err := tx.KitAt(slug)
	if err == nil && !taken {
		taken, err = tx.WasKit(slug)
	}
	if taken {
		slug = c.ID.String()
	}
	return slug, err
}

// Look is a kit as everybody reads it.
type Look struct {
	Kit
	Call       call.Call
	UseBy      time.Time // zero: the call's own end
	Renderings []Rendering
}

// Over reports whether it is not to be used any more.
func (l Look) Over(now time.Time) bool {
	return l.Call.State != call.Open || !now.Before(l.Until())
}

// Until is the last moment at which it may be used.
func (l Look) Until() time.Time {
	if l.UseBy.IsZero() || !l.Call.Closes.IsZero() && l.Call.Closes.Before(l.UseBy) {
		return l.Call.Closes
	}
	return l.UseBy
}

// At opens the kit with this address. Where the viewer may not read its call, it
// says which kit it is with the error.
func (d *Desk) At(ctx context.Context, v access.Viewer, slug string) (l Look, err error) {
	const op = "kit.at"
	err = d.Store.View(ctx, func(tx Tx) error {
		k, there, err := tx.KitAt(slug)
		if err != nil {
			return err
		}
		if there {
			l, err = d.look(tx, v, k)
			return err
		}
		was, err := tx.WasKit(slug)
		if was {
			return fault.New(op, fault.Gone, "kit.gone")
		}
		return orElse(err, fault.New(op, fault.NotFound, ""))
	})
	return l, fault.Wrap(op, err)
}

// Of is a call's kit, if its steward has made one.
func (d *Desk) Of(ctx context.Context, which call.ID) (k Kit, there bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		k, there, err = tx.Kit(which)
		return err
	})
	return k, there, fault.Wrap("kit.of", err)
}

// Mine opens a call's kit to its steward, also before there is one.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, which call.ID) (l Look, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := d.steward(tx, v, which); err != nil {
			return err
		}
		k, _, err := tx.Kit(which)
		k.Call = which
		if err == nil {
			l, err = d.look(tx, v, k)
		}
		return err
	})
	return l, fault.Wrap("kit.mine", err)
}

func (d *Desk) look(tx Tx, v access.Viewer, k Kit) (l Look, err error) {
	l.Kit = k
	if l.Call, err = tx.Call(k.Call); err == nil && !access.See(v, l.Call.Access()) {
		err = fault.New("kit.look", fault.NotFound, "")
	}
	if err != nil {
		return l, err
	}
	if l.UseBy, err = tx.UseBy(k.Call); err != nil {
		return l, err
	}
	l.Renderings, err = tx.Renderings(k.Call)
	return l, err
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func tidy(f *fault.Form, name string, s *string, most int, lines bool) {
	clean, err := text.Clean(*s, most)
	if lines {
		clean, err = text.CleanLines(*s, most)
	}
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = clean
}
