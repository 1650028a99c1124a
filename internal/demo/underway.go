package demo

import (
	"time"

	"alongside/internal/call"
)

// underway are calls whose promises run: agreed, passed on, due to be told.
var underway = []scene{
	{
		by: "Mrs Adler", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title:  "A lift to the eye clinic and back",
		body:   "They put drops in my eyes and I cannot drive home. It takes about an hour and a half.",
		speaks: "en", opened: on(-5, 10, 30), shown: true,
		parts: []wanted{{title: "There and back", quantity: 1, at: on(3, 13, 30)}},
		then: []step{
			{at: on(-4, 9, 0), who: "Femi", do: answers},
			{at: on(-2, 9, 0), who: "Femi", do: passesTo, words: "Lucía"},
			{at: on(-2, 9, 40), who: "Lucía", do: noteToAsker, words: "I come in a grey car. Shall I ring, or wait at the gate?"},
			{at: on(-2, 11, 5), who: "Lucía", do: noteFromAsker, words: "Please ring twice. I need a minute for the stairs."},
		},
	},
	{
		group: riverside, by: "Yusuf", lang: "ar", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "San Leandro, CA",
		title:  "مضخة ماء ليومين لتجفيف القبو",
		body:   "دخل الماء إلى القبو بعد المطر. أحتاج إلى مضخة ليومين ومن يعرف كيف تعمل. سأعيدها نظيفة.",
		speaks: "ar en", opened: on(-3, 8, 20),
		parts: []wanted{{title: "مضخة ليومين", quantity: 1}, {title: "من يشرح كيف تعمل", quantity: 1}},
		then: []step{
			{at: on(-3, 9, 15), who: "Mika", do: answers, part: 0},
			{at: on(-3, 11, 40), who: "Tino", do: answers, part: 1},
			{at: on(-2, 18, 0), who: "Tino", do: saysKept},
			{at: on(-2, 18, 30), who: "Tino", do: askerSaysKept},
		},
	},
	{
		by: "민준", lang: "ko", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Alameda, CA",
		title:  "병원에서 통역해 주실 분을 찾아요",
		body:   "어머니 검사 결과를 들으러 가요. 의사 선생님 말씀을 한국어로 옮겨 주실 분이 필요해요. 한 시간이면 돼요.",
		speaks: "ko", opened: on(-4, 19, 0), starts: on(-1, 15, 0),
		then: []step{
			{at: on(-3, 8, 0), who: "Yuna", do: answers},
			{at: on(-2, 16, 0), who: "Yuna", do: isFine},
		},
	},
	{
		group: eastfield, by: "Luis", lang: "es", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title:  "Ayuda para subir una cama al cuarto piso",
		body:   "Me dieron una cama y no hay ascensor. Con dos personas más lo hacemos en media hora. Hay café.",
		speaks: "es", opened: on(-6, 17, 0), starts: on(-2, 11, 0),
		parts: []wanted{{title: "Dos personas para cargar", quantity: 2, unit: "personas"}},
		then: []step{
			{at: on(-5, 12, 0), who: "Beto", do: answers},
			{at: on(-5, 13, 0), who: "Ruth", do: answers},
			{at: on(-3, 12, 30), who: "Beto", do: isFine},
			{at: on(-3, 13, 30), who: "Ruth", do: isFine},
			{at: on(-2, 12, 10), who: "Beto", do: saysKept},
		},
	},
	{
		group: harbour, by: "Odile", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.Today, town: "Alameda, CA",
		title:  "The fridge hums and does not cool: who can look?",
		body:   "The shared fridge on the corner is warm since this morning. Somebody who knows compressors, before the milk turns.",
		speaks: "en", opened: ago(26 * time.Hour),
		parts: []wanted{{title: "Look at the compressor", quantity: 1}, {title: "Take the milk in tonight", quantity: 1}},
		then: []step{
			{at: ago(25 * time.Hour), who: "Ravi", do: answers, part: 0},
			{at: ago(24 * time.Hour), who: "Uma", do: answers, part: 1},
		},
	},
}
