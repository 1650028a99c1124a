package id_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"alongside/internal/id"
)

type thing struct{}

func TestAnIDComesBackFromItsText(t *testing.T) {
	ids := []id.Of[thing]{1, 31, 32, 1<<40 - 1, 1 << 40, math.MaxInt64, id.New[thing](), id.Short[thing]()}
	for _, n := range ids {
		for _, text := range []string{n.String(), strings.ToUpper(n.String()), strings.NewReplacer("0", "o", "1", "l").Replace(n.String())} {
			back, err := id.Parse[thing](text)
			if err != nil || back != n {
				t.Errorf("%d is %q and came back as %d: %v", n, text, back, err)
			}
		}
	}
}

func TestIDsAreNoSequence(t *testing.T) {
	seen := map[id.Of[thing]]bool{}
	rising := 0
	var last id.Of[thing]
	for range 1000 {
		n := id.New[thing]()
		if n <= 0 || seen[n] {
			t.Fatalf("%d came twice or is not positive", n)
		}
		if n > last {
			rising++
		}
		seen[n], last = true, n
	}
	if rising > 600 || rising < 400 {
		t.Errorf("%d of 1000 ids were greater than the one before", rising)
	}
}

func TestAShortIDHasEightLetters(t *testing.T) {
	for range 100 {
		if s := id.Short[thing]().String(); len(s) != 8 {
			t.Fatalf("%q", s)
		}
	}
}

func TestWhatIsNoIDIsRefused(t *testing.T) {
	for _, s := range []string{"", "0", "00000000", "0000000000000", "1234567u", "1234567é", "zzzzzzzzzzzzz", "g800000000000", "0000000000001", " 1234567", "-1234567"} {
		if n, err := id.Parse[thing](s); err == nil {
			t.Errorf("%q was read as %d", s, n)
		}
	}
}

func TestASecretMatchesItsHashAndNothingElse(t *testing.T) {
	s := id.NewSecret(16)
	if !id.SecretFrom(s.Reveal()).Matches(s.Hash()) {
		t.Error("a secret does not match its own hash")
	}
	for _, other := range []id.Secret{{}, id.NewSecret(16), id.SecretFrom(s.Reveal() + "A"), id.SecretFrom(s.Reveal()[1:])} {
		if other.Matches(s.Hash()) || other.Matches(nil) {
			t.Error("another secret matches")
		}
	}
	if s.Empty() || !(id.Secret{}).Empty() {
		t.Error("empty is not told from full")
	}
	if n := len(id.NewSecret(32).Reveal()); n != 43 {
		t.Errorf("32 bytes make %d letters", n)
	}
}

func TestASecretNeverPrintsItself(t *testing.T) {
	s := id.NewSecret(16)
	js, err := json.Marshal(map[string]any{"s": s, "p": &s, s.String(): []id.Secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	hidden := struct{ s id.Secret }{s} // fmt calls no String on such a field
	out := string(js) + fmt.Sprintf("%v %+v %#v %s %q %v %+v %#v", s, s, s, s, s, hidden, hidden, hidden)
	if strings.Contains(out, s.Reveal()) {
		t.Errorf("the secret stands in %s", out)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"00000001", "7k2p9abc", "1000000000000", "7zzzzzzzzzzzz", "OIL00000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := id.Parse[thing](s)
		if err != nil {
			return
		}
		if n <= 0 {
			t.Errorf("%q was read as %d", s, n)
		}
		if back, err := id.Parse[thing](n.String()); err != nil || back != n || len(n.String()) != len(s) {
			t.Errorf("%q became %s", s, n)
		}
	})
}
