package cli

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Place is where a board's data lie. Every command that touches them has it.
// A flag is nil when it is left out: then the environment speaks, then the
// file, then the default.
type Place struct {
	Config       *string `help:"File of settings, in TOML." placeholder:"FILE"`
	Data         *string `help:"Folder of the board's data." placeholder:"data"`
	Database     *string `help:"PostgreSQL database to use instead of a file in that folder." placeholder:"postgres://…"`
	DatabaseFile *string `help:"File that holds the address of the database, for one with a password." placeholder:"FILE"`
}

// Board is what a host decides about a board.
type Board struct {
	Listen       *string `help:"Address to listen on." placeholder:"127.0.0.1:8080"`
	Origin       *string `help:"Address that people use." placeholder:"https://eastfield.example"`
	Domain       *string `help:"Name to get a certificate for: the board then speaks HTTPS by itself." placeholder:"eastfield.example"`
	TrustedProxy *string `help:"Addresses of the proxy in front of the board. Only what they say about a reader's address is believed, and none of it is written down." placeholder:"127.0.0.1,10.0.0.0/8"`
	Acme         *string `help:"Directory of the certificate authority, where it is not Let's Encrypt." placeholder:"URL"`

	Name      *string `help:"Name of the board, instead of the one chosen at set-up." placeholder:"Eastfield Alongside"`
	Area      *string `help:"Where the board is, instead of what was chosen at set-up." placeholder:"Eastfield"`
	Zone      *string `help:"Time zone of the board." placeholder:"America/New_York"`
	Languages *string `help:"Languages of the board, the first one for whoever asks for none of them." placeholder:"en,es,ko,ar"`
	Source    *string `help:"Where the source of this program is: an address, or the file of an archive to hand out." placeholder:"URL"`
	LogLevel  *string `help:"How much the log says: debug, info or warn." placeholder:"info"`

	AddressKeyFile *string `help:"File of the key that seals the addresses people leave for mail, where it is not addresses.key in the folder." placeholder:"FILE"`

	MailServer       *string `help:"Mail server." placeholder:"mail.example:587"`
	MailFrom         *string `help:"Sender of mail." placeholder:"board@eastfield.example"`
	MailUser         *string `help:"User at the mail server." placeholder:"NAME"`
	MailPasswordFile *string `help:"File that holds the password for the mail server." placeholder:"FILE"`
	MailTls          *string `name:"mail-tls" help:"How mail is sealed: starttls, tls, or none for a server on this machine." placeholder:"starttls"`
}

// given is a setting as somebody wrote it.
type given struct {
	value string
	by    string // "--listen", "ALONGSIDE_LISTEN", "alongside.toml", "default"
}

// defaults are the settings nobody wrote.
var defaults = map[string]string{"data": "data", "listen": "127.0.0.1:8080", "zone": "UTC",
	"log-level": "info", "mail-tls": "starttls"}

// every are the names of all settings, in the order that help lists them.
var every = names(reflect.TypeFor[Place](), reflect.TypeFor[Board]())

func names(structs ...reflect.Type) (all []string) {
	for _, t := range structs {
		for f := range t.Fields() {
			all = append(all, settingName(f))
		}
	}
	return all
}

func settingName(f reflect.StructField) string {
	if n := f.Tag.Get("name"); n != "" {
		return n
	}
	var b strings.Builder
	for i, r := range f.Name {
		if r >= 'A' && r <= 'Z' && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// variable is the name of a setting in the environment.
func variable(setting string) string {
	return "ALONGSIDE_" + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// withVariable is the help of a flag, and its name in the environment where it
// has one.
func withVariable(f word) string {
	if f.isSetting() {
		return f.help + " ($" + variable(f.name) + ")"
	}
	return f.help
}

// gather finds every setting: flags first, then the environment, then the
// file, then the defaults.
func gather(w *World, flags ...any) (map[string]given, []string) {
	all := map[string]given{}
	for name, value := range defaults {
		all[name] = given{value, "default"}
	}
	said := map[string]given{}
	for _, name := range every {
		if value, ok := w.env(variable(name)); ok {
			said[name] = given{value, variable(name)}
		}
	}
	for _, f := range flags {
		v := reflect.ValueOf(f).Elem()
		for i := range v.NumField() {
			if p, ok := v.Field(i).Interface().(*string); ok && p != nil {
				name := settingName(v.Type().Field(i))
				said[name] = given{*p, "--" + name}
			}
		}
	}
	var mistakes []string
	if file, ok := said["config"]; ok && file.value != "" {
		mistakes = readFile(file.value, all)
	}
	for name, g := range said {
		all[name] = g
	}
	return all, mistakes
}

// readFile reads settings from a TOML file. A table's name comes before its
// keys': server in [mail] is mail-server.
func readFile(path string, into map[string]given) (mistakes []string) {
	text, err := os.ReadFile(path)
	if err != nil {
		return []string{fmt.Sprintf("The file of settings cannot be read: %v.", err)}
	}
	var tree map[string]any
	if _, err := toml.Decode(string(text), &tree); err != nil {
		return []string{fmt.Sprintf("The file of settings %s is no TOML: %v.", path, strings.TrimPrefix(err.Error(), "toml: "))}
	}
	flat := map[string]any{}
	flatten(flat, "", tree)
	for _, key := range slices.Sorted(keys(flat)) {
		name := strings.NewReplacer(".", "-", "_", "-").Replace(key)
		if !slices.Contains(every, name) || name == "config" {
			mistakes = append(mistakes, fmt.Sprintf("%s in %s is no setting.%s", key, path, perhaps(name)))
			continue
		}
		value, ok := asText(flat[key])
		if !ok {
			mistakes = append(mistakes, fmt.Sprintf("%s in %s wants a text.", key, path))
			continue
		}
		into[name] = given{value, path}
	}
	return mistakes
}

func keys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func flatten(into map[string]any, before string, tree map[string]any) {
	for k, v := range tree {
		if inner, ok := v.(map[string]any); ok {
			flatten(into, before+k+".", inner)
			continue
		}
		into[before+k] = v
	}
}

// asText is a value of the file as a flag would have it; lists by commas.
func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64, bool:
		return fmt.Sprint(v), true
	case []any:
		var parts []string
		for _, one := range v {
			s, ok := one.(string)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ","), true
	}
	return "", false
}

// perhaps suggests the setting that somebody probably meant.
func perhaps(name string) string {
	best := nearest(name, every)
	if best == "" || best == "config" { // config cannot stand in the file itself
		return ""
	}
	return fmt.Sprintf(" Do you mean %s?", best)
}

// nearest is the known word that somebody probably meant, or empty.
func nearest(typed string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(typed, k); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// distance is how many letters have to change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
