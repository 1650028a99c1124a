package demo

import (
	"context"
	"fmt"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/kit"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// planning is who may plan what the tenants turn up to, and why.
var planning = []motion{{
	group: eastfield, by: "Marisol", at: on(-24, 18, 0),
	title: "Ana and Theo plan what we turn up to",
	text:  "Somebody has to say where we meet, what may happen and how everybody gets home. Ana and Theo write it down and ask us all.",
	effect: gives(task{scope: party.Plan, words: "Plans walks and vigils, and says who is wanted. Not who comes.",
		holders: []string{ana, "Theo"}, days: 120}),
	said: consent(on(-23, 12, 0), "Marisol", "Theo", "Ola", ana, "Mr Han", "Luis", "Priya"),
}}

// The walk began an hour and a half ago, so that there is one to look at whenever
// the demo is started.
const (
	walkBegan = 95 * time.Minute
	walkLasts = 4 * 60 // minutes
	walkTitle = "Walk together to the housing hearing"
)

// showing is how the walk was planned, who comes, and what was said from there;
// and the half hour that comes again every day.
var showing = []turn{
	{at: on(-5, 9, 0), group: eastfield, who: ana, do: plansWalk},
	{at: on(-5, 9, 20), group: eastfield, who: ana, do: writesKit},
	{at: on(-5, 9, 40), group: eastfield, who: ana, do: plansHalfHour},
	{at: ago(20 * time.Hour), group: eastfield, who: ana, do: comes(0, action.Lower, action.Join, "Noor (invented)", "Kit (invented)")},
	{at: ago(19 * time.Hour), group: eastfield, who: ana, do: comes(0, action.Lower, "marshal", "Bea (invented)", "Sam (invented)")},
	{at: on(-3, 9, 0), group: eastfield, who: "Theo", do: plansRota},
	{at: ago(80 * time.Minute), group: eastfield, who: ana, do: posts("set_off", "")},
	{at: ago(30 * time.Minute), group: eastfield, who: ana, do: posts("", "The hearing room is full. We wait outside, in the shade on the east side.")},
	{at: ago(9 * time.Minute), group: eastfield, who: ana, do: posts("route", "")},
}

func plansWalk(ctx context.Context, p *player, v access.Viewer, me *member) error {
	area, _ := place.Match("Oakland, CA")
	which, err := p.actions.Begin(ctx, v, me.group, action.Draft{Key: walkTitle, Template: action.Walk, Title: walkTitle, Language: "en", Zone: p.zone, Area: area.Area(),
		Body: "The rent board hears three of us today. We walk there together, so that nobody stands before them alone.", Bring: "Water, a warm layer, and a snack to share."})
	if err != nil {
		return err
	}
	p.made.walk, p.guide.Walk = which, "/c/"+which.String()
	began := p.now.Add(-walkBegan).In(p.zone).Truncate(5 * time.Minute)
	s := recur.Series{Start: when.DayOf(began, p.zone), At: when.TimeOf(began, p.zone), Minutes: walkLasts, Zone: p.zone}
	if _, err := p.actions.SetTime(ctx, v, which, action.Placing{Area: area.Area(), When: s}); err != nil {
		return err
	}
	levels := []action.Levelling{
		{On: true, Level: action.Level{Risk: action.Lower, Meet: "Canal Square, by the clock", Happens: "Walk on the pavement with a buddy.\nYou can leave at any time.",
			Leave: "Go when you like, by any way out."}},
		{On: true, Level: action.Level{Risk: action.Some, Meet: "Canal Square, at the banner", Happens: "Carry the banner at the front. Police may tell you to move.",
			Leave: "If you are told to move, go with a marshal."}},
		{On: true, Level: action.Level{Risk: action.Higher, Meet: "The side door of the Town Hall", Happens: "Stay in the doorway when told to move. You could be arrested.",
			Leave: "Call the legal line. Do not go alone.", Training: "The two hours on Saturday at the kitchen"}},
	}
	if err := p.actions.SetLevels(ctx, v, which, levels); err != nil {
		return err
	}
	out := action.Outside{Legal: "555 0142", Homes: 120, Facts: []action.Fact{"step_free", "seats", "children"}, Speaks: []string{"en", "ko", "es"},
		Ways: []action.Way{{To: "Market Street, to tram 4", Note: "Ramp on the left"}, {To: "Canal steps, to the library", Note: "Quiet room until 20:00. Has stairs"},
			{To: "Bridge Road, to bus 12", Note: "Step-free"}},
		Drawing: walkDrawing, Bring: "Water, a warm layer, and a snack to share.", Soon: "We meet at the clock. Look for the green scarf."}
	if err := p.actions.SetOutside(ctx, v, which, out); err != nil {
		return err
	}
	return p.actions.Open(ctx, v, which, call.OnBoard)
}

// writesKit makes the walk's message ready to be passed on.
func writesKit(ctx context.Context, p *player, v access.Viewer, _ *member) error {
	sheet := kit.Kit{Avoid: "Who has a hearing.\nThat anybody will be arrested.", Picture: "People with green scarves walk over a bridge, two of them with a banner."}
	for _, r := range []kit.Rendering{
		{Channel: kit.Poster, Length: kit.Line, Language: "en", Words: "Nobody stands there alone."},
		{Channel: kit.Chat, Length: kit.Short, Language: "en", Words: "We walk together to the housing hearing. Come to Canal Square, by the clock. Nobody stands there alone."},
		{Channel: kit.SMS, Length: kit.Short, Language: "en", Words: "Walk with us to the housing hearing. Canal Square, by the clock."},
		{Channel: kit.Aloud, Length: kit.Short, Language: "en", Words: "We walk together to the hearing. Meet at the clock. You can leave at any time."},
		{Channel: kit.Chat, Length: kit.Short, Language: "ko", Words: "주거 심의에 함께 걸어가요. 운하 광장 시계 앞에서 만나요."},
	} {
		if _, err := p.kits.Write(ctx, v, p.made.walk, kit.Draft{Kit: sheet, Sheets: true, Rendering: r, Renders: true}); err != nil {
			return err
		}
	}
	return nil
}

// walkDrawing is the way, drawn by hand.
var walkDrawing = action.Drawing{
	Lines: [][]action.Spot{{{X: 40, Y: 140}, {X: 170, Y: 140}, {X: 170, Y: 48}, {X: 270, Y: 48}}},
	Points: []action.Mark{{Spot: action.Spot{X: 40, Y: 140}, Name: "Canal Square"}, {Spot: action.Spot{X: 270, Y: 48}, Name: "Town Hall"},
		{Spot: action.Spot{X: 110, Y: 140}, Name: "A"}, {Spot: action.Spot{X: 170, Y: 95}, Name: "B"}, {Spot: action.Spot{X: 220, Y: 48}, Name: "C"}},
}

func plansHalfHour(ctx context.Context, p *player, v access.Viewer, me *member) error {
	const title = "A daily half hour of calls to the city"
	which, err := p.actions.Begin(ctx, v, me.group, action.Draft{Key: title, Template: action.Online, Title: title, Language: "en", Zone: p.zone,
		Body: "One list, one sentence to say, and a call each. Thirty minutes, then we stop."})
	if err != nil {
		return err
	}
	newYork, err := when.Zone("America/New_York")
	if err != nil {
		return err
	}
	rule, err := recur.Shape{Pace: recur.ByDay, Every: 1, Until: p.today.Add(120)}.Rule()
	if err != nil {
		return err
	}
	s := recur.Series{Rule: rule, Start: p.today.Add(1), At: when.HM(15, 0), Minutes: 30, Zone: newYork}
	if _, err := p.actions.SetTime(ctx, v, which, action.Placing{When: s}); err != nil {
		return err
	}
	levels := []action.Levelling{{On: true, Level: action.Level{Risk: action.Lower, Meet: "On the telephone, where you are", Happens: "You call an office and read one sentence.", Leave: "Hang up when you like."}}}
	if err := p.actions.SetLevels(ctx, v, which, levels); err != nil {
		return err
	}
	if err := p.actions.SetOutside(ctx, v, which, action.Outside{Link: "https://meet.example/half-hour", Speaks: []string{"en"}}); err != nil {
		return err
	}
	return p.actions.Open(ctx, v, which, call.OnBoard)
}

// plansRota is a rota of people who go along to court, every week, with somebody
// beside them who learns it. More would come than are wanted: one waits.
func plansRota(ctx context.Context, p *player, v access.Viewer, me *member) error {
	const title = "Go along to the rent board on Thursdays"
	which, err := p.actions.Begin(ctx, v, me.group, action.Draft{Key: title, Template: action.Court, Title: title, Language: "en", Zone: p.zone,
		Body: "Nobody sits there alone. Two go along, and a third learns how."})
	if err != nil {
		return err
	}
	start := p.today.Add(3)
	rule, err := recur.Shape{Pace: recur.ByWeek, Every: 1, On: []time.Weekday{start.Weekday()}, Times: 8}.Rule()
	if err != nil {
		return err
	}
	if _, err := p.actions.SetTime(ctx, v, which, action.Placing{When: recur.Series{Rule: rule, Start: start, At: when.HM(9, 0), Minutes: 180, Zone: p.zone}}); err != nil {
		return err
	}
	levels := []action.Levelling{{On: true, Level: action.Level{Risk: action.Lower, Meet: "The steps of the rent board", Happens: "You sit beside a neighbour and take notes.", Leave: "Tell the other one when you go."}}}
	if err := p.actions.SetLevels(ctx, v, which, levels); err != nil {
		return err
	}
	if err := p.actions.Open(ctx, v, which, call.OnBoard); err != nil {
		return err
	}
	return comes(which, action.Lower, "companion", "Mika (invented)", "Lou (invented)", "Ren (invented)")(ctx, p, v, me)
}

// comes lets people without an account say yes to a role of a level; of the
// walk where no action is named.
func comes(which call.ID, risk action.Risk, kind action.Kind, names ...string) act {
	return func(ctx context.Context, p *player, _ access.Viewer, _ *member) error {
		to := which
		if to == 0 {
			to = p.made.walk
		}
		l, err := p.actions.Look(ctx, access.Viewer{}, to, 0)
		if err != nil {
			return err
		}
		level, _ := l.Level(risk)
		for i, name := range names {
			for _, r := range l.RolesAt(level.ID) {
				if r.Kind != kind {
					continue
				}
				_, err := p.actions.Join(ctx, access.Viewer{}, party.Ref{}, action.Joining{Key: call.Key(fmt.Sprint(l.Title, kind, i)), Call: to,
					Risk: risk, Seen: level.Version, Role: r.ID, Name: name, Seeks: kind == action.Join, Language: "en"})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func posts(phrase action.Phrase, words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) error {
		l, err := p.actions.Look(ctx, access.Viewer{}, p.made.walk, 0)
		if err != nil {
			return err
		}
		at, _ := l.At(0)
		return p.actions.Post(ctx, v, p.made.walk, action.Post{Key: call.Key(walkTitle + string(phrase) + words), Occurrence: at.ID, Phrase: phrase, Words: words, Language: "en"})
	}
}
