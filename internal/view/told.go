package view

import (
	"strings"

	"alongside/internal/locale"
)

// ReportReasons are what may be not right, for ReportPage. Their values are
// stable names.
func ReportReasons(l *locale.Language, on string) []Option {
	return chosen(on, []Option{
		{Value: "private", Label: l.T("care.reason_private")},
		{Value: "harm", Label: l.T("care.reason_harm")},
		{Value: "false", Label: l.T("care.reason_false")},
		{Value: "selling", Label: l.T("care.reason_selling")},
		{Value: "other", Label: l.T("care.reason_other")},
	})
}

// ImportKinds are what a sheet may hold, for ImportFilePage.
func ImportKinds(l *locale.Language, on string) []Option {
	return chosen(on, []Option{
		{Value: "asks", Label: l.T("bring.as_asks")},
		{Value: "offers", Label: l.T("bring.as_offers")},
		{Value: "groups", Label: l.T("bring.as_groups")},
	})
}

// TwinChoices are two different ones or the same, for Twins. Nothing is merged
// unless somebody says so.
func TwinChoices(l *locale.Language, on string) []Option {
	return chosen(on, []Option{
		{Value: "two", Label: l.T("bring.twins_two")},
		{Value: "same", Label: l.T("bring.twins_same")},
	})
}

// NoColumn is the first option of a column: leave it out.
func NoColumn(l *locale.Language) Option { return Option{Label: l.T("bring.column_skip")} }

// RowName is "Row 12".
func RowName(l *locale.Language, n int) string { return l.T("bring.row_n", "n", n) }

// ChatText is the block of words to paste into a chat: what, where, and the
// public link, which is the only link it may hold.
func ChatText(l *locale.Language, c CallRow, link string) string {
	text := l.T("call.share_text", "kind", kindName(l, c.Kind, c.Offer), "title", l.Isolate(c.Title),
		"where", join(l, c.When, c.Where), "link", link)
	return strings.ReplaceAll(text, "\n\n", "\n")
}
