package story

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// all are the elements below n with this tag, in order.
func all(n *html.Node, tag string) []*html.Node {
	var found []*html.Node
	if n == nil {
		return nil
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			found = append(found, d)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// textOf is what people read of n: no scripts, nothing hidden, one space
// between words, without the marks that steer the direction of writing.
func textOf(n *html.Node) string {
	var s strings.Builder
	write(&s, n)
	return plain(s.String())
}

func write(s *strings.Builder, n *html.Node) {
	if n == nil {
		return
	}
	switch n.Type {
	case html.TextNode:
		s.WriteString(n.Data)
	case html.ElementNode:
		switch n.Data {
		case "script", "style", "template", "head":
			return
		}
		if has(n, "hidden") {
			return
		}
		if !inline[n.Data] {
			s.WriteByte(' ')
			defer s.WriteByte(' ')
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(s, c)
	}
}

var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "code": true, "em": true,
	"i": true, "kbd": true, "mark": true, "q": true, "s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "time": true}

var steering = strings.NewReplacer("\u200e", "", "\u200f", "", "\u061c", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "\u00ad", "")

func plain(s string) string {
	return strings.Join(strings.Fields(steering.Replace(s)), " ")
}

// raw is the text of n as it was written.
func raw(n *html.Node) string {
	var s strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			s.WriteString(c.Data)
		}
	}
	return s.String()
}

// says is how a screen reader would call a button or a link.
func says(n *html.Node) string {
	if l := attr(n, "aria-label"); l != "" {
		return plain(l)
	}
	if n.Data == "input" {
		return plain(attr(n, "value"))
	}
	return textOf(n)
}

// pick is the nth element that says text: those that say exactly this when
// there are any, else those that hold it.
func pick(list []*html.Node, text string, nth int) (*html.Node, error) {
	var exact, part []*html.Node
	var there []string
	for _, n := range list {
		s := says(n)
		there = append(there, s)
		if s == text {
			exact = append(exact, n)
		}
		if strings.Contains(s, text) {
			part = append(part, n)
		}
	}
	if len(exact) == 0 {
		exact = part
	}
	if nth < 1 || nth > len(exact) {
		return nil, fmt.Errorf("there are %q", there)
	}
	return exact[nth-1], nil
}

// labelOf is the text of a control's label, or its legend's for a lone group.
func labelOf(doc, n *html.Node) string {
	if id := attr(n, "id"); id != "" {
		for _, l := range all(doc, "label") {
			if attr(l, "for") == id {
				return textOf(l)
			}
		}
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == "label" {
			return textOf(p)
		}
	}
	return plain(attr(n, "aria-label"))
}
