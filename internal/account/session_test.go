package account

import (
	"errors"
	"strings"
	"testing"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
)

func TestASessionEndsAfterThirtyIdleDaysOrNinetyInAll(t *testing.T) {
	for name, c := range map[string]struct {
		visits []time.Duration // between one visit and the next
		alive  bool
	}{
		"29 days idle":              {[]time.Duration{29 * day}, true},
		"31 days idle":              {[]time.Duration{31 * day}, false},
		"every three weeks, in all": {[]time.Duration{21 * day, 21 * day, 21 * day, 21 * day}, true},
		"the same for 91 days":      {[]time.Duration{21 * day, 21 * day, 21 * day, 21 * day, 7 * day}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			o := d.person(t, "ana")
			var err error
			for _, gap := range c.visits {
				d.clock.Move(gap)
				_, err = d.Who(ctx, o.Secret)
			}
			if (err == nil) != c.alive {
				t.Errorf("alive is %v: %v", err == nil, err)
			}
			if err := d.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			if kept := len(d.mem.rows.sessions) == 1; kept != c.alive {
				t.Errorf("after the sweep the row stands: %v", kept)
			}
		})
	}
}

func TestAVisitIsWrittenOnceADay(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	before := d.mem.wrote
	for range 20 { // from noon to the next day at one
		d.clock.Move(75 * time.Minute)
		if _, err := d.Who(ctx, o.Secret); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.mem.wrote - before; got != 1 {
		t.Errorf("%d writes on one more day", got)
	}
	for _, s := range d.mem.rows.sessions {
		if s.Seen != dayOf(s.Seen) || s.Begun != dayOf(s.Begun) || !s.Proved.IsZero() {
			t.Errorf("a session keeps more than days: %+v", s)
		}
	}
}

func TestAnEndedSessionDoesNotComeBackByItsDailyTouch(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	if err := d.EndAll(ctx, o.Session); err != nil {
		t.Fatal(err)
	}
	_, err := d.touch(ctx, o.Session, dayOf(noon.Add(day)))
	wantKind(t, err, fault.SignIn, "account.sign_in_first")
	if len(d.mem.rows.sessions) != 0 {
		t.Error("the session is back")
	}
}

func TestEndingReachesOnlyOnesOwnSessions(t *testing.T) {
	d := openDesk(t)
	bo := d.person(t, "bo")
	ana := d.person(t, "ana")
	second, third := d.signIn(t, key("ana words")), d.signIn(t, key("ana words"))
	alive := func(o Opening) bool { _, err := d.Who(ctx, o.Secret); return err == nil }

	if err := d.End(ctx, ana.Session, bo.Session.ID); err != nil || !alive(bo) {
		t.Fatalf("another person's session was ended: %v", err)
	}
	if err := d.End(ctx, ana.Session, second.Session.ID); err != nil || alive(second) || !alive(third) {
		t.Fatalf("ending one: %v", err)
	}
	if err := d.EndOthers(ctx, ana.Session); err != nil || alive(third) || !alive(ana) {
		t.Fatalf("ending the others: %v", err)
	}
	if err := d.EndAll(ctx, ana.Session); err != nil || alive(ana) || !alive(bo) {
		t.Fatalf("ending all: %v", err)
	}
}

func TestTheListShowsThisSessionFirstAndNoneThatEnded(t *testing.T) {
	d := openDesk(t)
	d.person(t, "ana")
	d.clock.Move(20 * day)
	d.signIn(t, key("ana words"))
	d.clock.Move(11 * day) // the first is idle for 31 days now
	o := d.signIn(t, key("ana words"))
	if err := d.Call(ctx, o.Session, o.Session.ID, "  the  kitchen "+strings.Repeat("x", 99)); err != nil {
		t.Fatal(err)
	}
	all, err := d.Sessions(ctx, o.Session)
	if err != nil || len(all) != 2 || all[0].ID != o.Session.ID {
		t.Fatalf("the list is %+v, %v", all, err)
	}
	if got := all[0].Label; len(got) != labelLetters || !strings.HasPrefix(got, "the kitchen x") {
		t.Errorf("the label is %q", got)
	}
}

func TestTooManySessionsEndTheOldest(t *testing.T) {
	d := openDesk(t)
	first := d.person(t, "ana")
	for range mostSessions {
		d.clock.Move(day)
		d.signIn(t, key("ana words"))
	}
	if n := len(d.mem.rows.sessions); n != mostSessions {
		t.Errorf("%d sessions stand", n)
	}
	if _, err := d.Who(ctx, first.Secret); err == nil {
		t.Error("the oldest is still open")
	}
}

func TestADeviceIsOnlyEverOneOfThree(t *testing.T) {
	for agent, want := range map[string]Device{
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile":         DevicePhone,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)":  DevicePhone,
		"Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0": DeviceComputer,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64)":               DeviceComputer,
		"curl/8.0": DeviceUnknown,
		"":         DeviceUnknown,
	} {
		if got := DeviceOf(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}

func TestAStrangersCookieIsNobody(t *testing.T) {
	d := openDesk(t)
	d.person(t, "ana")
	for _, s := range []id.Secret{{}, id.SecretFrom("x"), id.NewSecret(32)} {
		_, err := d.Who(ctx, s)
		wantKind(t, err, fault.SignIn, "account.sign_in_first")
	}
}

func TestAFullDiskIsToldAsItIs(t *testing.T) {
	d := openDesk(t)
	d.mem.fails = &fault.Error{Op: "db", Kind: fault.Unavailable, Err: errors.New("no space left")}
	_, err := d.Create(ctx, Start{Name: "Ana", Words: key("w"), Code: key("c")})
	wantKind(t, err, fault.Unavailable, "")
}
