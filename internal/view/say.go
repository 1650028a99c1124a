package view

import "alongside/internal/locale"

// Words is the kind in the reader's language: "Aid".
func (k Kind) Words(l *locale.Language) string { return kindShort(l, k) }

// KindWords is the kind with its side: "Aid, asking".
func (c CallRow) KindWords(l *locale.Language) string { return kindName(l, c.Kind, c.Offer) }
