package story

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// form is a form on a page and what somebody has done to it.
type form struct {
	node   *html.Node
	fields []*field
	files  map[string]string // name to path
}

// field is one control: an input, a choice, a text.
type field struct {
	node  *html.Node
	name  string
	kind  string // text, hidden, radio, checkbox, select, file
	value string
	on    bool // whether it is sent
	label string
}

func newForm(doc, node *html.Node) *form {
	f := &form{node: node, files: map[string]string{}}
	for _, n := range slices.Concat(all(doc, "input"), all(doc, "textarea"), all(doc, "select")) {
		if attr(n, "name") == "" || !belongs(n, node) || has(n, "disabled") {
			continue
		}
		f.fields = append(f.fields, newField(doc, n))
	}
	return f
}

// belongs tells whether a control is part of the form, inside it or by its
// form attribute.
func belongs(n, form *html.Node) bool {
	if id := attr(n, "form"); id != "" {
		return id == attr(form, "id")
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p == form {
			return true
		}
	}
	return false
}

func newField(doc, n *html.Node) *field {
	f := &field{node: n, name: attr(n, "name"), kind: "text", value: attr(n, "value"), on: true, label: labelOf(doc, n)}
	switch {
	case n.Data == "textarea":
		f.value = strings.TrimPrefix(raw(n), "\n")
	case n.Data == "select":
		f.kind = "select"
		options := all(n, "option")
		for i, o := range options {
			if i == 0 || has(o, "selected") {
				f.value = optionValue(o)
			}
		}
		f.on = len(options) > 0
	case attr(n, "type") == "radio", attr(n, "type") == "checkbox":
		f.kind, f.on = attr(n, "type"), has(n, "checked")
		if !has(n, "value") {
			f.value = "on"
		}
	case attr(n, "type") == "hidden", attr(n, "type") == "file":
		f.kind = attr(n, "type")
		f.on = f.kind == "hidden"
	case attr(n, "type") == "submit", attr(n, "type") == "button", attr(n, "type") == "image":
		f.kind, f.on = "button", false
	}
	return f
}

// called tells whether people or programs call the field so.
func (f *field) called(name string) bool {
	return f.name == name || f.label == name || len([]rune(name)) > 3 && strings.Contains(f.label, name)
}

// fill writes a text into every field that is called so; on a page with two
// forms they are the same question.
func (p *person) fill(name, value string) error {
	done := false
	for _, f := range p.forms {
		for _, c := range f.fields {
			if !c.called(name) {
				continue
			}
			switch c.kind {
			case "text":
				c.value, done = value, true
			case "file":
				f.files[c.name], done = value, true
			}
		}
	}
	if !done {
		return fmt.Errorf("no field to write in is called %q; there are %s", name, p.names())
	}
	return nil
}

// choose picks a radio, ticks a box or takes an option. off unticks a box.
func (p *person) choose(name, value string, off bool) error {
	done := false
	for _, f := range p.forms {
		for _, c := range f.fields {
			switch c.kind {
			case "radio", "checkbox":
				if c.name != name && c.label != name || value != "" && c.value != value && c.label != value {
					continue
				}
				if c.kind == "radio" {
					f.quiet(c.name)
				}
				c.on, done = !off, true
			case "select":
				for _, o := range all(c.node, "option") {
					if c.called(name) && (optionValue(o) == value || textOf(o) == value) {
						c.value, done = optionValue(o), true
					}
				}
			}
		}
	}
	if !done {
		return fmt.Errorf("no choice %q %q; there are %s", name, value, p.names())
	}
	return nil
}

// quiet lets go of every radio of one name.
func (f *form) quiet(name string) {
	for _, c := range f.fields {
		if c.name == name && c.kind == "radio" {
			c.on = false
		}
	}
}

// values are what the form sends when the button is pressed.
func (f *form) values(button *html.Node) url.Values {
	v := url.Values{}
	for _, c := range f.fields {
		if c.on {
			v.Add(c.name, strings.ReplaceAll(c.value, "\n", "\r\n"))
		}
	}
	if name := attr(button, "name"); name != "" {
		v.Add(name, attr(button, "value"))
	}
	return v
}

func (p *person) names() string {
	var list []string
	for _, f := range p.forms {
		for _, c := range f.fields {
			list = append(list, fmt.Sprintf("%s %s (%s)", c.kind, c.name, c.label))
		}
	}
	return strings.Join(list, ", ")
}

// button finds the nth button that says text, and its form.
func (p *person) button(text string, nth int) (*form, *html.Node, error) {
	buttons := all(p.doc, "button")
	for _, n := range all(p.doc, "input") {
		if t := attr(n, "type"); t == "submit" || t == "image" {
			buttons = append(buttons, n)
		}
	}
	n, err := pick(buttons, text, nth)
	if err != nil {
		return nil, nil, fmt.Errorf("no button says %q: %w", text, err)
	}
	if has(n, "disabled") {
		return nil, nil, fmt.Errorf("the button %q is disabled", text)
	}
	for _, f := range p.forms {
		if belongs(n, f.node) {
			return f, n, nil
		}
	}
	return nil, nil, fmt.Errorf("the button %q has no form", text)
}

func optionValue(o *html.Node) string {
	if has(o, "value") {
		return attr(o, "value")
	}
	return textOf(o)
}
