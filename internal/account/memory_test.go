package account

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"alongside/internal/id"
	"alongside/internal/party"
)

// memory is a Store for the rules of this room. What the databases make of the
// interface is proved by the store's own suite.
type memory struct {
	mu    sync.Mutex
	rows  rows
	fails error // what the next Update answers instead
	wrote int   // Updates that were kept
}

type rows struct {
	salt       []byte
	accounts   map[party.AccountID]Account
	keyholes   map[KeyholeID]Keyhole
	ceremonies map[string]Ceremony
	sessions   map[SessionID]Session
	faces      map[party.FaceID]party.Face
	hosts      map[id.Of[HostMandate]]HostMandate
	about      About
}

func newMemory() *memory {
	return &memory{rows: rows{
		accounts: map[party.AccountID]Account{}, keyholes: map[KeyholeID]Keyhole{},
		ceremonies: map[string]Ceremony{}, sessions: map[SessionID]Session{},
		faces: map[party.FaceID]party.Face{}, hosts: map[id.Of[HostMandate]]HostMandate{},
	}}
}

func (m *memory) View(_ context.Context, fn func(Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.rows.clone()
	return fn(&r)
}

func (m *memory) Update(_ context.Context, fn func(Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails != nil {
		return m.fails
	}
	r := m.rows.clone()
	if err := fn(&r); err != nil {
		return err
	}
	m.rows = r
	m.wrote++
	return nil
}

func (r rows) clone() rows {
	return rows{r.salt, maps.Clone(r.accounts), maps.Clone(r.keyholes), maps.Clone(r.ceremonies),
		maps.Clone(r.sessions), maps.Clone(r.faces), maps.Clone(r.hosts), r.about}
}

func (r *rows) PutAccount(a Account) error { r.accounts[a.ID] = a; return nil }

func (r *rows) DeleteAccount(who party.AccountID) error {
	delete(r.accounts, who)
	maps.DeleteFunc(r.keyholes, func(_ KeyholeID, k Keyhole) bool { return k.Account == who })
	maps.DeleteFunc(r.sessions, func(_ SessionID, s Session) bool { return s.Account == who })
	maps.DeleteFunc(r.ceremonies, func(_ string, c Ceremony) bool { return c.Account == who })
	for i, f := range r.faces {
		if f.Account == who {
			f.Account, f.Name = 0, ""
			r.faces[i] = f
		}
	}
	for i, h := range r.hosts {
		if h.Account == who {
			h.Account = 0
			r.hosts[i] = h
		}
	}
	return nil
}

func (r *rows) Salt(fresh []byte) ([]byte, error) {
	if r.salt == nil {
		r.salt = fresh
	}
	return r.salt, nil
}

func (r *rows) SweepAccess(e Expiry) error {
	maps.DeleteFunc(r.ceremonies, func(_ string, c Ceremony) bool { return !c.Until.After(e.Ceremonies) })
	maps.DeleteFunc(r.sessions, func(_ SessionID, s Session) bool {
		return s.Seen.Before(e.Seen) || s.Begun.Before(e.Begun)
	})
	for i, s := range r.sessions {
		if s.Proved.Before(e.Proved) {
			s.Proved = Session{}.Proved
			r.sessions[i] = s
		}
	}
	return nil
}

func (r *rows) PutAbout(a About) error { r.about = a; return nil }
func (r *rows) About() (About, error)  { return r.about, nil }

func (r *rows) PutKeyhole(k Keyhole) error { r.keyholes[k.ID] = k; return nil }

func (r *rows) KeyholeBy(lookup []byte) (Keyhole, bool, error) {
	for _, k := range r.keyholes {
		if bytes.Equal(k.Lookup, lookup) {
			return k, true, nil
		}
	}
	return Keyhole{}, false, nil
}

func (r *rows) KeyholesOf(who party.AccountID) (ks []Keyhole, _ error) {
	for _, k := range r.keyholes {
		if k.Account == who {
			ks = append(ks, k)
		}
	}
	return ks, nil
}

func (r *rows) DeleteKeyhole(k KeyholeID) error { delete(r.keyholes, k); return nil }
func (r *rows) PutCeremony(c Ceremony) error    { r.ceremonies[string(c.Hash)] = c; return nil }

func (r *rows) TakeCeremony(hash []byte) (Ceremony, bool, error) {
	c, ok := r.ceremonies[string(hash)]
	delete(r.ceremonies, string(hash))
	return c, ok, nil
}

func (r *rows) PutSession(s Session) error { s.Language = ""; r.sessions[s.ID] = s; return nil }

func (r *rows) SessionBy(hash []byte) (Session, bool, error) {
	for _, s := range r.sessions {
		if bytes.Equal(s.Hash, hash) {
			s.Language = r.accounts[s.Account].Language
			return s, true, nil
		}
	}
	return Session{}, false, nil
}

func (r *rows) SessionsOf(who party.AccountID) (ss []Session, _ error) {
	for _, s := range r.sessions {
		if s.Account == who {
			ss = append(ss, s)
		}
	}
	return ss, nil
}

func (r *rows) DeleteSession(s SessionID) error { delete(r.sessions, s); return nil }
func (r *rows) PutFace(f party.Face) error      { r.faces[f.ID] = f; return nil }

func (r *rows) FaceIn(who party.AccountID, group party.GroupID) (party.Face, bool, error) {
	for _, f := range r.faces {
		if f.Account == who && f.Group == group {
			return f, true, nil
		}
	}
	return party.Face{}, false, nil
}

func (r *rows) FaceBy(face party.FaceID) (party.Face, bool, error) {
	f, ok := r.faces[face]
	return f, ok, nil
}

func (r *rows) FacesOf(who party.AccountID) (fs []party.Face, _ error) {
	for _, f := range r.faces {
		if f.Account == who {
			fs = append(fs, f)
		}
	}
	return fs, nil
}

func (r *rows) PutHost(m HostMandate) error { r.hosts[m.ID] = m; return nil }
func (r *rows) HostMandates() ([]HostMandate, error) {
	return slices.Collect(maps.Values(r.hosts)), nil
}

func (r *rows) Standings(who party.AccountID, _ time.Time) (all []party.Standing, err error) {
	for _, f := range r.faces {
		if f.Account == who {
			all = append(all, party.Standing{Face: f.ID, Group: f.Group, In: f.Group != Board, Through: f.Group != Board})
		}
	}
	return all, nil
}
