package web

import (
	"strings"

	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/view"
)

// insidePlaces is where in its group a notice leads: a page, or with a slash at
// its end the page of the one thing it is about. A kind that is not in it leads
// to the group.
var insidePlaces = map[notice.Kind]string{
	notice.Knocked:        "/newcomers",
	notice.Deciding:       "/decisions/",
	notice.AskedAgain:     "/decisions/",
	notice.WasDecided:     "/decisions/",
	notice.LookAgain:      "/decisions/",
	notice.MandateOffered: "/mandates/",
	notice.MandateEnds:    "/mandates/",
	notice.CircleJoined:   "/circles/",
	notice.TieAsked:       "/ties/",
	notice.TieEnded:       "/ties/",
	notice.GroupPromised:  "/promises/",
	notice.GroupMoved:     "/promises/",
	notice.DeskMoved:      "/desk",
	notice.TieStands:      "/ties/",
	notice.SourceChanged:  "/carried/",
	notice.RepairAsked:    "/repairs/",
	notice.RepairMoved:    "/repairs/",
	notice.Reported:       "/reports",
	notice.EditAsked:      "/reports/mine",
	notice.WasHidden:      "/reports/mine",
	notice.ToldBack:       "/reports/mine",
	notice.WasPaused:      "/reports/mine",
	notice.Appealed:       "/removals",
	notice.AlertReported:  "/alerts/",
	notice.AlertAsked:     "/alerts/",
	notice.AlertChanged:   "/alerts/",
}

// insideAt is the address that a notice from inside a group leads to. A group
// that is gone leads nowhere further than to the list of groups.
func (v *visit) insideAt(n notice.Notice) (string, error) {
	if v.slugs == nil {
		own, err := v.h.Groups.Own(v.r.Context(), v.viewer)
		if err != nil {
			return "", err
		}
		v.slugs = map[party.GroupID]string{}
		for _, g := range own {
			v.slugs[g.ID] = groupPath(g)
		}
	}
	path, there := v.slugs[party.GroupID(n.Call)]
	if !there && n.Kind == notice.WasRemoved {
		return v.appealAt(party.GroupID(n.Call))
	}
	if !there && n.Kind == notice.NotNow {
		g, err := v.h.Groups.Named(v.r.Context(), v.viewer, party.GroupID(n.Call))
		if err == nil {
			return v.in(groupPath(g) + "/knock"), nil
		}
	}
	if !there {
		return v.in("/groups"), nil
	}
	if n.Kind == notice.ConfirmAsked || n.Kind == notice.PlanAsked {
		return v.in("/c/" + id.Of[view.Notice](n.Commitment).String()), nil
	}
	at := insidePlaces[n.Kind]
	if strings.HasSuffix(at, "/") {
		at += id.Of[view.Notice](n.Commitment).String()
	}
	return v.in(path + at), nil
}

// sentenceInside says why somebody is told of something in their group.
func (v *visit) sentenceInside(k notice.Kind) string {
	switch k {
	case notice.Knocked:
		return v.l.T("notice.knocked")
	case notice.LetIn:
		return v.l.T("notice.let_in")
	case notice.NotNow:
		return v.l.T("notice.not_now")
	case notice.TrialOver:
		return v.l.T("notice.trial_over")
	case notice.WasPaused:
		return v.l.T("notice.paused")
	case notice.StillIn:
		return v.l.T("notice.still_in")
	case notice.Deciding:
		return v.l.T("notice.deciding")
	case notice.AskedAgain:
		return v.l.T("notice.asked_again")
	case notice.WasDecided:
		return v.l.T("notice.decided")
	case notice.LookAgain:
		return v.l.T("notice.look_again")
	case notice.MandateOffered:
		return v.l.T("notice.mandate_offered")
	case notice.MandateEnds:
		return v.l.T("notice.mandate_ends")
	case notice.CircleJoined:
		return v.l.T("notice.circle_joined")
	case notice.TieAsked:
		return v.l.T("notice.tie_asked")
	case notice.TieEnded:
		return v.l.T("notice.tie_ended")
	case notice.GroupPromised:
		return v.l.T("notice.group_promised")
	case notice.GroupMoved:
		return v.l.T("notice.group_moved")
	case notice.DeskMoved:
		return v.l.T("notice.desk_moved")
	case notice.TieStands:
		return v.l.T("notice.tie_stands")
	case notice.SourceChanged:
		return v.l.T("notice.source_changed")
	case notice.RepairAsked:
		return v.l.T("notice.repair_asked")
	case notice.RepairMoved:
		return v.l.T("notice.repair_moved")
	case notice.Reported:
		return v.l.T("notice.reported")
	case notice.EditAsked:
		return v.l.T("notice.edit_asked")
	case notice.ToldBack:
		return v.l.T("notice.told_back")
	case notice.WasRemoved:
		return v.l.T("notice.was_removed")
	case notice.Appealed:
		return v.l.T("notice.appealed")
	case notice.AlertReported:
		return v.l.T("notice.alert_reported")
	case notice.AlertAsked:
		return v.l.T("notice.alert_asked")
	case notice.AlertChanged:
		return v.l.T("notice.alert_changed")
	case notice.ConfirmAsked:
		return v.l.T("notice.confirm_asked")
	case notice.PlanAsked:
		return v.l.T("notice.plan_asked")
	}
	return v.l.T("notice.was_hidden")
}
