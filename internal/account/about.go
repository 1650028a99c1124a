package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"alongside/internal/fault"
)

// About is what the board says of itself, chosen at set-up. A configuration
// that names the board wins over it.
type About struct {
	Name string // at most 60 letters
	Area string // a town or a neighbourhood, at most 80 letters; may be empty
}

const areaLetters = 80

// Check tidies it and names every mistake by its form field.
func (a *About) Check() error {
	a.Name, a.Area = strings.Join(strings.Fields(a.Name), " "), strings.Join(strings.Fields(a.Area), " ")
	var form fault.Form
	form.Check(a.Name != "" && utf8.ValidString(a.Name), "board", "setup.name_missing")
	form.Check(utf8.RuneCountInString(a.Name) <= faceLetters, "board", "account.name_long", "n", faceLetters)
	form.Check(utf8.ValidString(a.Area) && utf8.RuneCountInString(a.Area) <= areaLetters, "area", "account.name_long", "n", areaLetters)
	return form.Err("account.about")
}

// About is what was chosen at set-up, empty before.
func (d *Desk) About(ctx context.Context) (a About, err error) {
	err = d.store.View(ctx, func(tx Tx) (err error) {
		a, err = tx.About()
		return err
	})
	return a, fault.Wrap("account.about", err)
}
