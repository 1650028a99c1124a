package sheet

import (
	"strings"
	"sync"
)

// Refusal is why a column is never read: the sort of label it holds.
type Refusal string

const (
	NoGender  Refusal = "gender"
	NoRace    Refusal = "race"
	NoAge     Refusal = "age"
	NoPapers  Refusal = "papers"  // numbers of identity, of passports
	NoStatus  Refusal = "status"  // nationality, right to stay
	NoBelief  Refusal = "belief"  // religion, party
	NoPrivate Refusal = "private" // who somebody loves or is married to
)

// Say is the key of the sentence that tells people why.
func (r Refusal) Say() string { return refusedNotices[r] }

var refusedNotices = map[Refusal]string{NoGender: "sheet.refused_gender", NoRace: "sheet.refused_race", NoAge: "sheet.refused_age",
	NoPapers: "sheet.refused_papers", NoStatus: "sheet.refused_status", NoBelief: "sheet.refused_belief", NoPrivate: "sheet.refused_private"}

// People are not demographics, and what is not kept cannot be handed over.
// Only whole words count: "page", "village" and "message" hold no age. "=" marks
// words that must be the whole name.
var refusedWords = map[Refusal]string{
	NoGender: `gender, sex, gender identity, male or female, man or woman, sexo, género, identidad de género, 성별, 젠더, الجنس, جنس, النوع الاجتماعي, الهوية الجندرية, ذكر ام انثى, ذكر او انثى`,
	NoRace: `race, racial, ethnicity, ethnic, ethnic group, skin color, skin colour, tribe, caste, race ethnicity,
		raza, etnia, origen étnico, grupo étnico, color de piel, tribu, casta, étnica, 인종, 민족, 피부색, 혈통, العرق, عرق, العرقية, الاثنية, لون البشرة, القبيلة, الاصل العرقي`,
	NoAge: `age, ages, age group, age range, how old, date of birth, birth date, birthdate, birthday, dob, year of birth, birth year, born,
		edad, edades, fecha de nacimiento, año de nacimiento, cumpleaños, cuántos años tienes, cuántos años tiene, grupo de edad, 나이, 연령, 연령대, 생년월일, 생일, 출생, 몇 살, العمر, عمر, السن, الفئة العمرية, تاريخ الميلاد, سنة الميلاد, تاريخ الولادة`,
	NoPapers: `national id, id number, id card, id card number, identity number, identity card, identification number, government id, photo id, passport, passport number, ssn, social security, social security number, tax id, tax number, driver license, drivers license, driver s license, driving licence, license number, sin number, national insurance number, aadhaar,
		dni, nie, cédula, número de identificación, número de identidad, documento de identidad, pasaporte, curp, rfc, ine, cuit, número de seguro social, seguro social, licencia de conducir, número de documento,
		주민등록번호, 주민번호, 신분증, 여권, 여권번호, 외국인등록번호, 운전면허, رقم الهوية, الهوية الوطنية, بطاقة الهوية, الرقم الوطني, الرقم القومي, جواز السفر, رقم الجواز, الضمان الاجتماعي, رخصة القيادة, بطاقة شخصية, رقم الاقامة`,
	NoStatus: `nationality, citizenship, citizen, immigration, immigration status, immigrant status, visa, visa status, residency status, legal status, country of birth, country of origin, place of birth, birthplace, undocumented, refugee status, asylum status,
		nacionalidad, ciudadanía, estatus migratorio, situación migratoria, estado migratorio, condición migratoria, visa, país de origen, país de nacimiento, lugar de nacimiento, estatus legal,
		국적, 시민권, 체류자격, 체류 자격, =비자, 비자 상태, 비자 종류, 비자 유형, 출신국, 출신 국가, 출생지, 이민 신분, الجنسية, جنسيه, المواطنة, حالة الاقامة, وضع الاقامة, تصريح الاقامة, التاشيرة, بلد المنشا, بلد الاصل, مكان الميلاد, مكان الولادة, الوضع القانوني, حالة اللجوء`,
	NoBelief:  `religion, religious, faith, denomination, political party, party affiliation, religión, credo, partido político, 종교, 정당, الديانة, الدين, ديانة, المذهب, الطائفة, الحزب السياسي`,
	NoPrivate: `sexual orientation, sexuality, marital status, married, orientación sexual, sexualidad, estado civil, 성적 지향, 성적지향, 결혼 여부, 혼인 여부, الميل الجنسي, التوجه الجنسي, الحالة الاجتماعية, الحالة الزوجية`,
}

var refusalOrder = []Refusal{NoGender, NoRace, NoAge, NoPapers, NoStatus, NoBelief, NoPrivate}

type refusedPhrase struct {
	text  string
	why   Refusal
	exact bool
}

var refusedPhrases = sync.OnceValue(func() (all []refusedPhrase) {
	for _, why := range refusalOrder {
		for text := range strings.SplitSeq(refusedWords[why], ",") {
			text, exact := strings.CutPrefix(strings.TrimSpace(text), "=")
			all = append(all, refusedPhrase{plainHead(text), why, exact})
		}
	}
	return all
})

// RefusedColumn is why a column of this name is not read, empty for one that
// is. Nobody can override it: a column that was misread can be renamed.
func RefusedColumn(name string) Refusal {
	plain := plainHead(name)
	for _, p := range refusedPhrases() {
		if plain == p.text || !p.exact && holds(plain, p.text) {
			return p.why
		}
	}
	return ""
}
