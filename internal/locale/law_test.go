package locale_test

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// The laws of the words. Each names the key to mend.

func TestEveryLanguageSaysEverythingThatEnglishSaysAndNothingElse(t *testing.T) {
	en := speak(t, "en")
	for _, l := range load(t).Languages() {
		for _, key := range en.Keys() {
			if !l.Has(key) {
				t.Errorf("%s: %s is missing", l.Tag(), key)
			}
		}
		for _, key := range l.Keys() {
			if !en.Has(key) {
				t.Errorf("%s: %s is not in English", l.Tag(), key)
			}
		}
	}
}

func TestACountedSentenceHasEveryPluralFormOfItsLanguage(t *testing.T) {
	en := speak(t, "en")
	for _, l := range load(t).Languages() {
		wanted := pluralForms(l.Tag())
		for _, key := range l.Keys() {
			forms := l.Forms(key)
			if len(forms) == 1 && len(en.Forms(key)) == 1 {
				continue // not a counted sentence
			}
			for _, form := range wanted {
				if forms[form] == "" {
					t.Errorf("%s: %s has no form for %q", l.Tag(), key, form)
				}
			}
		}
	}
}

// pluralForms are the CLDR categories that whole numbers take.
func pluralForms(tag string) []string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	seen := map[string]bool{}
	for n := range 1001 {
		seen[names[plural.Cardinal.MatchPlural(language.MustParse(tag), n, 0, 0, 0, 0)]] = true
	}
	var forms []string
	for f := range seen {
		forms = append(forms, f)
	}
	sort.Strings(forms)
	return forms
}

// spokenOut are placeholders that a form may leave out because its words say
// the number: "key form name".
var spokenOut = map[string]bool{
	// shown only while some parts are answered and some are not: one of two
	"call.parts_answered zero done": true, "call.parts_answered one done": true, "call.parts_answered two done": true,
}

