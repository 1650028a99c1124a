package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/internal/web"
)

// scene is a board with one of each subject and somebody in each role.
type scene struct {
	*board
	links   [roles]id.Secret
	cookies [roles]id.Secret
	first   account.Session // of the first host
	subject map[string]string
}

func newScene(t *testing.T, b *board, first account.Session, n int) *scene {
	s := &scene{board: b, first: first, subject: map[string]string{}}
	s.mustGuests(t, n)
	s.mustAccounts(t, n)
	for r := range s.links {
		if s.links[r].Empty() {
			s.links[r] = id.SecretFrom("InventedInventedInvent")
		}
	}
	return s
}

func (s *scene) open(t *testing.T, as party.Ref, d call.Draft) call.Opened {
	t.Helper()
	d.Language = "en"
	o, err := s.house.Spine.Open(context.Background(), as, d)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (s *scene) part(t *testing.T, v access.Viewer, c call.ID) call.PartID {
	t.Helper()
	l, err := s.house.Spine.Look(context.Background(), v, c)
	if err != nil {
		t.Fatal(err)
	}
	return l.Parts[0].ID
}

// mustGuests makes the asker with a call and the helper with an answer to it.
func (s *scene) mustGuests(t *testing.T, n int) {
	t.Helper()
	ctx, spine := context.Background(), s.house.Spine
	public := s.open(t, party.Ref{}, call.Draft{Body: "Two warm blankets", Reach: "555 0100", Parts: []call.DraftPart{{Title: "Blankets", Quantity: 99}}})
	part := s.part(t, access.Viewer{}, public.Call.ID)
	held, err := spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: part, Key: call.Key(fmt.Sprint("helper", n))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := spine.Offer(ctx, access.Guest(held.Keys.Guest), held.Commitment.ID, call.Reach{Reach: "555 0101"}); err != nil {
		t.Fatal(err)
	}
	s.links[asker], s.links[helper] = public.Keys.Link, held.Keys.Link
	s.subject["public"], s.subject["part"], s.subject["promise"] = public.Call.ID.String(), part.String(), held.Commitment.ID.String()
}

// mustAccounts makes the four who are signed in, with what is theirs.
func (s *scene) mustAccounts(t *testing.T, n int) {
	t.Helper()
	ctx, desk := context.Background(), s.house.Accounts
	people := map[int]account.Person{}
	for r, name := range map[int]string{neighbour: "Nia", owner: "Omar", insider: "Ines", keeper: "Kim", newcomer: "Noor"} {
		o, err := desk.Create(ctx, account.Start{Name: name, Language: "en", Words: drawn(name, "words", n), Code: drawn(name, "code", n)})
		if err != nil {
			t.Fatal(err)
		}
		people[r], s.cookies[r] = s.enter(t, o.Secret), o.Secret
	}
	link, err := desk.AskHost(ctx, s.first)
	if err == nil {
		err = desk.HostToo(ctx, people[keeper].Session, link)
	}
	if err != nil {
		t.Fatal(err)
	}

	face, viewer := acting(people[owner])
	own := s.open(t, face, call.Draft{Body: "A lift to the clinic", Parts: []call.DraftPart{{Title: "Lift", Quantity: 99}}})
	part := s.part(t, viewer, own.Call.ID)
	face, viewer = acting(people[neighbour])
	promise, err := s.house.Spine.AnswerNow(ctx, viewer, face, call.Answer{Part: part})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := desk.Keyholes(ctx, people[owner].Session)
	if err != nil {
		t.Fatal(err)
	}
	s.subject["own"], s.subject["ownpart"], s.subject["signedpromise"] = own.Call.ID.String(), part.String(), promise.ID.String()
	s.subject["ownkey"] = keys[0].ID.String()
	_, stewards := acting(people[owner])
	s.mustKit(t, stewards)
	s.mustGroup(t, people[insider], people[newcomer])
	s.mustRepair(t, s.enter(t, s.cookies[insider]), s.enter(t, s.cookies[newcomer]))
}

// mustGroup founds a group of one, with a newcomer, and puts a call in it.
func (s *scene) mustGroup(t *testing.T, p, newcomer account.Person) {
	t.Helper()
	groups := &group.Desk{Store: store.New(s.house.DB).Groups(), Clock: s.clock, Seed: s.house.Spine.Seed}
	g, _, err := groups.Found(context.Background(), p.Session.Account, group.Draft{Card: group.Card{Name: "Eastfield " + p.Faces[0].ID.String(), About: "We share tools.", Language: "en"}, Agreements: "We listen first."})
	if err != nil {
		t.Fatal(err)
	}
	p = s.enter(t, s.cookies[insider])
	face, _ := p.Face(g.ID)
	_, viewer := acting(p)
	s.mustNewcomer(t, groups, viewer, newcomer, g)
	invitation, link, err := groups.Invite(context.Background(), viewer, g.ID, "key")
	if err != nil || invitation.ID == 0 {
		t.Fatal(err)
	}
	s.subject["group"], s.subject["invitation"] = g.Slug, link.Reveal()
	decided, err := s.house.Decisions.Propose(context.Background(), viewer, g.ID, decision.Draft{Title: "A shed", Text: "We build a shed."})
	if err != nil {
		t.Fatal(err)
	}
	s.subject["decision"] = decided.ID.String()
	s.mustMandate(t, g, face.ID)
	s.mustDesk(t, g, face.ID)
	s.mustAlert(t, g, face.ID)
	s.mustAction(t, g, face.ID)
	inside := s.open(t, party.OfFace(face.ID), call.Draft{Body: "The key of the shed", Group: g.ID, Audience: call.InGroup})
	s.subject["inside"], s.subject["insidepart"] = inside.Call.ID.String(), s.part(t, viewer, inside.Call.ID).String()
	s.mustCircle(t, g, face.ID)
}

// mustNewcomer lets somebody into the group, and puts them on trial.
func (s *scene) mustNewcomer(t *testing.T, groups *group.Desk, by access.Viewer, p account.Person, g group.Group) {
	t.Helper()
	ctx := context.Background()
	_, link, err := groups.Invite(ctx, by, g.ID, "newcomer")
	if err != nil {
		t.Fatal(err)
	}
	_, face, err := groups.Join(ctx, p.Session.Account, group.Joining{Link: link, Read: 1})
	if err != nil {
		t.Fatal(err)
	}
	err = groups.Store.Update(ctx, func(tx group.Tx) error {
		m, _, err := tx.Member(face.ID)
		if err != nil {
			return err
		}
		m.Trial = s.clock.Now().AddDate(0, 0, 14)
		return tx.SaveMember(m)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *scene) enter(t *testing.T, secret id.Secret) account.Person {
	t.Helper()
	p, err := s.house.Accounts.Enter(context.Background(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func acting(p account.Person) (party.Ref, access.Viewer) {
	board, _ := p.Face(account.Board)
	return party.OfFace(board.ID), access.Of(p.Stands, p.Host)
}

// drawn is a sign-in key as a browser sends it.
func drawn(parts ...any) account.Proof {
	sum := sha256.Sum256(fmt.Append(nil, parts...))
	return account.Proof{Key: id.SecretFrom(base64.RawURLEncoding.EncodeToString(sum[:]))}
}

// ask sends a row's request in a role, and answers the status.
func (s *scene) ask(method string, r row, role int) (int, string) {
	pairs := []string{"{link}", s.links[role].Reveal(), "{proof}", s.house.Web.Proof(s.links[role], s.clock.Now())}
	for name, value := range s.subject {
		pairs = append(pairs, "{"+name+"}", value)
	}
	fill := strings.NewReplacer(pairs...)
	req := httptest.NewRequest(method, origin+fill.Replace(r.at), nil)
	if method == http.MethodPost {
		form, _ := url.ParseQuery(fill.Replace(r.form))
		req = httptest.NewRequest(method, origin+fill.Replace(r.at), strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.RemoteAddr = fmt.Sprintf("127.0.%d.%d:4000", role, len(r.at)+len(r.form)) // everybody has a brake of their own
	req.Header.Set("Accept-Language", "en")
	if !s.cookies[role].Empty() {
		req.Header.Set("Cookie", "__Host-alongside="+s.cookies[role].Reveal())
	}
	w := httptest.NewRecorder()
	s.house.Web.ServeHTTP(w, req)
	return w.Code, w.Header().Get("Cache-Control")
}

func TestEveryRouteAnswersEveryRoleAsTheMatrixSays(t *testing.T) {
	b := newBoard(t)
	first, err := b.house.Accounts.SignIn(context.Background(), account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(b.host.Code.Reveal())}})
	if err != nil {
		t.Fatal(err)
	}
	shared, scenes := newScene(t, b, first.Session, 0), 0
	for _, route := range web.Table() {
		pattern := route.Pattern
		rows := matrix[pattern]
		if len(rows) == 0 {
			t.Errorf("%s has no row in the access matrix", pattern)
		}
		method, _, found := strings.Cut(pattern, " ")
		if !found {
			method = http.MethodGet
		}
		for _, r := range rows {
			for role := range roles {
				s := shared
				if method != http.MethodGet && r.want[role] < 400 { // what is sent changes things
					scenes++
					s = newScene(t, b, first.Session, scenes)
				}
				got, kept := s.ask(method, r, role)
				if got != r.want[role] {
					t.Errorf("%s at %s %s: %s gets %d, the matrix says %d", pattern, r.at, r.form, roleNames[role], got, r.want[role])
				}
				if role >= neighbour && got == ok && kept == "" {
					t.Errorf("%s: nothing says how long %s may keep it", pattern, roleNames[role])
				}
			}
		}
	}
}

func TestTheMatrixHasNoRowWithoutARoute(t *testing.T) {
	there := map[string]bool{}
	for _, r := range web.Table() {
		there[r.Pattern] = true
	}
	for p := range matrix {
		if !there[p] {
			t.Errorf("the access matrix has a row for %s, which is no route", p)
		}
	}
}
