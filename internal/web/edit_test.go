package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestADayThatIsNoneOrPastIsNamedAndKept(t *testing.T) {
	b := newBoard(t)
	for _, c := range []struct{ date, time, says string }{
		{"2026-05-01", "", "That day has passed. Choose a later one."},
		{"2026-02-31", "", "Write the day like this: 2026-05-08."},
		{"next Tuesday", "", "Write the day like this: 2026-05-08."},
		{"2026-06-30", "25:99", "Write the time like this: 16:00."},
		{"", "", "Choose the day."},
	} {
		for _, step := range []string{"where", "check"} {
			a := b.do("POST", "/ask", "en", url.Values{"step": {step}, "text": {"Boxes"}, "urgency": {"day"}, "date": {c.date}, "time": {c.time}, "key": {c.date + c.time}})
			if a.sees(t, c.says); a.Code != 422 {
				t.Errorf("%q %q at %s: %d", c.date, c.time, step, a.Code)
			}
			for _, typed := range []string{c.date, c.time} {
				if typed != "" && !strings.Contains(a.Body.String(), `value="`+typed+`"`) {
					t.Errorf("what was typed is lost: %q", typed)
				}
			}
		}
	}
}

func TestWhoAskedChangesWordsDayThingsAndHowToReachThem(t *testing.T) {
	b := newBoard(t)
	call, link := b.ask("/ask", "ko", "전기 히터 두 대", "reach", "555 0142", "place", "Dearborn, MI")
	at := "/mine/" + link + "/c/" + call + "/edit"
	proof := regexp.MustCompile(`\?d=[^"#&]+`).FindString(b.do("POST", "/mine/"+link, "en", nil).Header().Get("Location"))
	page := b.open(at + proof)
	page.sees(t, "Change it")
	if !strings.Contains(page.Body.String(), `value="555 0142"`) {
		t.Error("how to reach them is not on the form")
	}
	change := func(more ...string) answer {
		form := url.Values{"title": {"전기 히터 두 대"}, "text": {"전기 히터 두 대"}, "place": {"Dearborn, MI"}, "reach": {"555 0142"}, "date": {""}, "time": {""}}
		for i := 0; i+1 < len(more); i += 2 {
			form[more[i]] = strings.Split(more[i+1], "|")
		}
		return b.do("POST", at, "en", form)
	}
	json := func() string { return b.open("/c/" + call + ".json").Body.String() }
	stands := func(all ...string) {
		t.Helper()
		for _, s := range all {
			if got := json(); !strings.Contains(got, s) {
				t.Errorf("%s is not in %s", s, got)
			}
		}
	}
	if a := change(); a.Code != 303 {
		t.Fatalf("%d %s", a.Code, a.words)
	}
	stands(`"starts": ""`, `"ends": ""`, `"language": "ko"`, `"area": "Dearborn, MI"`)
	if a := change("title", "Heaters", "date", "2026-05-09", "time", "10:00"); a.Code != 303 {
		t.Fatalf("%d %s", a.Code, a.words)
	}
	stands(`"starts": "2026-05-09T10:00:00-04:00"`, `"title": "Heaters"`)
	if strings.Contains(json(), `"title": "전기 히터 두 대"`) {
		t.Error("its one thing kept the old name")
	}
	part := regexp.MustCompile(`"id": "([0-9a-z]{9,})"`).FindStringSubmatch(json())[1]
	if a := change("title", "Heaters", "part-id", part+"|", "part", "Heaters|A blanket", "count", "2|3", "date", "2026-05-09", "time", "10:00"); a.Code != 303 {
		t.Fatalf("%d %s", a.Code, a.words)
	}
	stands(part, `"quantity": 2`, `"title": "A blanket"`, `"quantity": 3`)
	a := change("date", "2026-04-01", "reach", "chat: mina")
	if a.sees(t, "That day has passed. Choose a later one."); a.Code != 422 || !strings.Contains(a.Body.String(), `value="chat: mina"`) {
		t.Errorf("%d: what was typed is lost", a.Code)
	}
	a = change("part-id", part, "part", "Heaters", "count", "many")
	if a.sees(t, "Write a number from 1 to 999."); a.Code != 422 {
		t.Errorf("%d", a.Code)
	}
}

func TestTheOtherSideReadsTheLessonBeforeWritingOverIt(t *testing.T) {
	b := newBoard(t)
	call, asker := b.ask("/ask", "en", "A lift to the clinic", "reach", "555 0142")
	part := regexp.MustCompile(`name="part" value="([^"]+)"`).FindStringSubmatch(b.open("/c/" + call).Body.String())[1]
	at := regexp.MustCompile(`/mine/([^/?]+)/p/([^/?#]+)`).FindStringSubmatch(b.do("POST", "/c/"+call, "en", url.Values{"part": {part}, "key": {"tap"}}).Header().Get("Location"))
	helper, promise := at[1], at[2]
	do := func(who string, fields ...string) answer {
		form := url.Values{}
		for i := 0; i+1 < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return b.do("POST", "/mine/"+who+"/p/"+promise, "en", form)
	}
	do(helper, "do", "send", "name", "Bo", "reach", "bo@chat")
	for _, who := range []string{asker, helper} {
		if a := do(who, "do", "kept"); a.Code != 303 {
			t.Fatalf("%d %s", a.Code, a.words)
		}
	}
	do(helper, "do", "tell", "sent", "yes", "lesson", "Come ten minutes early.")
	do(asker, "do", "tell").sees(t, "Come ten minutes early.")
}
