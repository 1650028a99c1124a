package group

import "alongside/internal/locale"

// Template is a beginning for a group's own agreements. The founders change
// what they like; what they sign is theirs.
type Template string

const (
	KitchenTable  Template = "kitchen"
	TenantsUnion  Template = "tenants"
	SafetyNetwork Template = "safety"
)

// Templates in the order a form lists them.
var Templates = []Template{KitchenTable, TenantsUnion, SafetyNetwork}

// Title is what a form calls the template.
func (t Template) Title(l *locale.Language) string {
	switch t {
	case TenantsUnion:
		return l.T("group.tenants")
	case SafetyNetwork:
		return l.T("group.safety")
	}
	return l.T("group.kitchen")
}

// Text is the template's words, a line for each agreement.
func (t Template) Text(l *locale.Language) string {
	switch t {
	case TenantsUnion:
		return l.T("group.tenants_text")
	case SafetyNetwork:
		return l.T("group.safety_text")
	}
	return l.T("group.kitchen_text")
}
