package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/internal/when"
)

// What one durable answer costs while 64 people answer at once.
func BenchmarkAnswersOfSixtyFourAtOnce(b *testing.B) {
	d, err := db.Open(ctx, db.Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	s := &call.Spine{Store: store.New(d).Calls(), Clock: when.System{}, Seed: make([]byte, 32)}
	var parts []call.PartID
	for i := range 50 {
		o, err := s.Open(ctx, party.Ref{}, call.Draft{Body: fmt.Sprintf("Chairs %d", i), Language: "en", Parts: []call.DraftPart{{Title: "Chairs", Quantity: call.QtyMost}}})
		if err != nil {
			b.Fatal(err)
		}
		l, err := s.Look(ctx, access.Viewer{}, o.Call.ID)
		if err != nil {
			b.Fatal(err)
		}
		parts = append(parts, l.Parts[0].ID)
	}
	if err := d.Update(ctx, func(tx *db.Tx) error { _, err := tx.Exec("UPDATE part SET quantity = 0"); return err }); err != nil {
		b.Fatal(err)
	}
	as := party.OfFace(1)
	v := access.Viewer{Parties: []party.Ref{as}}
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.AnswerNow(ctx, v, as, call.Answer{Part: parts[rand.IntN(len(parts))]}); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
