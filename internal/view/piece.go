package view

import "github.com/a-h/templ"

// Piece is a page or a part of one: it renders itself. The doors hand it from
// here to a reader without knowing how it is made.
type Piece = templ.Component
