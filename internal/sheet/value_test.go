package sheet

import (
	"testing"
	"time"
)

func TestADateIsReadAsItsSheetMeansIt(t *testing.T) {
	for _, c := range []struct {
		cell  string
		order DateOrder
		want  string
	}{
		{"2024-05-06", MonthFirst, "2024-05-06"},
		{"2024-05-06T23:59:00Z", DayFirst, "2024-05-06"},
		{"5/6/2024", MonthFirst, "2024-05-06"},
		{"5/6/2024", DayFirst, "2024-06-05"},
		{"5/6/2024 13:04:05", MonthFirst, "2024-05-06"},
		{"31/12/24", MonthFirst, "2024-12-31"},
		{"12.31.2024", DayFirst, "2024-12-31"},
		{"2024. 5. 6 오후 1:04:05", MonthFirst, "2024-05-06"},
		{"2024년 5월 6일", DayFirst, "2024-05-06"},
		{"May 6, 2024", DayFirst, "2024-05-06"},
		{"6 de mayo de 2024", MonthFirst, "2024-05-06"},
		{"٦ مايو ٢٠٢٤", MonthFirst, "2024-05-06"},
		{"٢٠٢٤/٥/٦", DayFirst, "2024-05-06"},
		{"20240506", DayFirst, "2024-05-06"},
		{"2024-02-30", DayFirst, ""},
		{"soon", DayFirst, ""},
		{"5/6", DayFirst, ""},
		{"10:30", DayFirst, ""},
		{"0/0/2024", DayFirst, ""},
		{"1/1/99999999", DayFirst, ""},
	} {
		got, ok := dateOf(c.cell, c.order)
		if text := got.Format(time.DateOnly); ok != (c.want != "") || ok && text != c.want {
			t.Errorf("%q as %s: %s %v, want %s", c.cell, c.order, text, ok, c.want)
		}
	}
}

func TestOneClearDateTellsHowAllAreMeant(t *testing.T) {
	for _, c := range []struct {
		head  string
		cells []string
		want  DateOrder
		sure  bool
	}{
		{"needed by", []string{"5/6/2024", "25/6/2024"}, DayFirst, true},
		{"needed by", []string{"5/6/2024", "6/25/2024"}, MonthFirst, true},
		{"needed by", []string{"5/6/2024"}, MonthFirst, false},
		{"fecha", []string{"5/6/2024"}, DayFirst, false},
		{"التاريخ", []string{"5/6/2024"}, DayFirst, false},
		{"date", []string{"2024-05-06"}, MonthFirst, true},
	} {
		var sample [][]string
		for _, cell := range c.cells {
			sample = append(sample, []string{cell})
		}
		m := Guess(AsAsks, []string{c.head}, sample)
		if m.Dates != c.want || m.DatesSure != c.sure {
			t.Errorf("%v: %s %v", c.cells, m.Dates, m.DatesSure)
		}
	}
}

func TestAQuantityIsAWholeNumberAndItsUnit(t *testing.T) {
	for cell, want := range map[string]struct {
		n    int
		unit string
		ok   bool
	}{
		"4": {4, "", true}, "4 boxes": {4, "boxes", true}, "about 4": {4, "", true}, "4.0": {4, "", true}, "1,200": {1200, "", true},
		"٤": {4, "", true}, "네 4개": {4, "개", true}, "0": {}, "-3": {}, "4.5": {}, "4-6": {}, "a lot": {}, "10000": {}, "99999999999999999999": {},
	} {
		n, unit, ok := quantityOf(cell)
		if n != want.n || unit != want.unit || ok != want.ok {
			t.Errorf("%q: %d %q %v", cell, n, unit, ok)
		}
	}
}

func TestATickIsYesOrNoInFourLanguages(t *testing.T) {
	for cell, want := range map[string][2]bool{
		"1": {true, true}, "Yes": {true, true}, "checked": {true, true}, "Sí": {true, true}, "si": {true, true}, "예": {true, true}, "نعم": {true, true},
		"x": {true, true}, "✓": {true, true}, "TRUE": {true, true}, "0": {false, true}, "": {false, true}, "no": {false, true}, "아니요": {false, true},
		"لا": {false, true}, "FALSE": {false, true}, "bread": {false, false}, "2": {false, false},
	} {
		if on, ok := tick(cell); on != want[0] || ok != want[1] {
			t.Errorf("%q: %v %v", cell, on, ok)
		}
	}
}

func TestUrgencyIsThreeStepsInFourLanguages(t *testing.T) {
	for cell, want := range map[string]Urgency{"ASAP!": Today, "High": Today, "Not urgent": Whenever, "this week": ThisWeek, "medium": ThisWeek, "urgente": Today,
		"sin prisa": Whenever, "긴급": Today, "급하지 않아요": Whenever, "이번 주": ThisWeek, "عاجل": Today, "غير عاجل": Whenever, "": "", "blue": ""} {
		if got := urgencyOf(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

func TestALanguageIsKnownByItsNamesAndItsTag(t *testing.T) {
	for cell, want := range map[string]string{"Spanish": "es", "Español, English": "es", "ko": "ko", "한국어": "ko", "العربية": "ar", "en-US": "en",
		"Kreyòl": "ht", "中文": "zh", "Elvish": "", "N/A": ""} {
		if got := languageOf(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

func TestOnlyPagesOfTheWebAreLinks(t *testing.T) {
	for cell, want := range map[string]string{"https://a.example/x": "https://a.example/x", "www.a.example": "https://www.a.example", "HTTP://A.example": "HTTP://A.example",
		"#": "", "javascript:alert(1)": "", "data:text/html,x": "", "https://": "", "https://localhost": "", "https://u:p@a.example": "",
		"Better Biddeford": "", "https://a.example/\" onclick": "", "ftp://a.example": ""} {
		if got := webOf(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

func TestAStatusOfNotDoneIsNotDone(t *testing.T) {
	for cell, want := range map[string]bool{"Done": true, "done!": true, "Delivered 5/6": true, "completado": true, "완료": true, "مكتمل": true, "no longer needed": true,
		"": false, "open": false, "not done": false, "no completado": false, "미완료": false, "غير مكتمل": false, "in progress": false} {
		if got := isDone(cell); got != want {
			t.Errorf("%q: %v", cell, got)
		}
	}
}

func TestASampleOfCellsNamesAColumnThatHasNoName(t *testing.T) {
	m := Guess(AsAsks, []string{"a", "b", "c", "d"}, [][]string{
		{"1", "ana@a.example", "+1 555 010 0101", "We are four people and we have run out of bread."},
		{"2", "bo@a.example", "555-0102", "Could somebody drive my mother to the clinic on Monday?"}})
	for i, want := range []Field{"", Email, Phone, Body} {
		if m.Columns[i].Field != want || m.Columns[i].Sure {
			t.Errorf("column %d is %q", i, m.Columns[i].Field)
		}
	}
}
