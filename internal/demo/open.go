package demo

import (
	"time"

	"alongside/internal/call"
)

// open are calls that wait for somebody.
var open = []scene{
	{
		by: "Rosa", lang: "es", kind: call.Aid, side: call.Ask, urgency: call.Today, town: "Oakland, CA",
		title: "Leche de fórmula y pañales para esta noche",
		body: "Mi bebé tiene cuatro meses y cobro el viernes. Nos faltan una lata de fórmula y pañales talla 2. " +
			"Puedo caminar hasta veinte minutos para recogerlos.",
		closest: "Familias con bebés del edificio", speaks: "es", opened: ago(50 * time.Minute),
		parts: []wanted{{title: "Una lata de fórmula", quantity: 1}, {title: "Pañales talla 2", quantity: 1, unit: "paquete"}},
	},
	{
		group: harbour, by: "Jiwoo", lang: "ko", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Alameda, CA",
		title: "토요일 공동 식사 준비를 함께할 분을 찾아요",
		body: "토요일에 서른 분 정도 모여 점심을 먹어요. 채소를 다듬고, 국을 끓이고, 끝나고 설거지할 손이 필요해요. " +
			"요리를 잘 못해도 괜찮아요. 앞치마는 여기 있어요.",
		closest: "냉장고를 함께 쓰는 이웃들", speaks: "ko en", opened: on(-2, 18, 20),
		parts: []wanted{{title: "채소 다듬기", quantity: 3, unit: "명", at: on(4, 9, 30)},
			{title: "국 끓이기", quantity: 1, unit: "명", at: on(4, 10, 0)},
			{title: "설거지와 정리", quantity: 2, unit: "명", at: on(4, 14, 0)}},
		then: []step{
			{at: on(-2, 19, 5), who: "Sam", do: answers, part: 0, shown: true},
			{at: on(-1, 8, 40), who: "Hana", do: answers, part: 1},
			{at: ago(4 * time.Minute), who: "Lee", do: holds, part: 0},
		},
	},
	{
		group: nightbus, by: "Noor", lang: "ar", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title: "رفقة في الطريق إلى البيت بعد وردية الليل",
		body: "تنتهي ورديتي بعد منتصف الليل بقليل، والحافلة الأخيرة تتوقف بعيدًا عن بيتي. " +
			"أبحث عن شخصين يمشيان معي عشر دقائق من الموقف، مساء الخميس والجمعة.",
		closest: "عاملات وردية الليل", speaks: "ar en", opened: on(-1, 13, 15),
		parts: []wanted{{title: "مساء الخميس", quantity: 2, unit: "أشخاص", at: on(2, 23, 30)},
			{title: "مساء الجمعة", quantity: 2, unit: "أشخاص", at: on(3, 23, 30)}},
		then: []step{{at: on(-1, 17, 0), who: "Dana", do: answers, part: 0}},
	},
	{
		group: eastfield, by: "Marisol", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.Today, town: "Oakland, CA",
		title: "Two heaters and hot meals while the boiler is out",
		body: "The boiler in our building has been out since Sunday. The landlord says the part comes on Friday. " +
			"Eleven flats are cold. Four people here are over seventy. We need heaters to borrow, and hot meals until Friday.",
		closest: "Tenants of the cold flats", speaks: "en es", opened: on(-1, 9, 10),
		parts: []wanted{{title: "Electric heaters to borrow", quantity: 2}, {title: "Hot meals tomorrow", quantity: 12, unit: "meals", at: on(1, 18, 0)},
			{title: "Hot meals the day after", quantity: 12, unit: "meals", at: on(2, 18, 0)}, {title: "Blankets", quantity: 6}},
		then: []step{
			{at: on(-1, 9, 55), who: "Theo", do: answers, part: 0},
			{at: on(-1, 12, 30), who: "Jiwoo", do: pledges, words: harbour, part: 1, quantity: 12},
			{at: on(-1, 13, 10), who: "Bea", do: takesOn, words: "Jiwoo", quantity: 8},
			{at: on(-1, 20, 10), who: "June", do: answers, part: 3, quantity: 2},
		},
	},
	{
		group: harbour, by: "Bea", lang: "en", kind: call.Knowhow, side: call.Ask, urgency: call.Whenever, town: "Berkeley, CA",
		title: "How do you run a laundry rota without an app?",
		body: "Nine households share two machines. We tried a chat and nobody could find last week's list. " +
			"Does a sheet of paper on the door work for you? What goes wrong?",
		speaks: "en", opened: on(-4, 21, 0),
		parts: []wanted{{title: "A few lines on what worked for you", quantity: 0}},
	},
	{
		group: riverside, by: "Abuelo Tino", lang: "es", kind: call.Knowhow, side: call.Offer, urgency: call.Whenever, town: "San Leandro, CA",
		title: "Enseño a secar paredes y pisos después de una inundación",
		body: "Trabajé treinta años en obra. Explico qué abrir, qué secar primero y qué no tocar hasta que venga un electricista. " +
			"Voy a tu casa o lo vemos por teléfono, en español o inglés.",
		speaks: "es en", opened: on(-6, 11, 30), rule: call.AskerAgrees,
		parts: []wanted{{title: "Una visita de una hora", quantity: 4, unit: "visitas"}},
		then: []step{
			{at: on(-5, 10, 0), who: "Carla", do: answers},
			{at: on(-5, 18, 0), who: "Carla", do: isAgreed},
			{at: on(-1, 19, 30), who: "Omar", do: answers},
		},
	},
	{
		by: "Wes", lang: "en", kind: call.Aid, side: call.Offer, urgency: call.Whenever, town: "Oakland, CA",
		title:  "Van and driver on Saturday mornings",
		body:   "I have a van with a ramp and I am free on Saturdays until noon. Furniture, shopping, a lift to an appointment. No need to explain why.",
		speaks: "en es", opened: on(-8, 8, 0),
		parts: []wanted{{title: "This Saturday", quantity: 2, unit: "trips", at: on(3, 9, 0)}, {title: "Next Saturday", quantity: 2, unit: "trips", at: on(10, 9, 0)}},
		then: []step{
			{at: on(-3, 16, 0), who: "Pilar", do: answers, part: 0},
			{at: on(-2, 10, 0), who: "Ken", do: answers, part: 0},
			{at: on(-2, 11, 0), who: "Amina", do: answers, part: 1},
			{at: on(-1, 7, 45), who: "Amina", do: handsBack},
		},
	},
	{
		by: "Hassan", lang: "ar", kind: call.Knowhow, side: call.Ask, urgency: call.ThisWeek, town: "Richmond, CA",
		title:  "من يساعدني في فهم رسالة من المدرسة؟",
		body:   "وصلتني رسالة طويلة بالإنجليزية عن مواصلات ابني. أحتاج إلى من يقرأها معي ويشرحها بالعربية. نصف ساعة تكفي.",
		speaks: "ar", opened: ago(5 * time.Hour), ends: on(5, 18, 0),
	},
	{
		by: "Soo", lang: "ko", kind: call.Aid, side: call.Offer, urgency: call.Whenever, town: "Berkeley, CA",
		title:  "아기 옷과 유아차를 나눠요",
		body:   "돌까지 입힌 옷 두 상자와 접이식 유아차가 있어요. 깨끗이 빨아 두었어요. 한꺼번에 가져가지 않으셔도 돼요.",
		speaks: "ko", opened: on(-3, 20, 15),
		parts: []wanted{{title: "6개월까지 옷 한 상자", quantity: 1}, {title: "돌까지 옷 한 상자", quantity: 1}, {title: "유아차", quantity: 1}},
		then:  []step{{at: on(-2, 9, 0), who: "Grace", do: answers, part: 2}},
	},
	{
		group: eastfield, by: "Priya", lang: "en", kind: call.Aid, side: call.Ask, urgency: call.ThisWeek, town: "Oakland, CA",
		title: "Someone to sit with me at the rent board",
		body: "My hearing is next week and I freeze when people in suits talk fast. I do not need a lawyer, I have one. " +
			"I would like one calm person next to me who writes down what is said.",
		speaks: "en", opened: on(-1, 22, 5), rule: call.AskerAgrees,
		parts: []wanted{{title: "Sit beside me and take notes", quantity: 1, at: on(6, 10, 0)}},
		then:  []step{{at: ago(3 * time.Hour), who: "Nadia", do: answers}},
	},
	{
		group: nightbus, by: "Callum", lang: "en", kind: call.Knowhow, side: call.Offer, urgency: call.Whenever, town: "Oakland, CA",
		title:  "First aid for walkers, two hours, step by step",
		body:   "What to do in the first ten minutes: falls, cold, panic, overdose. I bring the dummies. Come once, or come again to practise.",
		speaks: "en", opened: on(-7, 12, 0),
		parts: []wanted{{title: "A place in the session", quantity: 10, unit: "people", at: on(8, 18, 30)}},
		then: []step{
			{at: on(-6, 9, 0), who: "Fatima", do: answers}, {at: on(-4, 9, 0), who: "Joe", do: answers, quantity: 2},
			{at: on(-2, 15, 0), who: "Ines", do: answers},
		},
	},
}
