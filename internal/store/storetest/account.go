package storetest

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/store"
)

func accounts(t *testing.T, open func(*testing.T) *store.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *store.Store)
	}{
		{"AnAccountKnowsALanguageAndNothingElse", anAccountKnowsALanguage},
		{"TheBoardsSaltIsMadeOnce", theSaltIsMadeOnce},
		{"AKeyholeIsFoundByItsLookupAlone", aKeyholeIsFound},
		{"ALookupOpensOneAccountOnly", aLookupOpensOneAccount},
		{"ACeremonyIsTakenOnce", aCeremonyIsTakenOnce},
		{"ASessionKnowsTheLanguageOfItsAccount", aSessionKnowsItsLanguage},
		{"WhatHasRunOutIsSweptAndNothingElse", whatHasRunOutIsSwept},
		{"AnAccountWearsOneFaceInAGroup", anAccountWearsOneFace},
		{"ADeletedAccountLeavesNamelessFaces", aDeletedAccountLeavesNamelessFaces},
		{"HostMandatesAreKeptWhole", hostMandatesAreKept},
		{"WhatTheBoardSaysOfItselfIsKept", whatTheBoardSaysOfItselfIsKept},
		{"OfManyWhoTakeACeremonyOneGetsIt", oneTakesTheCeremony},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// people runs one Update in the accounts' room.
func people(t *testing.T, s *store.Store, fn func(account.Tx) error) {
	t.Helper()
	must(t, s.Accounts().Update(bg, fn))
}

func newAccount(t *testing.T, s *store.Store, language string) party.AccountID {
	t.Helper()
	who := party.AccountID(id.New[account.Account]())
	people(t, s, func(tx account.Tx) error { return tx.PutAccount(account.Account{ID: who, Language: language}) })
	return who
}

func newSession(who party.AccountID) account.Session {
	return account.Session{ID: id.New[account.Session](), Account: who, Hash: id.NewSecret(32).Hash(),
		Label: "kitchen phone", Device: account.DevicePhone, Begun: day(0), Seen: day(1), Proved: start}
}

func day(n int) time.Time { return start.Truncate(24*time.Hour).AddDate(0, 0, n) }

func anAccountKnowsALanguage(t *testing.T, s *store.Store) {
	who := newAccount(t, s, "ko")
	mine := newSession(who)
	people(t, s, func(tx account.Tx) error { return tx.PutSession(mine) })
	people(t, s, func(tx account.Tx) error { return tx.PutAccount(account.Account{ID: who, Language: "ar"}) })
	people(t, s, func(tx account.Tx) error {
		got, found, err := tx.SessionBy(mine.Hash)
		if !found || got.Language != "ar" {
			t.Errorf("found %v, language %q; want the new one", found, got.Language)
		}
		return err
	})
}

func theSaltIsMadeOnce(t *testing.T, s *store.Store) {
	first, second := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	for _, fresh := range [][]byte{first, second} {
		people(t, s, func(tx account.Tx) error {
			kept, err := tx.Salt(fresh)
			if !bytes.Equal(kept, first) {
				t.Errorf("the salt is %q", kept)
			}
			return err
		})
	}
}

func aKeyholeIsFound(t *testing.T, s *store.Store) {
	who := newAccount(t, s, "en")
	code := account.Keyhole{ID: id.New[account.Keyhole](), Account: who, Kind: account.KindCode, Lookup: []byte("one"), Made: day(0)}
	key := account.Keyhole{ID: id.New[account.Keyhole](), Account: who, Kind: account.KindPasskey, Lookup: []byte("two"),
		Passkey: []byte{0, 1, 2}, Label: "phone", Made: day(1)}
	people(t, s, func(tx account.Tx) error {
		if err := tx.PutKeyhole(code); err != nil {
			return err
		}
		return tx.PutKeyhole(key)
	})
	key.Label = "old phone"
	people(t, s, func(tx account.Tx) error { return tx.PutKeyhole(key) })
	people(t, s, func(tx account.Tx) error {
		got, found, err := tx.KeyholeBy([]byte("two"))
		if !found || fmt.Sprint(got) != fmt.Sprint(key) {
			t.Errorf("got %v, want %v", got, key)
		}
		if _, found, _ := tx.KeyholeBy([]byte("three")); found {
			t.Error("a lookup that nobody has opens something")
		}
		return err
	})
	people(t, s, func(tx account.Tx) error { return tx.DeleteKeyhole(key.ID) })
	people(t, s, func(tx account.Tx) error {
		all, err := tx.KeyholesOf(who)
		if len(all) != 1 || fmt.Sprint(all[0]) != fmt.Sprint(code) || all[0].Passkey != nil {
			t.Errorf("%v stand, want the code alone", all)
		}
		return err
	})
}

func aLookupOpensOneAccount(t *testing.T, s *store.Store) {
	for i := range 2 {
		k := account.Keyhole{ID: id.New[account.Keyhole](), Account: newAccount(t, s, "en"), Kind: account.KindWords, Lookup: []byte("same"), Made: day(0)}
		err := s.Accounts().Update(bg, func(tx account.Tx) error { return tx.PutKeyhole(k) })
		if i == 1 && !fault.Is(err, fault.Taken) {
			t.Errorf("a second keyhole with the same lookup: %v", err)
		}
	}
}

func aCeremonyIsTakenOnce(t *testing.T, s *store.Store) {
	c := account.Ceremony{Hash: []byte("hash"), Account: 0, State: []byte("{}"), Until: start.Add(time.Minute)}
	people(t, s, func(tx account.Tx) error { return tx.PutCeremony(c) })
	for i := range 2 {
		people(t, s, func(tx account.Tx) error {
			got, found, err := tx.TakeCeremony(c.Hash)
			if found != (i == 0) || found && fmt.Sprint(got) != fmt.Sprint(c) {
				t.Errorf("taking %d: %v %v", i, found, got)
			}
			return err
		})
	}
}

func aSessionKnowsItsLanguage(t *testing.T, s *store.Store) {
	who, other := newAccount(t, s, "es"), newAccount(t, s, "ko")
	a, b, c := newSession(who), newSession(who), newSession(other)
	b.Proved = time.Time{}
	people(t, s, func(tx account.Tx) error {
		for _, one := range []account.Session{a, b, c} {
			if err := tx.PutSession(one); err != nil {
				return err
			}
		}
		return nil
	})
	a.Label, a.Seen = "the library", day(3)
	people(t, s, func(tx account.Tx) error { return tx.PutSession(a) })
	people(t, s, func(tx account.Tx) error {
		got, found, err := tx.SessionBy(a.Hash)
		want := a
		want.Language = "es"
		if !found || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got, _, _ := tx.SessionBy(b.Hash); !got.Proved.IsZero() {
			t.Errorf("nothing was proved, but it says %v", got.Proved)
		}
		return err
	})
	people(t, s, func(tx account.Tx) error { return tx.DeleteSession(b.ID) })
	people(t, s, func(tx account.Tx) error {
		all, err := tx.SessionsOf(who)
		if len(all) != 1 || all[0].ID != a.ID {
			t.Errorf("%v stand, want the first alone", all)
		}
		return err
	})
}

func whatHasRunOutIsSwept(t *testing.T, s *store.Store) {
	who := newAccount(t, s, "en")
	idle, long, proved, fresh := newSession(who), newSession(who), newSession(who), newSession(who)
	idle.Seen = day(-2)
	long.Begun = day(-9)
	proved.Proved = start.Add(-time.Hour)
	now := account.Ceremony{Hash: []byte("now"), State: []byte{}, Until: start}
	later := account.Ceremony{Hash: []byte("later"), State: []byte{}, Until: start.Add(time.Millisecond)}
	people(t, s, func(tx account.Tx) error {
		for _, one := range []account.Session{idle, long, proved, fresh} {
			if err := tx.PutSession(one); err != nil {
				return err
			}
		}
		if err := tx.PutCeremony(now); err != nil {
			return err
		}
		return tx.PutCeremony(later)
	})
	people(t, s, func(tx account.Tx) error {
		return tx.SweepAccess(account.Expiry{Ceremonies: start, Seen: day(-1), Begun: day(-8), Proved: start})
	})
	people(t, s, func(tx account.Tx) error {
		for _, c := range []struct {
			one  account.Session
			want bool
		}{{idle, false}, {long, false}, {proved, true}, {fresh, true}} {
			if _, found, err := tx.SessionBy(c.one.Hash); err != nil || found != c.want {
				t.Errorf("session seen %v, begun %v: %v %v", c.one.Seen, c.one.Begun, found, err)
			}
		}
		forgot, _, _ := tx.SessionBy(proved.Hash)
		kept, _, _ := tx.SessionBy(fresh.Hash)
		if !forgot.Proved.IsZero() || !kept.Proved.Equal(start) {
			t.Errorf("proofs: %v should be forgotten, %v kept", forgot.Proved, kept.Proved)
		}
		_, gone, _ := tx.TakeCeremony(now.Hash)
		_, there, err := tx.TakeCeremony(later.Hash)
		if gone || !there {
			t.Errorf("ceremonies: ended %v, open %v", gone, there)
		}
		return err
	})
}

func anAccountWearsOneFace(t *testing.T, s *store.Store) {
	who := newAccount(t, s, "en")
	board := party.Face{ID: id.New[party.Face](), Account: who, Name: "Sol"}
	inside := party.Face{ID: id.New[party.Face](), Account: who, Group: 7, Name: "솔"}
	people(t, s, func(tx account.Tx) error {
		if err := tx.PutFace(board); err != nil {
			return err
		}
		return tx.PutFace(inside)
	})
	board.Name = "Sol R."
	people(t, s, func(tx account.Tx) error { return tx.PutFace(board) })
	people(t, s, func(tx account.Tx) error {
		a, found, err := tx.FaceIn(who, account.Board)
		b, _, _ := tx.FaceBy(inside.ID)
		if !found || a != board || b != inside {
			t.Errorf("got %v and %v", a, b)
		}
		if all, _ := tx.FacesOf(who); len(all) != 2 {
			t.Errorf("%v stand, want both", all)
		}
		if _, found, _ := tx.FaceIn(who, 8); found {
			t.Error("there is a face in a group where none is worn")
		}
		return err
	})
	second := party.Face{ID: id.New[party.Face](), Account: who, Group: 7, Name: "other"}
	if err := s.Accounts().Update(bg, func(tx account.Tx) error { return tx.PutFace(second) }); !fault.Is(err, fault.Taken) {
		t.Errorf("a second face in one group: %v", err)
	}
}

func aDeletedAccountLeavesNamelessFaces(t *testing.T, s *store.Store) {
	who, other := newAccount(t, s, "en"), newAccount(t, s, "en")
	face := party.Face{ID: id.New[party.Face](), Account: who, Group: 7, Name: "Sol"}
	theirs := party.Face{ID: id.New[party.Face](), Account: other, Group: 7, Name: "Min"}
	mine := newSession(who)
	key := account.Keyhole{ID: id.New[account.Keyhole](), Account: who, Kind: account.KindCode, Lookup: []byte("k"), Made: day(0)}
	making := account.Ceremony{Hash: []byte("c"), Account: who, State: []byte{1}, Until: start}
	signing := account.Ceremony{Hash: []byte("d"), State: []byte{1}, Until: start}
	host := account.HostMandate{ID: id.New[account.HostMandate](), Account: who, From: start, Until: start.Add(time.Hour)}
	people(t, s, func(tx account.Tx) error {
		for _, err := range []error{tx.PutFace(face), tx.PutFace(theirs), tx.PutSession(mine), tx.PutKeyhole(key),
			tx.PutCeremony(making), tx.PutCeremony(signing), tx.PutHost(host)} {
			if err != nil {
				return err
			}
		}
		return tx.DeleteAccount(who)
	})
	people(t, s, func(tx account.Tx) error {
		if f, found, err := tx.FaceBy(face.ID); err != nil || !found || f != (party.Face{ID: face.ID, Group: 7}) {
			t.Errorf("the face is %v (%v, %v)", f, found, err)
		}
		if f, _, _ := tx.FaceBy(theirs.ID); f != theirs {
			t.Errorf("somebody else's face became %v", f)
		}
		if _, found, _ := tx.SessionBy(mine.Hash); found {
			t.Error("the session lives on")
		}
		if _, found, _ := tx.KeyholeBy(key.Lookup); found {
			t.Error("the keyhole still opens")
		}
		if _, found, _ := tx.TakeCeremony(making.Hash); found {
			t.Error("a passkey can still be made for nobody")
		}
		if _, found, _ := tx.TakeCeremony(signing.Hash); !found {
			t.Error("somebody's sign-in was swept away")
		}
		if all, _ := tx.FacesOf(0); len(all) != 0 {
			t.Errorf("those who left can be listed: %v", all)
		}
		if _, found, _ := tx.FaceIn(0, 7); found {
			t.Error("those who left can be found by their group")
		}
		ms, err := tx.HostMandates()
		if len(ms) != 1 || ms[0].Account != 0 || !ms[0].Until.Equal(host.Until) {
			t.Errorf("mandates: %v", ms)
		}
		return err
	})
}

func hostMandatesAreKept(t *testing.T, s *store.Store) {
	m := account.HostMandate{ID: id.New[account.HostMandate](), Account: newAccount(t, s, "en"), From: start, Until: start.Add(time.Hour)}
	people(t, s, func(tx account.Tx) error { return tx.PutHost(m) })
	m.Until = start.Add(time.Minute)
	people(t, s, func(tx account.Tx) error { return tx.PutHost(m) })
	people(t, s, func(tx account.Tx) error {
		all, err := tx.HostMandates()
		if len(all) != 1 || all[0] != m {
			t.Errorf("got %v, want %v", all, m)
		}
		return err
	})
}

func oneTakesTheCeremony(t *testing.T, s *store.Store) {
	c := account.Ceremony{Hash: []byte("once"), State: []byte{1}, Until: start}
	people(t, s, func(tx account.Tx) error { return tx.PutCeremony(c) })
	var wait sync.WaitGroup
	got := make(chan bool, 12)
	for range cap(got) {
		wait.Go(func() {
			var found bool
			err := s.Accounts().Update(bg, func(tx account.Tx) (err error) {
				_, found, err = tx.TakeCeremony(c.Hash)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			got <- found
		})
	}
	wait.Wait()
	close(got)
	n := 0
	for found := range got {
		if found {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d took it", n)
	}
}

func whatTheBoardSaysOfItselfIsKept(t *testing.T, s *store.Store) {
	want := account.About{Name: "이스트필드 게시판", Area: "Eastfield"}
	people(t, s, func(tx account.Tx) error {
		before, err := tx.About()
		if before != (account.About{}) {
			t.Errorf("a new board calls itself %v", before)
		}
		if err == nil {
			err = tx.PutAbout(account.About{Name: "first"})
		}
		return err
	})
	people(t, s, func(tx account.Tx) error { return tx.PutAbout(want) })
	people(t, s, func(tx account.Tx) error {
		got, err := tx.About()
		if got != want {
			t.Errorf("got %v, want %v", got, want)
		}
		return err
	})
}
