// Package calendar lets three other programs read the calendars that we write.
package calendar
