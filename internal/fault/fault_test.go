package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"alongside/internal/fault"
)

func TestWrapKeepsTheKindAndTheSentenceHoweverDeep(t *testing.T) {
	first := fault.New("call.hold", fault.Taken, "call.taken")
	err := fault.Wrap("web.hold", fmt.Errorf("in between: %w", fault.Wrap("aid.hold", first)))
	if fault.KindOf(err) != fault.Taken || fault.SayOf(err) != "call.taken" || !errors.Is(err, first) {
		t.Errorf("%v has become %s, %s", err, fault.KindOf(err), fault.SayOf(err))
	}
	if fault.Wrap("web.hold", nil) != nil {
		t.Error("nothing was wrapped into something")
	}
}

func TestAnErrorWithoutAKindIsOurMistake(t *testing.T) {
	for _, err := range []error{io.EOF, fault.Wrap("db.read", io.EOF)} {
		if !fault.Is(err, fault.Internal) || fault.SayOf(err) != "fault.internal" {
			t.Errorf("%v is %s and says %s", err, fault.KindOf(err), fault.SayOf(err))
		}
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("no error is an internal one")
	}
}

func TestAFormGathersEveryMistakeAndKeepsThemOnTheWayUp(t *testing.T) {
	var form fault.Form
	if err := form.Err("aid.check"); err != nil {
		t.Errorf("a form without mistakes says %v", err)
	}
	form.Check(true, "title", "ask.title_missing")
	form.Add("title", "ask.title_long", "most", 80)
	form.Check(false, "place", "ask.place_unknown")
	err := fault.Wrap("web.ask", form.Err("aid.check"))
	fields := fault.FieldsOf(err)
	if !fault.Is(err, fault.Invalid) || len(fields) != 2 || fields[0].Name != "title" || fields[1].Say != "ask.place_unknown" {
		t.Errorf("%v carries %v", err, fields)
	}
	if len(fields) > 0 && fmt.Sprint(fields[0].Args) != "[most 80]" {
		t.Errorf("the arguments are %v", fields[0].Args)
	}
}

func TestEveryKindHasItsOwnName(t *testing.T) {
	seen := map[string]fault.Kind{}
	for k := fault.Internal; k <= fault.Unavailable; k++ {
		if other, twice := seen[k.String()]; twice {
			t.Errorf("kinds %d and %d are both %q", other, k, k)
		}
		seen[k.String()] = k
	}
	if fault.Kind(200).String() != "internal" {
		t.Error("a kind that does not exist has a name")
	}
}

func TestTheLogSeesTheCauseAndTheFields(t *testing.T) {
	err := &fault.Error{Op: "db.save", Kind: fault.Unavailable, Say: "fault.full",
		Fields: []fault.Field{{Name: "title", Say: "ask.title_long"}}, Err: io.ErrShortWrite}
	if got, want := err.Error(), "db.save: unavailable: fault.full: title=ask.title_long: short write"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
