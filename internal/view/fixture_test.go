package view

import (
	"testing"
	"time"

	"alongside/internal/locale"
)

// The fixtures are one invented board, full enough to look at and to weigh.

func languages(t testing.TB) []*locale.Language {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Languages()
}

func frame(l *locale.Language, all []*locale.Language, path string) Frame {
	f := Frame{L: l, Board: "Eastfield Alongside", RunBy: l.List([]string{"Eastfield Tenants", "Harbour Kitchen", "Night Bus Circle"}),
		Origin: "https://eastfield.example", Path: path, Leave: ""}
	for _, x := range all {
		f.Languages = append(f.Languages, LanguageLink{x.Tag(), x.Name(), "/" + x.Tag() + path, x == l})
	}
	return f
}

var someDay = time.Date(2026, 5, 5, 16, 0, 0, 0, time.UTC)

func tongue[T any](l *locale.Language, en, es, ko, ar T) T {
	switch l.Tag() {
	case "es":
		return es
	case "ko":
		return ko
	case "ar":
		return ar
	}
	return en
}

func someRows(l *locale.Language) []CallRow {
	return []CallRow{
		{Href: "/c/7k2p9", Kind: Aid, Urgent: true, Parts: 5, Done: 2,
			Title:   tongue(l, "Two heaters and hot meals while the boiler is out", "Dos estufas y comida caliente mientras no hay caldera", "보일러를 고칠 동안 쓸 난로 2대와 따뜻한 식사", "مدفأتان ووجبات ساخنة ريثما يُصلَح السخّان"),
			Where:   tongue(l, "Mill Lane", "Mill Lane", "밀 레인", "شارع ميل"),
			Through: tongue(l, "Eastfield Tenants", "Eastfield Tenants", "이스트필드 세입자모임", "مستأجري إيستفيلد"),
			Still:   tongue(l, "1 heater, meals on Wednesday and Thursday", "1 estufa, comida el miércoles y el jueves", "난로 1대, 수·목요일 식사", "مدفأة، ووجبتا الأربعاء والخميس")},
		{Href: "/c/2", Kind: Action, Parts: 4, Done: 3, Title: tongue(l, "Walk together to the housing hearing", "Caminar juntas a la audiencia de vivienda", "주거 청문회까지 함께 걷기", "نمشي معًا إلى جلسة السكن"), When: l.NearClock(someDay, someDay), Where: tongue(l, "Canal Square", "Canal Square", "운하 광장", "ساحة القناة")},
		{Href: "/c/3", Kind: Voice, Parts: 1, Title: tongue(l, "Stop the evictions on Mill Lane", "Paren los desalojos en Mill Lane", "밀 레인 강제퇴거를 멈춰 주세요", "أوقفوا الإخلاء في شارع ميل")},
		{Href: "/c/4", Kind: KnowHow, Parts: 1, Title: tongue(l, "How do you run a laundry rota without an app?", "¿Cómo llevan un turno de lavandería sin aplicación?", "앱 없이 빨래 당번을 어떻게 정하나요?", "كيف ننظِّم دور الغسيل من دون تطبيق؟")},
		{Href: "/c/5", Kind: Aid, Offer: true, Parts: 4, Done: 4, Title: tongue(l, "Van and driver on Saturday mornings", "Furgoneta y conductor los sábados", "토요일 오전 승합차와 운전", "شاحنة صغيرة وسائق صباح كل سبت")},
		{Href: "/c/6", Kind: Aid, Ring: RingClosed, Parts: 1, Title: "Boxes for moving"},
		{Href: "/c/7", Kind: KnowHow, Ring: RingExpired, Parts: 2, Title: "Somebody who reads Tigrinya"},
	}
}

func keptRows(l *locale.Language) []CallRow {
	return []CallRow{
		{Href: "/c/8", Kind: Aid, Ring: RingKept, Title: tongue(l, "A lift to the clinic and back", "Un viaje a la clínica, ida y vuelta", "병원까지 오가는 차편", "توصيلة إلى العيادة ذهابًا وإيابًا"), Kept: l.Day(someDay), Words: tongue(l, "She came early and waited with me.", "Llegó temprano y esperó conmigo.", "일찍 와서 같이 기다려 주셨어요.", "جاءت باكرًا وانتظرت معي.")},
		{Href: "/c/9", Kind: KnowHow, Ring: RingKept, Title: "Korean and English at the rent office", Kept: l.Day(someDay)},
	}
}

