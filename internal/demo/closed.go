package demo

import "alongside/internal/call"

// closed are calls that ended in each of the ways a call can end.
var closed = []scene{
	{
		by: "Nell", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title: "A cot for a visiting baby", body: "One week only.", opened: on(-10, 9, 0),
		then: []step{{at: on(-9, 20, 0), who: "Nell", do: closes, words: string(call.DoneByOthers)}},
	},
	{
		by: "Raúl", lang: "es", kind: call.Aid, side: call.Ask, urgency: call.Whenever, town: "Oakland, CA",
		title: "Un escritorio pequeño", body: "Para que mi hija haga la tarea.", opened: on(-11, 9, 0),
		then: []step{
			{at: on(-10, 9, 0), who: "Vera", do: answers},
			{at: on(-9, 9, 0), who: "Vera", do: isLetGo},
			{at: on(-9, 9, 30), who: "Raúl", do: closes, words: string(call.NoLongerWanted)},
		},
	},
	{
		by: "Kit", lang: "en", kind: call.Knowhow, side: call.Ask, urgency: call.Whenever, town: "Berkeley, CA",
		title: "A rota for the washing machine, on paper?", body: "Ours gets lost.", opened: on(-4, 9, 0),
		then: []step{{at: on(-3, 9, 0), who: "Kit", do: doubles, words: "How do you run a laundry rota without an app?"}},
	},
	{
		by: "도윤", lang: "ko", kind: call.Aid, side: call.Offer, urgency: call.Whenever, town: "Alameda, CA",
		title: "이번 주 쌀 한 포대 나눔", body: "20킬로그램이에요. 차가 있으면 편해요.", opened: on(-12, 9, 0), ends: on(-6, 20, 0),
	},
	{
		by: "Stan", lang: "en", kind: call.Aid, side: call.Offer, urgency: call.Whenever, town: "Oakland, CA",
		title: "Cheap phone contracts", body: "Ask me how.", opened: on(-6, 9, 0),
		then: []step{{at: on(-6, 15, 0), who: "Stan", do: closes, words: string(call.NotForBoard)}},
	},
	{
		group: riverside, by: "Samira", lang: "ar", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "San Leandro, CA",
		title: "مكان لقطتين لمدة أسبوع", body: "إلى أن تجف الشقة. هما هادئتان.", opened: on(-9, 9, 0), rule: call.AskerAgrees,
		then: []step{
			{at: on(-8, 9, 0), who: "Jo", do: answers},
			{at: on(-8, 12, 0), who: "Jo", do: isDeclined},
			{at: on(-7, 9, 0), who: "Samira", do: closes, words: string(call.Withdrawn)},
		},
	},
	{ // a promise that lapsed, and then the end of the month came
		by: "Otto", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.Whenever, town: "Richmond, CA",
		title: "Return three library books for me", body: "They are heavy and I am on the third floor.", opened: on(-15, 9, 0),
		then: []step{
			{at: on(-14, 9, 0), who: "Finn", do: answers},
			{at: on(-6, 9, 0), who: "Otto", do: closes, words: string(call.DoneByOthers)},
		},
	},
	{
		group: eastfield, by: "Ola", lang: "en", kind: call.Knowhow, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title: "Has anyone asked the city for a heat inspection?", body: "Which form, and how long did it take?", opened: on(-5, 9, 0),
		then: []step{{at: on(-4, 9, 0), who: "Ola", do: sendsOn, words: harbour}},
	},
}
