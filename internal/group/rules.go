package group

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Door is how somebody comes into a group.
type Door string

const (
	Open    Door = "open"    // an invitation or the group's link is enough
	Vouched Door = "vouched" // so many members say that they have met the person
	Asked   Door = "asked"   // the person answers the group's questions, and a member says yes
)

// Doors are all of them, in the order that pages list them.
var Doors = []Door{Open, Vouched, Asked}

// Method is how a group decides.
type Method string

const (
	Consent       Method = "consent"       // nobody objects
	Majority      Method = "majority"      // more for it than against it
	Supermajority Method = "supermajority" // two thirds of those for or against it
	Temperature   Method = "temperature"   // how people feel; decides nothing
)

// Methods are all of them, in the order that pages list them.
var Methods = []Method{Consent, Majority, Supermajority, Temperature}

// Limits of the rules.
const (
	VouchesMost   = 5
	QuestionsMost = 3
	QuestionMost  = 200 // letters
	TrialMost     = 60  // days
	OpenMost      = 60  // days
)

// Rules are how a group lets people in and decides. They are a part of its
// agreements: whoever has read those has read these, and one decision changes
// both. The zero Rules stand for Usual.
type Rules struct {
	Door      Door     `json:"door"`
	Vouches   int      `json:"vouches"`             // 1 to 5, when vouched
	Questions []string `json:"questions,omitempty"` // at most three, when asked
	Trial     int      `json:"trial"`               // days that a newcomer is on trial, 0 to 60
	Methods   []Method `json:"methods"`             // what a decision may be made by; the first is usual
	Quorum    int      `json:"quorum"`              // per cent of the roll that must speak, 0 to 100
	Days      int      `json:"days"`                // how long a decision is open, 1 to 60
	Secret    bool     `json:"secret,omitempty"`    // ballots are secret
	Zone      string   `json:"zone,omitempty"`      // in which decisions close; empty: the board's
}

// Usual are the rules of a group that has not thought about them.
var Usual = Rules{Door: Open, Vouches: 2, Trial: 14, Methods: []Method{Consent}, Quorum: 50, Days: 7}

// Or is the rules themselves, or the usual ones when there are none.
func (r Rules) Or(usual Rules) Rules {
	if r.Door == "" {
		return usual
	}
	return r
}

// Allows reports whether the group decides this way.
func (r Rules) Allows(m Method) bool { return slices.Contains(r.Methods, m) }

// Check tidies the rules and notes their mistakes by their form fields.
func (r *Rules) Check(f *fault.Form) {
	f.Check(slices.Contains(Doors, r.Door), "door", "group.choose_door")
	f.Check(r.Door != Vouched || r.Vouches >= 1 && r.Vouches <= VouchesMost, "vouches", "group.number_between", "least", 1, "most", VouchesMost)
	f.Check(r.Trial >= 0 && r.Trial <= TrialMost, "trial", "group.number_between", "least", 0, "most", TrialMost)
	f.Check(r.Quorum >= 0 && r.Quorum <= 100, "quorum", "group.number_between", "least", 0, "most", 100)
	f.Check(r.Days >= 1 && r.Days <= OpenMost, "days", "group.number_between", "least", 1, "most", OpenMost)
	f.Check(len(r.Methods) > 0 && !slices.ContainsFunc(r.Methods, func(m Method) bool { return !slices.Contains(Methods, m) }), "methods", "group.choose_methods")
	_, err := time.LoadLocation(r.Zone)
	f.Check(err == nil, "zone", "group.no_such_zone")
	r.checkQuestions(f)
}

func (r *Rules) checkQuestions(f *fault.Form) {
	kept := make([]string, 0, len(r.Questions))
	for _, q := range r.Questions {
		tidy(f, "questions", &q, QuestionMost, text.Clean)
		if q != "" {
			kept = append(kept, q)
		}
	}
	f.Check(len(kept) <= QuestionsMost, "questions", "group.number_between", "least", 0, "most", QuestionsMost)
	f.Check(r.Door != Asked || len(kept) > 0, "questions", "group.ask_something")
	if r.Questions = kept; len(kept) == 0 {
		r.Questions = nil
	}
}

// SetRules changes the rules of a young group, as a new version of its
// agreements. In one that is active, a decision does that. Version is the one
// that the page showed.
func (d *Desk) SetRules(ctx context.Context, v access.Viewer, g party.GroupID, version int, r Rules) error {
	const op = "group.set_rules"
	var f fault.Form
	r.Check(&f)
	if err := f.Err(op); err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		young, err := d.young(tx, found)
		if err != nil {
			return err
		}
		if !young {
			return fault.New(op, fault.NotYours, "trust.by_decision")
		}
		if version != found.Agreed {
			return fault.New(op, fault.Stale, "")
		}
		now, _, err := tx.Agreements(g, version)
		if err != nil || reflect.DeepEqual(now.Rules, r) {
			return err
		}
		if err := d.agree(tx, &found, Rewriting{Text: now.Text, Rules: r, Review: now.Review}); err != nil {
			return err
		}
		me.Read = found.Agreed
		if err := tx.SaveMember(me); err != nil {
			return err
		}
		return d.log(tx, g, ChangedAgreed, me.Face, strconv.Itoa(found.Agreed))
	})
}