func someGroups() []GroupRow {
	return []GroupRow{{Href: "/g/eastfield-tenants", Name: "Eastfield Tenants", About: "Renters in 14 buildings. Meets Thursdays"}, {Href: "/g/harbour-kitchen", Name: "Harbour Kitchen", About: "Shared meals and a fridge on Dock Street"}, {Href: "/g/night-bus", Name: "Night Bus Circle", About: "Nobody walks home alone"}}
}

func boardPage(l *locale.Language, all []*locale.Language, calls int) BoardPage {
	f := frame(l, all, "/")
	f.Nav, f.Title = NavBoard, l.T("view.nav_board")
	p := BoardPage{Frame: f, Chips: KindChips(f, ""), Kept: keptRows(l), Groups: someGroups(), More: "/?after=x"}
	rows := someRows(l)
	for i := range calls {
		r := rows[i%len(rows)]
		p.Waiting = append(p.Waiting, r)
	}
	return p
}

func callPage(l *locale.Language, all []*locale.Language) CallPage {
	f := frame(l, all, "/c/7k2p9")
	f.Nav = NavBoard
	row := someRows(l)[0]
	f.Title = row.Title
	return CallPage{Frame: f, Call: row, Asked: tongue(l, "A neighbour", "Una vecina", "이웃", "جار"), Through: &Link{row.Through, "/g/eastfield-tenants"},
		Where: row.Where + ".", Later: true, Until: l.Day(someDay), CanPost: "/c/7k2p9/can",
		Tongues:  l.List([]string{"한국어", "English"}),
		Body:     tongue(l, "The boiler stopped on Sunday. I live here with my mother, who is 81.\nOne room warm would be enough.", "La caldera se paró el domingo. Vivo aquí con mi madre, que tiene 81 años.", "일요일에 보일러가 멈췄어요. 여든하나이신 어머니와 살고 있습니다. 방 하나만 따뜻하면 됩니다.", "توقّف السخّان يوم الأحد. أعيش هنا مع أمي وعمرها 81 عامًا. تكفينا غرفة دافئة واحدة."),
		BodyLang: l.Tag(),
		Parts: []PartRow{
			{ID: "a", Name: tongue(l, "1 oil heater", "1 estufa", "전기난로 1대", "مدفأة زيت واحدة"), Detail: l.Day(someDay)},
			{ID: "b", Name: tongue(l, "Hot meal, Wednesday", "Comida, miércoles", "따뜻한 식사, 수요일", "وجبة ساخنة، الأربعاء"), Of: 4, Left: 2},
			{ID: "c", Name: tongue(l, "Hot meal, Thursday", "Comida, jueves", "따뜻한 식사, 목요일", "وجبة ساخنة، الخميس"), State: PartMine},
			{ID: "d", Name: "Blankets", State: PartHeld},
			{ID: "e", Name: "Gas check", State: PartOver},
			{ID: "f", Name: "1 oil heater", State: PartTaken, By: "Harbour Kitchen"},
		},
		Steps: UsualSteps(l, row, l.Day(someDay), l.N("call.parts_answered", 5, "done", 2), ""), Sees: UsualSees(l, 7),
		Share: "/c/7k2p9/share", Slip: "/c/7k2p9/slip", Calendar: "/c/7k2p9.ics", Report: "/report?about=/c/7k2p9"}
}

func askWhat(l *locale.Language, all []*locale.Language, bad bool) AskWhatPage {
	f := frame(l, all, "/ask")
	f.Question, f.Leave, f.Title, f.Nav = true, "https://www.wikipedia.org/", l.T("ask.what"), NavAsk
	if bad {
		f.Problems = []Problem{{"text", l.T("ask.what")}}
	}
	return AskWhatPage{Asking: Asking{Frame: f, Action: "/ask", Back: "/", Step: 1}, Parts: []PartInput{{"", ""}, {"", ""}}, Opened: bad}
}

