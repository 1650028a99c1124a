package notice

import (
	"strings"

	"alongside/internal/locale"
)

func (d *Desk) language(tag string) *locale.Language {
	if l, ok := d.Languages.Find(tag); ok {
		return l
	}
	return d.Languages.Default()
}

// home is where a mail leads: a door, not the page behind it. A private link
// in a mailbox would open to everybody who reads that mailbox.
func (d *Desk) home(w Way, l *locale.Language) string {
	if w.Owner.Account != 0 {
		return d.Origin + "/" + l.Tag() + "/you"
	}
	return d.Origin + "/" + l.Tag() + "/mine"
}

// news is the one mail there is: it says that something changed, never what.
func (d *Desk) news(w Way) Letter {
	l := d.language(w.Language)
	stop := d.Origin + "/" + l.Tag() + "/told/stop/" + d.token(w.ID, forStop)
	lines := []string{l.T("mail.changed"), d.home(w, l)}
	if w.Owner.Account == 0 {
		lines = append(lines, l.T("mail.four_words"))
	}
	lines = append(lines, "", l.T("mail.stop"), stop)
	return Letter{Subject: l.T("mail.subject", "board", d.Board()), Text: strings.Join(lines, "\n") + "\n", Stop: stop}
}

// question asks an address whether it wants to be told.
func (d *Desk) question(w Way) Letter {
	l := d.language(w.Language)
	lines := []string{l.T("mail.ask"), d.Origin + "/" + l.Tag() + "/told/yes/" + d.token(w.ID, forYes), "", l.T("mail.ask_not_you")}
	return Letter{Subject: l.T("mail.ask_subject", "board", d.Board()), Text: strings.Join(lines, "\n") + "\n"}
}
