package view

import (
	"time"

	"alongside/internal/locale"
	"alongside/internal/place"
	"alongside/internal/when"
)

func titled(l *locale.Language, all []*locale.Language, path, title string, nav Nav) Frame {
	f := frame(l, all, path)
	f.Title, f.Nav = title, nav
	return f
}

func morePages() map[string]pageMaker {
	type L = *locale.Language
	return map[string]pageMaker{
		"calendar": func(l L, all []L) Piece {
			return Calendar(CalendarPage{Frame: titled(l, all, "/calendar", l.T("find.calendar_title"), NavBoard), Days: []CalendarDay{{l.Day(someDay), someRows(l)[:2]}}, After: "/x", Feed: "/calendar.ics"})
		},
		"map": func(l L, all []L) Piece {
			return Map(MapPage{Frame: titled(l, all, "/map", l.T("find.map_title"), NavBoard), Spots: []Spot{
				{"Mill Lane", "/near/mill", place.CellAt(40.71, -74.00), 3, Aid}, {"Canal Square", "/near/canal", place.CellAt(40.72, -74.01), 1, Action},
				{"Dock Street", "/near/dock", place.CellAt(40.705, -73.98), 2, KnowHow}, {"Eastfield", "/near/e", place.CellAt(40.71, -74.001), 1, Aid}, {"Riverside", "/near/r", place.CellAt(40.74, -73.99), 1, Voice}}})
		},
		"search": func(l L, all []L) Piece {
			return Search(SearchPage{Frame: titled(l, all, "/search", l.T("find.search_title"), NavBoard), Query: "난로", Said: "난로", Asked: true, Rows: someRows(l)[:1]})
		},
		"record": func(l L, all []L) Piece {
			return Record(RecordPage{Frame: titled(l, all, "/record", l.T("board.the_record"), NavLibrary), Months: []Chip{{l.Month(someDay), "/record/2026/05", true}}, Entries: []RecordEntry{{Title: keptRows(l)[0].Title, Kind: Aid, When: l.Day(someDay), Words: keptRows(l)[0].Words, Learned: "Ask who has a car before noon."}}})
		},
		"groups": func(l L, all []L) Piece {
			return Groups(GroupsPage{Frame: titled(l, all, "/groups", l.T("board.groups_here"), NavGroups), Groups: someGroups(), Found: "/groups/new"})
		},
		"group": func(l L, all []L) Piece {
			return Group(GroupPage{Frame: titled(l, all, "/g/x", "Eastfield Tenants", NavGroups), Name: "Eastfield Tenants", About: "Renters in 14 buildings.", Where: "Mill Lane", Meets: "Thursdays, 19:00", Calls: someRows(l)[:1], Agreements: "/g/x/agreements", Ask: "/a", Offer: "/o", Join: "/join/x",
				Inside: &GroupInside{You: "Jiwoo", Members: []string{"Ana", "Jiwoo", "Sol"}, Ways: []WaysPart{{Ways: []Link{{l.T("group.invite"), "/i"}}}, {l.T("group.upkeep"), []Link{{l.T("group.bring_sheet"), "/m"}, {l.T("group.leave"), "/l"}}}}}})
		},
		"found3": func(l L, all []L) Piece {
			return Found(FoundPage{Frame: titled(l, all, "/groups/new", l.T("group.agree_title"), NavGroups), Step: 3, Templates: []Option{{Value: "a", Label: "We decide together", Detail: "A short text for a group that is just beginning.", On: true}, {Value: "b", Label: "We write our own"}}})
		},
		"invite": func(l L, all []L) Piece {
			f := titled(l, all, "", l.T("group.invite_title"), NavGroups)
			f.Private, f.SignedIn = true, true
			return Invite(InvitePage{Frame: f, Group: "Eastfield Tenants", GroupAt: "/g/x", Made: "https://eastfield.example/join/8fk2-2kfj-22", Until: l.Day(someDay), List: []Invitation{{"1", l.Day(someDay)}}})
		},
		"join": func(l L, all []L) Piece {
			return Join(JoinPage{Frame: titled(l, all, "", l.T("group.join"), NavGroups), Group: "Eastfield Tenants", Agreements: "We listen first.\nWe say no when we mean no."})
		},
		"import2": func(l L, all []L) Piece {
			return ImportColumns(ImportColumnsPage{Frame: titled(l, all, "", l.T("bring.columns_title"), NavGroups), Columns: []Column{{Index: "0", Header: "What do you need?", Samples: []string{"Food", "A lift"}, Options: []Option{{Label: l.T("bring.column_skip")}}}, {Index: "1", Header: "Gender", Refused: "We do not take this."}}})
		},
		"import3": func(l L, all []L) Piece {
			a := PreviewRow{l.T("bring.row_n", "n", 12), "Northern Aid", []string{"north@example.org", "Leeds"}}
			return ImportPreview(ImportPreviewPage{Frame: titled(l, all, "", l.T("bring.preview_title"), NavGroups), Counts: Counts{2200, 2100, 0, 10, 24, 76}, Twins: []Twins{{"1", a, a, []Option{{Value: "two", Label: l.T("bring.twins_two"), On: true}, {Value: "same", Label: l.T("bring.twins_same")}}}}, Left: []LeftOut{{"13", "Gary", "No name"}}})
		},
		"import4": func(l L, all []L) Piece {
			return ImportReport(ImportReportPage{Frame: titled(l, all, "", l.T("bring.report_title"), NavGroups), Counts: Counts{2200, 2100, 0, 10, 24, 76}, Undo: "/u", Until: l.Day(someDay), Result: Link{"Groups", "/groups"}, Sort: "/sort"})
		},
		"signin": func(l L, all []L) Piece {
			return SignIn(SignInPage{Frame: titled(l, all, "/sign-in", l.T("account.sign_in_title"), NavYou), Action: "/sign-in", Passkey: "/x", New: "/join"})
		},
		"keys": func(l L, all []L) Piece {
			f := titled(l, all, "", l.T("account.keys_title"), NavYou)
			f.Private = true
			return NewKeys(NewKeysPage{Frame: f, Words: "river lamp seven boat garden stone", Code: "7k2p-9mxq-4rta-bc8d-efgh-jkmn-pqrs", NeedName: true})
		},
		"you": func(l L, all []L) Piece {
			f := titled(l, all, "/you", l.T("view.nav_you"), NavYou)
			f.Private, f.SignedIn = true, true
			m := minePage(l, all)
			return You(YouPage{Frame: f, Name: "Sol", Promises: m.Promises, Calls: m.Calls, Notices: m.Notices, Host: true})
		},
		"told": func(l L, all []L) Piece {
			f := titled(l, all, "/you/notices", l.T("notice.how"), NavYou)
			f.Private, f.SignedIn = true, true
			return Told(ToldPage{Frame: f, Action: "/you/notices", Back: "/you", Works: true, From: "21:00", To: "08:00", MailWorks: true,
				Mail: "mina@example.org", MailID: "x", MailWaits: true, MailFailing: true, PushKey: "BCVxsr7N", Pushes: []Pushed{{"y", l.T("notice.push_on", "day", l.Day(someDay))}}})
		},
		"sessions": func(l L, all []L) Piece {
			f := titled(l, all, "/you/devices", l.T("account.sessions"), NavYou)
			return Sessions(SessionsPage{Frame: f, List: []Session{{"1", l.T("account.phone"), l.Day(someDay), l.Ago(someDay, someDay.Add(time.Hour)), true}, {"2", l.T("account.computer"), l.Day(someDay), "", false}}})
		},
		"keep": func(l L, all []L) Piece {
			p := KeepPage{Frame: titled(l, all, "/keep", l.T("view.what_we_keep"), NavNone), Log: "/log"}
			for _, k := range when.Retention() {
				r := KeepRow{What: k.What, Since: k.Since}
				if k.For != when.Forever {
					r.For = l.Lasting(k.For)
				}
				p.Rows = append(p.Rows, r)
			}
			return Keep(p)
		},
		"access": func(l L, all []L) Piece {
			return Accessibility(AccessibilityPage{Frame: titled(l, all, "/accessibility", l.T("view.accessibility"), NavNone), Tell: "/report"})
		},
		"care": func(l L, all []L) Piece {
			return Care(CarePage{Frame: titled(l, all, "/care", l.T("care.title"), NavYou), Items: []CareItem{{ID: "1", Why: l.T("care.reason_private"), Title: "Two heaters", Href: "/c/1", Texts: []string{"Call 555 0142"}, Acts: []CareAct{{Do: "hide", Words: l.T("care.hide"), Warn: true}}}}})
		},
		"share": func(l L, all []L) Piece {
			return Share(SharePage{Frame: titled(l, all, "/c/x/share", l.T("call.share_title"), NavBoard), Back: "/c/x", Title: "x", Text: "Aid: Two heaters\nMill Lane\nhttps://eastfield.example/c/7k2p9", Link: "https://eastfield.example/c/7k2p9"})
		},
		"error": func(l L, all []L) Piece {
			return Error(ErrorPage{Frame: titled(l, all, "", l.T("view.offline_title"), NavNone), Say: l.T("fault.not_found")})
		},
		"slip": func(l L, all []L) Piece {
			return Slip(SlipPage{Paper: paperOf(l), Call: someRows(l)[0].Title, Lines: []string{"Mill Lane", l.Day(someDay)}, Link: "https://eastfield.example/c/7k2p9xyz", Code: "river lamp seven boat", CodeAt: "eastfield.example/code", Until: l.Day(someDay)})
		},
		"poster": func(l L, all []L) Piece {
			p := PosterPage{Paper: paperOf(l), First: l, Link: "https://eastfield.example/" + l.Tag() + "/ask", Spoken: "eastfield.example/ask", Where: "Harbour Kitchen, Dock Street"}
			for _, x := range all {
				if x != l {
					p.Others = append(p.Others, x)
				}
			}
			return Poster(p)
		},
		"wall": func(l L, all []L) Piece {
			p := WallPage{Paper: paperOf(l), Week: l.Days(someDay, someDay.AddDate(0, 0, 6)), Kept: keptRows(l), Link: "https://eastfield.example/"}
			for _, r := range someRows(l) {
				p.Waiting = append(p.Waiting, WallRow{r, []string{"1 oil heater", "Hot meal, Wednesday"}, "eastfield.example/c/7k2p9xyz"})
			}
			return Wall(p)
		},
	}
}

func paperOf(l *locale.Language) Paper {
	return Paper{L: l, Title: l.T("call.print_slip"), Board: "Eastfield Alongside", Host: "eastfield.example", Back: "/"}
}
