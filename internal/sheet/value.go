package sheet

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// nothing reports whether a cell says that nothing is there.
func nothing(s string) bool {
	switch len(s) {
	case 0:
		return true
	case 1:
		return s == "-" || s == "?"
	case 2:
		return strings.EqualFold(s, "na") || s == "--"
	case 3:
		return strings.EqualFold(s, "n/a") || s == "—"
	case 4:
		return strings.EqualFold(s, "null") || strings.EqualFold(s, "none")
	}
	return false
}

var yes = sync.OnceValue(func() map[string]bool {
	return words(`1, yes, y, true, t, x, ✓, ✔, ✅, ☑, checked, on, sí, si, s, verdadero, 예, 네, 응, o, ㅇ, 참, نعم, ن, صح, اجل`)
})
var no = sync.OnceValue(func() map[string]bool {
	return words(`0, no, n, false, f, unchecked, off, -, falso, 아니요, 아니오, 아뇨, 거짓, لا, خطا, null, n/a, ✗, ✘, ❌, ☐`)
})

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.SplitSeq(list, ",") {
		w = strings.TrimSpace(w)
		set[w] = true
		set[plainHead(w)] = true
	}
	delete(set, "")
	return set
}

// tick reads a yes or a no; ok is false for anything else. An empty cell is no.
func tick(s string) (on, ok bool) {
	switch s {
	case "0", "":
		return false, true
	case "1":
		return true, true
	}
	s = strings.TrimSpace(s)
	if len(s) > 40 {
		return false, false
	}
	low := strings.ToLower(s)
	if yes()[low] || yes()[plainHead(s)] {
		return true, true
	}
	if low == "" || no()[low] || no()[plainHead(s)] {
		return false, true
	}
	return false, false
}

// said is a closed question in words: which of two answers, or both.
type said struct{ first, second bool }

var askWords = sync.OnceValue(func() []string {
	return splitWords(`need, needs, ask, asking, request, requesting, need help, looking for, want, receive, necesito, necesita, pido, pedido, solicitud, pedir, busco, recibir, 필요, 요청, 도움 요청, 받고, 구함, 부탁, احتاج, يحتاج, حاجه, طلب, محتاج, اطلب`)
})
var offerWords = sync.OnceValue(func() []string {
	return splitWords(`offer, offering, can help, give, giving, volunteer, donate, donating, have to share, provide, ofrezco, ofrecer, ofrecimiento, oferta, puedo ayudar, donar, dono, voluntario, voluntaria, 나눔, 나눌, 도울, 도와드릴, 제공, 기부, 자원봉사, 드려요, عرض, اقدم, يقدم, استطيع المساعده, تبرع, متطوع, متطوعه, اعرض`)
})

func splitWords(list string) (all []string) {
	for w := range strings.SplitSeq(list, ",") {
		all = append(all, plainHead(w))
	}
	return all
}

// kindOf reads "I need help", "ofrezco" or "나눔".
func kindOf(s string) said {
	if len(s) > 400 || nothing(s) {
		return said{}
	}
	plain := plainHead(s)
	return said{first: holdsAny(plain, askWords()), second: holdsAny(plain, offerWords())}
}

func holdsAny(plain string, list []string) bool {
	for _, w := range list {
		if holds(plain, w) {
			return true
		}
	}
	return false
}

var doneWords = sync.OnceValue(func() []string {
	return splitWords(`done, complete, completed, closed, fulfilled, resolved, delivered, cancelled, canceled, withdrawn, met, finished, archived, expired, duplicate, no longer needed, kept, cumplido, completado, completada, cerrado, cerrada, resuelto, entregado, cancelado, terminado, hecho, 완료, 종료, 마감, 해결, 취소, 전달됨, مكتمل, مكتمله, مغلق, تم, منتهي, ملغي, ملغاه, انتهي, سلم`)
})
var undoneWords = sync.OnceValue(func() []string {
	return splitWords(`not, no, incomplete, unmet, unresolved, sin, 미완료, 안, 아직, لم, غير, ليس, لا`)
})

// isDone reports whether a status says that nothing more is wanted.
func isDone(s string) bool {
	if s == "" || len(s) > 200 {
		return false
	}
	plain := plainHead(s)
	return holdsAny(plain, doneWords()) && (!holdsAny(plain, undoneWords()) || holds(plain, "no longer needed"))
}

// Urgency is how soon something is wanted, as far as the sheet says. Its
// values are those of a call; empty is unsaid.
type Urgency string

const (
	Today    Urgency = "today"
	ThisWeek Urgency = "week"
	Whenever Urgency = "whenever"
)

var todayWords = sync.OnceValue(func() []string {
	return splitWords(`urgent, urgently, asap, today, now, immediately, immediate, emergency, critical, high, very urgent, right away, yes, urgente, hoy, ahora, inmediato, inmediata, emergencia, alta, crítico, sí, 긴급, 오늘, 당장, 즉시, 급함, 급해요, 높음, 지금, عاجل, عاجله, اليوم, الان, فوري, طارئ, مستعجل, عاليه, عالي, حرج, نعم`)
})
var soonWords = sync.OnceValue(func() []string {
	return splitWords(`soon, medium, this week, within a week, few days, tomorrow, normal, moderate, pronto, media, medio, esta semana, mañana, unos días, 곧, 보통, 중간, 이번 주, 내일, قريبا, متوسط, متوسطه, هذا الاسبوع, غدا`)
})
var laterWords = sync.OnceValue(func() []string {
	return splitWords(`low, not urgent, whenever, flexible, no rush, any time, anytime, later, no, baja, bajo, sin prisa, no es urgente, no urgente, cuando sea, flexible, 낮음, 천천히, 아무때나, 급하지, 여유, منخفض, منخفضه, غير عاجل, ليس عاجلا, لاحقا, في اي وقت, مرن, لا`)
})

