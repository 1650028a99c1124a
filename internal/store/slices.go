package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"alongside/internal/db"
	"alongside/internal/move"
)

// What goes along when a group moves, and what stays.
//
// Whoever adds a table puts it into one of the two lists below, or a test
// fails: into travels, as one line that picks the group's rows (and puts a
// value that means nothing elsewhere in place of one that points at another
// board's rows), or into stays, with the reason. A table whose rows hang on
// another's is picked by that one, as circlemember is. What only a circle may
// read is picked by inCircles, so that nobody takes what they may not read; and
// what is hidden goes with the whole group alone.

// ofFaces picks calls that a member, or the group itself, made: what strangers
// asked for through the group stays theirs, on the board where they asked.
const ofFaces = "(author_kind = 'group' AND author = $1 OR author_kind = 'face' AND author IN (SELECT id FROM face WHERE grp = $1))"

const callsThatTravel = "grp = $1 AND state IN ('open','closed','hidden') AND " + ofFaces

// callsOf picks the calls that travel and that the taker may read.
func callsOf(r move.Reach) (where string, args []any) {
	where, args = callsThatTravel, db.Args(r.Group)
	if r.Whole {
		return where, args
	}
	in, args := among(r, args)
	return where + " AND state <> 'hidden' AND (circle = 0 OR circle IN (" + in + "))", args
}

