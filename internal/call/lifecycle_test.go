package call

import (
	"strings"
	"testing"
	"time"

	"alongside/internal/fault"
	"alongside/internal/when"
)

var noon = time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC)

var acts = []act{reached, agree, decline, takeBack, handBack, letGo, handOver, silence, comeDue,
	settleKept, settleOne, settleNot, settleNone}

func TestWhatHasEndedNeverMovesAgain(t *testing.T) {
	for _, s := range Stages {
		if s.Runs() {
			continue
		}
		for _, a := range acts {
			m := Commitment{State: s}
			if err := m.move(a, noon); !fault.Is(err, fault.Stale) || m.State != s {
				t.Errorf("%s, %s: it became %s, %v", s, a, m.State, err)
			}
		}
	}
}

func TestEveryRunningStageCanBeHandedBackAndLetGo(t *testing.T) {
	for _, s := range Stages {
		if !s.Runs() {
			continue
		}
		for _, a := range []act{handBack, letGo} {
			m := Commitment{State: s}
			if err := m.move(a, noon); err != nil || m.State.Runs() || m.State.Holds() {
				t.Errorf("%s, %s: %s, %v", s, a, m.State, err)
			}
		}
	}
}

func TestEveryStageCanBeReached(t *testing.T) {
	seen := map[Stage]bool{Held: true, Queued: true} // one begins with a place, or on its list
	for range Stages {
		for from, to := range moves {
			for _, s := range to {
				if seen[from] {
					seen[s] = true
				}
			}
		}
	}
	for _, s := range Stages {
		if !seen[s] {
			t.Errorf("no way leads to %s", s)
		}
	}
}

func TestAMoveForgetsTheOldClocks(t *testing.T) {
	m := Commitment{State: Agreed, Nudge: noon, Until: noon}
	if err := m.move(handBack, noon); err != nil || !m.Nudge.IsZero() || !m.Until.IsZero() || m.Changed != noon {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestTheLeaseLeavesTimeToAskAndToFindSomebodyElse(t *testing.T) {
	for _, c := range []struct {
		name         string
		due          time.Duration
		fresh        bool
		nudge, until time.Duration // from now; nudge 0: nobody need ask
	}{
		{"without a day it is asked about", 0, true, when.LeaseFor - when.NudgeAhead, when.LeaseFor},
		{"a day far ahead is asked about the day before", 96 * time.Hour, true, 72 * time.Hour, 96*time.Hour - when.FreeAhead},
		{"a day soon stands as it was just promised", 30 * time.Hour, true, 0, 30 * time.Hour},
		{"still fine: it stands until its time", 96 * time.Hour, false, 0, 96 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Commitment{State: Agreed}
			if c.due > 0 {
				m.Due = noon.Add(c.due)
			}
			m.lease(noon, c.fresh)
			nudge := time.Duration(0)
			if !m.Nudge.IsZero() {
				nudge = m.Nudge.Sub(noon)
			}
			if nudge != c.nudge || m.Until.Sub(noon) != c.until {
				t.Errorf("asked after %s, ends after %s; want %s and %s", nudge, m.Until.Sub(noon), c.nudge, c.until)
			}
		})
	}
}

func TestBothSidesWordsDecideWhetherItWasKept(t *testing.T) {
	yes := func(v Voice) Word { return Word{Voice: v, Kept: true} }
	no := func(v Voice) Word { return Word{Voice: v} }
	for _, c := range []struct {
		words   []Word
		over    bool
		want    act
		settled bool
	}{
		{nil, false, "", false},
		{nil, true, settleNone, true},
		{[]Word{yes(Caller)}, false, "", false},
		{[]Word{yes(Caller)}, true, settleOne, true},
		{[]Word{yes(Caller), yes(Answerer)}, false, settleKept, true},
		{[]Word{no(Caller)}, false, settleNot, true},
		{[]Word{yes(Caller), no(Answerer)}, true, settleNot, true},
	} {
		if a, settled := settle(c.words, c.over); a != c.want || settled != c.settled {
			t.Errorf("%+v, over %v: %q %v", c.words, c.over, a, settled)
		}
	}
}

func TestADraftNamesEveryMistakeByItsField(t *testing.T) {
	long := strings.Repeat("가", 3000)
	d := Draft{Body: "", Name: long, Reach: long, Ends: noon.Add(-time.Hour), Parts: []DraftPart{{Title: "x", Quantity: 1000}}}
	d.Typist.ID = 1
	got := map[string]bool{}
	for _, f := range fault.FieldsOf(d.Check(noon)) {
		got[f.Name] = true
	}
	for _, want := range []string{"text", "name", "reach", "date", "part.0", "consent"} {
		if !got[want] {
			t.Errorf("nothing is said beside %s: %v", want, got)
		}
	}
}

func TestADraftWithoutPartsIsOnePartInItsOwnWords(t *testing.T) {
	d := Draft{Body: "A lift to the clinic. Monday would be best."}
	if err := d.Check(noon); err != nil {
		t.Fatal(err)
	}
	if len(d.Parts) != 1 || d.Parts[0].Title != d.Title || d.Parts[0].Quantity != 1 || d.Title != "A lift to the clinic" {
		t.Errorf("%q %+v", d.Title, d.Parts)
	}
}

func TestACallIsKeptByBothWhenEveryPromiseInItWas(t *testing.T) {
	for _, c := range []struct {
		stages []Stage
		reason Reason
		want   bool
	}{
		{[]Stage{Kept}, Answered, true},
		{[]Stage{Kept, Gone, Returned}, Answered, true},
		{[]Stage{Kept, KeptBySide}, Answered, false},
		{[]Stage{Kept, Agreed}, Answered, false},
		{[]Stage{Gone}, Answered, false},
		{nil, Answered, false},
		{[]Stage{Kept}, Expired, false},
	} {
		l := Look{Stages: c.stages}
		l.Reason = c.reason
		if l.KeptByBoth() != c.want {
			t.Errorf("%v, %s: %v", c.stages, c.reason, !c.want)
		}
	}
}
