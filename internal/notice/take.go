package notice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/job"
)

// TakeMail notes an address and asks it whether it wants to be told. Nothing
// else is sent there before it says yes. A new address takes the place of the
// old one.
func (d *Desk) TakeMail(ctx context.Context, o Owner, typed, language string) error {
	address, err := mailAddress(typed)
	if err != nil {
		return err
	}
	if !d.MailWorks() {
		return fault.New("notice.mail", fault.Unavailable, "notice.no_mail_here")
	}
	return fault.Wrap("notice.mail", d.Store.Update(ctx, func(tx Tx) error {
		w := d.newWay(o, Mail, address, language)
		again, err := d.makeRoom(tx, w, MailMost)
		if err != nil || again {
			return err
		}
		if err := tx.SaveWay(w); err != nil {
			return err
		}
		return d.ask(tx, w)
	}))
}

// questionsMost is how many questions one address gets in a day, whoever typed
// it: nobody can be pestered through this board.
const questionsMost = 3

func (d *Desk) ask(tx Tx, w Way) error {
	now := d.Clock.Now()
	for n := range questionsMost {
		once := fmt.Sprintf("%x.%d", w.Mark, n)
		last, err := tx.LastDone(jobAsk, once)
		if err != nil {
			return err
		}
		if now.Sub(last) < 24*time.Hour {
			continue
		}
		filed, err := tx.File(job.Job{Kind: jobAsk, Once: once, Payload: []byte(w.ID.String()), Due: now})
		if err != nil || filed {
			return err
		}
	}
	return fault.New("notice.ask", fault.Limited, "notice.mail_often")
}

// TakePush notes a browser that its owner allowed to be woken.
func (d *Desk) TakePush(ctx context.Context, o Owner, sent, language string) error {
	s, err := subscription(sent)
	if err != nil {
		return err
	}
	if !d.PushWorks() {
		return fault.New("notice.push", fault.Unavailable, "notice.no_push_here")
	}
	return fault.Wrap("notice.push", d.Store.Update(ctx, func(tx Tx) error {
		w := d.newWay(o, Push, s.text(), language)
		w.Confirmed = true // the browser itself asked the person
		again, err := d.makeRoom(tx, w, PushMost)
		if err != nil || again {
			return err
		}
		return tx.SaveWay(w)
	}))
}

// makeRoom drops the oldest ways of the kind, so that w is within the limit.
// again says that the owner has this very address already.
func (d *Desk) makeRoom(tx Tx, w Way, most int) (again bool, err error) {
	ways, err := tx.Ways(w.Owner)
	if err != nil {
		return false, err
	}
	ways = slices.DeleteFunc(ways, func(x Way) bool { return x.Kind != w.Kind })
	for _, x := range ways {
		if bytes.Equal(x.Mark, w.Mark) {
			return true, nil
		}
	}
	for _, x := range ways[:max(0, len(ways)-most+1)] {
		if err := tx.DropWay(x.ID); err != nil {
			return false, err
		}
	}
	return false, nil
}

// Links in mails name the way and are signed: nothing need be remembered for
// them, and they open nothing but what they say.
const (
	forYes  = "yes"
	forStop = "stop"
)

func (d *Desk) token(w WayID, what string) string {
	m := hmac.New(sha256.New, d.Seed)
	m.Write([]byte("notice\x00" + what + "\x00" + w.String()))
	return w.String() + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func (d *Desk) way(token, what string) (WayID, error) {
	name, _, _ := strings.Cut(token, ".")
	w, err := id.Parse[Way](name)
	if err != nil || !hmac.Equal([]byte(token), []byte(d.token(w, what))) {
		return 0, fault.New("notice.token", fault.NotFound, "")
	}
	return w, nil
}

// Confirm is the yes from the address itself.
func (d *Desk) Confirm(ctx context.Context, token string) error {
	id, err := d.way(token, forYes)
	if err != nil {
		return err
	}
	return fault.Wrap("notice.confirm", d.Store.Update(ctx, func(tx Tx) error {
		w, found, err := tx.Way(id)
		if err != nil {
			return err
		}
		if !found || !w.Confirmed && d.Clock.Now().Sub(w.Made) > ConfirmFor {
			return fault.New("notice.confirm", fault.Gone, "notice.confirm_over")
		}
		w.Confirmed = true
		return tx.SaveWay(w)
	}))
}

// Stop erases the address that a mail went to. Stopping twice is no mistake.
func (d *Desk) Stop(ctx context.Context, token string) error {
	id, err := d.way(token, forStop)
	if err != nil {
		return err
	}
	return fault.Wrap("notice.stop", d.Store.Update(ctx, func(tx Tx) error { return tx.DropWay(id) }))
}

// Genuine reports whether a link is one of ours, before its page asks.
func (d *Desk) Genuine(token string) error {
	if _, err := d.way(token, forYes); err == nil {
		return nil
	}
	_, err := d.way(token, forStop)
	return err
}
