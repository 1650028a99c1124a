package demo

import (
	"context"
	"time"

	"alongside/internal/call"
	"alongside/internal/when"
)

// scene is one call and what became of it.
type scene struct {
	group   string // through which group; empty for a neighbour on their own
	by      string
	lang    string
	kind    call.Kind
	side    call.Side
	title   string
	body    string
	town    string
	urgency call.Urgency
	closest string
	speaks  string
	rule    call.Rule
	opened  moment
	starts  moment
	ends    moment
	parts   []wanted
	then    []step
	shown   bool // the asker's page is shown to whoever tries the demo
}

// wanted is one part. Quantity 0 is as many as come.
type wanted struct {
	title    string
	quantity int64
	unit     string
	at       moment
}

// step is what somebody does next. Words are a reason, a name or a lesson.
type step struct {
	at       moment
	who      string
	do       deed
	part     int
	quantity int64
	words    string
	shown    bool
}

type deed func(context.Context, *life, *somebody, step) error

// moment is a time on a day counted from today, or so long ago.
type moment struct {
	day int
	at  when.TimeOfDay
	ago time.Duration
}

// never is no time.
var never moment

// on is a time on the demo's wall, so many days from today. What has happened
// lies before today: nobody knows at what hour the demo is started.
func on(day, hour, minute int) moment { return moment{day: day, at: when.HM(hour, minute)} }

func ago(d time.Duration) moment { return moment{ago: d} }

var scenes = concat(open, underway, kept, beside, closed)

func concat[T any](tables ...[]T) (all []T) {
	for _, t := range tables {
		all = append(all, t...)
	}
	return all
}
