// Package sheet is the sheet a group already has: it reads one, says what
// every row becomes, and writes it out again in the same columns.
//
// The law: no row is dropped in silence; a cell of a refused column (gender,
// race, age, papers …) never leaves the reader; a phone number or an address
// is never a key, only its HMAC is; reading takes the same memory however long
// the sheet is.
package sheet

import "alongside/internal/fault"

// As is what the rows of a sheet are brought as.
type As string

const (
	AsAsks   As = "asks"
	AsOffers As = "offers"
	AsGroups As = "groups"
)

// Valid reports whether a is one of the three.
func (a As) Valid() bool { return a == AsAsks || a == AsOffers || a == AsGroups }

// What is read at most. A sheet beyond these is refused whole; a row beyond
// them is left out and listed.
const (
	MaxSize    = 64 << 20 // bytes of a file
	MaxRows    = 200_000  // rows under the head
	MaxColumns = 200
	MaxCell    = 32 << 10 // bytes of a cell
	MaxName    = 120      // letters of a name
	MaxBody    = 2000     // letters of a message, of what a group says of itself
	maxRecord  = 1 << 20  // bytes of a row with all its quoted lines
)

// Note is something people should know about a row or a column: the key of a
// sentence and what fills it.
type Note struct {
	Column string `json:"column,omitempty"`
	Say    string `json:"say"`
	Args   []any  `json:"args,omitempty"`
}

func tooLarge(say string, args ...any) error {
	return &fault.Error{Op: "sheet.open", Kind: fault.TooLarge, Say: say,
		Fields: []fault.Field{{Name: "file", Say: say, Args: args}}}
}

func unreadable(say string, args ...any) error {
	return &fault.Error{Op: "sheet.open", Kind: fault.Invalid, Say: say,
		Fields: []fault.Field{{Name: "file", Say: say, Args: args}}}
}