func urgencyOf(s string) Urgency {
	if nothing(s) || len(s) > 200 {
		return ""
	}
	plain := plainHead(s)
	switch {
	case holdsAny(plain, laterWords()):
		return Whenever
	case holdsAny(plain, soonWords()):
		return ThisWeek
	case holdsAny(plain, todayWords()):
		return Today
	}
	return ""
}

var languageNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for tag, list := range map[string]string{
		"en": "english, inglés, 영어, الانجليزيه", "es": "spanish, español, castellano, 스페인어, الاسبانيه",
		"ko": "korean, coreano, 한국어, 한국말, الكوريه", "ar": "arabic, árabe, 아랍어, العربيه, عربي",
		"zh": "chinese, mandarin, cantonese, chino, mandarín, 중국어, 中文, 普通话, 粵語, الصينيه", "fr": "french, francés, français, 프랑스어, الفرنسيه",
		"ht": "haitian creole, haitian kreyol, kreyòl, kreyòl ayisyen, creole, criollo haitiano, 아이티 크레올어", "pt": "portuguese, portugués, português, 포르투갈어, البرتغاليه",
		"ru": "russian, ruso, русский, 러시아어, الروسيه", "vi": "vietnamese, vietnamita, tiếng việt, 베트남어, الفيتناميه",
		"tl": "tagalog, filipino, 타갈로그어", "bn": "bengali, bangla, bengalí, বাংলা, 벵골어, البنغاليه", "hi": "hindi, हिन्दी, 힌디어, الهنديه",
		"ur": "urdu, اردو, 우르두어, الارديه", "fa": "persian, farsi, dari, persa, فارسی, 페르시아어, الفارسيه", "so": "somali, somalí, soomaali, 소말리어, الصوماليه",
		"am": "amharic, amárico, አማርኛ, 암하라어, الامهريه", "pl": "polish, polaco, polski, 폴란드어, البولنديه", "de": "german, alemán, deutsch, 독일어, الالمانيه",
		"it": "italian, italiano, 이탈리아어, الايطاليه", "ja": "japanese, japonés, 日本語, 일본어, اليابانيه", "uk": "ukrainian, ucraniano, українська, 우크라이나어, الاوكرانيه",
		"tr": "turkish, turco, türkçe, 터키어, التركيه", "ku": "kurdish, kurdo, kurdî, الكرديه", "sw": "swahili, suajili, kiswahili, السواحيليه", "ne": "nepali, नेपाली, 네팔어"} {
		names[tag] = tag
		for n := range strings.SplitSeq(list, ",") {
			names[plainHead(n)] = tag
		}
	}
	return names
})

// languageOf is the tag of the first language a cell names, empty if none.
func languageOf(s string) string {
	if nothing(s) || len(s) > 200 {
		return ""
	}
	for one := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;/|&+،", r) }) {
		plain := plainHead(one)
		if tag, ok := languageNames()[plain]; ok {
			return tag
		}
		base, _, _ := strings.Cut(plain, " ") // "en US"
		if tag, ok := languageNames()[base]; ok {
			return tag
		}
	}
	return ""
}

// westernDigits writes Arabic-Indic and full-width digits as 0 to 9.
func westernDigits(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return strings.Map(westernDigit, s)
		}
	}
	return s
}

func westernDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	}
	return r
}

// MaxQuantity is the most that one part may want.
const MaxQuantity = 9999

// quantityOf reads "4", "4 boxes" or "about 4": the number and what is behind
// it. ok is false where there is no whole number from 1 to MaxQuantity.
func quantityOf(s string) (n int, unit string, ok bool) {
	s = strings.TrimSpace(westernDigits(s))
	start := strings.IndexFunc(s, unicode.IsDigit)
	if start < 0 || start > 0 && strings.ContainsAny(s[start-1:start], ".,-") {
		return 0, "", false
	}
	end := start
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ',' && thousands(s, end)) {
		end++
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s[start:end], ",", ""))
	if err != nil || n < 1 || n > MaxQuantity {
		return 0, "", false
	}
	rest := s[end:]
	if zero, ok := strings.CutPrefix(rest, ".0"); ok { // a spreadsheet's 4.0
		rest = strings.TrimLeft(zero, "0")
	}
	if rest != "" && strings.ContainsAny(rest[:1], ".,-–/") {
		return 0, "", false
	}
	return n, strings.TrimSpace(rest), true
}

func thousands(s string, at int) bool {
	return at+4 <= len(s) && strings.IndexFunc(s[at+1:at+4], func(r rune) bool { return r < '0' || r > '9' }) < 0 &&
		(at+4 == len(s) || s[at+4] < '0' || s[at+4] > '9')
}

func isMail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && len(s) <= 254 && strings.LastIndexByte(s, '@') == at && !strings.ContainsAny(s, " \t\n,;<>\"'()") &&
		strings.Contains(s[at+1:], ".") && !strings.HasSuffix(s, ".") && s[at+1] != '.'
}

func isPhone(s string) bool {
	digits := 0
	for _, r := range westernDigits(s) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-–() ./\u00a0x", r):
			return false
		}
	}
	return digits >= 7 && digits <= 15
}

func isWeb(s string) bool { return webOf(s) != "" }

// webOf is an address of the web that may be linked to, or empty: http or
// https, a host with a dot, no name and password in it.
func webOf(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 2000 || strings.ContainsAny(s, " \t\n\"<>\\^`{}") {
		return ""
	}
	if strings.HasPrefix(strings.ToLower(s), "www.") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return ""
	}
	if host := u.Hostname(); !strings.Contains(host, ".") || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") {
		return ""
	}
	return s
}
