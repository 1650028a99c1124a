package demo

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/alert"
	"alongside/internal/place"
	"alongside/internal/when"
)

// atTheDoor is what the tenants warn each other of, in their own words.
const atTheDoor = "Men at the door with papers"

// watchful is an alert that is on: somebody saw something, two looked into it,
// and those who had said yes are asked.
var watchful = []turn{
	{at: on(-14, 19, 0), group: eastfield, who: "Marisol", do: warnsOf(alert.Kind{Name: atTheDoor, Enough: 4, Hours: 3,
		Do: "Come by twos and stand on the other side of the street.\nSay nothing, touch nobody, block nothing.\nOne of each two writes down what they see, and when."})},
	{at: on(-14, 19, 5), group: eastfield, who: "Marisol", do: warnsOf(alert.Kind{Name: "No heating or no water in a whole house", Enough: 3, Hours: 12,
		Do: "Bring blankets, a kettle or bottles to the laundry room.\nKnock at the doors of those who live alone."})},
	{at: on(-13, 20, 0), group: eastfield, who: ana, do: watches(2)},
	{at: on(-13, 20, 10), group: eastfield, who: "Luis", do: watches(3)},
	{at: on(-13, 21, 0), group: eastfield, who: "Ola", do: watches(1)},
	{at: ago(40 * time.Minute), group: eastfield, who: "Mr Han", do: sees},
	{at: ago(36 * time.Minute), group: eastfield, who: "Theo", do: finds(alert.Check, "")},
	{at: ago(30 * time.Minute), group: eastfield, who: "Marisol", do: finds(alert.Confirm,
		"Three men with a locksmith are in the stairway of the second house. A family upstairs is afraid to open. They asked us to stand outside.")},
	{at: ago(25 * time.Minute), group: eastfield, who: "Luis", do: comesOut},
}

func warnsOf(k alert.Kind) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		k.Group = me.group
		return p.alerts.SetKind(ctx, v, k)
	}
}

// watches says yes to all kinds, at any hour, so many times a week.
func watches(most int) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		w, _, err := p.alerts.Mine(ctx, v, me.group)
		if err != nil {
			return err
		}
		ways, err := p.alerts.Ways(ctx, v, me.group)
		for _, k := range ways.Kinds {
			w.Kinds = append(w.Kinds, k.ID)
		}
		w.Area, w.Hours, w.Zone, w.Most = place.Area{Name: "Mill Lane"}, when.Quiet{}, Zone, most
		if err == nil {
			err = p.alerts.SetMine(ctx, v, w)
		}
		return err
	}
}

func sees(ctx context.Context, p *player, v access.Viewer, me *member) error {
	ways, err := p.alerts.Ways(ctx, v, me.group)
	for _, k := range ways.Kinds {
		if err == nil && k.Name == atTheDoor {
			err = p.alerts.Report(ctx, v, me.group, alert.Seen{Kind: k.ID, Area: place.Area{Name: "Mill Lane"}, Words: "A van, a locksmith and two more. They ring at every bell."})
		}
	}
	return err
}

// alertOf is the alert that runs.
func (p *player) alertOf(ctx context.Context, v access.Viewer, me *member) (alert.ID, error) {
	_, all, err := p.alerts.List(ctx, v, me.group)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return all[0].ID, nil
}

func finds(do alert.Act, words string) act {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) error {
		which, err := p.alertOf(ctx, v, me)
		if err != nil {
			return err
		}
		return p.alerts.Find(ctx, v, me.group, which, alert.Finding{Do: do, Words: words})
	}
}

func comesOut(ctx context.Context, p *player, v access.Viewer, me *member) error {
	which, err := p.alertOf(ctx, v, me)
	if err != nil {
		return err
	}
	return p.alerts.Say(ctx, v, me.group, which, alert.Coming)
}
