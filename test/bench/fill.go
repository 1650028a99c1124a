package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/store"
	"alongside/internal/text"
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

// fill makes a database of so many open calls with so many commitments each,
// through the same store that people's calls go through. It is made once and
// kept in dir.
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
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer d.Close()
	began := time.Now()
	spots := towns()
	const chunk = 500
	for done := 0; done < calls; done += chunk {
		err := store.New(d).Calls().Update(ctx, func(tx call.Tx) error {
			for i := done; i < min(done+chunk, calls); i++ {
				if err := one(tx, words, spots, i, answers, began); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if done%100_000 == 0 {
			fmt.Fprintf(os.Stderr, "  %d calls after %s\n", done, time.Since(began).Round(time.Second))
		}
	}
	if err := d.Close(); err != nil {
		return err
	}
	if err := setUp(dir); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "filled"), nil, 0o600)
}

func towns() (all []place.Area) {
	for _, name := range []string{"Seattle", "Tacoma", "Portland", "Oakland", "Seoul", "Busan", "Amman", "Madrid", "Sevilla", "Chicago"} {
		p, _ := place.Match(name)
		all = append(all, p.Area())
	}
	return all
}

func one(tx call.Tx, words []string, spots []place.Area, i, answers int, now time.Time) error {
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
		Closes: now.Add(30 * 24 * time.Hour), Parts: 2}
	parts := []call.Part{
		{ID: id.New[call.Part](), Call: c.ID, Title: "First " + c.Title, Quantity: int64(answers) + 5, Taken: int64(answers)},
		{ID: id.New[call.Part](), Call: c.ID, Position: 1, Title: "Second", Quantity: 2},
	}
	if err := tx.AddCall(c, parts); err != nil {
		return err
	}
	for range answers {
		m := call.Commitment{ID: id.New[call.Commitment](), Part: parts[0].ID, Call: c.ID, Party: party.OfGuest(id.New[party.Guest]()),
			Quantity: 1, State: call.Agreed, Made: c.Opened, Changed: c.Opened, Until: c.Closes}
		if err := tx.AddCommitment(m); err != nil {
			return err
		}
	}
	return nil
}

// rare gives every call a word that few others have, and some a middling one.
func rare(i int) string {
	s := fmt.Sprintf("zq%d", i/3)
	if i%50 == 0 {
		s += " middling"
	}
	return s + " everybody"
}
