package text

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// PrivateKind is something that leads to one person's door or telephone.
type PrivateKind string

const (
	Phone  PrivateKind = "phone"
	Email  PrivateKind = "email"
	Street PrivateKind = "street"
)

// Private are the kinds of private things that s seems to hold, each once, so
// that whoever is about to post it can be asked. It guesses: it knows how
// numbers and streets are written in English, Spanish, Korean and Arabic, and
// leaves times, dates, years, prices and quantities alone. It never blocks.
func Private(s string) []PrivateKind {
	s = westernDigits(cut(s, 20_000))
	var found []PrivateKind
	if emailForm().MatchString(s) {
		found = append(found, Email)
		s = emailForm().ReplaceAllString(s, " ; ")
	}
	s = timeForm().ReplaceAllString(s, " ; ")
	if hasPhone(s) {
		found = append(found, Phone)
	}
	if hasStreet(s) {
		found = append(found, Street)
	}
	return found
}

var (
	emailForm = lazily(`(?i)[\p{L}\p{N}._%+'-]+(?:@|\s?[(\[]\s?(?:at|arroba)\s?[)\]]\s?)[\p{L}\p{N}-]+(?:\s?[(\[]\s?(?:dot|punto)\s?[)\]]\s?|\.)\p{L}[\p{L}\p{N}.-]*`)
	timeForm  = lazily(`\d{1,2}[:h]\d{2}(?::\d{2})?`)
)

// westernDigits turns every digit people may type into 0 to 9 and full-width
// signs into plain ones.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return western(r)
	}, s)
}

// numberRun is digits in groups, with what people put between them.
var numberRun = lazily(`\+?\(?\d+(?:[ \x{00A0}]?[-.()/‐‑–][ \x{00A0}(]?\(?\d+|[ \x{00A0}]\(?\d+)*`)

var phoneWord = lazily(`(?i)(?:\b(?:tel|phone|mobile|cell|call|ring|text|sms|whatsapp|signal|telegram|tel[eé]fono|m[oó]vil|celular|ll[aá]m\p{L}*)|전화|연락|번호|휴대폰|핸드폰|카톡|هاتف|جوال|موبايل|واتساب|اتصل|رقم)\P{N}{0,12}$`)

func hasPhone(s string) bool {
	for _, at := range numberRun().FindAllStringIndex(s, -1) {
		before := s[:at[0]]
		if endsInLatin(before) && !phoneWord().MatchString(tail(before, 60)) {
			continue // part of a code, such as A1234567
		}
		if isPhone(s[at[0]:at[1]], phoneWord().MatchString(tail(before, 60))) {
			return true
		}
	}
	return false
}

func isPhone(run string, announced bool) bool {
	groups := strings.FieldsFunc(run, func(r rune) bool { return r < '0' || r > '9' })
	digits := strings.Join(groups, "")
	n := len(digits)
	if n < 7 || n > 15 {
		return false
	}
	if strings.HasPrefix(run, "+") || strings.HasPrefix(digits, "00") {
		return n >= 8
	}
	if isDate(groups) || areYears(groups) || isQuantity(groups) || isPostcode(groups) {
		return false
	}
	if n >= 9 || announced {
		return true
	}
	return len(groups) > 1 && len(groups[0]) <= 4 && len(groups[len(groups)-1]) == 4 || digits[0] == '0'
}

// isDate knows 2025-05-08, 8.5.2025 and 8/5/25, one or two of them.
func isDate(groups []string) bool {
	switch len(groups) {
	case 6:
		return isDate(groups[:3]) && isDate(groups[3:])
	case 3:
		a, b, c := len(groups[0]), len(groups[1]), len(groups[2])
		return b <= 2 && (a == 4 && c <= 2 || a <= 2 && (c == 4 || c == 2)) && (a == 4 || c == 4 || a+b+c <= 6)
	}
	return len(groups) == 1 && len(groups[0]) == 8 &&
		(isYear(groups[0][:4]) && groups[0][4:] <= "1231" || isYear(groups[0][4:]) && groups[0][:2] <= "31")
}

func areYears(groups []string) bool {
	for _, g := range groups {
		if len(g) != 4 || !isYear(g) {
			return false
		}
	}
	return true
}

