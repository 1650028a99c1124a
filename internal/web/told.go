package web

import (
	"net/http"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/view"
	"alongside/internal/when"
)

// How people are told: the list on their page, and what they choose about
// messages that leave the board.
var toldRoutes = []route{
	{pattern: "GET /mine/{link}/notices", guard: guest, do: (*House).told, private: true},
	{pattern: "POST /mine/{link}/notices", guard: guest, do: (*House).choose, private: true},
	{pattern: "GET /you/notices", guard: member, do: (*House).told, private: true},
	{pattern: "POST /you/notices", guard: member, do: (*House).choose, private: true},
	{pattern: "GET /told/yes/{token}", do: (*House).confirmAsk, private: true, blind: true},
	{pattern: "POST /told/yes/{token}", do: (*House).confirmMail, private: true, blind: true},
	{pattern: "GET /told/stop/{token}", do: (*House).stopAsk, private: true, blind: true},
	{pattern: "POST /told/stop/{token}", do: (*House).stopMail, private: true, blind: true},
}

// owner is whose page this is.
func (v *visit) owner() notice.Owner {
	if v.link.Empty() {
		return notice.Owner{Account: v.person.Session.Account}
	}
	return notice.Owner{Guest: v.guest.ID}
}

// canTell reports whether anything can leave this board for somebody.
func (h *House) canTell() bool { return h.Notices.MailWorks() || h.Notices.PushWorks() }

// news fills the list of a private page and marks it as seen.
func (v *visit) news() ([]view.Notice, error) {
	found, err := v.h.Notices.News(v.r.Context(), v.viewer.Parties)
	if err != nil {
		return nil, err
	}
	all, fresh := make([]view.Notice, 0, len(found)), false
	for _, n := range found {
		fresh = fresh || !n.Seen
		row := view.Notice{Text: v.sentence(n.Kind), When: v.l.Ago(n.Made, v.now), New: !n.Seen, Href: "/c/" + id.Of[view.Notice](n.Call).String()}
		switch {
		case n.Kind.Inside():
			row.Href, err = v.insideAt(n)
			if err != nil {
				return nil, err
			}
		case n.Kind == notice.HowAreYou:
			row.Href = v.in("/how")
		case n.Call == 0: // it is erased
			row.Href = ""
		case n.Kind == notice.NeedsHelp && n.Commitment == 0:
			row.Href = v.in("/c/" + id.Of[view.Notice](n.Call).String() + "/live")
		case n.Kind.AtAction() && n.Commitment != 0 && n.Kind != notice.CalledOff && n.Kind != notice.ListOver:
			row.Href = v.in(v.base+"/at/"+id.Of[view.Notice](n.Commitment).String()) + v.proofOn()
		case n.Kind == notice.Written:
			row.Href = v.in(v.base + "/p/" + id.Of[view.Notice](n.Commitment).String() + "/words" + v.proofOn() + lastLine)
		case n.Commitment != 0:
			row.Href = "#p" + id.Of[view.Notice](n.Commitment).String()
		}
		all = append(all, row)
	}
	if fresh {
		// A mark that could not be kept only shows the same news as new again:
		// no reason to withhold the page.
		_ = v.h.Notices.Seen(v.r.Context(), v.viewer.Parties)
	}
	return all, nil
}

// sentence says why somebody is told, and nothing of what.
func (v *visit) sentence(k notice.Kind) string {
	switch k {
	case notice.Answered:
		return v.l.T("notice.answered")
	case notice.Offered:
		return v.l.T("notice.offered")
	case notice.Agreed:
		return v.l.T("notice.agreed")
	case notice.Declined:
		return v.l.T("notice.declined")
	case notice.HandedBack:
		return v.l.T("notice.handed_back")
	case notice.LetGo:
		return v.l.T("notice.let_go")
	case notice.StillFine:
		return v.l.T("notice.still_fine")
	case notice.Lapsed:
		return v.l.T("notice.lapsed")
	case notice.Passed:
		return v.l.T("notice.passed")
	case notice.Happened:
		return v.l.T("notice.happened")
	case notice.Kept:
		return v.l.T("notice.kept")
	case notice.CallClosed:
		return v.l.T("notice.call_closed")
	case notice.LetOn:
		return v.l.T("notice.let_on")
	case notice.TurnedAway:
		return v.l.T("notice.turned_away")
	case notice.CameBack:
		return v.l.T("notice.came_back")
	case notice.Written:
		return v.l.T("notice.written")
	}
	if k.AtAction() {
		return v.sentenceAction(k)
	}
	if k.Inside() {
		return v.sentenceInside(k)
	}
	return v.l.T("notice.call_edited")
}

// told is the page of what one is told, and where.
func (h *House) told(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	return h.showTold(v, http.StatusOK, nil)
}