// among lists the taker's circles as arguments.
func among(r move.Reach, args []any) (string, []any) {
	marks := []string{"-1"} // no circle has this number
	for _, c := range r.Circles {
		args = append(args, int64(c))
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	return strings.Join(marks, ","), args
}

// travels are the rows of a group that go with it. $1 is the group. Circles is
// what may be read of circles: see inCircles.
func travels(r move.Reach) []db.Slice {
	g := func(table, where string, fixed map[string]string) db.Slice {
		return db.Slice{Table: table, Where: where, Args: db.Args(r.Group), Fixed: fixed}
	}
	c := func(table, column string) db.Slice { return inCircles(r, table, column) }
	both := func(table string) db.Slice { // of everyone, and of circles
		s := inCircles(r, table, "circle")
		s.Where = "grp = $1 AND (circle = 0 OR " + s.Where + ")"
		return s
	}
	theirs, args := callsOf(r)
	posts, kept, hid := both("circlepost"), "grp = $1", "grp = $1 AND act = 'hide'"
	if !r.Whole {
		posts.Where += " AND NOT hidden"
		kept += " AND " + inSight
		hid += " AND FALSE"
	}
	return []db.Slice{
		{Table: "grp", Where: "id = $1", Args: db.Args(r.Group), Leave: []string{"slug"},
			Fixed: map[string]string{"bar": "''", "barred": "NULL", "bundle": "0", "outside": "NULL"}},
		g("agreement", "grp = $1", nil),
		g("area", "grp = $1", nil),
		both("grpline"),
		g("face", "grp = $1", map[string]string{"account": "0"}),
		// What somebody has read, when they came by and whether they rest is theirs
		// alone to know.
		g("member", "grp = $1", map[string]string{"read": "0", "rests": "NULL", "seen": "NULL", "asked": "NULL"}),
		// A pause ends by itself on the other board too; its reason is for one person.
		g("pause", "grp = $1", map[string]string{"reason": "''"}),
		c("circle", "id"),
		c("circlemember", "circle"),
		posts,
		// Why something is hidden goes along with it: its author reads it there, and
		// it can be shown again.
		g("tended", hid, nil),
		g("mandate", "grp = $1", map[string]string{"reminded": "FALSE"}),
		g("holder", "mandate IN (SELECT id FROM mandate WHERE grp = $1)", nil),
		// Promises stay, so nothing is taken and everything is wanted again.
		{Table: "call", Where: theirs, Args: args, Fixed: map[string]string{"typist_kind": "''", "typist": "0", "other": "0", "bundle": "0", "outside": "NULL",
			"answered": "0", "wanted": "''"}},
		{Table: "part", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args, Fixed: map[string]string{"taken": "0"}},
		{Table: "kit", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args, Fixed: map[string]string{"slug": slugTravels}},
		{Table: "rendering", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		{Table: "action", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		{Table: "level", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		{Table: "role", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		{Table: "occurrence", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		g("record", kept, nil),
		{Table: "source", Where: "call IN (SELECT id FROM call WHERE " + theirs + ")", Args: args},
		// What is decided goes along, and what was said before all; not who
		// stood where. A decision under way ends where its roll is.
		g("decision", "grp = $1 AND state = 'closed'", nil),
		g("outcome", "grp = $1", map[string]string{"reminded": "FALSE"}),
		g("signature", "grp = $1", nil),
		g("alertkind", "grp = $1", nil),
		g("alertdoor", "grp = $1", nil),
		g("remark", "decision IN (SELECT id FROM decision WHERE grp = $1 AND state = 'closed')", nil),
	}
}

// inCircles picks the rows whose column names a circle of the group that the
// taker is in; all of the group's when the whole group moves.
func inCircles(r move.Reach, table, column string) db.Slice {
	s := db.Slice{Table: table, Where: column + " IN (SELECT id FROM circle WHERE grp = $1)", Args: db.Args(r.Group)}
	if r.Whole {
		return s
	}
	in, args := among(r, s.Args)
	s.Args = args
	s.Where += " AND " + column + " IN (" + in + ")"
	return s
}

// stays are the tables none of whose rows go along, and why.
var stays = map[string]string{
	"account": "people come again by their own way", "keyhole": "opens an account of this board", "session": "is open on this board",
	"ceremony": "a sign-in that is under way here", "host": "looks after this board", "hostlog": "what hosts did on this board",
	"secret": "this board's own", "setting": "this board's own", "job": "work of this board", "done": "pages of this board",
	"guest": "has asked this board, not the group", "commitment": "is between two people", "word": "is between two people",
	"handover": "is between two people", "detail": "only the two sides may read it", "threadline": "likewise", "sent": "is between its author and a group here",
	"notice": "tells people of this board", "reachable": "is a person's own", "told": "is a person's own",
	"report": "nobody is to learn who reported", "invitation": "leads to this board", "edge": "nobody is to learn who let whom in",
	"vouch": "likewise", "knock": "waits at the door of this board",
	"posting": "is made anew from the words of calls", "grpword": "is made anew from the group's words",
	"bundle": "can be undone on this board alone", "line": "came from a sheet, for this board's undo and export",
	"mark": "came from a sheet, likewise", "leftout": "came from a sheet, likewise", "change": "came from a sheet, likewise",
	"upload": "waits between two pages", "uploadpart": "waits between two pages",
	"roll": "says who was asked", "stance": "says who stood where", "ballot": "is secret",
	"pledge": "is a promise, which stays", "fill": "is a promise, which stays",
	"voice": "is shown beside the call, on this board",
	"place": "says who comes to what", "habit": "likewise", "live": "is for those who are there", "host_too": "is with a group of this board",
	"ownfeed": "is an address of this board", "kit_gone": "are addresses of this board",
	"tie": "is with a group of this board", "tieyes": "is with a group of this board", "tiememory": "is with a group of this board",
	"repair": "is between those who talk", "repairseat": "is between those who talk", "repairline": "is between those who talk",
	"repairround": "is between those who talk", "removal": "is appealed where it was decided", "block": "nobody is to learn who blocked whom",
	"concern": "is for those who answer it",
	"alert":   "is over within days", "alertreport": "nobody is to learn who reported", "alertstep": "is over within days",
	"alertasked": "nobody is to learn who was asked", "watch": "is a person's own", "watchkind": "is a person's own",
	"carried":    "points at a call of this board",
	"homecoming": "leads to this board; the export makes links of its own", "moved": "says where this board's links lead",
}

// Destined reports for every table of the database whether its rows travel
// with a group, stay for a reason, or nobody has thought about it.
func Destined(table string) (where string, thought bool) {
	if slices.ContainsFunc(travels(move.Reach{Whole: true}), func(s db.Slice) bool { return s.Table == table }) {
		return "travels", true
	}
	why, thought := stays[table]
	return why, thought
}

// Staying are the names of the tables that stay.
func Staying() []string { return slices.Sorted(maps.Keys(stays)) }
