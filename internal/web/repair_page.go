package web

import (
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/view"
	"alongside/internal/when"
)

// repairTitle names the other side, or both where the reader is on neither.
func (v *visit) repairTitle(r repair.Look) string {
	names := [3]string{}
	for _, s := range r.Seats {
		if s.Part == repair.Side {
			names[s.Side] = v.seatName(s, r)
		}
	}
	if r.Me.Part == repair.Side {
		return v.l.T("repair.with", "who", names[3-r.Me.Side])
	}
	return v.l.T("repair.between", "who", names[1], "other", names[2])
}

// seatName is how somebody in it is called: of a group's side, the group.
func (v *visit) seatName(s repair.Seat, r repair.Look) string {
	if r.Between() && s.Part == repair.Side {
		return r.Names[s.Side]
	}
	return or(s.Name, v.l.T("group.someone_who_left"))
}

func (v *visit) repairShort(r repair.Look) string {
	switch {
	case r.Me.Stands == repair.Asked && !r.Over():
		return v.l.T("repair.asks_you")
	case r.State == repair.Talking:
		return v.l.T("repair.is_talking")
	case r.State == repair.Seeking:
		return v.l.T("repair.is_seeking")
	case r.State == repair.Facilitated:
		return v.l.T("repair.is_helped")
	case r.State == repair.Agreed:
		return v.l.T("repair.is_agreed")
	case r.State == repair.FollowedUp && r.Over():
		return v.l.T("repair.went_well")
	case r.State == repair.FollowedUp:
		return v.l.T("repair.went_not_well")
	}
	return v.l.T("repair.has_ended")
}

// repairPage is what its reader may read of it.
func (v *visit) repairPage(l group.Look, r repair.Look, bad []view.Problem) view.RepairPage {
	here := v.in(repairPath(l, r))
	p := view.RepairPage{Frame: v.frame(v.repairTitle(r), view.NavGroups), Action: here, Key: freshKey(), State: v.repairShort(r), Text: r.Text,
		Back: view.Link{Text: v.l.T("repair.title"), Href: v.in(groupPath(l.Group) + "/repairs")}, Typed: v.r.PostFormValue("words")}
	p.Problems = bad
	v.sayRepair(&p.Frame)
	names := map[party.FaceID]string{}
	for _, s := range r.Seats {
		if s.Face != 0 {
			names[s.Face] = or(s.Name, v.l.T("group.someone_who_left"))
		}
		if words := v.seatWords(s, r); words != "" {
			p.People = append(p.People, words)
		}
	}
	for _, n := range r.Lines {
		p.Lines = append(p.Lines, view.RepairLine{Who: or(names[n.Face], v.l.T("group.someone_who_left")), When: v.l.Day(n.Day), Body: n.Body})
	}
	for _, round := range r.Rounds {
		at, day := v.local(round.At), v.l.DayClock
		if endOfDay(at).Equal(at) { // nobody said at what hour
			day = v.l.Day
		}
		p.Rounds = append(p.Rounds, joined(day(at), round.Place))
	}
	p.Said = v.textSaid(r)
	if p.Over = r.Over(); p.Over {
		p.State = joined(p.State, v.l.T("repair.erased_on", "day", v.l.Day(r.Ended.Add(when.RepairsFor))))
		return p
	}
	p.Asks = v.repairAsks(r, names)
	if r.Me.Stands == repair.In && (r.Me.Part == repair.Side || r.Helped()) {
		p.Alone = v.l.T("repair.reads_two")
		if r.Helped() {
			p.Alone = v.l.T("repair.reads_all")
		}
	}
	p.Ways = v.repairWays(r, here)
	return p
}

// seatWords is one who sits in it, and why.
func (v *visit) seatWords(s repair.Seat, r repair.Look) string {
	who := v.seatName(s, r)
	if r.Over() {
		return v.satWords(s, r, who)
	}
	switch {
	case s.Part == repair.Facilitator && s.Stands == repair.Named:
		return v.l.T("repair.seat_named", "who", who)
	case s.Stands == repair.Asked && s.Part != repair.Side:
		return v.l.T("repair.seat_asked", "who", who)
	case s.Part == repair.Facilitator:
		return v.l.T("repair.seat_helper", "who", who)
	case s.Part == repair.Support:
		return v.l.T("repair.seat_support", "who", who, "side", v.sideOf(s, r))
	case r.Between() && s.Face != 0:
		return v.l.T("repair.seat_speaks", "group", who, "who", or(s.Name, v.l.T("group.someone_who_left")))
	}
	return who
}

// satWords is the same once it is over: nobody is waited for any more, and who
// never came was not in it.
func (v *visit) satWords(s repair.Seat, r repair.Look, who string) string {
	switch {
	case s.Part == repair.Side && r.Between() && s.Face != 0:
		return v.l.T("repair.sat_spoke", "group", who, "who", or(s.Name, v.l.T("group.someone_who_left")))
	case s.Part == repair.Side:
		return who
	case s.Stands != repair.In:
		return ""
	case s.Part == repair.Facilitator:
		return v.l.T("repair.sat_helper", "who", who)
	}
	return v.l.T("repair.sat_support", "who", who, "side", v.sideOf(s, r))
}

