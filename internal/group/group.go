// Package group is people who act together under agreements of their own:
// what a group says of itself, who is in it, and how one comes in and leaves.
//
// The law: a group has no owner; whatever one member may do, every member may;
// who let whom in is on no page, and erased after 90 days; members' faces are
// for members; and nobody, the host included, acts in a group without being in
// it.
package group

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// Card is what a group says of itself to everybody.
type Card struct {
	Name     string // at most 120 letters
	About    string // what it does, at most 2,000 letters
	Topic    string // at most 80 letters
	Language string // of the words above, a tag such as "ko"
	Speaks   string // languages of the group, tags separated by spaces
	Area     place.Area
	Meets    string   // when and roughly where, at most 200 letters
	Links    []string // https only, at most ten
}

// Group is one group.
type Group struct {
	Card
	ID      party.GroupID
	Slug    string // its address is /g/<slug>; it never changes by itself
	Status  Status
	Bar     Bar
	Barred  time.Time // on which day the host acted
	Review  bool      // what others post through the group waits for a member's look
	Agreed  int       // the version of the agreements in force, 0 for none
	Rests   time.Time // the day on which it wakes, when it rests; zero: nobody said
	Version int64     // counts changes, so that two people do not undo each other's
	Bundle  BundleID
	Outside []byte // hash of its key in the sheet it came with
}

// BundleID names the sheet that groups came with.
type BundleID = id.Of[bundle]

type bundle struct{}

// Status is where a group stands in its life.
type Status string

const (
	Staged  Status = "staged"  // part of an import that is not finished
	Listed  Status = "listed"  // an entry of a directory: it has not moved in
	Forming Status = "forming" // fewer than three have joined so far
	Active  Status = "active"
	Resting Status = "resting" // nothing is asked of it
	Closed  Status = "closed"  // the last one has left
)

// Bar is what a host did about a group. Why stands in the hosts' log.
type Bar string

const (
	NotBarred Bar = ""
	Hidden    Bar = "hidden"  // off the board until a host lifts it
	Refused   Bar = "refused" // not taken in: members have 30 days to take what is theirs
	Removed   Bar = "removed" // likewise, after it had been taken in
)

// Ends reports whether a group with this bar will be erased.
func (b Bar) Ends() bool { return b == Refused || b == Removed }

// Access is what access wants to know about a group.
func (g Group) Access() access.Group {
	whole := g.ID != 0 && g.Status != "" && g.Status != Staged
	return access.Group{ID: g.ID, Public: whole && g.Bar == NotBarred, Barred: whole && g.Bar != NotBarred}
}

// Here reports whether the group lives on this board now.
func (g Group) Here() bool {
	return g.Status == Forming || g.Status == Active || g.Status == Resting
}

// Awake reports whether people can come in and ask through the group now.
func (g Group) Awake() bool {
	return g.Bar == NotBarred && (g.Status == Forming || g.Status == Active)
}

// Agreements are a group's own text, in one of its versions.
type Agreements struct {
	Group   party.GroupID
	Version int
	Text    string    // at most 6,000 letters
	Since   time.Time // the day it came into force
	Rules   Rules     // never the zero ones when read
	Review  time.Time // the day on which the group looks at them again; zero: none is set
}

// Member is somebody in a group, as other members know them.
type Member struct {
	Face  party.FaceID
	Group party.GroupID
	Name  string
	Since time.Time // the day
	Read  int       // the version of the agreements they last read; for themselves alone
	// What follows is for themselves, and for nobody's page.
	Trial  time.Time // on trial until then; zero: through it
	Paused bool      // not removed: what it opens waits until it is talked over
	Rests  time.Time // is left in peace since this day; zero: takes part
	Seen   time.Time // they last came by in the month that ends here; on no page, not their own either
	Asked  time.Time // the day on which they were asked whether they stay
}

// Through reports whether a member is past their trial and not paused: the
// rows' own answer, for acts.
func (m Member) Through(now time.Time) bool {
	return m.Face != 0 && !m.Paused && !now.Before(m.Trial)
}

// NotYet is the fault of what waits until a member is through.
func (m Member) NotYet() error {
	say := "group.on_trial"
	if m.Paused {
		say = "trust.is_paused"
	}
	return fault.New("group.trusted", fault.NotYours, say)
}

// Area is a place that a group names itself.
type Area struct {
	ID    id.Of[Area]
	Group party.GroupID
	place.Area
}

// Desk is where groups are founded, joined and changed.
type Desk struct {
	Store Store
	Clock when.Clock
	// Seed makes an invitation out of a page's key, so that a page sent twice
	// shows the same link twice. It is 32 random bytes of this board.
	Seed []byte
	// Left, when set, is told of every face that leaves, inside the same
	// transaction, so that its promises are handed back.
	Left func(context.Context, Tx, party.FaceID) error
	// Tell, when set, has somebody told that there is news of a group, inside
	// the same transaction.
	Tell func(context.Context, Tx, party.FaceID, News, party.GroupID) error
	// Ended, when set, is told of every group that closes, inside the same
	// transaction, so that what it promised is handed back.
	Ended func(Tx, party.GroupID) error
	// Parted, when set, says whether the group has parted from an account by a
	// decision that stands: no link brings it back meanwhile.
	Parted func(Tx, party.AccountID, party.GroupID) (bool, error)
}