func isYear(s string) bool { return strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20") }

// isQuantity knows 1 000 000 and 150000000: thousands of something.
func isQuantity(groups []string) bool {
	last := groups[len(groups)-1]
	if len(groups) == 1 {
		return strings.HasSuffix(last, "00000")
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return len(groups[0]) <= 3 && last == "000"
}

// isPostcode knows the long postal codes of the United States.
func isPostcode(groups []string) bool {
	return len(groups) == 2 && len(groups[0]) == 5 && len(groups[1]) == 4
}

// tail is the last bytes of s, at most n, beginning at a whole rune.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
}

func endsInLatin(s string) bool {
	if s == "" {
		return false
	}
	c := s[len(s)-1]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// streetForms are how each language writes a door. The first group, where
// there is one, are words that must not be filler such as "on" or "las"; the
// second what follows the number and must not be a unit.
var streetForms = []struct {
	form    func() *regexp.Regexp
	between map[string]bool
	after   func() *regexp.Regexp
}{
	{ // 12 Mill Lane
		form:    lazily(`(?i)\b\d{1,5}[a-d]?,?((?:\s+[\p{L}'.-]+){1,3})\s+(?:street|avenue|ave|road|rd|lane|boulevard|blvd|terrace|crescent|highway)\b()`),
		between: fillers("on in at of to from for the and near people min mins minute minutes hour hours day days week weeks more new small big this that next by with a an or am pm"),
	},
	{ // 12 Downing St, 4 Abbey Court: words with other uses count with capitals only
		form:    lazily(`\b\d{1,5}[A-Da-d]?,?((?:\s+\p{Lu}[\p{L}'.-]*){1,3})\s+(?:St|Dr|Ln|Ct|Pl|Way|Place|Close|Drive|Court|Square|Row|Mews|Hill|Gardens)\b()`),
		between: fillers("people minutes hours days"),
	},
	{form: lazily(`(?i)\b(?:apartment|apt\.?|flat|suite)\s+(?:no\.?\s*|#\s*)?\d{1,5}[a-d]?\b()()`)},
	{ // calle Mayor 12, Av. del Puerto, 3
		form:    lazily(`(?i)(?:^|[^\p{L}])(?:calle|c/|avenida|avda\.?|av\.|plaza|paseo|pasaje|camino|carretera|carrera|cra\.?|travesía|callejón)((?:\s*[\p{L}ºª'.-]+){1,5}),?\s*(?:n[º°.]+\s*|no\.\s*|núm(?:ero|\.)?\s*|#\s*)?\d{1,5}\b(.{0,24})`),
		between: fillers("a el al en por para con y o hasta desde antes hay son que es día días tiene tienen unos unas"),
		after:   lazily(`(?i)^\s*(?:de\s+(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|h\b|horas|personas|familias|minutos|min\b|d[ií]as|veces|km|metros|%|€|euros|pesos|vecin)`),
	},
	{form: lazily(`(?i)(?:^|[^\p{L}])(?:piso|puerta|escalera|depto\.?|departamento|apto\.?)\s*(?:n[º°.]+\s*|#\s*)?\d{1,4}[a-d]?\b()()`)},
	{ // 세종대로 110, 테헤란로12길 5
		form:  lazily(`[가-힣]+(?:대로|[가-힣]로|길)\s?[1-9]\d{0,3}((?:번?길)?)((?:-\d+)?.{0,12})`),
		after: lazily(`^\s*(?:분|시|개|명|일|월|년|주|원|대\b|인|가지|km|킬로|미터|m\b|%|번(?:[^지길]|$)|번째|호선|층|칸|장|곳|살|세|마리|병|통|박스|상자|그릇|끼|회|차|만|천|백|단계|~)`),
	},
	{form: lazily(`\d{1,4}동\s?\d{2,4}호()()`)},
	{form: lazily(`(?:[가-힣]+[동리]\s?\d{1,4}-\d{1,4}|\d{1,4}(?:-\d{1,4})?\s?번지)()()`)},
	{ // شارع الميناء 12
		form:    lazily(`(?:^|[^\p{L}])(?:شارع|جادة|زقاق|حارة|نهج)((?:\s+[\p{L}\p{M}]+){1,4})،?\s*\d{1,5}\b(.{0,24})`),
		between: fillers("الساعة يوم قبل بعد حتى في من عند نحتاج هناك مع منذ"),
		after:   lazily(`^\s*(?:يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|أيام|يوم|أشخاص|شخص|أسر|عائل|دقيقة|دقائق|ساع|مرات|كيلو|متر|%)`),
	},
	{form: lazily(`(?:^|[^\p{L}])(?:شقة|عمارة|بناية|منزل رقم|بيت رقم)\s*(?:رقم\s*)?\d{1,4}\b()()`)},
}

func fillers(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func hasStreet(s string) bool {
	for _, f := range streetForms {
		for _, m := range f.form().FindAllStringSubmatch(s, -1) {
			if f.after != nil && f.after().MatchString(m[2]) || anyOf(m[1], f.between) {
				continue
			}
			return true
		}
	}
	return false
}

func anyOf(words string, set map[string]bool) bool {
	for w := range strings.FieldsFuncSeq(words, unicode.IsSpace) {
		if set[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

// lazily compiles a pattern when it is first needed: not every program that
// holds this room looks for what is private, and all of them start.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
