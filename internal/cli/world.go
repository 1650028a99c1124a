package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/locale"
)

// World is what a command may touch of the machine.
type World struct {
	Out    io.Writer
	Err    io.Writer
	Lookup func(name string) (string, bool) // the environment; nil: that of the process

	JSON bool // answers are for a program
}

func (w *World) env(name string) (string, bool) {
	if w.Lookup == nil {
		return os.LookupEnv(name)
	}
	return w.Lookup(name)
}

// Answer gives v to a program, or lets tell write it for people.
func (w *World) Answer(v any, tell func(io.Writer)) error {
	if !w.JSON {
		tell(w.Out)
		return nil
	}
	e := json.NewEncoder(w.Out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// Mistakes are what has to be put right before anything is tried.
type Mistakes struct{ Sentences []string }

func (m *Mistakes) Error() string { return strings.Join(m.Sentences, " ") }

// Failure is something that went wrong, in a sentence of its own.
type Failure struct {
	Kind fault.Kind
	Say  string
	Err  error
}

func (f *Failure) Error() string { return f.Say }
func (f *Failure) Unwrap() error { return f.Err }

// fail tells what went wrong and answers the exit code.
func (w *World) fail(err error) int {
	if errors.Is(err, errTold) {
		return wrong
	}
	kind, code := fault.KindOf(err), wrong
	says := []string{explain(err)}
	var mistakes *Mistakes
	var failure *Failure
	switch {
	case errors.As(err, &mistakes):
		says, kind, code = mistakes.Sentences, fault.Invalid, usage
	case errors.As(err, &failure):
		kind = failure.Kind
	case errors.Is(err, db.ErrNotEmpty), errors.Is(err, db.ErrNewer):
		kind = fault.Stale
	case errors.Is(err, db.ErrNoBackup), errors.Is(err, db.ErrDamaged):
		kind = fault.Invalid
	case errors.Is(err, os.ErrNotExist):
		kind = fault.NotFound
	}
	if w.JSON {
		w.Answer(struct {
			Error    string   `json:"error"`
			Say      string   `json:"say"`
			Mistakes []string `json:"mistakes,omitempty"`
		}{kind.String(), strings.Join(says, " "), more(says)}, nil)
		return code
	}
	for _, say := range says {
		fmt.Fprintln(w.Err, "alongside:", say)
	}
	return code
}

// more is the list, where it says more than one sentence does.
func more(says []string) []string {
	if len(says) < 2 {
		return nil
	}
	return says
}

// explain is an error as a sentence for whoever looks after the board.
func explain(err error) string {
	var failure *Failure
	if errors.As(err, &failure) {
		return failure.Say
	}
	if say := troubles[db.TroubleOf(err)]; say != "" {
		return say
	}
	var op *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "Another program listens at " + addressIn(err) + " already. Choose another with --listen."
	case errors.Is(err, syscall.EACCES) && errors.As(err, &op):
		return "This user may not listen at " + addressIn(err) + ": ports below 1024 belong to the system."
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "This machine has no address " + addressIn(err) + "."
	case errors.Is(err, db.ErrNoBackup), errors.Is(err, db.ErrDamaged), errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrExist):
		return sentence(plain(err))
	case errors.Is(err, db.ErrNotEmpty):
		return "This database holds something already. A backup is restored only into an empty one."
	}
	var known *fault.Error
	if errors.As(err, &known) && (known.Say != "" || len(known.Fields) > 0) {
		return inWords(err)
	}
	return sentence(plain(err))
}

// plain is an error without the marks that only a log needs.
func plain(err error) string {
	var known *fault.Error
	for errors.As(err, &known) && known.Err != nil {
		err = known.Err
	}
	return err.Error()
}

var troubles = map[db.Trouble]string{
	db.Full:     "There is no room left on the disk of the database. Nothing was changed.",
	db.ReadOnly: "This user may not write where the data lie. Give them the folder, or choose another with --data.",
	db.Away:     "No PostgreSQL server answers at the address of the database.",
	db.Refused:  "The PostgreSQL server refuses: check the user, the password and the name of the database.",
	db.Busy:     "Another program holds the database. Stop it and try again.",
	db.Damaged:  "The file of the database is damaged, or is no database. Restore a backup into a new folder.",
	db.Newer:    "This database was made by a newer version of alongside. Start that version, or restore an older backup.",
}

// addressIn is the address that a network error is about.
func addressIn(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Addr != nil {
		return op.Addr.String()
	}
	return "this address"
}

// inWords says a fault as pages do, in English.
func inWords(err error) string {
	all, lost := locale.Load()
	if lost != nil {
		return sentence(err.Error())
	}
	l := all.Default()
	says := []string{l.T(fault.SayOf(err))}
	for _, f := range fault.FieldsOf(err) {
		says = append(says, f.Name+": "+l.T(f.Say, f.Args...))
	}
	return strings.Join(says, " ")
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	first, width := utf8.DecodeRuneInString(s)
	if s == "" {
		return ""
	}
	s = string(unicode.ToUpper(first)) + s[width:]
	if !strings.ContainsRune(".!?:`", rune(s[len(s)-1])) {
		s += "."
	}
	return s
}
