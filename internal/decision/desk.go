package decision

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Desk is where groups decide.
type Desk struct {
	Store   Store
	Clock   when.Clock
	Zone    *time.Location // of the board
	Seed    []byte         // makes the key of a secret ballot out of its page's key
	Effects map[Change]CarryOut
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// once runs act unless the same face did it under the same key.
func (d *Desk) once(tx Tx, name string, who party.FaceID, key string, act func() (ref int64, err error)) (ref int64, again bool, err error) {
	return group.Once(tx, d.Clock.Now(), "decision."+name, who, key, act)
}

// trusted fetches a group and the viewer's own membership, past its trial and
// not paused.
func (d *Desk) trusted(tx Tx, v access.Viewer, g party.GroupID) (group.Group, group.Member, error) {
	return group.Trusted(tx, v, g, d.Clock.Now())
}

// one is trusted for one decision. Who is on trial cannot tell whether there
// is one.
func (d *Desk) one(tx Tx, v access.Viewer, g party.GroupID, which ID) (Decision, group.Member, error) {
	_, me, err := d.trusted(tx, v, g)
	if fault.Is(err, fault.NotYours) {
		err = missing()
	}
	if err != nil {
		return Decision{}, me, err
	}
	dec, there, err := tx.Decision(which)
	if err == nil && (!there || dec.Group != g) {
		err = missing()
	}
	return dec, me, err
}

func missing() error { return fault.New("decision.one", fault.NotFound, "") }

// leads reports whether somebody may change and call decisions: by a mandate
// that the viewer carries and the rows hold.
func (d *Desk) leads(tx Tx, v access.Viewer, me group.Member) (bool, error) {
	if _, holds := v.Holds(me.Group, party.Decide); !holds {
		return false, nil
	}
	return tx.HoldsNow(me.Group, me.Face, party.Decide, d.Clock.Now())
}

// zone is where a group's decisions close.
func (d *Desk) zone(r group.Rules) *time.Location {
	if z, err := when.Zone(r.Zone); err == nil {
		return z
	}
	if d.Zone != nil {
		return d.Zone
	}
	return time.UTC
}

// closing is the time of day at which decisions close: before people's quiet
// hours begin.
var closing = when.HM(20, 0)

// ends is when a decision that opens now closes: so many days on, in the evening.
func (d *Desk) ends(r group.Rules) time.Time {
	zone, now := d.zone(r), d.Clock.Now()
	at, _ := when.Local(when.DayOf(now, zone).Add(r.Days), closing, zone)
	return at
}

// ballot is the key under which a secret ballot lies, as people keep it. It
// comes from the page's own key, so that a page sent twice shows the same one
// twice; whoever has no page of that key cannot make it again.
func (d *Desk) ballot(dec ID, who party.FaceID, key string) string {
	if key == "" {
		return id.New[Decision]().String()
	}
	b, err := hkdf.Key(sha256.New, fmt.Appendf(nil, "%d\x00%d\x00%s", dec, who, key), d.Seed, "alongside ballot v1", 8)
	if err != nil {
		panic(err) // lengths are constants
	}
	return ID(binary.BigEndian.Uint64(b)>>1 | 1).String()
}

// sealed is what is kept of a ballot's key.
func sealed(dec ID, code string) []byte {
	h := sha256.Sum256(fmt.Appendf(nil, "alongside ballot\x00%d\x00%s", dec, code))
	return h[:]
}
