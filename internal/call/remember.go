package call

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/text"
)

// Past narrows the record. Its zero value is all of it, newest first.
type Past struct {
	From, To time.Time // the days on which it was kept; To is not in it
	Query    string
	Kind     Kind
	Side     Side
	Most     int // 0: PageMost
}

// rememberMost is how many lines of the record a search reads through: the
// newest. What is older is found by its month.
const rememberMost = 5000

// Remember lists what was kept, newest first.
func (s *Spine) Remember(ctx context.Context, v access.Viewer, p Past) (all []Entry, err error) {
	if p.From.IsZero() {
		p.From = time.UnixMilli(0)
	}
	if p.To.IsZero() {
		p.To = s.Clock.Now().AddDate(0, 0, 2) // no zone is more than a day ahead
	}
	if p.Most <= 0 {
		p.Most = PageMost
	}
	read, words := p.Most, text.QueryTokens(p.Query)
	if p.Query != "" || p.Kind != "" || p.Side != "" {
		read = rememberMost
	}
	if p.Query != "" && len(words) == 0 {
		return nil, nil
	}
	all, err = s.Record(ctx, v, p.From, p.To, read)
	if err != nil {
		return nil, fault.Wrap("call.remember", err)
	}
	all = slices.DeleteFunc(all, func(e Entry) bool { return !p.has(e, words) })
	return all[:min(len(all), p.Most)], nil
}

func (p Past) has(e Entry, words []string) bool {
	if p.Kind != "" && e.Kind != p.Kind || p.Side != "" && e.Side != p.Side {
		return false
	}
	if len(words) == 0 {
		return true
	}
	held := text.Tokens(e.Title + "\n" + e.Lesson + "\n" + e.Area)
	for _, w := range words {
		if !slices.Contains(held, w) {
			return false
		}
	}
	return true
}

// Months are the months of the last two years in which something was kept,
// newest first.
func (s *Spine) Months(ctx context.Context, v access.Viewer) (months []time.Time, err error) {
	now := s.Clock.Now()
	all, err := s.Record(ctx, v, now.AddDate(-2, 0, 0), now.AddDate(0, 0, 2), rememberMost)
	for _, e := range all {
		y, m, _ := e.Kept.Date()
		if first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC); len(months) == 0 || !months[len(months)-1].Equal(first) {
			months = append(months, first)
		}
	}
	return months, fault.Wrap("call.months", err)
}
