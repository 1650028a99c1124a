package demo

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/circle"
	"alongside/internal/repair"
)

// turns are what members did inside their groups besides deciding.
var turns = concat(papers, mended, daily, showing, watchful)

// daily is what members do as they come by.
var daily = []turn{
	{at: on(-36, 20, 0), group: eastfield, who: ana, do: reads},
	{at: on(-10, 20, 0), group: eastfield, who: ana, do: looks},
	{at: on(-4, 12, 0), group: eastfield, who: "Ola", do: takesUp("First aid for walkers, two hours, step by step",
		"Two of us were at the last one and came back calmer. Go in pairs from Mill Lane at six; Theo knows the way.")},
}

// takesUp carries a call of another group, by its title.
func takesUp(title, words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		return p.carry.TakeUp(ctx, v, me.group, p.asked[title], words)
	}
}

// papers is a circle of three.
var papers = []turn{
	{at: on(-30, 19, 0), group: eastfield, who: "Priya", do: makesCircle("Papers for the hearing",
		"We read each other's papers before the rent board, and nobody goes there alone.")},
	{at: on(-30, 19, 5), group: eastfield, who: "Priya", do: letsIn(ana)},
	{at: on(-30, 19, 6), group: eastfield, who: "Priya", do: letsIn("Mr Han")},
	{at: on(-29, 9, 0), group: eastfield, who: "Priya", do: writes(
		"My hearing is soon. I have the lease, the letters and four pictures of the bathroom wall. What have I forgotten?")},
	{at: on(-28, 20, 0), group: eastfield, who: ana, do: writes(
		"The receipts for the heater. They wanted those from me first. I can sit with you on Sunday and put a number on every page.")},
}

func makesCircle(name, about string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) (err error) {
		p.made.circle, err = p.circles.Make(ctx, v, me.group, circle.Draft{Name: name, About: about})
		return err
	}
}

func letsIn(name string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		m, err := p.member(me.slug, name)
		if err != nil {
			return err
		}
		return p.circles.Add(ctx, v, me.group, p.made.circle, m.face)
	}
}

func writes(words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		return p.circles.Write(ctx, v, me.group, p.made.circle, "", words)
	}
}

// mended is what Ana and Luis talked over: alone, then with Theo, until both
// could say yes to one text. They looked back, and it had gone well.
var mended = []turn{
	{at: on(-34, 8, 0), group: eastfield, who: ana, do: asksToTalk("Luis",
		"On Thursday you said before everybody that I never come when something is to be carried. It has stayed with me. I would like to talk about it, the two of us.")},
	{at: on(-34, 21, 0), group: eastfield, who: "Luis", do: says(
		"I was tired, and the sofa stood in the rain. I waited for you twice this month. But I should have asked you, and not the whole room.")},
	{at: on(-33, 8, 0), group: eastfield, who: ana, do: says(
		"Both times I was at the clinic with my mother. I had told Ola, and I thought you knew. Shall we ask Theo to sit with us?")},
	{at: on(-33, 8, 5), group: eastfield, who: ana, do: names("Theo")},
	{at: on(-33, 20, 0), group: eastfield, who: "Luis", do: agreesTo("Theo")},
	{at: on(-32, 9, 0), group: eastfield, who: "Theo", do: helps},
	{at: on(-32, 9, 10), group: eastfield, who: "Theo", do: sits(on(-30, 18, 30), "The bench behind the laundry room")},
	{at: on(-30, 20, 0), group: eastfield, who: "Theo", do: says(
		"Thank you both for tonight. I write down what I heard. Change what is not right.")},
	{at: on(-30, 20, 10), group: eastfield, who: "Theo", do: puts(on(-12, 0, 0),
		"Who cannot come says so to the one who waits, and not to somebody else.\n"+
			"What one of us did is said to that one first, and not on a Thursday before all.\n"+
			"Luis says in the room that Ana had told us. Ana takes the key to the hand truck on Mondays.")},
	{at: on(-29, 8, 0), group: eastfield, who: "Luis", do: saysYes},
	{at: on(-29, 19, 0), group: eastfield, who: ana, do: saysYes},
	{at: on(-11, 9, 0), group: eastfield, who: "Luis", do: wentWell},
	{at: on(-11, 18, 0), group: eastfield, who: ana, do: wentWell},
}

func asksToTalk(name, words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) (err error) {
		p.made.repair, err = p.repairs.Open(ctx, v, me.group, repair.Asking{Name: name, Words: words})
		return err
	}
}

func says(words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) error {
		return p.repairs.Say(ctx, v, p.made.repair, words, "")
	}
}

func names(helper string) act {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) error {
		return p.repairs.Name(ctx, v, p.made.repair, 0, helper)
	}
}

func agreesTo(helper string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		m, err := p.member(me.slug, helper)
		if err != nil {
			return err
		}
		return p.repairs.Answer(ctx, v, p.made.repair, m.face, true)
	}
}

func helps(ctx context.Context, p *player, v access.Viewer, _ *member) error {
	return p.repairs.Accept(ctx, v, p.made.repair)
}

func sits(at moment, place string) act {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) error {
		return p.repairs.Sit(ctx, v, p.made.repair, repair.Round{At: p.time(at), Place: place})
	}
}

// puts down what both would agree to, and the day to look back.
func puts(follow moment, words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) error {
		return p.repairs.Write(ctx, v, p.made.repair, 0, words, p.day(follow))
	}
}

func saysYes(ctx context.Context, p *player, v access.Viewer, _ *member) error {
	return p.repairs.Yes(ctx, v, p.made.repair, 1)
}

func wentWell(ctx context.Context, p *player, v access.Viewer, _ *member) error {
	return p.repairs.LookBack(ctx, v, p.made.repair, repair.Well)
}
