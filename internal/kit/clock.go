package kit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"alongside/internal/text"
	"alongside/internal/when"
)

// clockForm is an hour as people write it: 16:00, 4:30 pm, 4pm, 오후 4시 반, 4 م.
// What stands before and after says which half of the day.
var clockForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\d:.])((오전|오후)?\s?(\d{1,2})(?:[:h](\d{2})|시(?:\s?(\d{1,2})분|\s?(반))?)?(?:\s?([ap]\.?\s?m\b|صباحا|مساء|[صم](?:\s|$|[.،])))?)`)
})

// OtherTimes are the hours that a message names and that are none of its call's,
// as they are written. It guesses: an hour without its half of the day may be
// either. Where the call has no hour, none is another.
func OtherTimes(words string, hours []when.TimeOfDay) (others []string) {
	if len(hours) == 0 {
		return nil
	}
	words = strings.ReplaceAll(text.Fold(words), "시간", " ") // so many hours long
	for _, m := range clockForm().FindAllStringSubmatch(words, -1) {
		all := hoursOf(m[1:])
		is := func(t when.TimeOfDay) bool { return slices.Contains(all, t) }
		if len(all) > 0 && !slices.ContainsFunc(hours, is) {
			others = append(others, strings.TrimSpace(m[1]))
		}
	}
	return others
}

// hoursOf are the times of day that a match may mean; none where it is a bare
// number.
func hoursOf(m []string) []when.TimeOfDay {
	bare := m[3] == "" && m[6] == "" && !strings.Contains(m[0], "시")
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3] + m[4])
	if m[5] != "" {
		minute = 30
	}
	if bare || hour > 24 || minute > 59 {
		return nil
	}
	half := m[1] + m[6]
	switch {
	case hour > 12:
		return []when.TimeOfDay{when.HM(hour%24, minute)}
	case strings.HasPrefix(half, "p"), strings.HasPrefix(half, "م"), half == "오후":
		return []when.TimeOfDay{when.HM(hour%12+12, minute)}
	case half != "":
		return []when.TimeOfDay{when.HM(hour%12, minute)}
	}
	return []when.TimeOfDay{when.HM(hour%12, minute), when.HM(hour%12+12, minute)}
}
