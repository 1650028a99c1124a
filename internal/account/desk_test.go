package account

import (
	"context"
	"encoding/base64"
	"testing"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/when"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// desk is a Desk on memory with a clock that stands at noon.
type desk struct {
	*Desk
	mem   *memory
	clock *when.Set
}

func openDesk(t *testing.T) desk {
	t.Helper()
	d := desk{mem: newMemory(), clock: when.At(noon)}
	var err error
	d.Desk, err = Open(ctx, Config{Store: d.mem, Clock: d.clock, Origin: "https://board.example", Name: "Our board"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// key is a proof as a browser sends it, the same for the same name.
func key(name string) Proof {
	return Proof{Key: id.SecretFrom(base64.RawURLEncoding.EncodeToString(hashOf([]byte(name))))}
}

func typed(s string) Proof { return Proof{Typed: id.SecretFrom(s)} }

// person creates an account with words and a code of that name.
func (d desk) person(t *testing.T, name string) Opening {
	t.Helper()
	o, err := d.Create(ctx, Start{Name: "Ana", Language: "ko", Words: key(name + " words"), Code: key(name + " code")})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (d desk) signIn(t *testing.T, p Proof) Opening {
	t.Helper()
	o, err := d.SignIn(ctx, Attempt{Proof: p})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// kinds lists the keyholes of an account.
func (d desk) kinds(t *testing.T, s Session) (kinds string) {
	t.Helper()
	ks, err := d.Keyholes(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range ks {
		kinds += string(k.Kind) + " "
	}
	return kinds
}

func wantKind(t *testing.T, err error, kind fault.Kind, say string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("the answer is %v, want kind %v", err, kind)
	}
	got := fault.SayOf(err)
	if fields := fault.FieldsOf(err); len(fields) == 1 {
		got = fields[0].Say
	}
	if say != "" && got != say {
		t.Errorf("people read %q, want %q", got, say)
	}
}

func TestANewAccountIsSignedInAndOpensByEitherKey(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	if o.Session.Language != "ko" {
		t.Errorf("the session speaks %q", o.Session.Language)
	}
	for _, name := range []string{"ana words", "ana code"} {
		if got := d.signIn(t, key(name)).Session; got.Account != o.Session.Account || got.Language != "ko" {
			t.Errorf("%s opens %+v", name, got)
		}
	}
	s, err := d.Who(ctx, o.Secret)
	if err != nil || s.Account != o.Session.Account || s.Language != "ko" {
		t.Errorf("the cookie belongs to %+v, %v", s, err)
	}
}

func TestAnAccountNeedsTheCodeAndOneMore(t *testing.T) {
	for name, c := range map[string]struct {
		start Start
		say   string
	}{
		"nothing":           {Start{}, "account.keep_code"},
		"words alone":       {Start{Name: "Ana", Words: key("w")}, "account.keep_code"},
		"the code alone":    {Start{Name: "Ana", Code: key("c")}, "account.keep_two"},
		"one key for both":  {Start{Name: "Ana", Words: key("x"), Code: key("x")}, "account.wrong_kind"},
		"a key too short":   {Start{Name: "Ana", Words: Proof{Key: id.SecretFrom("AAAA")}, Code: key("c")}, "account.no_match"},
		"an invented word":  {Start{Name: "Ana", Words: typed("correct horse battery staple"), Code: key("c")}, "account.words_slip"},
		"a code as words":   {Start{Name: "Ana", Words: typed(NewCode().Reveal()), Code: key("c")}, "account.wrong_kind"},
		"a slip in a code":  {Start{Name: "Ana", Words: key("w"), Code: typed(NewCode().Reveal() + "2")}, "account.code_slip"},
		"a passkey unasked": {Start{Name: "Ana", Code: key("c"), Passkey: Answer{Credential: []byte("{}")}}, "account.passkey_late"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			_, err := d.Create(ctx, c.start)
			if err == nil {
				t.Fatal("an account was made")
			}
			wantKind(t, err, fault.KindOf(err), c.say)
			if n := len(d.mem.rows.accounts); n != 0 {
				t.Errorf("%d accounts stand", n)
			}
		})
	}
}

func TestTheSameFormTwiceMakesOneAccount(t *testing.T) {
	d := openDesk(t)
	a, b := d.person(t, "ana"), d.person(t, "ana")
	if a.Session.Account != b.Session.Account || len(d.mem.rows.accounts) != 1 {
		t.Errorf("accounts %v and %v", a.Session.Account, b.Session.Account)
	}
}

func TestWordsOfAnotherAccountAreNotTakenOver(t *testing.T) {
	d := openDesk(t)
	d.person(t, "ana")
	_, err := d.Create(ctx, Start{Name: "Ana", Words: key("ana words"), Code: key("other code")})
	wantKind(t, err, fault.Taken, "account.key_taken")
}

func TestTheWrongKeySaysNothingButNo(t *testing.T) {
	d := openDesk(t)
	d.person(t, "ana")
	for name, p := range map[string]Proof{"unknown": key("nobody"), "not a key": {Key: id.SecretFrom("!")}} {
		t.Run(name, func(t *testing.T) {
			_, err := d.SignIn(ctx, Attempt{Proof: p})
			wantKind(t, err, fault.Invalid, "account.no_match")
		})
	}
	_, err := d.SignIn(ctx, Attempt{})
	wantKind(t, err, fault.Invalid, "account.typed_missing")
}

func TestOnlyHashesAreKept(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	for _, k := range d.mem.rows.keyholes {
		raw, _ := base64.RawURLEncoding.DecodeString(key("ana words").Key.Reveal())
		if string(k.Lookup) == string(raw) {
			t.Error("a sign-in key is kept as it is")
		}
		if !k.Made.Equal(dayOf(noon)) {
			t.Errorf("a keyhole knows more than its day: %v", k.Made)
		}
	}
	for _, s := range d.mem.rows.sessions {
		if string(s.Hash) == o.Secret.Reveal() {
			t.Error("a session's secret is kept as it is")
		}
	}
}

func TestNoLessThanTwoKeysAndTheCodeStay(t *testing.T) {
	d := openDesk(t)
	s := d.person(t, "ana").Session
	ks, _ := d.Keyholes(ctx, s) // words, code
	wantKind(t, d.Change(ctx, s, Change{Drop: []KeyholeID{ks[0].ID}}), fault.Invalid, "account.keep_two")
	wantKind(t, d.Change(ctx, s, Change{Drop: []KeyholeID{ks[1].ID}}), fault.Invalid, "account.keep_code")
	if got := d.kinds(t, s); got != "words code " {
		t.Errorf("keyholes are %s", got)
	}
}

func TestNewWordsAndANewCodeReplaceTheOld(t *testing.T) {
	d := openDesk(t)
	s := d.person(t, "ana").Session
	if err := d.Change(ctx, s, Change{Words: key("new words"), Code: key("new code")}); err != nil {
		t.Fatal(err)
	}
	if got := d.kinds(t, s); got != "words code " {
		t.Errorf("keyholes are %s", got)
	}
	for _, old := range []string{"ana words", "ana code"} {
		if _, err := d.SignIn(ctx, Attempt{Proof: key(old)}); err == nil {
			t.Errorf("%s still open", old)
		}
	}
	d.signIn(t, key("new words"))
	d.signIn(t, key("new code"))
}

func TestALostPhoneIsShutOutByTheCode(t *testing.T) {
	d := openDesk(t)
	lost := d.person(t, "ana")
	d.clock.Move(time.Hour)
	now := d.signIn(t, key("ana code"))
	if err := d.Change(ctx, now.Session, Change{Words: key("new words"), EndOthers: true}); err != nil {
		t.Fatal(err)
	}
	_, err := d.Who(ctx, lost.Secret)
	wantKind(t, err, fault.SignIn, "")
	if _, err := d.SignIn(ctx, Attempt{Proof: key("ana words")}); err == nil {
		t.Error("the lost words still open")
	}
	if _, err := d.Who(ctx, now.Secret); err != nil {
		t.Errorf("the session that did it ended too: %v", err)
	}
}

func TestKeysAndDeletionAskForAFreshSignIn(t *testing.T) {
	d := openDesk(t)
	s := d.person(t, "ana").Session
	d.clock.Move(FreshFor)
	wantKind(t, d.Change(ctx, s, Change{Words: key("new")}), fault.Fresh, "account.prove_again")
	wantKind(t, d.Delete(ctx, s), fault.Fresh, "account.prove_again")
	wantKind(t, d.GoOnHosting(ctx, s), fault.Fresh, "account.prove_again")
	wantKind(t, d.HostToo(ctx, s, id.NewSecret(16)), fault.Fresh, "account.prove_again")
	_, err := d.AskHost(ctx, s)
	wantKind(t, err, fault.Fresh, "account.prove_again")
	_, err = d.AskNewPasskey(ctx, s)
	wantKind(t, err, fault.Fresh, "account.prove_again")

	s, err = d.Prove(ctx, s, Attempt{Proof: key("ana code")})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Change(ctx, s, Change{Words: key("new")}); err != nil {
		t.Errorf("after a fresh sign-in: %v", err)
	}
}

func TestAnotherPersonsKeyDoesNotMakeASessionFresh(t *testing.T) {
	d := openDesk(t)
	s := d.person(t, "ana").Session
	d.person(t, "bo")
	d.clock.Move(time.Hour)
	_, err := d.Prove(ctx, s, Attempt{Proof: key("bo code")})
	wantKind(t, err, fault.Invalid, "account.no_match")
}

func TestAClockThatJumpsBackDoesNotKeepASessionFresh(t *testing.T) {
	s := Session{Proved: noon}
	for name, c := range map[string]struct {
		now  time.Time
		want bool
	}{
		"at once":             {noon, true},
		"ten minutes later":   {noon.Add(FreshFor), false},
		"a second before":     {noon.Add(-time.Second), true},
		"an hour before":      {noon.Add(-time.Hour), false},
		"nearly ten, in time": {noon.Add(FreshFor - time.Second), true},
	} {
		if got := s.Fresh(c.now); got != c.want {
			t.Errorf("%s: fresh is %v", name, got)
		}
	}
}