// sideOf is beside whom somebody sits.
func (v *visit) sideOf(s repair.Seat, r repair.Look) string {
	for _, side := range r.Seats {
		if side.Part == repair.Side && side.Side == s.Side {
			return v.seatName(side, r)
		}
	}
	return ""
}

func (v *visit) textSaid(r repair.Look) string {
	var yes []string
	for _, s := range r.Seats {
		if s.Part == repair.Side && s.Said == r.Edition && r.Edition > 0 {
			yes = append(yes, v.seatName(s, r))
		}
	}
	follow := v.l.T("repair.follow_on", "day", v.l.Day(r.Follow))
	if len(yes) == 0 {
		return follow
	}
	return joined(v.l.T("repair.said_yes", "who", v.l.List(yes)), follow)
}

// repairAsks are the questions that wait for the reader.
func (v *visit) repairAsks(r repair.Look, names map[party.FaceID]string) (all []view.RepairAsk) {
	if r.Me.Stands == repair.Asked {
		return []view.RepairAsk{v.askedToSit(r)}
	}
	if r.Me.Part != repair.Side {
		return nil
	}
	for _, s := range r.Seats {
		if s.Part == repair.Facilitator && s.Stands == repair.Named && s.Side != r.Me.Side {
			all = append(all, view.RepairAsk{Words: v.l.T("repair.named", "who", names[s.Face]), More: v.l.T("repair.help_reads"),
				Carry: []view.Hidden{{Name: "whom", Value: s.Face.String()}},
				Acts:  []view.RepairAct{{Do: "helper_yes", Words: v.l.T("repair.helper_yes")}, {Do: "helper_no", Words: v.l.T("repair.helper_no"), Alt: true}}})
		}
	}
	switch {
	case r.State == repair.Agreed && !v.now.Before(r.Follow) && r.Me.Went == repair.Unsaid:
		all = append(all, view.RepairAsk{Words: v.l.T("repair.how_went"), Acts: []view.RepairAct{
			{Do: "well", Words: v.l.T("repair.well")}, {Do: "not_well", Words: v.l.T("repair.not_well"), Alt: true}}})
	case r.State == repair.FollowedUp:
		all = append(all, view.RepairAsk{Words: v.l.T("repair.try_again"), Acts: []view.RepairAct{{Do: "again", Words: v.l.T("repair.again")}}})
	case r.Edition > 0 && r.Me.Said != r.Edition && r.State != repair.Agreed:
		all = append(all, view.RepairAsk{Words: v.l.T("repair.text_waits"), More: v.l.T("repair.text_below"),
			Carry: []view.Hidden{{Name: "edition", Value: number64(int64(r.Edition))}}, Acts: []view.RepairAct{{Do: "yes", Words: v.l.T("repair.yes")}}})
	}
	return all
}

func (v *visit) askedToSit(r repair.Look) view.RepairAsk {
	no := view.RepairAct{Do: "decline", Words: v.l.T("repair.decline"), Alt: true}
	switch r.Me.Part {
	case repair.Facilitator:
		return view.RepairAsk{Words: v.l.T("repair.asked_help"), More: v.l.T("repair.asked_help_how"),
			Acts: []view.RepairAct{{Do: "accept", Words: v.l.T("repair.accept_help")}, no}}
	case repair.Support:
		return view.RepairAsk{Words: v.l.T("repair.asked_support"), More: v.l.T("repair.asked_support_how"),
			Acts: []view.RepairAct{{Do: "accept", Words: v.l.T("repair.accept_support")}, no}}
	}
	return view.RepairAsk{Words: v.l.T("repair.asked_group"), More: v.l.T("repair.asked_group_how"),
		Acts: []view.RepairAct{{Do: "sit_down", Words: v.l.T("repair.sit_down")}}}
}

// repairWays are the pages behind it that the reader has.
func (v *visit) repairWays(r repair.Look, here string) (all []view.Link) {
	way := func(step, words string) {
		if mayStep(r, step) {
			all = append(all, view.Link{Text: words, Href: here + "/" + step})
		}
	}
	helper, support := false, false
	for _, s := range r.Seats {
		helper = helper || s.Part == repair.Facilitator && s.Stands != repair.Named
		support = support || s.Part == repair.Support && s.Side == r.Me.Side
	}
	if r.State != repair.Agreed && r.State != repair.FollowedUp {
		if !helper {
			way("help", v.l.T("repair.way_help"))
		}
		way("text", v.l.T("repair.way_text"))
	}
	if !support {
		way("support", v.l.T("repair.way_support"))
	}
	way("round", v.l.T("repair.way_round"))
	way("back", v.l.T("repair.step_back"))
	way("end", v.l.T("repair.end"))
	return all
}
