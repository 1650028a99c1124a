package cli

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// everywhere are the flags that every command has.
type everywhere struct {
	Help bool `short:"h" help:"Show this help."`
	JSON bool `name:"json" help:"Answer in JSON on standard output."`
}

// word is a flag or an argument, as the tags of its field say.
type word struct {
	name     string
	short    string
	help     string
	holder   string // what stands for its value in help
	choices  []string
	arg      bool
	optional bool // of arguments; every flag is
	to       any  // pointer to the field, where its value goes
}

func (f word) isSwitch() bool { _, is := f.to.(*bool); return is }

// isSetting tells whether the environment and the file may say it too.
func (f word) isSetting() bool { _, is := f.to.(**string); return is }

// flags are those of a command: first those of every command, then its own.
func (c command) flags(every *everywhere) (flags []word) {
	return slices.DeleteFunc(append(wordsOf(every), wordsOf(c.does)...), func(f word) bool { return f.arg })
}

func (c command) args() (args []word) {
	return slices.DeleteFunc(wordsOf(c.does), func(f word) bool { return !f.arg })
}

// wordsOf reads the fields of what a pointer points at.
func wordsOf(p any) (words []word) {
	if p == nil {
		return nil
	}
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		f, to := v.Type().Field(i), v.Field(i).Addr().Interface()
		if f.Anonymous {
			words = append(words, wordsOf(to)...)
			continue
		}
		one := word{name: settingName(f), short: f.Tag.Get("short"), help: f.Tag.Get("help"), holder: f.Tag.Get("placeholder"), to: to}
		one.arg, one.optional = f.Tag.Get("arg") != "", f.Tag.Get("arg") == "optional"
		if some := f.Tag.Get("choices"); some != "" {
			one.choices = strings.Split(some, ",")
		}
		if _, many := to.(*[]int); many {
			one.holder += ",..."
		}
		words = append(words, one)
	}
	return words
}

// understand finds the command that somebody typed, and fills its fields.
func understand(typed []string) (command, everywhere, error) {
	var every everywhere
	for c := program(); ; {
		rest, err := c.parse(typed, &every)
		switch {
		case err != nil, every.Help && (len(c.subs) == 0 || len(rest) == 0):
			return c, every, err
		case len(c.subs) == 0:
			return c, every, c.take(rest)
		case len(rest) == 0:
			return c, every, c.misuse("Expected one of %s.", quoted(c.subNames()))
		}
		i := slices.Index(c.subNames(), rest[0])
		if i < 0 {
			return c, every, c.misuse("Unexpected argument %s%s", rest[0], meant(rest[0], "", c.subNames()))
		}
		c, typed = c.subs[i], rest[1:]
	}
}

// typed is a command as somebody types it.
func (c command) typed() string { return strings.TrimSuffix("alongside "+c.name, " ") }

// subNames are the next words of a command that has some.
func (c command) subNames() (names []string) {
	for _, sub := range c.subs {
		names = append(names, strings.TrimPrefix(sub.name, c.name+" "))
	}
	return names
}

// parse reads the flags of a command and answers what is left: its arguments,
// or another command and all that follows it.
func (c command) parse(typed []string, every *everywhere) ([]string, error) {
	set := pflag.NewFlagSet("alongside", pflag.ContinueOnError)
	set.SetInterspersed(len(c.subs) == 0)
	for _, f := range c.flags(every) {
		f.bind(set)
	}
	if err := c.forgotten(set, typed); err != nil {
		return nil, err
	}
	if err := set.Parse(typed); err != nil {
		return nil, c.mistyped(set, err)
	}
	return set.Args(), nil
}

// bind lets a flag set the field.
func (f word) bind(set *pflag.FlagSet) {
	switch to := f.to.(type) {
	case **string:
		set.Var(left{to}, f.name, f.help)
	case *string:
		set.StringVar(to, f.name, *to, f.help)
	case *bool:
		set.BoolVarP(to, f.name, f.short, *to, f.help)
	case *int:
		set.IntVar(to, f.name, *to, f.help)
	case *[]int:
		set.IntSliceVar(to, f.name, *to, f.help)
	case *[]string:
		set.StringArrayVar(to, f.name, *to, f.help) // no commas: columns may have some in their names
	case *time.Duration:
		set.DurationVar(to, f.name, *to, f.help)
	default:
		panic(fmt.Sprintf("--%s: no flag can set a %T", f.name, to))
	}
}

// left is a text that is nil where somebody left it out.
type left struct{ to **string }

func (l left) Set(s string) error { *l.to = &s; return nil }
func (l left) String() string     { return "" }
func (l left) Type() string       { return "string" }

// forgotten notices a flag whose value was left out, before the next flag is
// taken for it.
func (c command) forgotten(set *pflag.FlagSet, typed []string) error {
	for i := 0; i+1 < len(typed) && typed[i] != "--"; i++ {
		name, long := strings.CutPrefix(typed[i], "--")
		f := set.Lookup(name)
		if !long || f == nil || f.NoOptDefVal != "" {
			continue
		}
		i++
		if next := typed[i]; len(next) > 1 && next[0] == '-' {
			return c.misuse("--%s wants a value. Write --%s=%s where that is the value.", name, name, next)
		}
	}
	return nil
}

// take fills in the arguments.
func (c command) take(rest []string) error {
	for _, a := range c.args() {
		switch {
		case len(rest) > 0:
			*a.to.(*string) = rest[0]
			if a.choices != nil && !slices.Contains(a.choices, rest[0]) {
				return c.misuse("<%s> must be one of %s, and not %q.", a.name, quoted(a.choices), rest[0])
			}
			rest = rest[1:]
		case !a.optional:
			return c.misuse("Expected <%s>.", a.name)
		}
	}
	if len(rest) > 0 {
		return c.misuse("Unexpected argument %s.", rest[0])
	}
	return nil
}

// mistyped is a mistake that the parser found, as a sentence.
func (c command) mistyped(set *pflag.FlagSet, err error) error {
	var unknown *pflag.NotExistError
	var alone *pflag.ValueRequiredError
	var value *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return c.misuse("Unknown flag -%s.", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		var names []string
		set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := unknown.GetSpecifiedName()
		return c.misuse("Unknown flag --%s%s", name, meant(name, "--", names))
	case errors.As(err, &alone):
		return c.misuse("--%s wants a value.", alone.GetFlag().Name)
	case errors.As(err, &value):
		f := value.GetFlag()
		return c.misuse("--%s wants %s, and not %q.", f.Name, wants[f.Value.Type()], value.GetValue())
	}
	return c.misuse("%s", sentence(err.Error()))
}

// wants says what a flag's value is.
var wants = map[string]string{"int": "a number", "intSlice": "numbers with commas between them", "bool": "true or false",
	"duration": "a length of time such as 5s or 2m"}

// misuse is a mistake of the command line, and where to read more.
func (c command) misuse(say string, args ...any) error {
	what := "flags"
	if len(c.subs) > 0 {
		what = "commands"
	}
	return &Mistakes{[]string{fmt.Sprintf(say, args...) + fmt.Sprintf(" `%s --help` lists the %s.", c.typed(), what)}}
}

// meant ends a sentence with what was probably meant, if anything was.
func meant(typed, before string, known []string) string {
	if best := nearest(typed, known); best != "" {
		return fmt.Sprintf(", did you mean %q?", before+best)
	}
	return "."
}

func quoted(words []string) string { return `"` + strings.Join(words, `", "`) + `"` }
