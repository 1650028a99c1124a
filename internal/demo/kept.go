package demo

import "alongside/internal/call"

// kept are calls that are in the record, with what was learned.
var kept = []scene{
	{
		by: "Gloria", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title: "A lift to the clinic and back", body: "Every second Tuesday. I can pay for the petrol.",
		speaks: "en", opened: on(-7, 9, 0), starts: on(-5, 14, 0),
		then: []step{
			{at: on(-6, 18, 0), who: "Ada", do: answers},
			{at: on(-5, 17, 0), who: "Ada", do: saysKept},
			{at: on(-5, 19, 0), who: "Ada", do: askerSaysKept},
			{at: on(-5, 19, 5), who: "Ada", do: learns, words: "She came early and waited with me. Ask how long it takes, not only when."},
		},
	},
	{
		group: eastfield, by: "Mr Han", lang: "ko", kind: call.Knowhow, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title:  "임대 사무소에 함께 가서 한국어로 도와주실 분",
		body:   "보증금 서류를 내야 하는데 담당자 말이 너무 빨라요. 옆에서 천천히 옮겨 주시면 돼요.",
		speaks: "ko", opened: on(-9, 10, 0), starts: on(-4, 10, 0),
		then: []step{
			{at: on(-8, 10, 0), who: "Sora", do: answers},
			{at: on(-5, 12, 0), who: "Sora", do: isFine},
			{at: on(-4, 12, 0), who: "Sora", do: saysKept},
			{at: on(-4, 13, 0), who: "Sora", do: askerSaysKept},
			{at: on(-4, 13, 5), who: "Sora", do: learns, words: "서류를 미리 사진으로 보내 두니 훨씬 빨랐어요. 사본은 두 장 준비하세요."},
		},
	},
	{
		group: riverside, by: "Elena", lang: "es", kind: call.Aid, side: call.Ask, urgency: call.Today, town: "San Leandro, CA",
		title:  "Botas y guantes para sacar barro",
		body:   "Somos ocho limpiando la calle. Nos faltan botas y guantes gruesos. Los devolvemos lavados.",
		speaks: "es", opened: on(-12, 7, 30),
		parts: []wanted{{title: "Pares de botas", quantity: 4, unit: "pares"}, {title: "Pares de guantes", quantity: 8, unit: "pares"}},
		then: []step{
			{at: on(-12, 8, 0), who: "Quique", do: answers, part: 0, quantity: 4},
			{at: on(-12, 8, 20), who: "Ferretería Sol", do: answers, part: 1, quantity: 8},
			{at: on(-11, 19, 0), who: "Quique", do: saysKept},
			{at: on(-11, 19, 10), who: "Quique", do: askerSaysKept},
			{at: on(-11, 19, 20), who: "Ferretería Sol", do: saysKept},
			{at: on(-11, 19, 30), who: "Ferretería Sol", do: askerSaysKept},
			{at: on(-11, 19, 40), who: "Quique", do: learns, words: "Marca cada par con cinta y un nombre. Así todo volvió a su casa."},
		},
	},
	{
		group: nightbus, by: "Layla", lang: "ar", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Richmond, CA",
		title:  "من يمشي معي من الموقف إلى البيت ليلة الأحد",
		body:   "أعود متأخرة ليلة الأحد. عشر دقائق مشيًا من الموقف.",
		speaks: "ar", opened: on(-14, 12, 0), starts: on(-11, 22, 30),
		then: []step{
			{at: on(-13, 12, 0), who: "Sami", do: answers},
			{at: on(-12, 23, 0), who: "Sami", do: isFine},
			{at: on(-11, 23, 20), who: "Sami", do: saysKept},
			{at: on(-10, 9, 0), who: "Sami", do: askerSaysKept},
			{at: on(-10, 9, 5), who: "Sami", do: learns, words: "اتفقنا على مكان مضاء نلتقي فيه، وكان ذلك أهم من كل شيء."},
		},
	},
	{
		by: "Dot", lang: "en", kind: call.Knowhow, side: call.Offer, urgency: call.Whenever, town: "Albany, CA",
		title: "Bike repair on my porch", body: "Brakes, chains, flat tyres. I show you how, then you do the other side.",
		speaks: "en", opened: on(-16, 15, 0), starts: on(-13, 15, 0),
		parts: []wanted{{title: "One bike", quantity: 2, unit: "bikes"}},
		then: []step{
			{at: on(-15, 9, 0), who: "Kofi", do: answers},
			{at: on(-15, 10, 0), who: "Bruno", do: answers},
			{at: on(-14, 16, 0), who: "Kofi", do: isFine},
			{at: on(-14, 16, 5), who: "Bruno", do: isFine},
			{at: on(-13, 18, 0), who: "Kofi", do: saysKept},
			{at: on(-13, 18, 10), who: "Kofi", do: askerSaysKept},
			{at: on(-13, 18, 15), who: "Kofi", do: learns, words: "Two bikes are enough for one afternoon. Keep spare inner tubes in the three common sizes."},
		},
	},
	{ // one side said so, and the other was silent for a week
		by: "Ivo", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "El Cerrito, CA",
		title: "Walk my dog while my ankle heals", body: "She is old and slow, and so am I at present. Twenty minutes in the morning.",
		speaks: "en", opened: on(-13, 8, 0), starts: on(-11, 8, 0),
		then: []step{
			{at: on(-12, 9, 0), who: "Mei", do: answers},
			{at: on(-11, 9, 0), who: "Mei", do: saysKept},
		},
	},
	{ // nobody said anything: nobody knows
		by: "Paz", lang: "es", kind: call.Aid, side: call.Offer, urgency: call.Whenever, town: "Hayward, CA",
		title: "Dos cajas de limones del árbol", body: "El árbol dio demasiado. Pasa cuando quieras por la tarde.",
		speaks: "es", opened: on(-12, 16, 0), ends: on(-10, 19, 0),
		then: []step{{at: on(-11, 10, 0), who: "Gil", do: answers}},
	},
	{ // it did not happen, and it is open to the next person
		by: "Tess", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title:  "Help to move a piano, ground floor to ground floor",
		body:   "It has wheels and a mind of its own. Four people, one hour, soup afterwards.",
		speaks: "en", opened: on(-9, 12, 0),
		parts: []wanted{{title: "Hands on the piano", quantity: 4, unit: "people"}},
		then: []step{
			{at: on(-8, 9, 0), who: "Max", do: answers},
			{at: on(-5, 20, 0), who: "Max", do: askerSaysNot},
			{at: on(-1, 10, 0), who: "Wanda", do: answers, quantity: 2},
		},
	},
}
