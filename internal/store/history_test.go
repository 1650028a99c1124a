package store_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/anishathalye/porcupine"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/when"
)

// What one client did to one part, and what they were told.
type did struct {
	act string // hold, back
	ok  bool
}

// places is a part of so many places, as anybody would explain it: holding
// takes one if there is one, handing back gives one back.
func places(quantity int) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, input, output any) (bool, any) {
			taken, in, out := state.(int), input.(string), output.(did)
			if in == "back" {
				return out.ok, taken - 1
			}
			if out.ok {
				return taken < quantity, taken + 1
			}
			return taken == quantity, taken
		},
		Equal: func(a, b any) bool { return a == b },
	}
}

// history lets clients press at once, from two processes, and writes down
// what each was told and when.
func history(t *testing.T, h *House, clients, presses int) []porcupine.Operation {
	l, _ := h.ask(t, call.Draft{Parts: []call.DraftPart{{Title: "Beds", Quantity: 3}}})
	two := h.Second(t)
	clock := when.Stopwatch()
	var mu sync.Mutex
	var all []porcupine.Operation
	note := func(client int, act string, fn func() bool) bool {
		called := clock()
		ok := fn()
		returned := clock()
		mu.Lock()
		defer mu.Unlock()
		all = append(all, porcupine.Operation{ClientId: client, Input: act, Call: int64(called), Output: did{act, ok}, Return: int64(returned)})
		return ok
	}
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			process := []*House{h, two}[client%2]
			for range presses {
				var m call.Commitment
				var v access.Viewer
				held := note(client, "hold", func() bool {
					var err error
					m, v, err = process.hold(l.Parts[0].ID)
					if err != nil && !fault.Is(err, fault.Taken) {
						t.Error(err)
					}
					return err == nil
				})
				if held && rand.IntN(4) > 0 {
					note(client, "back", func() bool {
						err := process.Spine.HandBack(ctx, v, m.ID)
						if err != nil {
							t.Error(err)
						}
						return err == nil
					})
				}
			}
		})
	}
	wait.Wait()
	return all
}

func TestTwentyPeopleAtOnceSeeOneOrderOfThings(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		all := history(t, h, 20, 6)
		if !porcupine.CheckOperations(places(3), all) {
			t.Error("what people were told fits no order in which it could have happened")
		}
	})
}

func TestALostUpdateWouldBeFound(t *testing.T) {
	planted := []porcupine.Operation{
		{ClientId: 1, Input: "hold", Output: did{"hold", true}, Call: 0, Return: 10},
		{ClientId: 2, Input: "hold", Output: did{"hold", true}, Call: 5, Return: 15},
	}
	if porcupine.CheckOperations(places(1), planted) {
		t.Error("two people were given the one place, and the check did not mind")
	}
}