// welcome says no to whoever the group has parted from.
func (d *Desk) welcome(tx Tx, who party.AccountID, g party.GroupID) error {
	if d.Parted == nil {
		return nil
	}
	parted, err := d.Parted(tx, who, g)
	if err == nil && parted {
		err = fault.New("group.welcome", fault.NotYours, "group.parted")
	}
	return err
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// done is how an act under a page's key is remembered.
func done(act, key string) []byte {
	h := sha256.Sum256([]byte("group." + act + "\x00" + key))
	return h[:]
}

// of ties a page's key to whoever uses it, so that a key that was seen by
// others does nothing for them. No key stays none.
func of(n int64, key string) string {
	if key == "" {
		return ""
	}
	return fmt.Sprintf("%d %s", n, key)
}

// secret is the link that a page's key makes; a random one without a key.
func (d *Desk) secret(act, key string) id.Secret {
	if key == "" {
		return id.NewSecret(16)
	}
	b, err := hkdf.Key(sha256.New, []byte(key), d.Seed, "alongside group "+act+" v1", 16)
	if err != nil {
		panic(err) // lengths are constants
	}
	return id.SecretFrom(base64.RawURLEncoding.EncodeToString(b))
}

// once runs act unless it was done under the same key.
func (d *Desk) once(tx Tx, name, key string, act func() (ref int64, err error)) (ref int64, again bool, err error) {
	if key != "" {
		if ref, again, err = tx.Done(done(name, key)); err != nil || again {
			return ref, again, err
		}
	}
	if ref, err = act(); err != nil || key == "" {
		return ref, false, err
	}
	return ref, false, tx.SetDone(done(name, key), ref, d.Clock.Now())
}

// Marks remember what was done under a page's key.
type Marks interface {
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
}

// Once runs act unless the same face did it under the same page's key, for
// rooms above. Name is the act with its room, as "decision.propose".
func Once(tx Marks, now time.Time, name string, who party.FaceID, key string, act func() (ref int64, err error)) (ref int64, again bool, err error) {
	if key == "" {
		ref, err = act()
		return ref, false, err
	}
	h := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", name, who, key))
	if ref, again, err = tx.Done(h[:]); err != nil || again {
		return ref, again, err
	}
	if ref, err = act(); err != nil {
		return ref, false, err
	}
	return ref, false, tx.SetDone(h[:], ref, now)
}

// Rows are what it takes to ask whether somebody is in a group, here and in
// the rooms that stand on this one.
type Rows interface {
	Group(party.GroupID) (Group, bool, error)
	Member(party.FaceID) (Member, bool, error)
}

// Within is the group and the viewer's own membership, for rooms above. To
// everybody else the group's inside is not there.
func Within(tx Rows, v access.Viewer, id party.GroupID) (Group, Member, error) {
	return within(tx, v, id)
}

// Trusted is Within for those who are past their trial and not paused.
func Trusted(tx Rows, v access.Viewer, id party.GroupID, now time.Time) (Group, Member, error) {
	g, me, err := within(tx, v, id)
	if err == nil && !(v.Trusted(id) && me.Through(now)) {
		err = me.NotYet()
	}
	return g, me, err
}

// seen fetches a group that the viewer may see.
func seen(tx Rows, v access.Viewer, id party.GroupID) (Group, error) {
	g, found, err := tx.Group(id)
	if err == nil && !(found && access.SeeGroup(v, g.Access())) {
		err = fault.New("group.see", fault.NotFound, "")
	}
	return g, err
}

// within fetches a group and the viewer's own membership. To everybody else
// the group's inside is not there. The viewer is asked and so are the rows: a
// page may have been open while somebody left.
func within(tx Rows, v access.Viewer, id party.GroupID) (Group, Member, error) {
	g, err := seen(tx, v, id)
	if err != nil {
		return g, Member{}, err
	}
	if access.Belong(v, g.Access()) {
		for _, p := range v.Parties {
			if p.Kind != party.KindFace {
				continue
			}
			if m, in, err := tx.Member(party.FaceID(p.ID)); err != nil || in && m.Group == id {
				return g, m, err
			}
		}
	}
	return g, Member{}, fault.New("group.within", fault.NotFound, "group.only_members")
}

// trusted is within for those who are past their trial and not paused. To
// whoever is not, it says so: they know that the group is there.
func (d *Desk) trusted(tx Tx, v access.Viewer, id party.GroupID) (Group, Member, error) {
	return Trusted(tx, v, id, d.Clock.Now())
}
