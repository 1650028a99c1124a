package store_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/job"
	"alongside/internal/locale"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// count is one number from the database.
func (h *House) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	err := h.DB.View(ctx, func(tx *db.Tx) error { return tx.Row(query, args, &n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mailbox is a post office that keeps what it was given.
type mailbox struct {
	letters []notice.Letter
	err     error
}

func (m *mailbox) Send(_ context.Context, l notice.Letter) error {
	if m.err == nil {
		m.letters = append(m.letters, l)
	}
	return m.err
}

// ringer is a bell that counts.
type ringer struct {
	rung int
	err  error
}

func (r *ringer) Ring(context.Context, notice.Subscription) error { r.rung++; return r.err }
func (r *ringer) PublicKey() string                               { return "key" }

// desk is a board with a post office and a bell.
type desk struct {
	*House
	*notice.Desk
	mail  *mailbox
	bell  *ringer
	jobs  *job.Line
	Clock *when.Set
}

func (h *House) desk(t *testing.T) *desk {
	t.Helper()
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	key, err := notice.NewKey([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{House: h, mail: &mailbox{}, bell: &ringer{}, Clock: h.Clock}
	d.Desk = &notice.Desk{Store: h.Store.Notices(), Clock: h.Clock, Zone: time.UTC, Languages: languages,
		Board: func() string { return "Eastfield" }, Origin: "https://eastfield.example", Seed: []byte("seed"), Key: key, Post: d.mail, Bell: d.bell}
	d.jobs = h.line(d.Work())
	return d
}

// work carries and sends all that is due.
func (d *desk) work(t *testing.T) {
	t.Helper()
	for {
		more, err := d.Carry(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	drain(t, d.jobs)
}

func (h *House) guest(t *testing.T) party.GuestID {
	t.Helper()
	g := party.Guest{ID: id.New[party.Guest](), Language: "en", Link: id.NewSecret(16).Hash(), Code: id.NewSecret(16).Hash(), Until: Began.AddDate(1, 0, 0)}
	do(t, h.Store.Calls().Update(ctx, func(tx call.Tx) error { return tx.AddGuest(g) }))
	return g.ID
}

func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *House) tell(t *testing.T, to party.Ref, kind notice.Kind) {
	t.Helper()
	n := notice.Notice{ID: id.New[notice.Notice](), To: to, Kind: kind, Call: 7, Made: h.Clock.Now(), Due: h.Clock.Now()}
	do(t, h.Store.Calls().Update(ctx, func(tx call.Tx) error { return tx.Tell(n) }))
}

// reached gives a guest a confirmed address.
func (d *desk) reached(t *testing.T, g party.GuestID) {
	t.Helper()
	do(t, d.TakeMail(ctx, notice.Owner{Guest: g}, "mina@example.org", "ko"))
	d.work(t)
	do(t, d.Confirm(ctx, link(t, d.mail.letters[len(d.mail.letters)-1], "/told/yes/")))
	d.mail.letters = nil
}

// link is the token behind a part of an address in a letter.
func link(t *testing.T, l notice.Letter, before string) string {
	t.Helper()
	_, after, found := strings.Cut(l.Text, before)
	if !found {
		t.Fatalf("no %s in\n%s", before, l.Text)
	}
	return strings.Fields(after)[0]
}

func TestNothingIsSentToAnAddressBeforeItSaysYes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		o := notice.Owner{Guest: g}
		do(t, d.TakeMail(ctx, o, " Mina@example.org ", "ko"))
		d.work(t)
		if len(d.mail.letters) != 1 || d.mail.letters[0].To != "Mina@example.org" || d.mail.letters[0].Stop != "" {
			t.Fatalf("sent %v", d.mail.letters)
		}
		yes := link(t, d.mail.letters[0], "/told/yes/")
		h.tell(t, party.OfGuest(g), notice.Answered)
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Error("told an address that has not said yes")
		}
		if err := d.Confirm(ctx, yes+"x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a forged yes: %v", err)
		}
		do(t, d.Confirm(ctx, yes))
		do(t, d.Confirm(ctx, yes)) // pressed twice
		h.tell(t, party.OfGuest(g), notice.Answered)
		d.work(t)
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 2 {
			t.Errorf("%d letters, want 2", len(d.mail.letters))
		}
	})
}

func TestALetterSaysThatSomethingChangedAndNothingElse(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.desk(t)
		look, v := h.ask(t, call.Draft{Body: "insulin for my mother"})
		g := party.GuestID(v.Parties[0].ID)
		d.reached(t, g)
		h.answer(t, look.Parts[0].ID)
		d.work(t)
		h.Clock.Move(notice.Gather)
		d.work(t)
		if len(d.mail.letters) != 1 {
			t.Fatalf("%d letters", len(d.mail.letters))
		}
		l := d.mail.letters[0]
		for _, secret := range []string{"insulin", look.ID.String(), g.String(), "/mine/", "#"} {
			if strings.Contains(l.Text+l.Subject, secret) {
				t.Errorf("the letter tells %q:\n%s", secret, l.Text)
			}
		}
		if !strings.Contains(l.Text, "https://eastfield.example/ko/mine\n") || !strings.Contains(l.Subject, "내 페이지") {
			t.Errorf("the letter leads nowhere:\n%s\n%s", l.Subject, l.Text)
		}
		if u, err := url.Parse(l.Stop); err != nil || u.Scheme != "https" || !strings.Contains(l.Text, l.Stop) {
			t.Errorf("no way to stop: %q", l.Stop)
		}
	})
}

