package view

import "alongside/internal/locale"

// Words is the kind in the reader's language: "Aid".
func (k Kind) Words(l *locale.Language) string { return kindShort(l, k) }

// KindWords is the kind with its side: "Aid, asking".
func (c CallRow) KindWords(l *locale.Language) string { return kindName(l, c.Kind, c.Offer) }

// ClosedWords is the sentence on why a call is closed. None of the reasons is
// a failure, and no page shows one as such.
func ClosedWords(l *locale.Language, reason string) string {
	switch reason {
	case "answered":
		return l.T("call.closed_answered")
	case "kept":
		return l.T("call.closed_kept")
	case "done_by_others":
		return l.T("call.closed_done_by_others")
	case "no_longer_wanted":
		return l.T("call.closed_no_longer_wanted")
	case "withdrawn":
		return l.T("call.closed_withdrawn")
	case "duplicate":
		return l.T("call.closed_duplicate")
	case "not_for_this_board":
		return l.T("call.closed_not_here")
	case "sent_on":
		return l.T("call.closed_sent_on")
	}
	return l.T("call.closed_expired")
}

// RiskWords is the usual name of a level of risk, 1 to 3.
func RiskWords(l *locale.Language, risk int) string {
	switch risk {
	case 1:
		return l.T("action.risk_1")
	case 2:
		return l.T("action.risk_2")
	}
	return l.T("action.risk_3")
}

// RoleWords is a role of the usual kinds, empty for any other.
func RoleWords(l *locale.Language, kind string) string {
	switch kind {
	case "join":
		return l.T("action.role_join")
	case "marshal":
		return l.T("action.role_marshal")
	case "medic":
		return l.T("action.role_medic")
	case "calm":
		return l.T("action.role_calm")
	case "observer":
		return l.T("action.role_observer")
	case "interpreter":
		return l.T("action.role_interpreter")
	case "children":
		return l.T("action.role_children")
	case "driver":
		return l.T("action.role_driver")
	case "companion":
		return l.T("action.role_companion")
	case "shadow":
		return l.T("action.role_shadow")
	}
	return ""
}

// FactWords is what lets more people take part.
func FactWords(l *locale.Language, fact string) string {
	switch fact {
	case "step_free":
		return l.T("action.fact_step_free")
	case "seats":
		return l.T("action.fact_seats")
	case "toilets":
		return l.T("action.fact_toilets")
	case "signed":
		return l.T("action.fact_signed")
	case "children":
		return l.T("action.fact_children")
	}
	return l.T("action.fact_quiet")
}

// NeedsWords is what is wanted before a role is somebody's.
func NeedsWords(l *locale.Language, needs string) string {
	switch needs {
	case "training":
		return l.T("action.needs_training")
	case "introduction":
		return l.T("action.needs_introduction")
	}
	return l.T("action.needs_nothing")
}

// PhraseWords is a ready sentence for those at an action.
func PhraseWords(l *locale.Language, phrase string) string {
	switch phrase {
	case "set_off":
		return l.T("action.phrase_set_off")
	case "arrived":
		return l.T("action.phrase_arrived")
	case "wait":
		return l.T("action.phrase_wait")
	case "route":
		return l.T("action.phrase_route")
	case "calm":
		return l.T("action.phrase_calm")
	case "way_out":
		return l.T("action.phrase_way_out")
	case "leave":
		return l.T("action.phrase_leave")
	case "medic":
		return l.T("action.phrase_medic")
	case "over":
		return l.T("action.phrase_over")
	}
	return ""
}

// TemplateWords is what a plan begins with.
func TemplateWords(l *locale.Language, template string) string {
	switch template {
	case "walk":
		return l.T("action.template_walk")
	case "picket":
		return l.T("action.template_picket")
	case "vigil":
		return l.T("action.template_vigil")
	case "canvass":
		return l.T("action.template_canvass")
	case "work":
		return l.T("action.template_work")
	case "online":
		return l.T("action.template_online")
	}
	return l.T("action.template_court")
}

// LevelWords are the words that a level begins with: what may happen, and how
// to leave.
func LevelWords(l *locale.Language, risk int) (happens, leave string) {
	switch risk {
	case 1:
		return l.T("action.happens_1"), l.T("action.leave_1")
	case 2:
		return l.T("action.happens_2"), l.T("action.leave_2")
	}
	return l.T("action.happens_3"), l.T("action.leave_3")
}

// StillWanted says how many a role still wants.
func StillWanted(l *locale.Language, part PartRow) string { return left(l, part, false) }

// ChannelWords is where a message goes.
func ChannelWords(l *locale.Language, channel string) string {
	switch channel {
	case "chat":
		return l.T("kit.channel_chat")
	case "sms":
		return l.T("kit.channel_sms")
	case "poster":
		return l.T("kit.channel_poster")
	case "post":
		return l.T("kit.channel_post")
	case "aloud":
		return l.T("kit.channel_aloud")
	case "press":
		return l.T("kit.channel_press")
	}
	return l.T("kit.channel_letter")
}

// LengthWords is how long a message is.
func LengthWords(l *locale.Language, length string) string {
	switch length {
	case "line":
		return l.T("kit.length_line")
	case "long":
		return l.T("kit.length_long")
	}
	return l.T("kit.length_short")
}
