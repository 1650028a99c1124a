package store

import (
	"alongside/internal/call"
	"alongside/internal/db"
)

func (t spine) SaveSent(s call.Sent) error {
	t.Touch(int64(s.Call))
	t.Touch(int64(s.Copy))
	_, err := t.Exec(`INSERT INTO sent (call, copy, grp, answer, why) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (call) DO UPDATE SET copy=excluded.copy, grp=excluded.grp, answer=excluded.answer, why=excluded.why`,
		s.Call, s.Copy, s.Group, s.Answer, s.Why)
	return err
}

func (t spine) SentFrom(c call.ID) (call.Sent, bool, error)    { return t.sent("call = $1", c) }
func (t spine) SentAs(copied call.ID) (call.Sent, bool, error) { return t.sent("copy = $1", copied) }

func (t spine) sent(where string, arg any) (s call.Sent, was bool, err error) {
	was, err = t.Found("SELECT call, copy, grp, answer, why FROM sent WHERE "+where, db.Args(arg),
		&s.Call, &s.Copy, &s.Group, &s.Answer, &s.Why)
	return s, was, err
}
