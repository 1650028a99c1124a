package web_test

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"alongside/internal/call"
	"alongside/internal/id"
)

// writesKit sends the form of a guest's kit, and answers where that led.
func (b *board) writesKit(t *testing.T, which, link string, form ...string) answer {
	t.Helper()
	all := url.Values{"channel": {"chat"}, "language": {"en"}}
	for i := 0; i+1 < len(form); i += 2 {
		all.Set(form[i], form[i+1])
	}
	return b.do("POST", "/mine/"+link+"/c/"+which+"/kit", "en", all)
}

func TestAKitSaysWhatItsCallSaysNowAndLeadsHomeOnly(t *testing.T) {
	b := newBoard(t)
	which, link := b.ask("/ask", "en", "Twelve chairs for the meeting", "place", "Dearborn, MI", "reach", "555 0142", "exact", "7 Mill Lane")
	if a := b.writesKit(t, which, link, "words", "Bring a chair, if you can.", "avoid", "No names.\n\nNo street.", "picture", "A circle of chairs.", "useby", "2026-05-09"); a.Code != 303 || a.Header().Get("Location") != "/kits/twelve-chairs-for-the-meeting" {
		t.Fatalf("%d to %s", a.Code, a.Header().Get("Location"))
	}
	kit := b.open("/kits/twelve-chairs-for-the-meeting")
	kit.sees(t, "Twelve chairs for the meeting", "Dearborn, MI", "Bring a chair, if you can. "+origin+"/c/"+which, "No names.", "A circle of chairs.",
		"Do not use this after Saturday 9 May 2026.", "of 300 letters.", "Changed on", "Read more")
	kit.misses(t, "555 0142", "Mill Lane", link, "/mine/", "Change these words", "Write the message kit")
	b.do("GET", "/kits/twelve-chairs-for-the-meeting", "ko", nil).sees(t, "Dearborn, MI "+origin+"/c/"+which, "아직 아무도 쓰지 않았어요.")

	b.do("POST", "/mine/"+link+"/c/"+which+"/edit", "en", url.Values{"title": {"Ten chairs"}, "text": {"Ten chairs"}, "place": {"Detroit, MI"}, "date": {""}, "time": {""}})
	kit = b.open("/kits/twelve-chairs-for-the-meeting")
	kit.sees(t, "Ten chairs", "Detroit, MI", "The call changed on Monday 4 May 2026.")
	kit.misses(t, "Twelve chairs", "Dearborn")

	b.do("POST", "/mine/"+link+"/c/"+which+"/close", "en", url.Values{"why": {"answered"}, "key": {"close"}})
	kit = b.open("/kits/twelve-chairs-for-the-meeting")
	kit.sees(t, "Please do not use this any more.", "Bring a chair, if you can.")
	if strings.Contains(kit.Body.String(), "data-copy") {
		t.Error("what is over can be copied with a press")
	}
	c, err := id.Parse[call.Call](which)
	if err == nil {
		err = b.house.Spine.Store.Update(context.Background(), func(tx call.Tx) error { return tx.EraseCall(c) })
	}
	if err != nil {
		t.Fatal(err)
	}
	gone := b.open("/kits/twelve-chairs-for-the-meeting")
	if gone.sees(t, "This message kit is erased."); gone.Code != 410 {
		t.Errorf("an erased kit: %d", gone.Code)
	}
}

func TestAStewardIsWarnedOfADoorAndOfAnotherHour(t *testing.T) {
	b := newBoard(t)
	which, link := b.ask("/ask", "en", "A lift to the clinic", "urgency", "day", "date", "2026-05-08", "time", "16:00")
	for words, warns := range map[string]string{
		"Call 555 010 0142.":           "It seems to hold a phone number.",
		"Write to sol@board.example.":  "It holds an e-mail address.",
		"We leave at 5 pm.":            "It says 5 pm. The call has another time.",
		"We leave from 12 Mill Street": "It seems to hold a street address.",
		"We leave at 16:00.":           "",
	} {
		a := b.writesKit(t, which, link, "words", words)
		to := a.Header().Get("Location")
		if warns == "" {
			if to != "/kits/a-lift-to-the-clinic" {
				t.Errorf("%q leads to %s", words, to)
			}
			continue
		}
		proof := regexp.MustCompile(`d=[^"#&]+`).FindString(b.do("POST", "/mine/"+link, "en", nil).Header().Get("Location"))
		form := b.open(regexp.MustCompile(`d=[^&]*`).ReplaceAllLiteralString(to, proof))
		form.sees(t, warns, "Saved.")
		if !strings.Contains(form.Body.String(), words) {
			t.Errorf("%q is not there to be changed", words)
		}
		b.open("/kits/a-lift-to-the-clinic").misses(t, warns)
	}
}

func TestWhatProgramsReadOfAKitIsDescribed(t *testing.T) {
	b := newBoard(t)
	which, link := b.ask("/ask", "en", "A ladder", "reach", "555 0142")
	b.writesKit(t, which, link, "words", "A ladder, please.", "avoid", "No names.")
	b.writesKit(t, which, link, "words", "We need a ladder.", "channel", "aloud", "length", "line", "avoid", "No names.")
	a := b.open("/kits/a-ladder.json")
	var got map[string]any
	var described struct {
		Components struct {
			Schemas map[string]struct {
				Required   []string       `json:"required"`
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(a.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.open("/openapi.json").Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	texts := got["renderings"].([]any)
	for name, has := range map[string]map[string]any{"Kit": got, "Rendering": texts[0].(map[string]any)} {
		schema := described.Components.Schemas[name]
		if len(schema.Required) != len(has) {
			t.Errorf("%s has %d fields and %d are described", name, len(has), len(schema.Required))
		}
		for _, field := range schema.Required {
			if _, there := has[field]; !there || schema.Properties[field] == nil {
				t.Errorf("%s.%s is not there, or not described", name, field)
			}
		}
	}
	for _, one := range texts {
		r := one.(map[string]any)
		if spoken := r["channel"] == "aloud"; spoken == strings.Contains(r["text"].(string), origin) {
			t.Errorf("what is spoken ends with no link, what is read with one: %v", r)
		}
	}
	if got["usable"] != true || got["call"] != origin+"/c/"+which || got["avoid"].([]any)[0] != "No names." {
		t.Errorf("%v", got)
	}
	a.misses(t, "555 0142", link)
}
