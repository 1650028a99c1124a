package account

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/words"
	"alongside/test/postgres"
)

// The salt of every test here: 16 bytes that are easy to write.
var testSalt = []byte("sixteen bytes ok")

// inBrowser runs signin.js with node's WebCrypto. ask is one JSON value a
// line; body sees it as x and the script as s, and answers one value a line.
func inBrowser[In, Out any](t *testing.T, body string, asks []In) []Out {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv(postgres.Variable) != "" && os.Getenv(postgres.Variable) != "off" {
			t.Fatal("node is missing, which `make test` installs")
		}
		t.Log("without node the browser's half is not compared; `make test` does it")
		return nil
	}
	script, err := os.ReadFile("../view/asset/signin.js")
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	for _, a := range asks {
		line, _ := json.Marshal(a)
		in.Write(append(line, '\n'))
	}
	program := `
const s = await import("data:text/javascript;base64,` + base64.StdEncoding.EncodeToString(script) + `");
const { createInterface } = await import("node:readline");
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const x = JSON.parse(line);
  console.log(JSON.stringify(` + body + `));
}`
	cmd := exec.Command(node, "--input-type=module", "-e", program)
	cmd.Stdin = &in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var answers []Out
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var o Out
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, o)
	}
	if len(answers) != len(asks) {
		t.Fatalf("%d answers to %d questions", len(answers), len(asks))
	}
	return answers
}

// oddTypings is one text in the ways keyboards and hands give it.
func oddTypings(s string) []string {
	return []string{s, norm.NFD.String(s), norm.NFKC.String(s), strings.ToUpper(s), " " + strings.ReplaceAll(s, " ", " - ") + "\n",
		strings.ReplaceAll(s, " ", "\u00a0\u200f"), strings.ReplaceAll(s, " ", "")}
}

func TestTheBrowserNormalisesAsTheServerDoes(t *testing.T) {
	asks := []string{"", "0", "ı İ ß ẞ Σ ς ﬁ Å ñ N\u0303", "مكتبةٌ مكتبه", "مــدرسة ى ی ک ك أإآ", "ﻻ ﷺ", "한국어", "ＡＢＣ１２",
		"𝔘𝔫𝔦", "👩‍👩‍👧 family", "\ufeffa", "a\u0301\u0327", "Ǆ ǅ", strings.Repeat("물결", 90), strings.Repeat("é", 300), "constructor __proto__"}
	for _, lang := range words.Languages() {
		for range 60 {
			asks = append(asks, oddTypings(words.Key(lang).Reveal())...)
		}
		asks = append(asks, words.List(lang)...)
	}
	for i, got := range inBrowser[string, string](t, `s.normalise(x)`, asks) {
		if want := words.Normalise(asks[i]); got != want {
			t.Errorf("%q is %q in the browser, %q here", asks[i], got, want)
		}
	}
}

func TestTheBrowserReadsACodeAsTheServerDoes(t *testing.T) {
	var asks []string
	arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "۴", "5", "٥", "6", "٦", "7", "٧", "8", "۸", "9", "٩")
	slips := strings.NewReplacer("0", "o", "1", "l")
	for range 50 {
		c := NewCode().Reveal()
		asks = append(asks, c, strings.ToLower(c), strings.ReplaceAll(c, "-", " "), slips.Replace(c), arabic.Replace(c),
			strings.ReplaceAll(c, "-", "\u2011"), c[1:], c+"A", "ß"+c[1:], "ı"+c[1:], strings.Replace(c, "-", "U", 1))
	}
	asks = append(asks, "", "two words", "2", "٢", "²", words.Key("en").Reveal())
	for i, got := range inBrowser[string, *string](t, `s.readCode(x)`, asks) {
		plain := plainCode(asks[i])
		switch c, err := words.ParsePrinted(plain); {
		case !looksLikeCode(plain):
			if got != nil {
				t.Errorf("%q is a code in the browser, and words here", asks[i])
			}
		case got == nil, err == nil && *got != c.Canonical(), err != nil && *got != "":
			t.Errorf("%q is %v in the browser, %q (%v) here", asks[i], got, c.Canonical(), err)
		}
	}
}

