package demo

import (
	"alongside/internal/decision"
	"alongside/internal/party"
	"alongside/internal/tie"
)

// standing is what the tenants and the kitchen say of each other: both decided
// on these very words.
var standing = tie.Words{
	Share: "We live ten minutes apart, and many of us know each other. What one of us cooks or carries, the other can ask for.\n" +
		"우리는 서로 걸어서 십 분 거리에 살아요. 필요한 것을 서로에게 부탁해요.",
	Differ: "The tenants deal with owners and the city. The kitchen feeds everybody and asks nothing, also not where anybody lives.\n" +
		"부엌은 누구에게나 밥을 나누고, 집에 대해서는 묻지 않아요.",
}

// warmth is a letter that both of them signed, each by its own rule.
const (
	warmth      = "A warm room in every house"
	warmthWords = "We ask the city to open the boiler room of every empty house on Dock Street before the frost, and to leave it open until spring.\n\n" +
		"Nobody should have to choose between a warm room and a warm meal. We keep the keys, we sweep, and we say aloud when something breaks.\n\n" +
		"우리는 겨울마다 서로를 돌봐요. 시가 문을 열어 주면 나머지는 우리가 할게요."
)

// motions are what two of the groups decided, and decide now.
var motions = concat(planning, []motion{
	{ // nobody may open a decision yet, so that this one waits for a second
		group: eastfield, by: "Marisol", at: on(-50, 18, 0), second: "Theo", then: on(-50, 20, 0),
		title: "Marisol lays our decisions before us",
		text:  "Somebody has to see to it that a question is asked once, on a Thursday, and answered in time. Marisol would do it until the summer.",
		effect: gives(task{scope: party.Decide, words: "Lays before us what we decide, and says when it closes.",
			holders: []string{"Marisol"}, days: 180}),
		said: consent(on(-49, 19, 0), "Marisol", "Theo", ana),
	},
	{
		group: eastfield, by: "Marisol", at: on(-41, 18, 0),
		title: "Ana and Theo promise in our name",
		text: "When another group asks and we all can do it together, two of us say yes for all. " +
			"They ask in the laundry room first. Nobody has to do more than they said.",
		effect: gives(task{scope: party.Promise, words: "Says yes in our name: to lifts, carrying, meals and blankets. Not to money.",
			holders: []string{ana, "Theo"}, shadow: "Priya", days: 49,
			note: "Ask on Thursday before you say yes, and say no early.\n" +
				"The hand truck is behind the second dryer. The key hangs with Ola.\n" +
				"Harbour Kitchen likes to hear from us a day ahead: call Jiwoo before nine."}),
		said: consent(on(-40, 12, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
	},
	{
		group: eastfield, by: "Ola", at: on(-39, 8, 0), second: "Marisol", then: on(-39, 9, 0),
		title: "The laundry room is quiet after nine",
		text: "The machines shake the wall of flat 2, where a baby sleeps. We stop the last load at nine in the evening. " +
			"Whoever works late leaves their bag with Ola, and she washes it in the morning.",
		effect: adds("The laundry room is quiet after nine in the evening. Whoever works late is helped by the others.", on(60, 0, 0)),
		said: append(append(consent(on(-38, 19, 0), "Marisol", "Theo", "Ola", ana),
			saying{at: on(-38, 21, 0), who: "Luis", stance: decision.Concern, words: "I come home at ten on Fridays. I need the bag with Ola to be more than a promise."}),
			consent(on(-37, 10, 0), "Mr Han", "Priya")...),
	},
	{
		group: eastfield, by: "Marisol", at: on(-36, 18, 0),
		title: "Ola says what we carry for others",
		text:  "Other groups ask for things that our neighbours could do. Ola chooses a few of them for our page, and writes why.",
		effect: gives(task{scope: party.Carry, words: "Chooses what we carry for others on our page.",
			holders: []string{"Ola"}, days: 120}),
		said: consent(on(-35, 19, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
	},
	{
		group: eastfield, by: "Marisol", at: on(-35, 20, 0),
		title: "Marisol, Theo and Ana look into alerts",
		text: "When something happens at a door, two of us find out first, and never one alone. Only then are those asked to come who want to be asked. " +
			"Nobody is sent anywhere, and nobody is asked why they stay at home.",
		effect: gives(task{scope: party.Verify, words: "Finds out what was reported, and says when it is over.",
			holders: []string{"Marisol", "Theo", ana}, days: 120}),
		said: consent(on(-34, 12, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
	},
	{
		group: eastfield, by: "Marisol", at: on(-34, 18, 0),
		title:  "We stand with Harbour Kitchen",
		text:   "They fed us through two cold weeks. We would like to say aloud that we can ask each other.",
		effect: standsWith(harbour, standing),
		said:   consent(on(-33, 19, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
	},
	{
		group: eastfield, by: "Marisol", at: on(-27, 18, 0), title: warmth, text: warmthWords, effect: signs(""),
		said: consent(on(-26, 19, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
	},
	{ // Priya says nothing, and it closes in its time
		group: eastfield, by: "Luis", at: on(-20, 20, 0), second: "Marisol", then: on(-19, 9, 0),
		title: "Stair lights before the end of the month",
		text: "On four landings there is no light, and on the third floor two people have fallen. " +
			"We ask the owner in writing to mend them within ten days. If nothing has come by then, we call the city's inspector, all of us by name of the house and nobody by their own.",
		tasks:  "Theo: a picture of every dark landing\nMr Han: the letter, in Korean and in English\nOla: calls the inspector if ten days have passed",
		review: on(16, 0, 0),
		said: append(consent(on(-18, 19, 0), "Marisol", "Theo", "Luis", "Mr Han", ana),
			saying{at: on(-17, 8, 0), who: "Ola", stance: decision.Concern, words: "Ten days is long for Mrs Bell on the third floor. Can somebody lend her a lamp tonight?"}),
	},
	{
		group: eastfield, by: "Theo", at: on(-3, 20, 0), second: "Marisol", then: on(-2, 9, 0), shown: true,
		title: "One letter about the new rent, signed by all of us",
		text: "Six of us got a letter that the rent goes up by twelve per cent in two months. The letters are the same, so our answer can be the same.\n\n" +
			"We write one letter: we ask for the reason in figures, we name the repairs that are still open, and we ask for a meeting in the laundry room. " +
			"Nobody answers alone before that meeting.",
		tasks:  "Priya: the letter, to read on Thursday\nLuis and Mr Han: in Spanish and in Korean\nMarisol: takes it to the office, with two others",
		review: on(40, 0, 0),
		said: []saying{
			{at: on(-2, 12, 0), who: "Marisol", stance: decision.Consent},
			{at: on(-2, 18, 30), who: "Mr Han", words: "편지에 이름을 다 적나요, 아니면 호수만 적나요? Do we sign with our names, or with the numbers of our flats?"},
			{at: on(-2, 19, 0), who: "Theo", words: "With the numbers of our flats. Names only for those who want it."},
			{at: on(-1, 8, 0), who: "Mr Han", stance: decision.Consent},
			{at: on(-1, 8, 30), who: "Luis", stance: decision.Concern, words: "My letter gives me only thirty days. If the meeting is later than that, I need an answer of my own."},
			{at: on(-1, 9, 0), who: "Theo", stance: decision.Consent},
		},
	},
	{
		group: harbour, by: "Jiwoo", at: on(-40, 18, 0), second: "Sam", then: on(-40, 19, 0),
		title: "지우와 베아가 우리 이름으로 약속해요",
		text:  "다른 모임이 부탁할 때 두 사람이 우리를 대신해 대답해요. 먼저 부엌에서 물어보고 나서 약속해요.",
		effect: gives(task{scope: party.Promise, words: "밥과 국, 냉장고에 관한 약속을 우리 이름으로 해요.",
			holders: []string{"Jiwoo", "Bea"}, days: 120}),
		said: consent(on(-39, 12, 0), "Jiwoo", "Sam", "Bea", "Odile"),
	},
	{
		group: harbour, by: "Jiwoo", at: on(-33, 21, 0), second: "Sam", then: on(-32, 9, 0),
		title:  "Eastfield Tenants와 함께 서요",
		text:   "세입자 모임이 먼저 물어 왔어요. 서로 부탁할 수 있다고 분명히 말해 두면 좋겠어요.",
		effect: standsWith(eastfield, standing),
		said:   consent(on(-32, 12, 0), "Jiwoo", "Sam", "Bea", "Odile"),
	},
	{
		group: harbour, by: "Bea", at: on(-25, 9, 0), second: "Jiwoo", then: on(-25, 10, 0), title: warmth, text: warmthWords, effect: signs(eastfield),
		said: consent(on(-24, 12, 0), "Jiwoo", "Sam", "Bea", "Odile"),
	},
})
