package view

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Contrast as WCAG 2.2 defines it, measured on the tokens of the style sheet.

var token = regexp.MustCompile(`--([a-z0-9-]+): (#[0-9A-F]{6})`)

// themes reads the tokens of light and dark; dark overrides light.
func themes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	b, err := os.ReadFile("asset/app.css")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("the style sheet has no dark theme")
	}
	night, _, _ := strings.Cut(rest, ":root:lang(ko)")
	light, dark = map[string]string{}, map[string]string{}
	for _, m := range token.FindAllStringSubmatch(head, -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range token.FindAllStringSubmatch(night, -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return math.NaN()
	}
	linear := func(c uint64) float64 {
		v := float64(c&255) / 255
		if v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(n>>16) + .7152*linear(n>>8) + .0722*linear(n)
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func TestEveryTextCanBeReadInBothThemes(t *testing.T) {
	texts := map[string][]string{ // surface: what is written on it
		"paper":      {"ink", "ink2", "pine", "brick", "plum", "sky", "mari-ink"},
		"sheet":      {"ink", "ink2", "pine", "brick", "plum", "sky", "mari-ink"},
		"pine-tint":  {"ink", "ink2", "pine"},
		"mari-tint":  {"ink", "ink2", "mari-ink", "pine"},
		"brick-tint": {"ink", "brick"},
		"plum-tint":  {"plum"}, "sky-tint": {"sky"},
		"pine": {"on-pine"}, "brick": {"on-brick"}, "mari": {"on-mari"},
		"deep": {"on-deep", "deep2"}, "ink": {"paper"},
	}
	light, dark := themes(t)
	for name, theme := range map[string]map[string]string{"light": light, "dark": dark} {
		for surface, list := range texts {
			for _, text := range list {
				if c := contrast(theme[surface], theme[text]); !(c >= 7) {
					t.Errorf("%s: %s on %s has %.2f, less than 7", name, text, surface, c)
				}
			}
		}
	}
}

func TestEveryControlCanBeSeenInBothThemes(t *testing.T) {
	light, dark := themes(t)
	for name, theme := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range [][2]string{{"edge", "paper"}, {"edge", "sheet"}, {"pine", "paper"}, {"pine", "sheet"},
			{"brick", "paper"}, {"brick", "sheet"}, {"mari", "deep"}, {"deep2", "deep"}, {"ink", "sheet"}, {"pine", "pine-tint"}} {
			if c := contrast(theme[pair[0]], theme[pair[1]]); !(c >= 3) {
				t.Errorf("%s: %s beside %s has %.2f, less than 3", name, pair[0], pair[1], c)
			}
		}
	}
}

func TestEveryColourIsAToken(t *testing.T) {
	b, err := os.ReadFile("asset/app.css")
	if err != nil {
		t.Fatal(err)
	}
	_, rules, _ := strings.Cut(string(b), "/* ground */")
	screen, _, _ := strings.Cut(rules, "@media print")
	for _, line := range strings.Split(screen, "\n") {
		if strings.HasPrefix(line, ".qr ") {
			continue // black on white in both themes, or a camera does not read it
		}
		if m := regexp.MustCompile(`#[0-9A-Fa-f]{3,8}\b`).FindString(line); m != "" {
			t.Errorf("a colour beside the tokens, %s: %s", m, strings.TrimSpace(line))
		}
	}
}
