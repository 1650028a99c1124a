package web

import (
	"net/http"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// guard is who may come through a route at all. What they may do behind it is
// the rooms' business.
type guard uint8

const (
	anyone guard = iota
	guest        // whoever holds the private link in the address
	member       // whoever is signed in
	proved       // whoever is signed in and has shown a key within ten minutes
)

// route is one row of the table of everything that can be asked of this door.
type route struct {
	pattern string
	guard   guard
	do      func(*House, *visit) error
	shared  bool  // the same page for everybody without a session: kept ready
	private bool  // never stored by anybody
	early   bool  // answers before the board is set up, too
	blind   bool  // does not want to know who is there
	bytes   int64 // of a form at most; 0: formMost
}

// formMost is how large a form may be: the longest texts, twice over.
const formMost = 64 << 10

func (r route) most() int64 {
	if r.bytes > 0 {
		return r.bytes
	}
	return formMost
}

// routes are all of them, in the order of the pages' table in doc.
var routes = concat(boardRoutes, searchRoutes, calendarRoutes, recordRoutes, feedRoutes, paperRoutes,
	aboutRoutes, sheetRoutes, groupsRoutes, foundingRoutes, inviteRoutes, joinRoutes, newcomerRoutes, rhythmRoutes, insideRoutes,
	decisionRoutes, signRoutes, mandateRoutes, mandateProposals, careRoutes, hostsRoutes, reportRoutes, askRoutes, mineRoutes, signInRoutes, youRoutes,
	actionRoutes, placeRoutes, liveRoutes, planRoutes, cardRoutes, ownCalendarRoutes, kitRoutes, toldRoutes, pledgeRoutes, threadRoutes, deskRoutes, tieRoutes, carryRoutes, moveRoutes, repairRoutes, spaceRoutes, pauseRoutes, blockRoutes, removalRoutes, circleRoutes, alertRoutes, setupRoutes,
	machineRoutes)

func concat(tables ...[]route) (all []route) {
	for _, t := range tables {
		all = append(all, t...)
	}
	return all
}

var errCross = fault.New("web.cross", fault.CrossSite, "")

// crossSite refuses what another site's page makes this reader's browser send.
func (h *House) crossSite(r *http.Request) error {
	if err := h.cross.Check(r); err != nil {
		return errCross
	}
	return nil
}

// admit finds out who is here and lets them pass the route's guard.
func (h *House) admit(v *visit) error {
	if !v.route.blind {
		if err := h.recognise(v); err != nil {
			return err
		}
	}
	if who := v.r.Header.Get("X-Who"); who != "" && (!v.signed || who != v.h.whoMark(v.person.Session.Account)) {
		// It waited in a browser whose session has ended, or is another's now.
		return fault.New("web.admit", fault.SignIn, "account.sign_in_first")
	}
	switch {
	case v.route.guard == guest:
		return h.admitGuest(v)
	case v.route.guard == anyone:
		return nil
	case !v.signed:
		return fault.New("web.admit", fault.SignIn, "account.sign_in_first")
	case v.route.guard == proved && !v.person.Session.Fresh(v.now):
		return fault.New("web.admit", fault.Fresh, "account.prove_again")
	}
	return nil
}

// admitGuest opens the private page whose link stands in the address.
func (h *House) admitGuest(v *visit) error {
	v.link = id.SecretFrom(v.r.PathValue("link"))
	g, err := h.guestOf(v)
	if err == nil {
		v.enter(v.link, g)
	}
	return err
}

// enter makes the visitor the guest of a private page.
func (v *visit) enter(link id.Secret, g party.Guest) {
	v.link, v.guest, v.base = link, g, "/mine/"+link.Reveal()
	v.viewer = access.Guest(g.ID)
	v.as = v.viewer.Parties[0]
}