func TestTheBrowserDerivesTheSameKeyInFourLanguages(t *testing.T) {
	type ask struct{ Typed, Salt string }
	var asks []ask
	add := func(typed ...string) {
		for _, s := range typed {
			asks = append(asks, ask{s, base64.RawURLEncoding.EncodeToString(testSalt)})
		}
	}
	add(words.Key("en").Reveal(), words.Key("es").Reveal(), NewCode().Reveal())
	ko, ar := words.Key("ko").Reveal(), words.Key("ar").Reveal()
	add(norm.NFC.String(ko), norm.NFD.String(ko))
	add(ar, strings.NewReplacer("ي", "ی", "ك", "ک", "ة", "ه", "أ", "ا").Replace(ar))
	got := inBrowser[ask, string](t, `await s.signInKey(x.Typed, x.Salt)`, asks)
	d := &Desk{salt: testSalt, kiln: newKiln()}
	for i, a := range asks[:len(got)] {
		key, err := d.Derive(ctx, id.SecretFrom(a.Typed))
		if err != nil || key.Reveal() != got[i] {
			t.Errorf("number %d differs: %v", i, err)
		}
	}
	if len(got) > 0 && (got[3] != got[4] || got[5] != got[6]) {
		t.Error("the same words typed on another keyboard give another key")
	}
}

// A key that changes locks everybody out, so both are written down here once.
func TestTheSignInKeyNeverChanges(t *testing.T) {
	const wordsKey, codeKey = "u2GpoM12zKdKL50lVcqhMMhUDetyCpfoSGI0k_5-5Ms", "T55q18w-zwbknloa2kdqQvN2m3tDo_2uHQRq3gDzRHQ"
	if got := base64.RawURLEncoding.EncodeToString(keyFromWords("abcdefghij", testSalt)); got != wordsKey {
		t.Errorf("words give %s", got)
	}
	if got := base64.RawURLEncoding.EncodeToString(keyFromCode("ABCDEFGH0123456789JKMNPQRS", testSalt)); got != codeKey {
		t.Errorf("a code gives %s", got)
	}
}

func TestTheBrowserDrawsWhatTheServerReads(t *testing.T) {
	type drawn struct{ Code, Words string }
	asks := [][]string{words.List("en"), words.List("es"), words.List("ko"), words.List("ar")}
	for i, got := range inBrowser[[]string, drawn](t, `({Code: s.drawCode(), Words: s.drawWords(x)})`, asks) {
		if _, err := words.ParsePrinted(got.Code); err != nil || !looksLikeCode(got.Code) {
			t.Errorf("a code is drawn as %q: %v", got.Code, err)
		}
		found, lang, err := words.Parse(got.Words)
		if err != nil || lang != words.Languages()[i] || len(found) != words.KeyWords {
			t.Errorf("words are drawn as %q: %s, %v", got.Words, lang, err)
		}
	}
}

func TestACodeAlwaysShowsThatItIsOne(t *testing.T) {
	for range 5000 { // one draw in 1,770 lacks the digit
		if c := NewCode(); !looksLikeCode(c.Reveal()) {
			t.Fatal("a code without a digit from 2 to 9")
		}
	}
}

func TestNoWordOfAnyListLooksLikeACode(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, w := range words.List(lang) {
			if looksLikeCode(plainCode(w)) || !utf8.ValidString(w) {
				t.Errorf("%s: %q", lang, w)
			}
		}
	}
}

func TestAFullKilnTurnsPeopleAwayAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKiln()
		burn, fired := make(chan struct{}), 0
		for range 1 + kilnQueue {
			go k.fire(ctx, func() { <-burn; fired++ }) // the kiln itself keeps fired to one at a time
		}
		synctest.Wait()
		wantKind(t, k.fire(ctx, func() { t.Error("it was fired all the same") }), fault.Limited, "account.busy")
		close(burn)
		synctest.Wait()
		if err := k.fire(ctx, func() {}); err != nil || fired != 1+kilnQueue {
			t.Errorf("%d of those who waited were served; afterwards: %v", fired, err)
		}
	})
}

func TestWordsOpenTheSameAccountWithAndWithoutAScript(t *testing.T) {
	d := openDesk(t)
	six, code := words.Key("ko").Reveal(), NewCode().Reveal()
	o := must[Opening](t)(d.Create(ctx, Start{Name: "Ana", Language: "ko", Words: typed(six), Code: typed(code)}))
	derived := must[id.Secret](t)(d.Derive(ctx, id.SecretFrom(norm.NFD.String(six))))
	for name, p := range map[string]Proof{
		"typed": typed(six), "run together": typed(strings.ReplaceAll(six, " ", "")),
		"derived in the browser": {Key: derived}, "the code in small letters": typed(strings.ToLower(code)),
	} {
		if got := d.signIn(t, p); got.Session.Account != o.Session.Account {
			t.Errorf("%s opens another account", name)
		}
	}
}
