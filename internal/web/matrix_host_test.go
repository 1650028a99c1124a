package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"alongside/internal/web"
)

// hostsOwn are the routes that looking after the board opens, and nothing else.
var hostsOwn = []string{"GET /care/board", "POST /care/board", "GET /care/hosts", "POST /care/hosts", "POST /setup"}

// leadsBack are pages of a group that send everybody to another of its pages,
// whoever they are, and show nothing.
var leadsBack = []string{"GET /g/{slug}/import/preview"}

// The matrix proves what every route answers; this, that no row of it can ever
// say that whoever looks after the board comes into a group. Whoever adds a
// route of a group and lets the host through has to take away this law.
func TestWhoeverLooksAfterTheBoardComesIntoNoGroup(t *testing.T) {
	doors := 0
	for _, route := range web.Table() {
		for _, r := range matrix[route.Pattern] {
			host := r.want[keeper]
			outside := []int{r.want[neighbour], r.want[owner]}
			if host < 400 && !slices.Contains(outside, host) && !slices.Contains(hostsOwn, route.Pattern) {
				t.Errorf("%s at %s: the host gets %d, others with an account %v", route.Pattern, r.at, host, outside)
			}
			if !route.Signed || !strings.Contains(route.Pattern, "/g/{slug}") || slices.Contains(leadsBack, route.Pattern) {
				continue
			}
			doors++
			if host != http.StatusNotFound && host != http.StatusGone {
				t.Errorf("%s at %s: the host gets %d inside a group", route.Pattern, r.at, host)
			}
		}
	}
	if doors < 90 {
		t.Errorf("only %d rows are about the inside of a group: this test looks past them", doors)
	}
}
