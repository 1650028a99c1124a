package sheet

import (
	"context"
	"slices"
	"time"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Store keeps what comes with sheets. Both doors are all or nothing; see
// package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	Bundling
	Stage
	Showing
	Calls
	Uploads
	Shelf() Shelf
	AddLine(group.Line) error // to the log that a group's members read
}

// Shelf is the directory, and who is in it.
type Shelf interface {
	group.Shelf
	GroupBySlug(string) (group.Group, bool, error)
}

// Bundling is the bundles themselves.
type Bundling interface {
	AddBundle(Bundle) error // a second one of a group that stages is fault.Taken
	Bundle(BundleID) (Bundle, bool, error)
	SaveBundle(Bundle) error
	Bundles(g party.GroupID, most int) ([]Bundle, error) // newest first
	// Beat notes a sign of life. It is false when the bundle no longer stages.
	Beat(b BundleID, now time.Time, done int64) (bool, error)
	Silent(since time.Time) ([]Bundle, error) // that stage and showed no sign of life since
	AddLeftOut(BundleID, []OutRow, []TwinRow) error
	LeftOut(b *Bundle, most int) error // fills the report's lists
}

// Stage is where rows wait, unseen, until their bundle is whole.
type Stage interface {
	// Standing finds what came before, and is seen, by any of the keys.
	Standing(keys []Key) (map[Key]Here, error)
	AddEntries([]Entry) error // without their words and marks; of groups, which Shelf takes, the memory
	AddWords([]Word) error
	AddMarks([]Mark) error
	AddChange(Change) error
	// Publish shows every row of a bundle, in one statement.
	Publish(BundleID) error
	// Waiting are changes of bundles that are shown and have not been made; and
	// those of bundles that are undone and have been.
	Waiting(most int) ([]Change, error)
	SaveChange(Change) error
	DropChange(Change) error
}

// Entry is a row that comes in: a call with its parts and its caller's detail,
// or a group's entry in the directory; and what is remembered of the sheet.
type Entry struct {
	Call   call.Call
	Parts  []call.Part
	Detail call.Detail
	Group  *group.Entry `json:",omitempty"`
	Memory Memory
}

// Memory is what is remembered of the row that a thing came from. It is erased
// with the thing.
type Memory struct {
	Thing  int64
	Bundle BundleID
	Row    int
	Own    int64 // hashes by which the row is found again; see Keys
	Look   int64
	Page   int64
	Who    int64
	Seal   []byte
	Cells  string // what the export needs and nothing else holds; see pack
}

// Word is one word by which a call is found.
type Word struct {
	Token  int64
	Opened int64 // milliseconds
	Call   call.ID
}

// Mark is one hash by which a line is found again.
type Mark struct{ Hash, Thing int64 }

// Marks are the line's own, each once.
func (m Memory) Marks() []Mark {
	var all []Mark
	for _, h := range []int64{m.Own, m.Look, m.Page, m.Who} {
		if mark := (Mark{h, m.Thing}); h != 0 && !slices.Contains(all, mark) {
			all = append(all, mark)
		}
	}
	return all
}

// Change is what a later sheet says anew of a call; once made, what stood
// before it.
type Change struct {
	Bundle  BundleID `json:"-"`
	Thing   call.ID  `json:"-"`
	Made    bool     `json:"-"`
	Version int64    `json:"version,omitempty"` // of the call when the change was made
	Entry   Entry    `json:"entry"`
}

// Showing is what a group sees and takes back after a bundle was shown.
type Showing interface {
	// Hide takes what a bundle brought out of sight, but for calls that somebody
	// has answered and groups that have moved in, and tells which calls stay.
	Hide(BundleID) (kept []call.ID, err error)
	// Leftover is what bundles that failed or were undone brought, to be erased.
	Leftover(most int) (calls []call.ID, groups []party.GroupID, err error)
	// Forget erases what undoing needs of bundles that finished before, and
	// bundles of which nothing is left.
	Forget(before time.Time) error
	Tray(g party.GroupID, after call.ID, most int) ([]call.Call, error) // oldest row first
	// Out is what a bundle's rows have become, by row; Rest a group's calls of
	// one side that came with no sheet, by id.
	Out(b BundleID, after, most int) ([]Given, error)
	OutGroups(b BundleID, after, most int) ([]Given, error)
	Rest(g party.GroupID, side call.Side, after call.ID, most int) ([]Given, error)
}

// Given is a row on its way out.
type Given struct {
	Entry
	Kept   int // how many of its promises were kept
	Status group.Status
}

// Calls is what this room needs of the spine; see call.Tx.
type Calls interface {
	Call(call.ID) (call.Call, error)
	SaveCall(call.Call) error
	Parts(call.ID) ([]call.Part, error)
	AddPart(call.Part) error
	DropPart(call.PartID) error
	CommitmentsOf(call.ID) ([]call.Commitment, error)
	SetDetail(call.Detail) error
	Detail(call.ID, call.CommitmentID) (call.Detail, error)
	EraseCall(call.ID) error
	Remember(Memory) error
	Memory(call.ID) (Memory, bool, error)
}

// Uploads are files between two pages of an import.
type Uploads interface {
	PutUpload(Upload) error // anew with its size, when all pieces are there
	AddBytes(u UploadID, n int, b []byte) error
	Upload(hash []byte) (Upload, bool, error)
	Bytes(u UploadID, n int) ([]byte, error)
	UploadsOf(party.GroupID) ([]UploadID, error) // oldest first
	UploadsUntil(now time.Time) ([]UploadID, error)
	EraseUpload(UploadID) error
}
