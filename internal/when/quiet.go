package when

import "time"

// Quiet is the part of the day when nobody is disturbed, From included and To
// not. It may run over midnight. From equal to To is no quiet at all, which is
// what the zero value says.
type Quiet struct{ From, To TimeOfDay }

// Night is what everybody has who did not choose: 21:00 to 08:00.
var Night = Quiet{From: HM(21, 0), To: HM(8, 0)}

// At reports whether it is quiet at t in the zone.
func (q Quiet) At(t time.Time, zone *time.Location) bool {
	now := TimeOf(t, zone)
	if q.From <= q.To {
		return q.From <= now && now < q.To
	}
	return now >= q.From || now < q.To
}

// Next is when a message that is ready at t may arrive: t itself, or the end of
// the quiet that t falls into.
func (q Quiet) Next(t time.Time, zone *time.Location) time.Time {
	if !q.At(t, zone) {
		return t
	}
	for day := DayOf(t, zone); ; day++ {
		ends, jump, _ := moments(day, q.To, zone)
		if len(ends) == 0 {
			ends = []time.Time{jump}
		}
		for _, end := range ends {
			if end.After(t) {
				return end
			}
		}
	}
}
