// Package fault is what can go wrong, said three ways: a kind for programs,
// a locale key for people, a cause for the log.
//
// The law: Say and Field.Say are keys of the message catalogue, never
// sentences; Cause never reaches a page; nobody's words are ever put in either.
package fault

import (
	"errors"
	"strings"
)

// Kind tells a program what to do about an error.
type Kind uint8

const (
	Internal    Kind = iota // our mistake; the person may try again
	Invalid                 // what was sent does not fit; Fields say where
	NotFound                // not there, or not for this reader: strangers cannot tell which
	SignIn                  // a session is needed
	Fresh                   // a session is there, but a fresh sign-in is needed
	Taken                   // somebody else was first
	Stale                   // it changed meanwhile; look again
	Gone                    // it was there and has been erased or has ended
	Limited                 // too many in too short a time
	TooLarge                // more bytes or rows than we read
	CrossSite               // a request that another site made
	Unavailable             // the disk is full, the database is away: nothing was changed
	Unreadable              // broken on its way, or never a form: nothing was changed
	NotYours                // plainly there, but it takes a mandate, or the end of a trial
)

var kindNames = [...]string{"internal", "invalid", "not_found", "sign_in", "fresh", "taken",
	"stale", "gone", "limited", "too_large", "cross_site", "unavailable", "unreadable", "not_yours"}

// String is the stable name of a kind, as logs and JSON answers carry it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Field is one mistake in one form field. Say is a locale key; Args fill its
// placeholders as name, value pairs.
type Field struct {
	Name string
	Say  string
	Args []any
}

// Error carries all three voices. Op is "room.act", for the log.
type Error struct {
	Op     string
	Kind   Kind
	Say    string
	Fields []Field
	Err    error
}

func (e *Error) Error() string {
	parts := []string{e.Op, e.Kind.String()}
	if e.Say != "" {
		parts = append(parts, e.Say)
	}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+"="+f.Say)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

func (e *Error) Unwrap() error { return e.Err }

// New is an error of a kind with the key of the sentence people read.
func New(op string, kind Kind, say string) *Error {
	return &Error{Op: op, Kind: kind, Say: say}
}

// Wrap keeps the kind and the sentence of err and adds where it passed by.
// An error that has no kind becomes Internal. Wrap of nil is nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return &Error{Op: op, Kind: e.Kind, Say: e.Say, Fields: e.Fields, Err: err}
	}
	return &Error{Op: op, Kind: Internal, Err: err}
}

// Form gathers the mistakes of one form. Its zero value is ready.
type Form struct{ fields []Field }

// Add notes a mistake in the field name.
func (f *Form) Add(name, say string, args ...any) {
	f.fields = append(f.fields, Field{Name: name, Say: say, Args: args})
}

// Check notes a mistake unless ok.
func (f *Form) Check(ok bool, name, say string, args ...any) {
	if !ok {
		f.Add(name, say, args...)
	}
}

// Err is nil when there was no mistake, else an Invalid error with all of them.
func (f *Form) Err(op string) error {
	if len(f.fields) == 0 {
		return nil
	}
	return &Error{Op: op, Kind: Invalid, Say: "fault.form", Fields: f.fields}
}

// KindOf is the kind of the outermost Error in err's chain, Internal otherwise.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// FieldsOf are the field mistakes that err carries, if any.
func FieldsOf(err error) []Field {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}

// SayOf is the locale key that err carries, or one that fits its kind.
func SayOf(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Say != "" {
		return e.Say
	}
	return "fault." + KindOf(err).String()
}
