package view

import "alongside/internal/locale"

// Words is the kind in the reader's language: "Aid".
func (k Kind) Words(l *locale.Language) string { return kindShort(l, k) }

// KindWords is the kind with its side: "Aid, asking".
func (c CallRow) KindWords(l *locale.Language) string { return kindName(l, c.Kind, c.Offer) }

// ClosedWords is the sentence on why a call is closed. None of the reasons is
// a failure, and no page shows one as such.
func ClosedWords(l *locale.Language, reason string) string {
	switch reason {
	case "answered":
		return l.T("call.closed_answered")
	case "kept":
		return l.T("call.closed_kept")
	case "done_by_others":
		return l.T("call.closed_done_by_others")
	case "no_longer_wanted":
		return l.T("call.closed_no_longer_wanted")
	case "withdrawn":
		return l.T("call.closed_withdrawn")
	case "duplicate":
		return l.T("call.closed_duplicate")
	case "not_for_this_board":
		return l.T("call.closed_not_here")
	case "sent_on":
		return l.T("call.closed_sent_on")
	}
	return l.T("call.closed_expired")
}
