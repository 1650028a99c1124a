package account

import (
	"testing"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
)

func TestWhoeverEntersBringsTheirFacesAndTheirMandate(t *testing.T) {
	d := openDesk(t)
	o := d.person(t, "ana")
	d.person(t, "bo")
	p, err := d.Enter(ctx, o.Secret)
	if face, worn := p.Face(Board); err != nil || !worn || face.Name != "Ana" || p.Host || len(p.Faces) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := d.FirstHost(ctx, o.Session, eastfield); err != nil {
		t.Fatal(err)
	}
	d.Wear(ctx, o.Session, 7, "Ani")
	p, err = d.Enter(ctx, o.Secret)
	if face, _ := p.Face(7); err != nil || face.Name != "Ani" || !p.Host || len(p.Faces) != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	d.clock.Move(HostTerm)
	if p, _ := d.Enter(ctx, d.signIn(t, key("ana code")).Secret); p.Host {
		t.Error("a mandate that has ended still makes a host")
	}
	_, err = d.Enter(ctx, id.NewSecret(sessionSecret))
	wantKind(t, err, fault.SignIn, "account.sign_in_first")
}

func TestTheBoardIsCalledWhatItsFirstHostChose(t *testing.T) {
	d := openDesk(t)
	ana := d.person(t, "ana").Session
	link, _, _ := d.SetupLink()
	_, err := d.BecomeHost(ctx, ana, link, About{})
	wantKind(t, err, fault.Invalid, "setup.name_missing")
	if _, err := d.BecomeHost(ctx, ana, link, About{Name: " Eastfield \n board "}); err != nil {
		t.Fatal(err)
	}
	if a, err := d.About(ctx); err != nil || a.Name != "Eastfield board" {
		t.Errorf("it is called %q, %v", a.Name, err)
	}
	d.clock.Move(time.Minute)
	_, err = d.FirstHost(ctx, d.person(t, "bo").Session, eastfield)
	wantKind(t, err, fault.Gone, "account.setup_over")
}