func TestSeveralNewsMakeOneLetter(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		for range 5 {
			h.tell(t, party.OfGuest(g), notice.Answered)
			d.work(t)
			h.Clock.Move(time.Minute)
		}
		h.Clock.Move(5 * time.Minute)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Errorf("%d letters for five news within ten minutes, want 1", len(d.mail.letters))
		}
		h.tell(t, party.OfGuest(g), notice.Answered)
		h.Clock.Move(time.Minute)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Error("the next came at once")
		}
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 2 {
			t.Errorf("%d letters, want 2", len(d.mail.letters))
		}
	})
}

func TestRemindersWaitForTheMorning(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		h.Clock.Move(10 * time.Hour) // 22:00
		h.tell(t, party.OfGuest(g), notice.StillFine)
		d.work(t)
		h.Clock.Move(9*time.Hour + 50*time.Minute) // 07:50
		if d.work(t); len(d.mail.letters) != 0 {
			t.Error("somebody was disturbed in the night")
		}
		h.Clock.Move(10 * time.Minute)
		d.work(t)
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Errorf("%d letters in the morning, want 1", len(d.mail.letters))
		}
	})
}

func TestWhatIsAboutTodayComesAtNight(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.desk(t)
		h.Clock.Move(10 * time.Hour) // 22:00
		look, v := h.ask(t, call.Draft{Body: "a bed", Ends: Began.Add(11*time.Hour + 30*time.Minute)})
		g := party.GuestID(v.Parties[0].ID)
		d.reached(t, g)
		do(t, d.Choose(ctx, notice.Owner{Guest: g}, notice.Settings{TodayOnly: true, Quiet: when.Night}))
		h.answer(t, look.Parts[0].ID)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Errorf("%d letters, want 1 at once", len(d.mail.letters))
		}
	})
}

func TestWhoWantsOnlyTodayHearsOfPromisesAllTheSame(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		do(t, d.Choose(ctx, notice.Owner{Guest: g}, notice.Settings{TodayOnly: true}))
		h.tell(t, party.OfGuest(g), notice.Answered)
		d.work(t)
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 0 {
			t.Error("told of what can wait")
		}
		h.tell(t, party.OfGuest(g), notice.StillFine)
		d.work(t)
		h.Clock.Move(notice.Gather)
		if d.work(t); len(d.mail.letters) != 1 {
			t.Error("not told of a promise")
		}
	})
}

func TestOnePressStopsTheMailsAndErasesTheAddress(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		h.tell(t, party.OfGuest(g), notice.StillFine)
		d.work(t)
		h.Clock.Move(notice.Gather)
		d.work(t)
		stop := link(t, d.mail.letters[0], "/told/stop/")
		do(t, d.Stop(ctx, stop))
		do(t, d.Stop(ctx, stop))
		if n := h.count(t, "SELECT count(*) FROM reachable"); n != 0 {
			t.Error("the address stands")
		}
		if err := d.Stop(ctx, "x."+stop); !fault.Is(err, fault.NotFound) {
			t.Errorf("a forged stop: %v", err)
		}
	})
}

func TestNobodyCanBePesteredThroughTheBoard(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.desk(t)
		refused := 0
		for range 10 {
			err := d.TakeMail(ctx, notice.Owner{Guest: h.guest(t)}, "victoria@example.org", "en")
			if fault.Is(err, fault.Limited) {
				refused++
			}
			d.work(t)
		}
		if len(d.mail.letters) != 3 || refused != 7 {
			t.Errorf("%d letters, %d refusals", len(d.mail.letters), refused)
		}
		h.Clock.Move(24 * time.Hour)
		do(t, d.TakeMail(ctx, notice.Owner{Guest: h.guest(t)}, "victoria@example.org", "en"))
	})
}

func TestAnAddressLivesNoLongerThanItsOwner(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.desk(t)
		gone, swept := h.guest(t), h.guest(t)
		who := party.AccountID(id.New[account.Account]())
		do(t, h.Store.Accounts().Update(ctx, func(tx account.Tx) error { return tx.PutAccount(account.Account{ID: who, Language: "en"}) }))
		for _, o := range []notice.Owner{{Guest: gone}, {Guest: swept}, {Account: who}} {
			do(t, d.TakeMail(ctx, o, "a@example.org", "en"))
			do(t, d.Choose(ctx, o, notice.Settings{TodayOnly: true}))
		}
		do(t, h.Spine.TakeEverythingBack(ctx, gone))
		do(t, h.Store.Accounts().Update(ctx, func(tx account.Tx) error { return tx.DeleteAccount(who) }))
		if n := h.count(t, "SELECT count(*) FROM reachable") + h.count(t, "SELECT count(*) FROM told"); n != 2 {
			t.Errorf("%d rows stand, want the 2 of the guest who stays", n)
		}
		h.Clock.Move(notice.ConfirmFor)
		do(t, h.Spine.Sweep(ctx))
		if n := h.count(t, "SELECT count(*) FROM reachable"); n != 0 {
			t.Error("an address that never said yes stands after two days")
		}
		h.Clock.Move(2 * 366 * 24 * time.Hour)
		do(t, h.Spine.Sweep(ctx))
		if n := h.count(t, "SELECT count(*) FROM told"); n != 0 {
			t.Error("settings stand after their guest is gone")
		}
	})
}

