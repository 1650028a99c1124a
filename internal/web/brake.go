package web

import (
	"time"

	"alongside/internal/brake"
	"alongside/internal/fault"
)

// Brakes is how much of what one address, and everybody together, may do. A
// neighbourhood may share one address.
var Brakes = map[string]brake.Rule{
	"code":        {Burst: 10, Every: 30 * time.Second, All: 200, Each: time.Second},
	"meeting":     {Burst: 60, Every: 5 * time.Second, All: 1000, Each: 500 * time.Millisecond}, // a hall full of people shares one address
	"join":        {Burst: 400, Every: time.Second, All: 5000, Each: 50 * time.Millisecond},     // so does a whole march
	"sign-in":     {Burst: 20, Every: 10 * time.Second, All: 500, Each: 500 * time.Millisecond},
	"new-account": {Burst: 20, Every: time.Minute, All: 300, Each: 2 * time.Second},
	"mail":        {Burst: 5, Every: 5 * time.Minute, All: 100, Each: 5 * time.Second},
	"sheet":       {Burst: 10, Every: time.Minute, All: 100, Each: 5 * time.Second},
	"words":       {Burst: 30, Every: 20 * time.Second, All: 1000, Each: 200 * time.Millisecond},
	"report":      {Burst: 10, Every: time.Minute, All: 300, Each: time.Second},
	"alert":       {Burst: 5, Every: 2 * time.Minute, All: 200, Each: 2 * time.Second},
	"set-up":      {Burst: 20, Every: 10 * time.Second},
}

// brake holds back whoever tries one thing too often.
func (v *visit) brake(what string) error {
	if v.h.Brake != nil && !v.h.Brake.Allow(v.h.address(v.r), what) {
		return fault.New("web.brake", fault.Limited, "")
	}
	return nil
}
