package web

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/view"
)

var recordRoutes = []route{
	{pattern: "GET /record", do: (*House).record, shared: true},
	{pattern: "GET /record/{year}/{month}", do: (*House).record, shared: true},
}

// recordPageMost is how many lines of the record one page holds.
const recordPageMost = 50

// record is what was asked and kept: the newest, one month, or what holds the
// words somebody looks for.
func (h *House) record(v *visit) error {
	first, named, ok := v.month()
	if !ok {
		return h.missing(v)
	}
	ctx, q := v.r.Context(), cutTo(v.r.URL.Query().Get("q"), wordsMost)
	months, err := h.Spine.Months(ctx, v.viewer)
	if err != nil {
		return err
	}
	p := view.RecordPage{Frame: v.frame(v.l.T("board.the_record"), view.NavLibrary), Query: q, Action: v.path}
	past := call.Past{Query: q, Most: recordPageMost + 1}
	if named {
		p.Month, p.Title = v.l.Month(first), v.l.T("board.the_record")+", "+v.l.Month(first)
		past.From, past.To = utcMonth(first), utcMonth(first.AddDate(0, 1, 0))
	}
	if after, err := time.Parse(time.DateOnly, v.r.URL.Query().Get("to")); err == nil {
		past.To = after
	}
	for _, m := range months {
		here := named && m.Equal(utcMonth(first))
		p.Months = append(p.Months, view.Chip{Text: v.l.Month(m), Href: monthPath("/record", m), Here: here})
	}
	entries, err := h.Spine.Remember(ctx, v.viewer, past)
	if err != nil {
		return err
	}
	if len(entries) > recordPageMost {
		entries, p.More = v.cutAtDay(entries)
	}
	for _, e := range entries {
		p.Entries = append(p.Entries, v.recordEntry(e))
	}
	return v.render(200, view.Record(p))
}

// cutAtDay keeps whole days, so that the next page can begin with the day
// before.
func (v *visit) cutAtDay(all []call.Entry) ([]call.Entry, string) {
	last := all[len(all)-1].Kept
	n := len(all)
	for n > 0 && all[n-1].Kept.Equal(last) {
		n--
	}
	next := last.AddDate(0, 0, 1)
	if n == 0 { // one day fills the page: it ends here
		n, next = len(all)-1, last
	}
	q := v.r.URL.Query()
	q.Set("to", next.Format(time.DateOnly))
	return all[:n], v.path + "?" + q.Encode()
}

// utcMonth is the same month in UTC: the days of the record have no zone.
func utcMonth(t time.Time) time.Time {
	return monthOf(t.Year(), int(t.Month()), time.UTC)
}

// recordEntry is one line of the record. Its days have no zone.
func (v *visit) recordEntry(e call.Entry) view.RecordEntry {
	return view.RecordEntry{Title: e.Title, Lang: e.Language, Kind: view.Kind(e.Kind), Offer: e.Side == call.Offer,
		When: v.entryRow(e).Kept, Where: e.Area, Learned: e.Lesson}
}
