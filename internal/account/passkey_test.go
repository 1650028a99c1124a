package account

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"alongside/internal/fault"
	"alongside/internal/id"
)

// device is a small authenticator: it holds one passkey and signs with it, as
// Web Authentication, level 3, section 6 has it.
type device struct {
	id       []byte
	key      *ecdsa.PrivateKey
	handle   []byte
	origin   string
	verified bool // whether it asked for a finger or a number
}

func newDevice(t *testing.T) *device {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{id: randomBytes(20), key: k, origin: "https://board.example", verified: true}
}

// options is what a device reads of what the board asked.
type options struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"rp"`
	User struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
	UserVerification       string `json:"userVerification"`
	AuthenticatorSelection struct {
		ResidentKey      string `json:"residentKey"`
		UserVerification string `json:"userVerification"`
	} `json:"authenticatorSelection"`
	ExcludeCredentials []struct {
		ID string `json:"id"`
	} `json:"excludeCredentials"`
}

func read(t *testing.T, a Asking) (o options) {
	t.Helper()
	if err := json.Unmarshal(a.Options, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

var b64 = base64.RawURLEncoding.EncodeToString

func (d *device) clientData(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	return b
}

func (d *device) authData(rp string, more byte) []byte {
	h := sha256.Sum256([]byte(rp))
	flags := 0x01 | more // present
	if d.verified {
		flags |= 0x04
	}
	return append(append(h[:], flags), 0, 0, 0, 0)
}

// create makes the passkey and answers as signin.js does.
func (d *device) create(t *testing.T, a Asking) Answer {
	t.Helper()
	o := read(t, a)
	d.handle, _ = base64.RawURLEncoding.DecodeString(o.User.ID)
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	cose := slices.Concat([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33], []byte{0x22, 0x58, 32}, point[33:])
	data := slices.Concat(d.authData(o.RP.ID, 0x40), make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(d.id))), d.id, cose)
	object := slices.Concat([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), []byte{byte(len(data))}, data)
	return d.answer(a, map[string]string{
		"clientDataJSON": b64(d.clientData("webauthn.create", o.Challenge)), "attestationObject": b64(object),
	})
}

// get signs in with it.
func (d *device) get(t *testing.T, a Asking) Answer {
	t.Helper()
	o := read(t, a)
	client, data := d.clientData("webauthn.get", o.Challenge), d.authData(o.RPID, 0)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(slices.Concat(data, sum[:]))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.answer(a, map[string]string{
		"clientDataJSON": b64(client), "authenticatorData": b64(data),
		"signature": b64(signature), "userHandle": b64(d.handle),
	})
}

func (d *device) answer(a Asking, response map[string]string) Answer {
	b, _ := json.Marshal(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key",
		"response": response, "clientExtensionResults": map[string]any{},
	})
	return Answer{Ceremony: a.Ceremony, Credential: b, Label: "my phone"}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// withPasskey makes an account that a device and a code open.
func (d desk) withPasskey(t *testing.T, phone *device) Opening {
	t.Helper()
	a := phone.create(t, must[Asking](t)(d.AskNewPasskey(ctx, Session{})))
	return must[Opening](t)(d.Create(ctx, Start{Name: "Ana", Language: "ar", Code: key("code"), Passkey: a}))
}

func TestAPasskeyMakesAnAccountAndOpensIt(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	made := d.withPasskey(t, phone)
	if got := d.kinds(t, made.Session); got != "passkey code " {
		t.Errorf("keyholes are %s", got)
	}
	o := must[Opening](t)(d.SignIn(ctx, Attempt{Passkey: phone.get(t, must[Asking](t)(d.AskPasskey(ctx)))}))
	if o.Session.Account != made.Session.Account || o.Session.Language != "ar" {
		t.Errorf("the passkey opens %+v", o.Session)
	}
}

func TestTheDeviceMustVerifyThePersonAndKeepTheKey(t *testing.T) {
	d := openDesk(t)
	o := read(t, must[Asking](t)(d.AskNewPasskey(ctx, Session{})))
	if s := o.AuthenticatorSelection; s.ResidentKey != "required" || s.UserVerification != "required" {
		t.Errorf("a new passkey is asked for with %+v", s)
	}
	if o.RP.Name != "Our board" || o.User.Name != "Our board" {
		t.Errorf("the phone would show %q and %q", o.RP.Name, o.User.Name)
	}
	if o := read(t, must[Asking](t)(d.AskPasskey(ctx))); o.UserVerification != "required" {
		t.Errorf("a sign-in asks for verification %q", o.UserVerification)
	}
}

func TestAPasskeyThatDoesNotFitOpensNothing(t *testing.T) {
	for name, spoil := range map[string]func(*device){
		"another site":       func(p *device) { p.origin = "https://elsewhere.example" },
		"nobody verified":    func(p *device) { p.verified = false },
		"another key":        func(p *device) { p.key = newDevice(t).key },
		"another credential": func(p *device) { p.id = randomBytes(20) },
		"another handle":     func(p *device) { p.handle = randomBytes(8) },
	} {
		t.Run(name, func(t *testing.T) {
			d, phone := openDesk(t), newDevice(t)
			d.withPasskey(t, phone)
			spoil(phone)
			_, err := d.SignIn(ctx, Attempt{Passkey: phone.get(t, must[Asking](t)(d.AskPasskey(ctx)))})
			wantKind(t, err, fault.Invalid, "account.passkey_refused")
		})
	}
}

func TestACeremonyIsGoodOnceAndForFiveMinutes(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	d.withPasskey(t, phone)
	a := phone.get(t, must[Asking](t)(d.AskPasskey(ctx)))
	must[Opening](t)(d.SignIn(ctx, Attempt{Passkey: a}))
	_, err := d.SignIn(ctx, Attempt{Passkey: a})
	wantKind(t, err, fault.Gone, "account.passkey_late")

	late := phone.get(t, must[Asking](t)(d.AskPasskey(ctx)))
	d.clock.Move(ceremonyLife)
	_, err = d.SignIn(ctx, Attempt{Passkey: late})
	wantKind(t, err, fault.Gone, "account.passkey_late")

	d.AskPasskey(ctx)
	d.clock.Move(ceremonyLife)
	if err := d.Sweep(ctx); err != nil || len(d.mem.rows.ceremonies) != 0 {
		t.Errorf("%d ceremonies stay after the sweep, %v", len(d.mem.rows.ceremonies), err)
	}
}

func TestACeremonyServesOnlyWhatItWasBegunFor(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	ana := d.withPasskey(t, phone).Session
	bo := d.person(t, "bo").Session

	forAna := newDevice(t).create(t, must[Asking](t)(d.AskNewPasskey(ctx, ana)))
	wantKind(t, d.Change(ctx, bo, Change{Passkey: forAna}), fault.Invalid, "account.passkey_refused")

	forAna = newDevice(t).create(t, must[Asking](t)(d.AskNewPasskey(ctx, ana)))
	_, err := d.Create(ctx, Start{Name: "Ana", Code: key("c"), Passkey: forAna})
	wantKind(t, err, fault.Invalid, "account.passkey_refused")

	_, err = d.SignIn(ctx, Attempt{Passkey: phone.get(t, must[Asking](t)(d.AskNewPasskey(ctx, ana)))})
	wantKind(t, err, fault.Invalid, "account.passkey_refused")
}

func TestASecondPasskeyStandsBesideTheFirst(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	s := d.withPasskey(t, phone).Session
	asking := must[Asking](t)(d.AskNewPasskey(ctx, s))
	if o := read(t, asking); len(o.ExcludeCredentials) != 1 || o.ExcludeCredentials[0].ID != b64(phone.id) {
		t.Errorf("a device that has a passkey would make another: %+v", o.ExcludeCredentials)
	}
	second := newDevice(t)
	if err := d.Change(ctx, s, Change{Passkey: second.create(t, asking)}); err != nil {
		t.Fatal(err)
	}
	ks := must[[]Keyhole](t)(d.Keyholes(ctx, s))
	if len(ks) != 3 || ks[1].Label != "my phone" {
		t.Fatalf("keyholes are %+v", ks)
	}
	if err := d.Rename(ctx, s, ks[0].ID, "the old phone"); err != nil {
		t.Fatal(err)
	}
	if err := d.Change(ctx, s, Change{Drop: []KeyholeID{ks[0].ID}}); err != nil {
		t.Fatal(err)
	}
	if got := d.kinds(t, s); got != "passkey code " {
		t.Errorf("keyholes are %s", got)
	}
}

func TestNothingThatNamesTheDeviceIsKept(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	d.withPasskey(t, phone)
	for _, k := range d.mem.rows.keyholes {
		if k.Kind != KindPasskey {
			continue
		}
		var kept map[string]any
		if err := json.Unmarshal(k.Passkey, &kept); err != nil || len(kept) != 3 {
			t.Errorf("kept of a passkey: %s, %v", k.Passkey, err)
		}
	}
}

func TestTheIDOfACredentialIsNoKey(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	phone.id = randomBytes(keyBytes) // as long as a sign-in key
	d.withPasskey(t, phone)
	_, err := d.SignIn(ctx, Attempt{Proof: Proof{Key: id.SecretFrom(b64(phone.id))}})
	wantKind(t, err, fault.Invalid, "account.no_match")
}

func TestPasskeysAreOfferedOnlyWhereBrowsersMakeThem(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://board.example":      true,
		"https://board.example:8443": true,
		"http://localhost:8080":      true,
		"http://127.0.0.1:8080":      false,
		"https://[::1]:8080":         false,
		"http://board.example":       false,
		"":                           false,
	} {
		d, err := Open(ctx, Config{Store: newMemory(), Origin: origin, Name: "b", Clock: openDesk(t).clock})
		if err != nil || d.Passkeys() != want {
			t.Errorf("%q: passkeys are %v, %v", origin, d.Passkeys(), err)
			continue
		}
		if _, err := d.AskPasskey(ctx); !want {
			wantKind(t, err, fault.NotFound, "account.no_passkeys")
		}
	}
	if _, err := Open(ctx, Config{Store: newMemory(), Origin: "board", Clock: openDesk(t).clock}); err == nil {
		t.Error("an origin without a scheme was taken")
	}
}

func TestAnAnswerTooLargeIsNotRead(t *testing.T) {
	d := openDesk(t)
	_, err := d.SignIn(ctx, Attempt{Passkey: Answer{Credential: bytes.Repeat([]byte("x"), mostAnswer+1)}})
	wantKind(t, err, fault.TooLarge, "")
}

// Not a fuzz target: those hang in a package that imports net/http.
func TestABrokenAnswerNeitherOpensNorPanics(t *testing.T) {
	d, phone := openDesk(t), newDevice(t)
	d.withPasskey(t, phone)
	good := string(phone.get(t, must[Asking](t)(d.AskPasskey(ctx))).Credential)
	for _, answer := range []string{"", "{}", "null", "[]", strings.Repeat("[", 4000), good[:len(good)/2],
		strings.Replace(good, "public-key", "password", 1), strings.Replace(good, `"signature"`, `"sig"`, 1),
		strings.ReplaceAll(good, `":"`, `":"*`), `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30"}}`} {
		in := must[Asking](t)(d.AskPasskey(ctx))
		if _, err := d.SignIn(ctx, Attempt{Passkey: Answer{in.Ceremony, []byte(answer), ""}}); err == nil {
			t.Errorf("%q opened", answer)
		}
		made := must[Asking](t)(d.AskNewPasskey(ctx, Session{}))
		if _, err := d.Create(ctx, Start{Name: "Ana", Code: key("c"), Passkey: Answer{made.Ceremony, []byte(answer), ""}}); err == nil {
			t.Errorf("%q made an account", answer)
		}
	}
}
