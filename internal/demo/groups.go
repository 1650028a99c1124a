package demo

import (
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/store"
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

var groups = []founded{
	{slug: eastfield, town: "Oakland, CA", template: group.TenantsUnion, members: []string{"Marisol", "Theo", "Ana"},
		card: group.Card{Name: "Eastfield Tenants", Topic: "Renters in 14 buildings", Language: "en", Speaks: "en es ko",
			About: "We rent in Eastfield. We read our leases together, we go to the rent board together, and nobody on our streets is put out alone.",
			Meets: "Thursdays at seven, in the laundry room on Mill Lane. There is tea."}},
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
}

// members are who speaks in which group, by the group's address and a name.
type members map[string]map[string]access.Viewer

// found begins the groups, three weeks before now, and lets everybody in who
// asks through one of them.
func (p *player) found(ctx context.Context, kept *store.Store) (members, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	accounts, err := account.Open(ctx, account.Config{Store: kept.Accounts(), Clock: p.clock})
	if err != nil {
		return nil, err
	}
	desk := &group.Desk{Store: kept.Groups(), Clock: p.clock, Seed: p.spine.Seed}
	all := members{}
	for _, f := range groups {
		language, _ := words.Find(f.card.Language)
		f.card.Area = area(f.town)
		r := room{accounts, desk, f, f.template.Text(language)}
		if all[f.slug], err = r.fill(ctx, through(f)); err != nil {
			return nil, err
		}
		if f.slug == eastfield {
			_, p.guide.Invitation, err = desk.OpenDoor(ctx, all[f.slug][f.members[0]], all[f.slug][f.members[0]].Groups[0], "demo")
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
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
	accounts *account.Desk
	desk     *group.Desk
	founded
	agreements string
}

func (r room) fill(ctx context.Context, names []string) (map[string]access.Viewer, error) {
	inside := map[string]access.Viewer{}
	for _, name := range names {
		who, err := r.account(ctx, name)
		if err != nil {
			return nil, err
		}
		var g group.Group
		var face party.Face
		if len(inside) == 0 {
			g, face, err = r.desk.Found(ctx, who, group.Draft{Card: r.card, Agreements: r.agreements, FaceName: name})
		} else {
			g, face, err = r.join(ctx, who, name, inside[names[0]])
		}
		if err != nil {
			return nil, err
		}
		inside[name] = access.Of([]party.Standing{{Face: face.ID, Group: g.ID, In: true, Through: true}}, false)
	}
	return inside, nil
}

// account is a person whose keys nobody has: they were drawn and forgotten.
func (r room) account(ctx context.Context, name string) (party.AccountID, error) {
	o, err := r.accounts.Create(ctx, account.Start{Name: name, Language: r.card.Language,
		Words: account.Proof{Key: id.NewSecret(32)}, Code: account.Proof{Key: id.NewSecret(32)}})
	if err != nil {
		return 0, err
	}
	return o.Session.Account, r.accounts.EndAll(ctx, o.Session)
}

// join comes in by an invitation of whoever began the group.
func (r room) join(ctx context.Context, who party.AccountID, name string, by access.Viewer) (g group.Group, f party.Face, err error) {
	_, link, err := r.desk.Invite(ctx, by, by.Groups[0], name)
	if err != nil {
		return g, f, err
	}
	w, err := r.desk.Invited(ctx, link)
	if err != nil {
		return g, f, err
	}
	return r.desk.Join(ctx, who, group.Joining{Link: link, Read: w.Agreements.Version, Name: name})
}
