package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/sheet"
	"alongside/internal/when"
)

// eastfield is the group whose sheets these are; ana is one of its members.
const eastfield party.GroupID = 4242

var ana = access.Viewer{Parties: []party.Ref{party.OfFace(7)}, Groups: []party.GroupID{eastfield}, Through: []party.GroupID{eastfield}}

// bringer is a desk for sheets on the house's database, with the group there.
func bringer(t testing.TB, h *House) *sheet.Desk {
	t.Helper()
	words, err := locale.Load()
	check(t, err)
	check(t, h.DB.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO grp (id, slug, name, sort, about, topic, language, speaks, area, meets, links, status, bar,
			review, agreed, version, lines, bundle) VALUES ($1,'eastfield','Eastfield Tenants',$2,'','','en','','','','','active','',$3,0,1,0,0)`,
			eastfield, []byte("eastfield"), false)
		return err
	}))
	return &sheet.Desk{Store: h.Store.Sheets(), Clock: h.Clock, Secret: []byte("thirty-two bytes of a secret ..."), Locate: sheet.Gazetteer,
		Word: func(tag, key string) string { return words.Match(tag).T(key) }}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func order(t testing.TB, as sheet.As, src io.ReaderAt, size int64, pairs ...string) sheet.Order {
	t.Helper()
	f, err := sheet.Open(src, size, sheet.Hint{})
	check(t, err)
	o := sheet.Order{Group: eastfield, File: f, Mapping: sheet.Guess(as, f.Head, f.Sample), Language: "en"}
	check(t, o.Mapping.Override(pairs))
	return o
}

func text(t testing.TB, as sheet.As, s string, pairs ...string) sheet.Order {
	return order(t, as, strings.NewReader(s), int64(len(s)), pairs...)
}

func bring(t testing.TB, d *sheet.Desk, o sheet.Order) sheet.Bundle {
	t.Helper()
	b, err := d.Begin(ctx, ana, o)
	check(t, err)
	b, err = d.Bring(ctx, b, o)
	check(t, err)
	return b
}

func shared(t testing.TB, name string) (*os.File, int64) {
	t.Helper()
	f, err := os.Open("../../../shared/data/" + name)
	check(t, err)
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	check(t, err)
	return f, info.Size()
}

func board(t testing.TB, h *House, v access.Viewer, f call.Filter) []call.Listed {
	t.Helper()
	f.Most = 200
	p, err := h.Spine.Board(ctx, v, f)
	check(t, err)
	return p.Calls
}

func count(t testing.TB, h *House, query string, args ...any) (n int) {
	t.Helper()
	check(t, h.DB.View(ctx, func(tx *db.Tx) error { return tx.Row(query, args, &n) }))
	return n
}

const few = "id,name,phone,message,neighborhood\n" +
	"1,Sol Reyes,+1 555 0101,We need bread and milk,Eastfield\n" +
	"2,Min Park,+1 555 0102,A ride to the clinic on Friday,Eastfield\n" +
	"3,,,,\n" +
	"4,Rana H,+1 555 0104,Blankets for two,Southside\n"

func TestTheDisasterMessagesComeInAsTheyAre(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		f, size := shared(t, "requests-disaster-messages/messages.csv")
		r := bring(t, d, order(t, sheet.AsAsks, f, size)).Report
		if r.Read != 1972 || r.Asks != 706 || r.Offers != 42 || r.ToSort != 1224 || r.Twins != 2 || r.Created != 746 || r.LeftOut != 0 {
			t.Errorf("read %d, asks %d, offers %d, to sort %d, twins %d, created %d, left out %d",
				r.Read, r.Asks, r.Offers, r.ToSort, r.Twins, r.Created, r.LeftOut)
		}
		asks := count(t, h, "SELECT count(*) FROM call WHERE state='open' AND side='ask'")
		offers := count(t, h, "SELECT count(*) FROM call WHERE state='open' AND side='offer'")
		tray := count(t, h, "SELECT count(*) FROM call WHERE state='tosort'")
		if asks+offers != 746 || tray != 1224 {
			t.Errorf("%d asks and %d offers stand, %d wait", asks, offers, tray)
		}
		if n := count(t, h, "SELECT count(*) FROM posting WHERE call IN (SELECT id FROM call WHERE state='tosort')"); n > 0 {
			t.Errorf("a search finds %d words of rows to sort", n)
		}
		b2 := bring(t, d, order(t, sheet.AsAsks, f, size)).Report
		if b2.Created != 0 || b2.ToSort != 0 || b2.Updated != 0 || b2.Twins != 1972 {
			t.Errorf("the second time %d created, %d to sort, %d updated, %d twins", b2.Created, b2.ToSort, b2.Updated, b2.Twins)
		}
	})
}

func TestASheetThatBreaksOffIsNeverSeenAndIsErased(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		o := text(t, sheet.AsAsks, long(600))
		ctx, stop := context.WithCancel(ctx)
		rows := 0
		o.Progress = func(done, of int64) {
			if rows++; done > of/2 {
				stop()
			}
		}
		b, err := d.Begin(ctx, ana, o)
		check(t, err)
		if b, err = d.Bring(ctx, b, o); err == nil {
			t.Fatal("it went through")
		}
		if b.State != sheet.Failed {
			t.Errorf("it is %s", b.State)
		}
		for _, table := range []string{"call", "part", "detail", "line", "posting"} {
			if n := count(t, h, "SELECT count(*) FROM "+table); n > 0 {
				t.Errorf("%d rows of %s are left", n, table)
			}
		}
	})
}

func TestABringerThatDiesIsGivenUpAndNothingOfItIsSeen(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		o := text(t, sheet.AsAsks, long(600))
		b, err := d.Begin(ctx, ana, o)
		check(t, err)
		type dead struct{}
		func() {
			defer func() { recover() }()
			o.Progress = func(done, of int64) {
				if done == of {
					panic(dead{})
				}
			}
			d.Bring(ctx, b, o)
		}()
		if _, err := d.Begin(ctx, ana, o); !fault.Is(err, fault.Taken) {
			t.Errorf("a second sheet beside one that lives: %v", err)
		}
		if n := len(board(t, h, ana, call.Filter{})); n > 0 {
			t.Errorf("%d calls are seen", n)
		}
		h.Clock.Move(11 * time.Second)
		o.Progress = nil
		if r := bring(t, d, o).Report; r.Created != 600 {
			t.Errorf("%d created after it", r.Created)
		}
		if n := count(t, h, "SELECT count(*) FROM call"); n != 600 {
			t.Errorf("%d calls stand", n)
		}
		if n := count(t, h, "SELECT count(*) FROM line"); n != 600 {
			t.Errorf("%d lines stand", n)
		}
	})
}

func long(rows int) string {
	var b strings.Builder
	b.WriteString("id,name,phone,message,neighborhood,needed by\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,Person %d,+1 555 %07d,We need bread and milk for %d please,Eastfield,2026-12-%02d\n", i, i, i, i, i%28+1)
	}
	return b.String()
}

func TestWhatASheetBroughtCanBeTakenBackForSevenDays(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		b := bring(t, d, text(t, sheet.AsAsks, few))
		if b.Report.Created != 3 {
			t.Fatalf("%d created", b.Report.Created)
		}
		answered := board(t, h, ana, call.Filter{Query: "ride"})
		if len(answered) != 1 {
			t.Fatalf("a search finds %d", len(answered))
		}
		look, err := h.Spine.Look(ctx, ana, answered[0].ID)
		check(t, err)
		h.answer(t, look.Parts[0].ID)
		if _, err := d.Undo(ctx, access.Viewer{Groups: []party.GroupID{99}}, b.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another group takes it back: %v", err)
		}
		u, err := d.Undo(ctx, ana, b.ID)
		check(t, err)
		if len(u.Kept) != 1 || u.Kept[0] != answered[0].ID {
			t.Errorf("kept %v", u.Kept)
		}
		if left := board(t, h, ana, call.Filter{}); len(left) != 0 {
			t.Errorf("%d calls still wait", len(left))
		}
		if _, err := h.Spine.Look(ctx, ana, answered[0].ID); err != nil {
			t.Errorf("the call that was answered: %v", err)
		}
		check(t, d.Tick(ctx))
		if n := count(t, h, "SELECT count(*) FROM call"); n != 1 {
			t.Errorf("%d calls stand", n)
		}
		if n := count(t, h, "SELECT count(*) FROM detail"); n != 2 { // one of each side
			t.Errorf("%d details stand", n)
		}

		again := bring(t, d, text(t, sheet.AsAsks, few))
		h.Clock.Move(when.ImportsFor)
		if _, err := d.Undo(ctx, ana, again.ID); !fault.Is(err, fault.Gone) {
			t.Errorf("after seven days: %v", err)
		}
	})
}

func TestASheetThatComesAgainBringsItsCallsUpToDate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		bring(t, d, text(t, sheet.AsAsks, few))
		newer := strings.Replace(few, "bread and milk", "bread and eggs", 1)
		b := bring(t, d, text(t, sheet.AsAsks, newer))
		if b.Report.Updated != 1 || b.Report.Created != 0 || b.Report.Twins != 2 {
			t.Errorf("%d updated, %d created, %d twins", b.Report.Updated, b.Report.Created, b.Report.Twins)
		}
		if n := len(board(t, h, ana, call.Filter{Query: "eggs"})); n != 1 {
			t.Errorf("a search for the new word finds %d", n)
		}
		_, err := d.Undo(ctx, ana, b.ID)
		check(t, err)
		check(t, d.Tick(ctx))
		if n := len(board(t, h, ana, call.Filter{Query: "eggs"})); n != 0 {
			t.Errorf("taken back, the new word still finds %d", n)
		}
		if n := len(board(t, h, ana, call.Filter{})); n != 3 {
			t.Errorf("%d calls stand", n)
		}
	})
}

func TestTheTrayIsForMembersAndEmptiesByTwoButtons(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		bring(t, d, text(t, sheet.AsAsks, "message,ask or offer\nI need a ladder,need\nGood morning all,\nMy van is free on Sundays,\nSpam,\n"))
		if _, _, err := d.Tray(ctx, access.Viewer{}, eastfield, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger looks into the tray: %v", err)
		}
		tray, more, err := d.Tray(ctx, ana, eastfield, 0)
		check(t, err)
		if len(tray) != 3 || more {
			t.Fatalf("%d in the tray", len(tray))
		}
		if n := len(board(t, h, ana, call.Filter{})); n != 1 {
			t.Errorf("%d on the board before sorting", n)
		}
		check(t, d.Sort(ctx, ana, tray[0].ID, call.Ask))
		check(t, d.Sort(ctx, ana, tray[0].ID, call.Ask))
		if err := d.Sort(ctx, ana, tray[0].ID, call.Offer); !fault.Is(err, fault.Stale) {
			t.Errorf("sorted again, otherwise: %v", err)
		}
		check(t, d.Sort(ctx, ana, tray[1].ID, call.Offer))
		check(t, d.LeaveOut(ctx, ana, tray[2].ID))
		check(t, d.LeaveOut(ctx, ana, tray[2].ID))
		if err := d.Sort(ctx, access.Viewer{}, tray[1].ID, call.Offer); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger sorts: %v", err)
		}
		if n := len(board(t, h, ana, call.Filter{Side: call.Offer})); n != 1 {
			t.Errorf("%d offers on the board", n)
		}
		for _, l := range board(t, h, ana, call.Filter{}) {
			if len(l.Wanted) != 1 {
				t.Errorf("%q has %d parts", l.Title, len(l.Wanted))
			}
		}
	})
}

func TestAnExportGivesTheSheetBackInItsColumns(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		in := "Nr,First name,Last name,Phone,What do you need?,Note,Gender,Street address,Area\n" +
			"1,Sol,Reyes,+1 555 0101,We need bread and milk,call after 6,f,12 Dock Street,Eastfield\n" +
			"2,Min,Park,+1 555 0102,\"A ride, on Friday\",,m,,Eastfield\n"
		bring(t, d, text(t, sheet.AsAsks, in, "id=Nr"))
		h.Clock.Move(time.Hour)
		var out bytes.Buffer
		n, err := d.Export(ctx, ana, eastfield, sheet.AsAsks, "en", &out)
		check(t, err)
		want := "\uFEFFNr,First name,Last name,Phone,What do you need?,Note,Gender,Street address,Area,alongside_status,alongside_kept\n" +
			"1,Sol,Reyes,'+1 555 0101,We need bread and milk,call after 6,,12 Dock Street,Eastfield,open,0\n" +
			"2,Min,Park,'+1 555 0102,\"A ride, on Friday\",,,,Eastfield,open,0\n"
		if got := out.String(); n != 2 || got != want {
			t.Errorf("%d rows:\n%s\nwant\n%s", n, got, want)
		}
		if n := count(t, h, "SELECT count(*) FROM line WHERE cells LIKE '%Reyes%' OR cells LIKE '%0101%' OR cells LIKE '%Dock%'"); n > 0 {
			t.Error("a name, a telephone number or a street lies beside the detail")
		}
		b := bring(t, d, order(t, sheet.AsAsks, bytes.NewReader(out.Bytes()), int64(out.Len()), "id=Nr"))
		if b.Report.Created+b.Report.Updated != 0 || b.Report.Twins != 2 {
			t.Errorf("brought back: %d created, %d updated, %d twins", b.Report.Created, b.Report.Updated, b.Report.Twins)
		}
		if _, err := d.Export(ctx, access.Viewer{}, eastfield, sheet.AsAsks, "en", io.Discard); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger takes the sheet: %v", err)
		}
	})
}

func TestAFileLiesInPiecesForAnHourAndNoLonger(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		s, err := d.Take(ctx, ana, eastfield, "needs.csv", strings.NewReader(long(3000)))
		check(t, err)
		u, f, err := (&sheet.Desk{Store: h.Second(t).Store.Sheets(), Clock: h.Clock}).Taken(ctx, ana, eastfield, s)
		check(t, err)
		rows := 0
		for _, err := range f.Rows(nil) {
			check(t, err)
			rows++
		}
		if rows != 3000 || u.Name != "needs.csv" {
			t.Errorf("%d rows of %s", rows, u.Name)
		}
		if _, _, err := d.Taken(ctx, access.Viewer{Groups: []party.GroupID{9}}, eastfield, s); !fault.Is(err, fault.Gone) {
			t.Errorf("another group opens it: %v", err)
		}
		h.Clock.Move(time.Hour)
		if _, _, err := d.Taken(ctx, ana, eastfield, s); !fault.Is(err, fault.Gone) {
			t.Errorf("after an hour: %v", err)
		}
		check(t, d.Sweep(ctx))
		if n := count(t, h, "SELECT count(*) FROM uploadpart"); n > 0 {
			t.Errorf("%d pieces are left", n)
		}
	})
}

// keeper looks after the board.
var keeper = access.Viewer{Host: true}

func TestTheDirectoryComesInWholeAndGoesOutAgain(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		f, size := shared(t, "groups-organize-directory/groups.csv")
		o := order(t, sheet.AsGroups, f, size)
		if _, err := d.Begin(ctx, ana, o); !fault.Is(err, fault.NotFound) {
			t.Errorf("a member fills the board's directory: %v", err)
		}
		b, err := d.Begin(ctx, keeper, o)
		check(t, err)
		b, err = d.Bring(ctx, b, o)
		check(t, err)
		if r := b.Report; r.Read != 2200 || r.Created != 2111 || r.Twins != 88 || r.LeftOut != 1 || r.TwinNames != 76 {
			t.Errorf("read %d, created %d, twins %d, left out %d, names twice %d", r.Read, r.Created, r.Twins, r.LeftOut, r.TwinNames)
		}
		if n := count(t, h, "SELECT count(*) FROM grp WHERE status='listed'"); n != 2111 {
			t.Errorf("%d groups stand in the directory", n)
		}
		b, err = d.Bundle(ctx, keeper, b.ID, 5000)
		check(t, err)
		if len(b.Report.TwinRows) != 88 || len(b.Report.LeftOutRows) != 1 || b.Report.LeftOutRows[0].Say != "sheet.out_long_name" {
			t.Errorf("%d twins and %v are listed", len(b.Report.TwinRows), b.Report.LeftOutRows)
		}
		var out bytes.Buffer
		n, err := d.Export(ctx, keeper, 0, sheet.AsGroups, "en", &out)
		check(t, err)
		if n != 2111 {
			t.Errorf("%d go out", n)
		}
		again := order(t, sheet.AsGroups, bytes.NewReader(out.Bytes()), int64(out.Len()))
		r, err := d.Look(ctx, keeper, again, nil)
		check(t, err)
		if r.Created+r.Updated != 0 || r.Twins != 2111 {
			t.Errorf("what went out would create %d, update %d", r.Created, r.Updated)
		}
		_, err = d.Undo(ctx, keeper, b.ID)
		check(t, err)
		check(t, d.Tick(ctx))
		if n := count(t, h, "SELECT count(*) FROM grp"); n != 1 {
			t.Errorf("%d groups are left", n)
		}
		if n := count(t, h, "SELECT count(*) FROM line") + count(t, h, "SELECT count(*) FROM mark"); n != 0 {
			t.Errorf("%d traces are left", n)
		}
	})
}

func TestWhatHasClosedHereDoesNotOpenAgainWithTheExport(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		bring(t, d, text(t, sheet.AsAsks, "name,phone,message\nSol,+1 555 0101,Bread and milk\nMin,+1 555 0102,A ride on Friday\n"))
		h.Clock.Move(when.OpenFor + time.Hour)
		check(t, tick(h))
		var out bytes.Buffer
		_, err := d.Export(ctx, ana, eastfield, sheet.AsAsks, "en", &out)
		check(t, err)
		if !strings.Contains(out.String(), "closed: expired") {
			t.Fatalf("the export says:\n%s", out.String())
		}
		h.Clock.Move(when.CallsFor + time.Hour)
		check(t, h.Spine.Sweep(ctx))
		if n := count(t, h, "SELECT count(*) FROM line") + count(t, h, "SELECT count(*) FROM mark"); n > 0 {
			t.Errorf("%d traces are left of calls that were erased", n)
		}
		r := bring(t, d, order(t, sheet.AsAsks, bytes.NewReader(out.Bytes()), int64(out.Len()))).Report
		if r.Created != 0 || r.LeftOut != 2 {
			t.Errorf("brought back: %d created, %d left out", r.Created, r.LeftOut)
		}
	})
}

func tick(h *House) error {
	_, err := h.Spine.Tick(ctx)
	return err
}