func askWhere(l *locale.Language, all []*locale.Language) AskWherePage {
	f := frame(l, all, "/ask")
	f.Question, f.Leave, f.Title = true, "https://www.wikipedia.org/", l.T("ask.when_where")
	return AskWherePage{Asking: Asking{Frame: f, Action: "/ask/where", Back: "/ask", Step: 2}, Urgency: Whens(l, "today"), Areas: Areas(l, "any", []Option{{Value: "mill", Label: "Mill Lane"}}), Closest: Closests(l, "me"), Opened: true, Languages: []Option{{Value: "en", Label: "English"}, {Value: "ko", Label: "한국어"}}}
}

func askReach(l *locale.Language, all []*locale.Language) AskReachPage {
	f := frame(l, all, "/ask")
	f.Question, f.Leave, f.Title = true, "https://www.wikipedia.org/", l.T("ask.reach_title")
	return AskReachPage{Asking: Asking{Frame: f, Action: "/ask/reach", Back: "/ask", Step: 3, ForOther: true}, Rule: Rules(l, "first"), Opened: true}
}

func askCheck(l *locale.Language, all []*locale.Language) AskCheckPage {
	f := frame(l, all, "/ask")
	f.Question, f.Leave, f.Title = true, "https://www.wikipedia.org/", l.T("ask.check")
	return AskCheckPage{Asking: Asking{Frame: f, Action: "/ask/post", Back: "/ask", Step: 3}, Rows: []CheckRow{{l.T("ask.what"), someRows(l)[0].Title, "what"}, {l.T("ask.when"), l.T("ask.when_today"), "where"}, {l.T("ask.where"), "Mill Lane", "where"}, {l.T("ask.reach_title"), "555 0142", "reach"}}}
}

func confirmPage(l *locale.Language, all []*locale.Language) ConfirmPage {
	f := frame(l, all, "")
	f.Private, f.Title = true, tongue(l, "Your ask is on the board", "Tu pedido está en el tablero", "게시판에 올라갔어요", "طلبك على اللوحة")
	return ConfirmPage{Frame: f, Next: []string{l.T("ask.nothing_yet"), l.T("mine.only_you_page")}, Call: Link{someRows(l)[0].Title, "/c/7k2p9"}, Mine: "/mine#abc", Code: "river lamp seven boat", Slip: "/mine/slip", Public: "https://eastfield.example/c/7k2p9"}
}

func minePage(l *locale.Language, all []*locale.Language) MinePage {
	f := frame(l, all, "/mine")
	f.Private, f.Nav, f.Title = true, NavYou, l.T("mine.title")
	f.Done, f.Undo = l.T("mine.state_returned"), &DoneButton{Action: "/mine"}
	rows := someRows(l)
	return MinePage{Frame: f, Name: "Sol", Promises: []Promise{
		{ID: "1", Action: "/mine/do", State: Agreed, Part: "1 oil heater", Call: Link{rows[0].Title, rows[0].Href}, Kind: Aid, Mine: true, When: l.Day(someDay), Other: &Detail{Name: "Min-ji", Reach: "555 0142", Place: "Mill Lane 14"}, May: May{HandBack: true, HandOver: true, Fine: true}},
		{ID: "2", Action: "/mine/do", State: AskedKept, Part: rows[3].Title, Kind: KnowHow, May: May{Settle: true}},
	}, Calls: []MyCall{{Row: rows[0], Edit: "/x", Close: "/y", Slip: "/z", Share: "/s", Answers: []Promise{{ID: "3", State: Offered, Part: "1 oil heater", Who: "Harbour Kitchen", May: May{Agree: true, Decline: true}}}, Stale: l.T("mine.still_wanted"), Repost: "/r"}},
		Notices: []Notice{{Text: "Somebody said yes", Href: "/x", When: l.Ago(someDay, someDay.Add(time.Hour)), New: true}}, Erase: "/mine/erase"}
}

func reachPage(l *locale.Language, all []*locale.Language) ReachPage {
	f := frame(l, all, "")
	f.Private, f.Question, f.Title, f.Leave = true, true, l.T("mine.reach_title"), "https://www.wikipedia.org/"
	f.Problems = []Problem{{"reach", l.T("mine.reach_how")}}
	return ReachPage{Frame: f, Action: "/x", Part: "1 oil heater", Held: l.T("mine.state_held"), GiveUp: "/y", Left: 3}
}
