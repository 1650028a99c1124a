package demo

import (
	"context"
	"fmt"
	"slices"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// The four invented groups, by their addresses.
const (
	eastfield = "eastfield-tenants"
	harbour   = "harbour-kitchen"
	nightbus  = "night-bus-circle"
	riverside = "riverside-flood-crew"
)

// founded is a group and who began it. Whoever asks through it in a scene is
// a member too.
type founded struct {
	slug     string
	card     group.Card
	town     string
	template group.Template
	members  []string // the first of them began it
}

// groups end with Ana's, whose words take longest.
var groups = []founded{
	{slug: harbour, town: "Alameda, CA", template: group.KitchenTable, members: []string{"Jiwoo", "Bea", "Sam"},
		card: group.Card{Name: "Harbour Kitchen", Topic: "음식 나눔", Language: "ko", Speaks: "ko en",
			About: "부두 거리에서 함께 밥을 짓고 냉장고를 같이 써요. 누구나 먹고, 누구나 가져와요.",
			Meets: "토요일 오전 열 시, 부두 거리 부엌에서 만나요."}},
	{slug: nightbus, town: "Oakland, CA", template: group.SafetyNetwork, members: []string{"Noor", "Callum", "Dana"},
		card: group.Card{Name: "Night Bus Circle", Topic: "لا أحد يعود وحده", Language: "ar", Speaks: "ar en",
			About: "نمشي معًا من موقف الحافلة إلى البيت بعد وردية الليل. لا نسأل عن السبب، ونتعلّم الإسعاف الأولي معًا.",
			Meets: "كل يوم أحد عند الثامنة مساءً، قرب موقف الحافلة الأخير."}},
	{slug: riverside, town: "San Leandro, CA", template: group.KitchenTable, members: []string{"Elena", "Abuelo Tino", "Mika"},
		card: group.Card{Name: "Riverside Flood Crew", Topic: "Bombas, ropa seca y limpieza", Language: "es", Speaks: "es en ar",
			About: "Cuando sube el río, sacamos agua y barro, secamos paredes y prestamos ropa seca. El resto del año enseñamos cómo se hace.",
			Meets: "El primer sábado del mes a las diez, junto al puente."}},
	{slug: eastfield, town: "Oakland, CA", template: group.TenantsUnion, members: []string{"Marisol", "Theo", ana},
		card: group.Card{Name: "Eastfield Tenants", Topic: "Renters in 14 buildings", Language: "en", Speaks: "en es ko",
			About: "We rent in Eastfield. We read our leases together, we go to the rent board together, and nobody on our streets is put out alone.",
			Meets: "Thursdays at seven, in the laundry room on Mill Lane. There is tea."}},
}

// ana is the member of Eastfield Tenants whose words a visitor is given.
const ana = "Ana"

// member is somebody in one of the groups.
type member struct {
	account party.AccountID
	face    party.FaceID
	group   party.GroupID
	slug    string
}

// viewer is where a member stands at this moment, as the rows say.
func (p *player) viewer(ctx context.Context, m *member) (access.Viewer, error) {
	return p.groups.Viewer(ctx, m.account, false)
}

// member is somebody of a group, by its address and their name.
func (p *player) member(group, name string) (*member, error) {
	if m := p.people[group][name]; m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("%s has no member %s", group, name)
}

// reads has a member read what the agreements say now.
func reads(ctx context.Context, p *player, v access.Viewer, me *member) error {
	l, err := p.groups.Look(ctx, v, me.slug)
	if err != nil {
		return err
	}
	return p.groups.Read(ctx, v, me.group, l.Agreements.Version)
}

// looks has a member see what is new.
func looks(ctx context.Context, p *player, _ access.Viewer, me *member) error {
	return p.notices.Seen(ctx, []party.Ref{party.OfFace(me.face)})
}

// found begins the groups, eight weeks before now, and lets everybody in who
// asks through one of them.
func (p *player) found(ctx context.Context) error {
	for _, f := range groups {
		language, _ := p.house.Notices.Languages.Find(f.card.Language)
		f.card.Area = area(f.town)
		r := room{p, f, f.template.Text(language), map[string]*member{}}
		p.people[f.slug] = r.inside
		for _, name := range through(f) {
			if err := r.enter(ctx, name); err != nil {
				return fmt.Errorf("%s, %s: %w", f.slug, name, err)
			}
		}
	}
	m, err := p.member(eastfield, ana)
	if err != nil {
		return err
	}
	v, err := p.viewer(ctx, m)
	if err != nil {
		return err
	}
	_, p.guide.Invitation, err = p.groups.OpenDoor(ctx, v, m.group, "demo")
	return err
}

// through are the group's people: those who began it, and whoever asks through
// it in a scene.
func through(f founded) []string {
	names := slices.Clone(f.members)
	for _, s := range scenes {
		if s.group == f.slug && !slices.Contains(names, s.by) {
			names = append(names, s.by)
		}
	}
	return names
}

// room is one group while it is being founded.
type room struct {
	*player
	founded
	agreements string
	inside     map[string]*member
}

// enter is how somebody begins the group, or comes in.
func (r *room) enter(ctx context.Context, name string) error {
	who, err := r.account(ctx, name)
	if err != nil {
		return err
	}
	var g group.Group
	var face party.Face
	if by := r.inside[r.members[0]]; by == nil {
		g, face, err = r.groups.Found(ctx, who, group.Draft{Card: r.card, Agreements: r.agreements, FaceName: name})
	} else {
		g, face, err = r.join(ctx, who, name, by)
	}
	r.inside[name] = &member{who, face.ID, g.ID, r.slug}
	return err
}

// account is a person whose keys nobody has: they were drawn and forgotten.
// Only Ana's six words are given to a visitor.
func (r *room) account(ctx context.Context, name string) (party.AccountID, error) {
	key := id.NewSecret(32)
	if r.slug == eastfield && name == ana {
		var err error
		if key, err = r.key(); err != nil {
			return 0, err
		}
	}
	o, err := r.accounts.Create(ctx, account.Start{Name: name, Language: r.card.Language,
		Words: account.Proof{Key: key}, Code: account.Proof{Key: id.NewSecret(32)}})
	if err != nil {
		return 0, err
	}
	return o.Session.Account, r.accounts.EndAll(ctx, o.Session)
}

// join comes in by an invitation of whoever began the group.
func (r *room) join(ctx context.Context, who party.AccountID, name string, by *member) (g group.Group, f party.Face, err error) {
	v, err := r.viewer(ctx, by)
	if err != nil {
		return g, f, err
	}
	_, link, err := r.groups.Invite(ctx, v, by.group, name)
	if err != nil {
		return g, f, err
	}
	w, err := r.groups.Invited(ctx, link)
	if err != nil {
		return g, f, err
	}
	return r.groups.Join(ctx, who, group.Joining{Link: link, Read: w.Agreements.Version, Name: name})
}
