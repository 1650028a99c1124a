package notice

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/job"
)

// The jobs of this room. Their payload is the id of a way.
const (
	jobAsk  job.Kind = "notice.ask"  // ask an address whether it wants to be told
	jobMail job.Kind = "notice.mail" // something changed
	jobPush job.Kind = "notice.push"
)

// Gather is how long news wait for others, so that several make one message;
// and how soon after one message the next may come.
const Gather = 10 * time.Minute

// Post sends one letter. An error that is job.ForGood is not tried again.
type Post interface {
	Send(ctx context.Context, l Letter) error
}

// Letter is a mail in plain text. Stop is where one press ends all mails
// (RFC 8058); empty in a mail that only asks.
type Letter struct{ To, Subject, Text, Stop string }

// Bell wakes a browser, with nothing but one fixed word. An error that is
// job.ForGood means that the browser does not want it any more.
type Bell interface {
	Ring(ctx context.Context, s Subscription) error
	PublicKey() string // for browsers (RFC 8292)
}

// Carry looks at what is due outside: settings decide, and jobs are filed. It
// says whether more waits. On a board where nobody is told outside it files
// nothing.
func (d *Desk) Carry(ctx context.Context) (more bool, err error) {
	const most = 200
	now := d.Clock.Now()
	var ready []Waiting
	var anybody bool
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		if ready, err = tx.Ready(now, most); err != nil || len(ready) == 0 {
			return err
		}
		anybody, err = tx.AnyWay()
		return err
	})
	switch {
	case err != nil || len(ready) == 0:
		return false, fault.Wrap("notice.carry", err)
	case !anybody || !d.MailWorks() && !d.PushWorks():
		err = d.Store.Update(ctx, func(tx Tx) (err error) {
			more, err = tx.CarryAll(now, 1000)
			return err
		})
		return more, fault.Wrap("notice.carry", err)
	}
	for _, w := range ready {
		if err := d.Store.Update(ctx, func(tx Tx) error { return d.carry(tx, w, now) }); err != nil {
			return false, fault.Wrap("notice.carry", err)
		}
	}
	return len(ready) == most, nil
}

// carry files what one notice needs. Two processes that carry the same one
// file it once: the job's mark sees to that.
func (d *Desk) carry(tx Tx, w Waiting, now time.Time) error {
	o, found, err := tx.Owner(w.To)
	if err != nil {
		return err
	}
	if !found {
		return tx.Carry(w.ID)
	}
	s, err := settings(tx, o)
	if err != nil {
		return err
	}
	at, wanted := s.wants(w, now, d.Zone)
	switch {
	case !wanted:
		return tx.Carry(w.ID)
	case at.After(now):
		return tx.PutOff(w.ID, at)
	}
	ways, err := tx.Ways(o)
	if err != nil {
		return err
	}
	for _, way := range ways {
		if err := d.file(tx, way, w.Kind.Urgent(), s.isToday(w, now, d.Zone), now); err != nil {
			return err
		}
	}
	return tx.Carry(w.ID)
}

// file puts one message in line. A mail waits for others unless it is about
// today; and no way brings two within the time in which news gather, unless the
// second is urgent.
func (d *Desk) file(tx Tx, w Way, urgent, soon bool, now time.Time) error {
	if !w.Confirmed || w.Kind == Mail && !d.MailWorks() || w.Kind == Push && !d.PushWorks() {
		return nil
	}
	kind, due := jobPush, now
	if w.Kind == Mail {
		if kind = jobMail; !soon && !urgent {
			due = now.Add(Gather)
		}
	}
	last, err := tx.LastDone(kind, w.ID.String())
	if err != nil {
		return err
	}
	if next := last.Add(Gather); next.After(due) && !urgent {
		due = next
	}
	_, err = tx.File(job.Job{Kind: kind, Once: w.ID.String(), Payload: []byte(w.ID.String()), Due: due})
	return err
}

// Work is what this room does in the line of jobs.
func (d *Desk) Work() map[job.Kind]job.Do {
	return map[job.Kind]job.Do{jobAsk: d.sendMail, jobMail: d.sendMail, jobPush: d.ring}
}

// found opens the way that a job names. A way that is gone is no mistake: its
// owner took it back meanwhile.
func (d *Desk) found(ctx context.Context, j job.Job) (w Way, address string, there bool, err error) {
	name, err := id.Parse[Way](string(j.Payload))
	if err != nil {
		return w, "", false, job.ForGood(err)
	}
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		w, there, err = tx.Way(name)
		return err
	})
	if err != nil || !there {
		return w, "", false, err
	}
	address, err = d.open(w)
	return w, address, err == nil, job.ForGood(err)
}

func (d *Desk) sendMail(ctx context.Context, j job.Job) error {
	w, address, there, err := d.found(ctx, j)
	if err != nil || !there || d.Post == nil || j.Kind == jobMail && !w.Confirmed {
		return err
	}
	letter := d.news(w)
	if j.Kind == jobAsk {
		letter = d.question(w)
	}
	letter.To = address
	err = d.Post.Send(ctx, letter)
	return d.mark(ctx, w, j, err)
}

func (d *Desk) ring(ctx context.Context, j job.Job) error {
	w, address, there, err := d.found(ctx, j)
	if err != nil || !there || d.Bell == nil {
		return err
	}
	var s Subscription
	if err := json.Unmarshal([]byte(address), &s); err != nil {
		return job.ForGood(err)
	}
	err = d.Bell.Ring(ctx, s)
	if job.IsForGood(err) {
		return d.Store.Update(ctx, func(tx Tx) error { return tx.DropWay(w.ID) })
	}
	return d.mark(ctx, w, j, err)
}

// mark remembers whether the way works, so that its owner can read it.
func (d *Desk) mark(ctx context.Context, w Way, j job.Job, sent error) error {
	failing := sent != nil
	if failing == w.Failing || failing && !job.IsForGood(sent) && !j.LastTry() {
		return sent
	}
	err := d.Store.Update(ctx, func(tx Tx) error {
		now, found, err := tx.Way(w.ID)
		if err != nil || !found {
			return err
		}
		now.Failing = failing
		return tx.SaveWay(now)
	})
	if sent != nil {
		return sent
	}
	return err
}

func (s Subscription) text() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings only
	}
	return string(b)
}
