package demo

// The four invented groups, by the last part of their addresses.
const (
	eastfield = "eastfield-tenants"
	harbour   = "harbour-kitchen"
	nightbus  = "night-bus-circle"
	riverside = "riverside-flood-crew"
)
