package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// sentences are real messages of people asking, one a call.
func sentences(shared string) ([]string, error) {
	f, err := os.Open(filepath.Join(shared, "data/requests-disaster-messages/messages.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []string
	for _, r := range rows[1:] {
		all = append(all, r[1])
	}
	return all, nil
}

// scripts mixes the other scripts in, so that search has them too.
var scripts = []string{
	"담요 두 장과 따뜻한 밥이 필요해요. %d동 이웃이에요.", "毛布を二枚お願いします。%d番地です。",
	"أحتاج إلى بطانيتين ووجبة ساخنة في شارع %d.", "Necesito dos mantas y comida caliente en la calle %d.",
}

// fill makes a database of so many open calls with so many commitments each.
// It is made once and kept in dir.
func fill(dir, shared string, calls, answers int) error {
	if _, err := os.Stat(filepath.Join(dir, "filled")); err == nil {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	words, err := sentences(shared)
	if err != nil {
		return err
	}
	d, err := db.Open(context.Background(), db.Config{Dir: dir}) // makes the tables
	if err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	took := when.Stopwatch()
	if err := quickly(dir, inventions(words, calls, answers)); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "  filled %d calls in %s\n", calls, took().Round(time.Second))
	if err := setUp(dir); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "filled"), nil, 0o600)
}

// invention is one call with all that belongs to it.
type invention struct {
	call    call.Call
	parts   []call.Part
	answers []call.Commitment
}

// inventions makes so many calls, each with an id of its own.
func inventions(words []string, calls, answers int) iter.Seq[invention] {
	return func(yield func(invention) bool) {
		spots, began, used := towns(), time.Now(), map[call.ID]bool{}
		for i := range calls {
			n := invent(words, spots, i, answers, began)
			for used[n.call.ID] { // of a million short ids, some are alike
				n = invent(words, spots, i, answers, began)
			}
			used[n.call.ID] = true
			if !yield(n) {
				return
			}
		}
	}
}

func towns() (all []place.Area) {
	for _, name := range []string{"Seattle", "Tacoma", "Portland", "Oakland", "Seoul", "Busan", "Amman", "Madrid", "Sevilla", "Chicago"} {
		p, _ := place.Match(name)
		all = append(all, p.Area())
	}
	return all
}

func invent(words []string, spots []place.Area, i, answers int, now time.Time) (n invention) {
	body := words[i%len(words)]
	if i%5 == 4 {
		body = fmt.Sprintf(scripts[i/5%len(scripts)], i)
	}
	body = fmt.Sprintf("%s %s", body, rare(i))
	author := party.OfGuest(id.New[party.Guest]())
	spot := spots[i%len(spots)]
	if spot.Cell != 0 { // spread over the cells around
		near := place.Neighbours(spot.Cell.Coarse(), 3)
		spot.Cell = near[rand.IntN(len(near))]
	}
	c := call.Call{ID: id.Short[call.Call](), Kind: call.Kinds[i%10/9], Side: []call.Side{call.Ask, call.Offer}[i%4/3],
		Title: text.Title(body), Body: body, Language: "en", Area: spot, Urgency: call.Urgencies[i%3], Author: author,
		Audience: call.OnBoard, Rule: call.FirstCome, State: call.Open, Opened: now.Add(-time.Duration(i) * time.Second),
		Closes: now.Add(30 * 24 * time.Hour)}
	n.call = c
	n.parts = []call.Part{
		{ID: id.New[call.Part](), Call: c.ID, Title: "First " + c.Title, Quantity: int64(answers) + 5, Taken: int64(answers)},
		{ID: id.New[call.Part](), Call: c.ID, Position: 1, Title: "Second", Quantity: 2},
	}
	for range answers {
		n.answers = append(n.answers, call.Commitment{ID: id.New[call.Commitment](), Part: n.parts[0].ID, Call: c.ID,
			Party: party.OfGuest(id.New[party.Guest]()), Quantity: 1, State: call.Agreed, Made: c.Opened, Changed: c.Opened, Until: c.Closes})
	}
	return n
}

// rare gives every call a word that few others have, and some a middling one.
func rare(i int) string {
	s := fmt.Sprintf("zq%d", i/3)
	if i%50 == 0 {
		s += " middling"
	}
	return s + " everybody"
}
