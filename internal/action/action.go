// Package action is people turning up together: a plan with its levels of risk,
// its roles and its times, and the care that gets everybody home.
//
// The law: nobody counts at a level whose words they have not read; who is at
// which level is told to nobody and forgotten 72 hours after the end; and when
// somebody is silent, their buddy alone is asked to call.
package action

import (
	"context"
	"time"

	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// The ids of the nouns.
type (
	LevelID  = id.Of[Level]
	UpdateID = id.Of[Update]
	PairID   = id.Of[pair] // short: people read it to each other
)

type pair struct{}

// Risk is how much risk a level has, in three steps.
type Risk int

const (
	Lower Risk = 1 + iota
	Some
	Higher
)

// Risks are all of them, the lower first.
var Risks = []Risk{Lower, Some, Higher}

// Fact is something that lets more people take part.
type Fact string

// Facts in the order in which pages list them.
var Facts = []Fact{"step_free", "seats", "toilets", "signed", "children", "quiet"}

// Limits of a plan, in letters where nothing else is said.
const (
	WordsMost    = 600 // what happens at a level, how to leave it
	LineMost     = 120 // a meeting point, a way out, what to bring
	WaysMost     = 6
	RolesMost    = 24 // of a plan
	WantedMost   = 999
	HomeMost     = 12 * 60 // minutes after the end
	MinutesMost  = 24 * 60
	UpdateMost   = 280
	UpdatesKept  = 20 // that pages show
	AheadMost    = 300
	TogetherMost = 12 // groups beside the first
)

// Plan is what an action has beside its call.
type Plan struct {
	Call     call.ID
	Template Template
	When     recur.Series // in the caller's zone; Start is 0 until they said when
	Homes    int          // minutes after its end by which everybody is home
	Facts    []Fact       // who can take part
	Bring    string
	Unsafe   string // for whom it is not safe
	Legal    string // a number to call, as it is written on arms
	Link     string // where it is online; for those who come
	Ways     []Way  // out of it
	Drawing  Drawing
	Ahead    string // words for a week before
	Soon     string // and for two hours before
	Version  int64  // grows when any of it changes
}

// Way is one way out: A, B, C in the order of the plan.
type Way struct {
	To   string `json:"to"`             // where it leads
	Note string `json:"note,omitempty"` // steps, a ramp, a quiet room
}

// Level is one level of risk in an action. Who comes may read all of it before.
type Level struct {
	ID       LevelID
	Call     call.ID
	Risk     Risk
	Name     string // the group's own; empty for the usual words
	Meet     string // where
	Happens  string // what may happen
	Leave    string // how to leave
	Training string // that is wanted
	Writer   party.FaceID
	By       string    // the writer's name, filled in when read
	Written  time.Time // the day
	Version  int64     // of its words
}

// says reports whether two levels read the same.
func (l Level) says(o Level) bool {
	return l.Name == o.Name && l.Meet == o.Meet && l.Happens == o.Happens && l.Leave == o.Leave && l.Training == o.Training
}

// Kind of a role is one of Kinds; empty when its title says what it is.
type Kind string

// Join is to take part, and nothing more.
const Join Kind = "join"

// Kinds of roles, in the order of a form.
var Kinds = []Kind{Join, "marshal", "medic", "calm", "observer", "interpreter", "children", "driver", "companion", "shadow"}

// Needs is what somebody confirms before a role is theirs.
type Needs string

const (
	Nothing      Needs = ""
	Training     Needs = "training"
	Introduction Needs = "introduction"
)

// Role is something done at one level, at each of the action's times.
type Role struct {
	ID       call.RoleID
	Call     call.ID
	Level    LevelID
	Kind     Kind
	Title    string // the group's own words, where Kind is empty
	Wanted   int64  // at each time; 0: as many as come
	Minutes  int    // how long it takes, 0 when nobody said
	Needs    Needs
	Position int
}

// Says is what the part of a role is called: its own title, or the key of its
// kind, which pages put into the reader's words.
func (r Role) Says() string {
	if r.Title != "" {
		return r.Title
	}
	return string(r.Kind)
}

// Occurrence is one time at which an action takes place.
type Occurrence struct {
	ID      call.OccurrenceID
	Call    call.ID
	Was     when.Day // the day by its rule, which it keeps when it is moved
	Starts  time.Time
	Ends    time.Time
	Homes   int       // minutes after its end by which everybody is home; 0: nobody asks
	Off     bool      // it will not be
	Ended   time.Time // when it was stood down; zero: not yet
	Step    Step      // what has been done about it
	Due     time.Time // when the next is due
	Version int64     // grows when its time changes, or it is called off
}

// Over reports whether it has ended.
func (o Occurrence) Over(now time.Time) bool { return !o.Ended.IsZero() || !o.Ends.After(now) }

// On reports whether it is on now, or about to be: from two hours before.
func (o Occurrence) On(now time.Time) bool {
	return !o.Off && !o.forgotten() && !now.Before(o.Starts.Add(-SoonAhead))
}

// Together is a group that plans an action with others.
type Together struct {
	Group party.GroupID
	Yes   bool
	Until time.Time // the end of its mandate, as it was when it said yes
	Name  string    // and its address, filled in when read
	Slug  string
}

// Said is somebody's own last word about themselves.
type Said string

const (
	Coming  Said = "" // they said they would
	Here    Said = "here"
	Staying Said = "staying"
	Help    Said = "help"
	Safe    Said = "safe"
)

// Place is what a commitment to an action has beside itself.
type Place struct {
	Commitment call.CommitmentID
	Call       call.ID
	Occurrence call.OccurrenceID
	Level      LevelID
	Seen       int64  // the version of the level's words that they read
	Pair       PairID // with whom they look after each other; 0: nobody yet
	Yes        bool   // they said yes to that
	Lets       bool   // they said yes to a third who asks
	Seeks      bool   // a buddy
	Offers     int    // how often they were offered one
	Care       bool   // to be asked how they are, three days on
	Said       Said
	At         time.Time
	Hand       []byte    // hash of the link that hands it over; nil: none
	HomeBy     time.Time // when their buddy is asked to call; zero: not any more
}

// Update is word while an action is on.
type Update struct {
	ID         UpdateID
	Call       call.ID
	Occurrence call.OccurrenceID
	Level      LevelID // 0: for all
	Phrase     Phrase  // a ready one, or
	Words      string
	Language   string
	Said       time.Time // when it was written
	Sent       time.Time // when it arrived here
}

// Store keeps actions. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	call.Tx
	Plans
	Occasions
	Calendars
	OwnFeeds
	Habits
	Places
}