func (h *House) showTold(v *visit, status int, bad []view.Problem) error {
	c, err := h.Notices.Choice(v.r.Context(), v.owner())
	if err != nil {
		return err
	}
	if len(bad) > 0 && v.r.PostFormValue("do") == view.DoSettings {
		c.Settings, _ = v.settings() // what was typed stays
	}
	p := view.ToldPage{Frame: v.frame(v.l.T("notice.how"), view.NavYou), Action: v.in(v.base + "/notices"), Back: v.in(v.home()),
		Works: h.canTell(), TodayOnly: c.TodayOnly, From: c.Quiet.From.String(), To: c.Quiet.To.String(), Zone: c.Zone,
		MailWorks: h.Notices.MailWorks(), Mail: c.Mail, MailWaits: c.Mail != "" && !c.MailWay.Confirmed, MailFailing: c.MailWay.Failing}
	p.Problems, p.NoIndex = bad, true
	v.say(&p.Frame)
	if !v.link.Empty() {
		p.Carry = []view.Hidden{{Name: "d", Value: v.r.FormValue("d")}}
	}
	if p.Mail != "" {
		p.MailID = c.MailWay.ID.String()
	}
	if len(bad) > 0 && p.Mail == "" {
		p.Typed = v.r.PostFormValue("mail")
	}
	if h.Notices.PushWorks() {
		p.PushKey, p.Scripts = h.Notices.Bell.PublicKey(), []string{"told.js"}
	}
	for _, w := range c.Pushes {
		p.Pushes = append(p.Pushes, view.Pushed{ID: w.ID.String(), Words: v.l.T("notice.push_on", "day", v.l.Day(v.local(w.Made)))})
	}
	return v.render(status, view.Told(p))
}

// settings reads the form of the settings.
func (v *visit) settings() (notice.Settings, error) {
	form := v.r.PostFormValue
	s := notice.Settings{TodayOnly: form("today") == "yes", Zone: form("zone")}
	var f fault.Form
	for name, to := range map[string]*when.TimeOfDay{"from": &s.Quiet.From, "to": &s.Quiet.To} {
		at, err := when.ParseTimeOfDay(form(name))
		f.Check(err == nil, name, "notice.quiet_form")
		*to = at
	}
	return s, f.Err("web.settings")
}

// choose keeps one thing that was chosen on that page.
func (h *House) choose(v *visit) error {
	ctx, o := v.r.Context(), v.owner()
	err := error(nil)
	switch v.r.PostFormValue("do") {
	case view.DoMail:
		if err = v.brake("mail"); err == nil {
			err = h.Notices.TakeMail(ctx, o, v.r.PostFormValue("mail"), v.l.Tag())
		}
	case view.DoPush:
		err = h.Notices.TakePush(ctx, o, v.r.PostFormValue("subscription"), v.l.Tag())
	case view.DoDrop:
		var way notice.WayID
		if way, err = id.Parse[notice.Way](v.r.PostFormValue("way")); err != nil {
			return fault.New("web.choose", fault.NotFound, "")
		}
		err = h.Notices.Drop(ctx, o, way)
	default:
		var s notice.Settings
		if s, err = v.settings(); err == nil {
			err = h.Notices.Choose(ctx, o, s)
		}
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showTold(v, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	extra := []string{"done", "changed"}
	if !v.link.Empty() {
		extra = append(extra, "d", h.proof(v.link, v.now))
	}
	return v.to(v.base + "/notices?" + queryOf(extra...))
}

// A link in a mail only asks: mail servers open links before people do, so
// nothing may happen before a press.

func (h *House) confirmAsk(v *visit) error {
	if err := h.Notices.Genuine(v.r.PathValue("token")); err != nil {
		return err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("notice.confirm"), view.NavNone), Action: v.in(v.path),
		Lines: []string{v.l.T("notice.confirm_how"), v.l.T("notice.never_what")}, Button: v.l.T("notice.confirm_yes"), Back: v.in("/")}
	return v.render(http.StatusOK, view.Form(p))
}

func (h *House) confirmMail(v *visit) error {
	if err := h.Notices.Confirm(v.r.Context(), v.r.PathValue("token")); err != nil {
		return err
	}
	return v.render(http.StatusOK, view.Note(view.NotePage{Frame: v.frame(v.l.T("notice.confirm_done"), view.NavNone),
		Lines: []string{v.l.T("notice.never_what")}}))
}

func (h *House) stopAsk(v *visit) error {
	if err := h.Notices.Genuine(v.r.PathValue("token")); err != nil {
		return err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("notice.stop"), view.NavNone), Action: v.in(v.path),
		Lines: []string{v.l.T("notice.stop_how")}, Button: v.l.T("notice.stop_yes"), Back: v.in("/")}
	return v.render(http.StatusOK, view.Form(p))
}

// stopMail serves the button, and mail programs that press it for their
// reader (RFC 8058).
func (h *House) stopMail(v *visit) error {
	if err := h.Notices.Stop(v.r.Context(), v.r.PathValue("token")); err != nil {
		return err
	}
	return v.render(http.StatusOK, view.Note(view.NotePage{Frame: v.frame(v.l.T("notice.stop_done"), view.NavNone)}))
}
