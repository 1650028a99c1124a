// Package law is what holds in every room of the house, written as tests.
//
// The law: it reads the source files and the map themselves, never a list that
// something else made, so that it cannot be stale.
package law