func TestAnAddressCannotBeReadInTheDatabase(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		if n := h.count(t, "SELECT count(*) FROM reachable WHERE sealed = $1 OR mark = $1", []byte("mina@example.org")); n != 0 {
			t.Error("it can be read")
		}
		other := h.desk(t)
		other.Key, _ = notice.NewKey([]byte(strings.Repeat("x", 32)))
		if c, err := other.Choice(ctx, notice.Owner{Guest: g}); err != nil || c.Mail != "" {
			t.Errorf("opened with another key: %q %v", c.Mail, err)
		}
		if c, err := d.Choice(ctx, notice.Owner{Guest: g}); err != nil || c.Mail != "mina@example.org" {
			t.Errorf("its owner reads %q %v", c.Mail, err)
		}
	})
}

const browser = `{"endpoint":"https://push.example/abc","keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}`

func TestABrowserIsWokenUntilItTakesItsPermissionBack(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		o := notice.Owner{Guest: g}
		do(t, d.TakePush(ctx, o, browser, "en"))
		do(t, d.TakePush(ctx, o, browser, "en"))
		if c, err := d.Choice(ctx, o); err != nil || len(c.Pushes) != 1 {
			t.Fatalf("%d ways, %v", len(c.Pushes), err)
		}
		h.tell(t, party.OfGuest(g), notice.Answered)
		if d.work(t); d.bell.rung != 1 {
			t.Errorf("rung %d times", d.bell.rung)
		}
		d.bell.err = job.ForGood(errors.New("gone"))
		h.Clock.Move(time.Hour)
		h.tell(t, party.OfGuest(g), notice.Answered)
		d.work(t)
		if n := h.count(t, "SELECT count(*) FROM reachable"); n != 0 || d.bell.rung != 2 {
			t.Errorf("%d ways stand, rung %d times", n, d.bell.rung)
		}
	})
}

func TestABoardWithoutMailQueuesNothing(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		d.Post, d.Bell = nil, nil
		h.tell(t, party.OfGuest(g), notice.StillFine)
		d.work(t)
		if n := h.count(t, "SELECT count(*) FROM job WHERE ended IS NULL"); n != 0 {
			t.Errorf("%d jobs wait for a server that is not there", n)
		}
		if n := h.count(t, "SELECT count(*) FROM notice WHERE NOT carried"); n != 0 {
			t.Error("notices wait for ever")
		}
		if err := d.TakeMail(ctx, notice.Owner{Guest: g}, "a@example.org", "en"); !fault.Is(err, fault.Unavailable) {
			t.Errorf("an address was taken: %v", err)
		}
	})
}

func TestAnAddressThatDoesNotWorkIsSaidToItsOwner(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		failing := func() bool {
			c, err := d.Choice(ctx, notice.Owner{Guest: g})
			do(t, err)
			return c.MailWay.Failing
		}
		for _, c := range []struct {
			err  error
			want bool
		}{{errors.New("away for a moment"), false}, {nil, false}, {job.ForGood(errors.New("refused")), true}, {nil, false}} {
			d.mail.err = c.err
			h.tell(t, party.OfGuest(g), notice.Kept)
			h.Clock.Move(time.Hour)
			d.work(t)
			h.Clock.Move(time.Hour)
			if d.work(t); failing() != c.want {
				t.Errorf("after %v: failing %v", c.err, failing())
			}
		}
	})
}

func TestNewsShowUnseenOnesFirstAndToTheirOwnerAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g, other := h.desk(t), h.guest(t), h.guest(t)
		mine, theirs := []party.Ref{party.OfGuest(g)}, []party.Ref{party.OfGuest(other)}
		h.tell(t, mine[0], notice.Kept)
		do(t, d.Seen(ctx, mine))
		h.Clock.Move(-time.Hour)
		h.tell(t, mine[0], notice.Answered)
		h.tell(t, theirs[0], notice.Lapsed)
		got, err := d.News(ctx, mine)
		do(t, err)
		if len(got) != 2 || got[0].Kind != notice.Answered || got[0].Seen || !got[1].Seen {
			t.Errorf("got %+v", got)
		}
		do(t, d.Seen(ctx, theirs))
		if got, _ := d.News(ctx, mine); got[0].Seen {
			t.Error("somebody else's look marked it")
		}
	})
}