func TestEveryFormOfASentenceHasTheSamePlaceholders(t *testing.T) {
	en := speak(t, "en")
	for _, l := range load(t).Languages() {
		for _, key := range l.Keys() {
			for form, text := range l.Forms(key) {
				got, want := placeholders(text), placeholders(en.Forms(key)["other"])
				small := form == "zero" || form == "one" || form == "two"
				want = slices.DeleteFunc(want, func(name string) bool {
					return !slices.Contains(got, name) && (small && name == "n" || spokenOut[key+" "+form+" "+name])
				})
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s (%s) fills %v, English fills %v", l.Tag(), key, form, got, want)
				}
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	for i, p := range found {
		found[i] = strings.Trim(p, "{}")
	}
	sort.Strings(found)
	return slices.Compact(found)
}

// sameAsEnglish are texts that may stand in another language as in English,
// by "language text".
var sameAsEnglish = map[string]bool{
	"es No":             true,
	"es Error: {title}": true,
}

// latinWords may stand in Korean and Arabic as they are: names of formats and
// keys that people meet in that form.
var latinWords = map[string]bool{"Alongside": true, "CSV": true, "TSV": true, "QR": true, "Shift": true, "PDF": true,
	"JSON": true, "URL": true, "HTML": true, "Google": true, "Airtable": true, "Excel": true, "Mobilize": true,
	"Action": true, "Network": true, "Enter": true, "English": true, "UTF": true, "ZIP": true, "AGPL": true,
	"dmy": true, "mdy": true, "ymd": true}

func TestNoSentenceWasLeftInEnglish(t *testing.T) {
	en := speak(t, "en")
	word := regexp.MustCompile(`[A-Za-z]{3,}`)
	for _, l := range load(t).Languages() {
		if l.Tag() == "en" {
			continue
		}
		for _, key := range l.Keys() {
			for form, text := range l.Forms(key) {
				bare := placeholder.ReplaceAllString(text, "")
				if text == en.Forms(key)[form] && strings.ContainsFunc(bare, unicode.IsLetter) && !sameAsEnglish[l.Tag()+" "+text] {
					t.Errorf("%s: %s says %q, as English does", l.Tag(), key, text)
				}
				if l.Tag() == "es" {
					continue
				}
				for _, w := range word.FindAllString(bare, -1) {
					if !latinWords[w] {
						t.Errorf("%s: %s has the word %q", l.Tag(), key, w)
					}
				}
			}
		}
	}
}

// bannedWords are not how neighbours speak of each other.
var bannedWords = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(stakeholders?|beneficiar(y|ies)|clients?|cases?|victims?|onboard(s|ed|ing)?|leverag(e|es|ed|ing)|` +
		`empower(s|ed|ing|ment)?|admins?|administrators?|nodes?|instances?|federat(e|es|ed|ion|ing)|submit(s|ted|ting)?|click(s|ed|ing)? here|` +
		`users?|zero-knowledge|unbreakable|anonymous(ly)?|volunteers?|please note|e\.g\.|i\.e\.)\b`),
	"es": regexp.MustCompile(`(?i)\b(usted(es)?|beneficiari[oa]s?|clientes?|v[ií]ctimas?|empoder\p{L}*|administrador(a|es|as)?|nodos?|instancias?|` +
		`(haz|haga|hacer) clic|usuari[oa]s?|an[oó]nim[oa]s?|voluntari[oa]s?|llamada de ayuda)\b`),
	"ko": regexp.MustCompile(`수혜자|클라이언트|고객|피해자|관리자|노드|인스턴스|제출|클릭|사용자|익명|자원봉사|이해관계자|니다([.,!)” ]|$)|니까\?|십시오`),
	"ar": regexp.MustCompile(`عميل|عملاء|مستفيد|ضحية|ضحايا|انقر|اضغط هنا|المستخدم|مجهول|متطوع|متطوّع|أصحاب المصلحة|تمكين`),
}

func TestNoBannedWordIsEverSaid(t *testing.T) {
	for tag, banned := range bannedWords {
		l := speak(t, tag)
		for _, key := range l.Keys() {
			for _, text := range l.Forms(key) {
				if w := banned.FindString(text); w != "" {
					t.Errorf("%s: %s says %q in %q", tag, key, w, text)
				}
			}
		}
	}
}

func TestEnglishIsPlain(t *testing.T) {
	l := speak(t, "en")
	var all reading
	sections := map[string]*reading{}
	for _, key := range l.Keys() {
		section, _, _ := strings.Cut(key, ".")
		if sections[section] == nil {
			sections[section] = &reading{}
		}
		for _, s := range sentences(l.Forms(key)["other"]) {
			r := read(s)
			all.add(r)
			sections[section].add(r)
			if r.words > 16 {
				t.Errorf("%s: a sentence of %d words: %q", key, r.words, s)
			}
		}
	}
	sections["all together"] = &all
	for name, r := range sections {
		if r.sentences < 8 {
			continue // too few to judge
		}
		if r.length() > 9 || r.grade() > 5 {
			t.Errorf("%s: %.1f words a sentence (9 at most), school grade %.1f (5 at most)", name, r.length(), r.grade())
		}
	}
}

// reading is what the Flesch-Kincaid grade counts.
type reading struct{ sentences, words, syllables int }

func (r *reading) add(s reading) {
	r.sentences += s.sentences
	r.words += s.words
	r.syllables += s.syllables
}

func (r *reading) length() float64 { return float64(r.words) / float64(r.sentences) }

func (r *reading) grade() float64 {
	return 0.39*r.length() + 11.8*float64(r.syllables)/float64(r.words) - 15.59
}

var sentenceEnd = regexp.MustCompile(`[.!?:]+["”)]*(\s+|$)|\n+`)

// sentences are those of a text that are sentences and not labels: three words
// or more. A placeholder is a word.
func sentences(text string) []string {
	var found []string
	for _, s := range sentenceEnd.Split(placeholder.ReplaceAllString(text, "Sam"), -1) {
		if len(strings.Fields(s)) >= 3 {
			found = append(found, s)
		}
	}
	return found
}

func read(sentence string) reading {
	r := reading{sentences: 1}
	for w := range strings.FieldsFuncSeq(sentence, func(c rune) bool { return !unicode.IsLetter(c) && c != '’' && c != '\'' }) {
		r.words++
		r.syllables += syllables(strings.ToLower(w))
	}
	return r
}

// syllables counts groups of vowels, but for a silent e.
func syllables(w string) int {
	n, before := 0, false
	for i, c := range w {
		vowel := strings.ContainsRune("aeiouy", c)
		silent := c == 'e' && i == len(w)-1 && n > 0 && !strings.HasSuffix(w, "le")
		if vowel && !before && !silent {
			n++
		}
		before = vowel
	}
	if strings.HasSuffix(w, "ed") && n > 1 && !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded") &&
		!strings.HasSuffix(w, "eed") {
		n--
	}
	return max(n, 1)
}

func TestTheSyllableCountIsRight(t *testing.T) {
	for w, want := range map[string]int{"the": 1, "people": 2, "agreed": 2, "needed": 2, "reached": 1, "language": 2,
		"everyone": 3, "neighbour": 2, "place": 1, "table": 2, "area": 2, "yes": 1, "hmm": 1} {
		if got := syllables(w); got != want {
			t.Errorf("%s has %d syllables, want %d", w, got, want)
		}
	}
}

// TestNoHiddenMarkTurnsASentence allows the two plain direction marks, which a
// translator needs before a sign such as #.
func TestNoHiddenMarkTurnsASentence(t *testing.T) {
	for _, l := range load(t).Languages() {
		for _, key := range l.Keys() {
			for _, text := range l.Forms(key) {
				for _, r := range text {
					if unicode.Is(unicode.Cf, r) && r != '\u200E' && r != '\u200F' {
						t.Errorf("%s: %s holds the hidden mark %U", l.Tag(), key, r)
					}
				}
			}
		}
	}
}
