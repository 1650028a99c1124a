package account

import (
	"context"
	"strings"
	"testing"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

var eastfield = About{Name: "Eastfield board", Area: "Eastfield"}

func (d desk) hosting(t *testing.T) Hosting {
	t.Helper()
	h, err := d.Hosting(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTheSetupLinkMakesOneHostOnce(t *testing.T) {
	d := openDesk(t)
	ana, bo := d.person(t, "ana").Session, d.person(t, "bo").Session
	if over, _ := d.HostMandated(ctx); over || d.hosting(t) != NeverHosted {
		t.Fatal("a new board has a host")
	}
	link, until, ok := d.SetupLink()
	if !ok || until != noon.Add(30*time.Minute) || !d.SetupOpens(link) {
		t.Fatalf("the link lives until %v, %v", until, ok)
	}
	if _, _, again := d.SetupLink(); again {
		t.Error("a second link was made while the first still works")
	}
	if _, err := d.BecomeHost(ctx, ana, id.SecretFrom("guess"), eastfield); err == nil {
		t.Fatal("a guessed link made a host")
	}
	m, err := d.BecomeHost(ctx, ana, link, eastfield)
	if err != nil || m.Until.Sub(m.From) > HostTerm {
		t.Fatalf("the mandate is %+v, %v", m, err)
	}
	_, err = d.BecomeHost(ctx, bo, link, eastfield)
	wantKind(t, err, fault.Gone, "account.setup_over")
	if over, _ := d.HostMandated(ctx); !over || d.hosting(t) != Hosted {
		t.Error("the board does not know its host")
	}
	if _, is, _ := d.IsHost(ctx, ana); !is {
		t.Error("the host is not host")
	}
	if _, is, _ := d.IsHost(ctx, bo); is {
		t.Error("another is host")
	}
}

func TestASetupLinkLivesHalfAnHour(t *testing.T) {
	d := openDesk(t)
	ana := d.person(t, "ana").Session
	link, _, _ := d.SetupLink()
	d.clock.Move(SetupLife)
	_, err := d.BecomeHost(ctx, ana, link, eastfield)
	wantKind(t, err, fault.Gone, "account.setup_over")
	fresh, _, ok := d.SetupLink()
	if !ok || d.SetupOpens(link) || !d.SetupOpens(fresh) {
		t.Error("a new link does not take the place of the old")
	}
}

func TestOfTwoProcessesOneMakesTheHost(t *testing.T) {
	d := openDesk(t)
	other, err := Open(ctx, Config{Store: d.mem, Clock: d.clock})
	if err != nil || other.Salt() != d.Salt() {
		t.Fatalf("the second desk has another salt, or %v", err)
	}
	ana, bo := d.person(t, "ana").Session, d.person(t, "bo").Session
	here, _, _ := d.SetupLink()
	there, _, _ := other.SetupLink()
	if _, err := d.BecomeHost(ctx, ana, here, eastfield); err != nil {
		t.Fatal(err)
	}
	_, err = other.BecomeHost(ctx, bo, there, eastfield)
	wantKind(t, err, fault.Gone, "account.setup_over")
}

func TestAHostMandateEndsAndTheBoardStaysOpen(t *testing.T) {
	d := openDesk(t)
	ana := d.person(t, "ana").Session
	link, _, _ := d.SetupLink()
	d.BecomeHost(ctx, ana, link, eastfield)
	d.clock.Move(HostTerm)
	if _, is, _ := d.IsHost(ctx, ana); is || d.hosting(t) != Lapsed {
		t.Error("the mandate outlived its end")
	}
	if over, _ := d.HostMandated(ctx); !over {
		t.Error("every page would lead to set-up again")
	}
	again, _, ok := d.SetupLink()
	if _, err := d.BecomeHost(ctx, d.signIn(t, key("ana code")).Session, again, eastfield); !ok || err != nil {
		t.Errorf("nobody can take over: %v", err)
	}
}

func (d desk) hosts(t *testing.T, s Session) bool {
	t.Helper()
	_, is, err := d.IsHost(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func TestAHostAsksAnotherWhoSaysYesGoesOnAndLaysItDown(t *testing.T) {
	d := openDesk(t)
	ana, bo, cy := d.person(t, "ana").Session, d.person(t, "bo").Session, d.person(t, "cy").Session
	link, _, _ := d.SetupLink()
	d.BecomeHost(ctx, ana, link, eastfield)
	_, err := d.AskHost(ctx, cy)
	wantKind(t, err, fault.NotFound, "account.not_host")
	wantKind(t, d.GoOnHosting(ctx, cy), fault.NotFound, "account.not_host")
	wantKind(t, d.HostToo(ctx, cy, id.SecretFrom("guess")), fault.Gone, "account.host_link_over")

	ask := func() id.Secret {
		t.Helper()
		link, err := d.AskHost(ctx, ana)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	asked := ask()
	if d.hosts(t, bo) {
		t.Error("bo is host before a yes")
	}
	if err := d.HostToo(ctx, bo, asked); err != nil {
		t.Fatal(err)
	}
	if until, is, _ := d.IsHost(ctx, bo); !is || until != noon.Add(HostTerm) {
		t.Errorf("bo is host: %v until %v", is, until)
	}
	wantKind(t, d.HostToo(ctx, cy, asked), fault.Gone, "account.host_link_over")

	late := ask()
	d.clock.Move(HostLinkFor)
	ana, cy = d.signIn(t, key("ana code")).Session, d.signIn(t, key("cy code")).Session
	wantKind(t, d.HostToo(ctx, cy, late), fault.Gone, "account.host_link_over")
	if err := d.GoOnHosting(ctx, ana); err != nil {
		t.Fatal(err)
	}
	if until, _, _ := d.IsHost(ctx, ana); until != noon.Add(HostLinkFor+HostTerm) {
		t.Errorf("ana goes on until %v", until)
	}
	orphan := ask()
	if n, err := d.Hosts(ctx); n != 2 || err != nil {
		t.Errorf("%d hosts, %v", n, err)
	}
	if err := d.StopHosting(ctx, ana); err != nil {
		t.Fatal(err)
	}
	if d.hosts(t, ana) || !d.hosts(t, bo) {
		t.Error("who lays it down is host, or the other is not")
	}
	wantKind(t, d.HostToo(ctx, cy, orphan), fault.Gone, "account.host_link_over") // nobody's asking any more
}

func TestAFaceKeepsItsIDAndIsOneAGroup(t *testing.T) {
	d := openDesk(t)
	s := d.person(t, "ana").Session
	group := id.New[party.Face]() // any number
	a, err := d.Wear(ctx, s, party.GroupID(group), " Ana  from 3B ")
	if err != nil || a.Name != "Ana from 3B" {
		t.Fatalf("the face is %+v, %v", a, err)
	}
	b, _ := d.Wear(ctx, s, party.GroupID(group), "A.")
	board, _ := d.Wear(ctx, s, Board, "Someone")
	if b.ID != a.ID || b.Name != "A." || board.ID == a.ID {
		t.Errorf("faces are %+v, %+v, %+v", a, b, board)
	}
	_, err = d.Wear(ctx, s, Board, "   ")
	wantKind(t, err, fault.Invalid, "account.name_missing")
	_, err = d.Wear(ctx, s, Board, strings.Repeat("x", 61))
	wantKind(t, err, fault.Invalid, "account.name_long")
}

func TestADeletedAccountLeavesOnlyNamelessFaces(t *testing.T) {
	d := openDesk(t)
	bo := d.person(t, "bo")
	o := d.person(t, "ana")
	face, _ := d.Wear(ctx, o.Session, Board, "Ana")
	d.Wear(ctx, bo.Session, Board, "Bo")
	var left []party.FaceID
	d.left = func(_ context.Context, _ Tx, f party.Face) error {
		left = append(left, f.ID)
		return nil
	}
	if err := d.Delete(ctx, o.Session); err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0] != face.ID {
		t.Errorf("told that %v left", left)
	}
	if f := d.mem.rows.faces[face.ID]; f.Account != 0 || f.Name != "" {
		t.Errorf("the face still tells %+v", f)
	}
	if _, err := d.Who(ctx, o.Secret); err == nil {
		t.Error("the session is still open")
	}
	if _, err := d.SignIn(ctx, Attempt{Proof: key("ana code")}); err == nil {
		t.Error("the code still opens")
	}
	if _, err := d.Who(ctx, bo.Secret); err != nil {
		t.Errorf("another person is out too: %v", err)
	}
}

func TestAnAccountStaysWhenItsPromisesCannotBeHandedBack(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	d.Wear(ctx, o.Session, Board, "Ana")
	d.left = func(context.Context, Tx, party.Face) error { return fault.New("x", fault.Unavailable, "") }
	wantKind(t, d.Delete(ctx, o.Session), fault.Unavailable, "")
	if _, err := d.Who(ctx, o.Secret); err != nil {
		t.Error("half of the account is gone")
	}
}
