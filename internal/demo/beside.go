package demo

import "alongside/internal/call"

// beside are calls that one group asked and another kept, as a group.
var beside = []scene{
	{
		group: eastfield, by: "Marisol", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title:  "Soup for everyone who waits at the rent board",
		body:   "Thirty of us go to the hearing together. It takes the whole morning, and the hall is cold.",
		speaks: "en es ko", opened: on(-25, 18, 0),
		parts: []wanted{{title: "Bowls of soup", quantity: 30, unit: "bowls"}},
		then: []step{
			{at: on(-24, 10, 0), who: "Jiwoo", do: pledges, words: harbour, quantity: 30},
			{at: on(-24, 12, 0), who: "Sam", do: takesOn, words: "Jiwoo", quantity: 12},
			{at: on(-23, 9, 0), who: "Bea", do: takesOn, words: "Jiwoo", quantity: 18},
			{at: on(-20, 15, 0), who: "Jiwoo", do: saysKept},
			{at: on(-20, 18, 0), who: "Jiwoo", do: askerSaysKept},
			{at: on(-20, 18, 5), who: "Jiwoo", do: learns, words: "Bring the soup at ten, not at noon. Those who wait from eight need it then."},
		},
	},
	{
		group: harbour, by: "Sam", lang: "ko", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Alameda, CA",
		title:  "새 냉장고를 옮길 네 사람",
		body:   "기증받은 냉장고가 트럭에 실려 와요. 계단이 여섯 칸이에요. 한 시간이면 끝나요.",
		speaks: "ko en", opened: on(-17, 19, 0),
		parts: []wanted{{title: "냉장고를 함께 드는 손", quantity: 4, unit: "명"}},
		then: []step{
			{at: on(-16, 9, 0), who: ana, do: pledges, words: eastfield, quantity: 4},
			{at: on(-16, 12, 0), who: "Theo", do: takesOn, words: ana, quantity: 2},
			{at: on(-16, 19, 0), who: "Luis", do: takesOn, words: ana, quantity: 1},
			{at: on(-15, 8, 0), who: ana, do: takesOn, words: ana, quantity: 1},
			{at: on(-13, 12, 0), who: ana, do: saysKept},
			{at: on(-13, 13, 0), who: ana, do: askerSaysKept},
			{at: on(-13, 13, 5), who: ana, do: learns, words: "문을 먼저 떼어 내니 훨씬 가벼웠어요. 끈 두 개면 충분해요."},
		},
	},
}
