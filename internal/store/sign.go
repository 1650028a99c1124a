package store

import (
	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/party"
)

const signedColumns = "s.decision, s.grp, s.text, s.signed, o.title, o.statement, o.method"

func scanSigned(s *decision.Signed) []any {
	return []any{&s.Decision, &s.Group, &s.Text, db.Time{T: &s.Signature.Signed}, &s.Title, &s.Words, &s.Method}
}

func (t council) AddSignature(s decision.Signature) error {
	_, err := t.Exec("INSERT INTO signature (decision, grp, text, signed) VALUES ($1,$2,$3,$4)", s.Decision, s.Group, s.Text, s.Signed)
	t.Touch(int64(s.Group))
	return err
}

func (t council) DropSignature(s decision.Signature) error {
	_, err := t.Exec("DELETE FROM signature WHERE decision=$1", s.Decision)
	t.Touch(int64(s.Group))
	return err
}

func (t council) Signature(id decision.ID) (s decision.Signed, found bool, err error) {
	found, err = t.Found("SELECT "+signedColumns+" FROM signature s JOIN outcome o ON o.decision = s.decision WHERE s.decision=$1", db.Args(id), scanSigned(&s)...)
	return s, found, err
}

func (t council) SignedBy(g party.GroupID, most int) ([]decision.Signed, error) {
	return rows(t.Tx, scanSigned, "SELECT "+signedColumns+` FROM signature s JOIN outcome o ON o.decision = s.decision
		WHERE s.grp=$1 ORDER BY s.signed DESC, s.decision DESC LIMIT $2`, g, most)
}

func scanSigner(s *decision.Signer) []any {
	return []any{&s.Name, &s.Slug, &s.Decision, &s.Group, &s.Text, db.Time{T: &s.Signed}}
}

func (t council) Signers(text decision.ID, most int) ([]decision.Signer, error) {
	return rows(t.Tx, scanSigner, `SELECT g.name, g.slug, s.decision, s.grp, s.text, s.signed FROM signature s JOIN grp g ON g.id = s.grp
		WHERE s.text=$1 AND g.bar='' ORDER BY s.signed, s.decision LIMIT $2`, text, most)
}

func (t council) HasSigned(g party.GroupID, text decision.ID) (found bool, err error) {
	var one int
	return t.Found("SELECT 1 FROM signature WHERE text=$1 AND grp=$2", db.Args(text, g), &one)
}
