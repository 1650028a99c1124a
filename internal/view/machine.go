package view

import (
	"encoding/json"

	"alongside/internal/locale"
)

// Worker is the script that keeps pages readable without signal. It has one
// fixed address, /sw.js, because its address bounds what it may keep.
func Worker() File {
	names, files := assets()
	return files[names["sw.js"]]
}

type manifest struct {
	Name       string         `json:"name"`
	Short      string         `json:"short_name"`
	ID         string         `json:"id"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Language   string         `json:"lang"`
	Direction  string         `json:"dir"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
	Shortcuts  []shortcut     `json:"shortcuts"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Manifest lets a phone put the board on its home screen (W3C Web Application
// Manifest).
func Manifest(l *locale.Language, board string) []byte {
	icon := func(name, size, purpose string) manifestIcon {
		return manifestIcon{Source: Asset(name), Sizes: size, Type: "image/png", Purpose: purpose}
	}
	b, err := json.Marshal(manifest{
		Name: board, Short: board, ID: "/", Start: "/", Scope: "/", Display: "standalone",
		Language: l.Tag(), Direction: l.Dir(), Background: "#F5F3EE", Theme: "#0A3A34",
		Icons: []manifestIcon{
			icon("icon-192.png", "192x192", ""), icon("icon-512.png", "512x512", ""), icon("icon-512.png", "512x512", "maskable"),
		},
		Shortcuts: []shortcut{{l.T("board.ask"), "/ask"}, {l.T("board.offer"), "/offer"}},
	})
	if err != nil {
		panic(err) // strings alone: it cannot fail
	}
	return b
}