// Plans are plans, their levels and roles.
type Plans interface {
	AddPlan(Plan) error
	Plan(call.ID) (Plan, error)
	SavePlan(Plan) error
	Levels(call.ID) ([]Level, error) // the lower risk first
	SaveLevel(Level) error           // adds one that is new
	DropLevel(LevelID) error
	Roles(call.ID) ([]Role, error)
	SaveRole(Role) error // adds one that is new
	// RoleAt is a role of an action with that action's gate and the level it is
	// at, of whose words only the version is read.
	RoleAt(call.ID, call.RoleID) (c call.Gate, r Role, l Level, there bool, err error)
	DropRole(call.RoleID) error
	SaveTogether(call.ID, Together) error
	DropTogether(call.ID, party.GroupID) error
	Together(call.ID) ([]Together, error)
	SavePartOf(call.Part) error // all but Taken, by its role
}

// Occasions are the times of actions.
type Occasions interface {
	AddOccurrence(Occurrence) error
	Occurrence(call.OccurrenceID) (Occurrence, error)
	SaveOccurrence(Occurrence) error
	DropOccurrence(call.OccurrenceID) error
	Occurrences(c call.ID, from time.Time, most int) ([]Occurrence, error) // that end after from, the first first
	// NextTime is the next one that somebody can come to.
	NextTime(c call.ID, now time.Time) (o Occurrence, any bool, err error)
	// TimeFor is a time with what a role is at it, if somebody has come to that yet.
	TimeFor(call.RoleID, call.OccurrenceID) (o Occurrence, p call.Part, there bool, err error)
	// Joined are those of an action's times that somebody has said yes to.
	Joined(call.ID) ([]call.OccurrenceID, error)
	DueBefore(now time.Time, most int) ([]call.OccurrenceID, error)
	// Forget erases who was there: places, commitments, parts and word.
	Forget(call.OccurrenceID) error
}

// Places are who comes, and what they say of themselves.
type Places interface {
	SavePlace(Place) error // adds one that is new
	Place(call.CommitmentID) (p Place, there bool, err error)
	DropPlace(call.CommitmentID) error
	PlacesAt(call.OccurrenceID) ([]Place, error)
	PlacesIn(PairID) ([]Place, error)
	Seeking(o call.OccurrenceID, l LevelID, but call.CommitmentID, offers int) (p Place, any bool, err error) // who had fewer offers
	PlaceHanded(hash []byte) (p Place, there bool, err error)
	SilentBefore(now time.Time, most int) ([]call.CommitmentID, error)
	Asking(call.ID) ([]call.Commitment, error) // who waits to be confirmed, the first first
	AddUpdate(Update) error
	Updates(o call.OccurrenceID, at LevelID, most int) ([]Update, error) // for all and for that level, the newest first
}

// Feed is an action as a calendar writes it.
type Feed struct {
	call.Listed
	Plan  Plan
	Times []Occurrence // that it has, also those called off
}
