package text_test

import (
	"slices"
	"testing"

	"alongside/internal/text"
)

func TestAWarningComesBeforeSomethingPrivateIsPosted(t *testing.T) {
	for _, c := range []struct {
		says string
		want []text.PrivateKind
	}{
		{"Call me on 555 0142", kinds(text.Phone)},
		{"555-0142 after six", kinds(text.Phone)},
		{"(212) 555-0142", kinds(text.Phone)},
		{"+44 20 7946 0018", kinds(text.Phone)},
		{"Ring 5550142", kinds(text.Phone)},
		{"0034 612 345 678", kinds(text.Phone)},
		{"Llámame al 612 345 678", kinds(text.Phone)},
		{"mi móvil es 612345678", kinds(text.Phone)},
		{"06.12.34.56.78", kinds(text.Phone)},
		{"010-1234-5678로 연락 주세요", kinds(text.Phone)},
		{"번호는01012345678이에요", kinds(text.Phone)},
		{"02-123-4567", kinds(text.Phone)},
		{"هاتفي ٠٥٠١٢٣٤٥٦٧", kinds(text.Phone)},
		{"اتصل على 050 123 4567", kinds(text.Phone)},
		{"０１０－１２３４－５６７８", kinds(text.Phone)},
		{"write to mina.k@example.org please", kinds(text.Email)},
		{"mina (at) example.org", kinds(text.Email)},
		{"ana [arroba] ejemplo [punto] es", kinds(text.Email)},
		{"Bring it to 12 Mill Lane", kinds(text.Street)},
		{"we are at 221B baker street", kinds(text.Street)},
		{"10 Downing St", kinds(text.Street)},
		{"4 Abbey Court, second door", kinds(text.Street)},
		{"apt 4B", kinds(text.Street)},
		{"Estoy en la calle Mayor 12", kinds(text.Street)},
		{"Avda. del Puerto, 3", kinds(text.Street)},
		{"calle de la Rosa nº 5, piso 2", kinds(text.Street)},
		{"세종대로 110으로 와 주세요", kinds(text.Street)},
		{"테헤란로12길 5", kinds(text.Street)},
		{"101동 1203호예요", kinds(text.Street)},
		{"역삼동 123-45", kinds(text.Street)},
		{"العنوان شارع الميناء 12", kinds(text.Street)},
		{"شقة رقم 5", kinds(text.Street)},
		{"Mina, 12 Mill Lane, 555 0142, mina@example.org", kinds(text.Email, text.Phone, text.Street)},
	} {
		if got := text.Private(c.says); !slices.Equal(got, c.want) {
			t.Errorf("%q holds %v, found %v", c.says, c.want, got)
		}
	}
}

func TestTimesYearsAndQuantitiesAreNobodysTelephoneOrDoor(t *testing.T) {
	for _, says := range []string{
		"Two heaters by 18:30",
		"Meals for 120 people from 12:00 to 14:00",
		"From 2019-2024 we kept 1,500 promises",
		"1939-1945 2020",
		"On 2025-05-08 or 8.5.2025 or 08/05/2025",
		"2025-05-08 16:00",
		"2025. 5. 8. 오후",
		"20250508",
		"1 000 000 people, or 10.000.000, or 3000000",
		"$1,200.50 a month",
		"ages 3, 5, 7, 9, 11, 13 and 15",
		"ZIP 90210-1234",
		"code A12345678",
		"2 people on Mill Lane",
		"41 households on Mill Lane have been told to leave",
		"5 minutes down the road",
		"3 days this way",
		"a 2 hour drive to court",
		"14 buildings near the avenue",
		"Reunión en la plaza a las 16:00",
		"En la plaza el 8 de mayo",
		"La calle para 20 familias",
		"Camino con 3 personas",
		"버스로 20분 걸려요",
		"자전거로 10분, 가는 길 3분",
		"무료로 3개 나눠요",
		"앞으로 2주 동안",
		"5월 8일 목요일 16:00~18:00",
		"3번 버스로 5번째 정류장",
		"نلتقي في شارع الميناء الساعة 16:00",
		"شارع الميناء يوم 8 مايو",
		"وجبة لـ 12 شخصًا في 2025",
		"@alongside on the fediverse",
		"",
	} {
		if got := text.Private(says); len(got) > 0 {
			t.Errorf("%q holds nothing private, found %v", says, got)
		}
	}
}

func kinds(k ...text.PrivateKind) []text.PrivateKind { return k }
