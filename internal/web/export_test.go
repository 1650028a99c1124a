package web

import (
	"time"

	"alongside/internal/brake"
	"alongside/internal/id"
)

// Row is what tests may know of a route.
type Row struct {
	Pattern string
	Signed  bool // only for people who are signed in
	Private bool
	Most    int64 // bytes of a form
	Upload  bool
}

// Table is the route table.
func Table() (all []Row) {
	for _, r := range routes {
		all = append(all, Row{r.pattern, r.guard >= member, r.private, r.most(), r.bytes > 0})
	}
	return all
}

// Proof is what an address of a private page carries once its reader has said
// that it is them.
func (h *House) Proof(link id.Secret, now time.Time) string { return h.proof(link, now) }

// Local is where a reader is sent back to.
var Local = local

// Lines gives word fewer lines: in all, and of one address.
func (h *House) Lines(all, each int) { h.lines = brake.NewRoom(h.Clock, all, each) }

// Open is how many lines are.
func (h *House) Open() int { return h.lines.In() }

// LinesMost is how many there are, in all and for one address.
func LinesMost() (all, each int) { return streamsMost, streamsEach }
