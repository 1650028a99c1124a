package store

import (
	"time"

	"alongside/internal/db"
	"alongside/internal/party"
	"alongside/internal/sheet"
)

func (t desk) PutUpload(u sheet.Upload) error {
	_, err := t.Exec(`INSERT INTO upload (id, grp, hash, name, size, until) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (id) DO UPDATE SET size = excluded.size`, u.ID, u.Group, u.Hash, u.Name, u.Size, u.Until)
	return err
}

func (t desk) AddBytes(u sheet.UploadID, n int, b []byte) error {
	_, err := t.Exec("INSERT INTO uploadpart (upload, n, bytes) VALUES ($1,$2,$3)", u, n, b)
	return err
}

func (t desk) Upload(hash []byte) (u sheet.Upload, found bool, err error) {
	found, err = t.Found("SELECT id, grp, hash, name, size, until FROM upload WHERE hash=$1", db.Args(hash),
		&u.ID, &u.Group, &u.Hash, &u.Name, &u.Size, db.Time{T: &u.Until})
	return u, found, err
}

func (t desk) Bytes(u sheet.UploadID, n int) (b []byte, err error) {
	return b, t.Row("SELECT bytes FROM uploadpart WHERE upload=$1 AND n=$2", db.Args(u, n), &b)
}

func (t desk) UploadsOf(g party.GroupID) ([]sheet.UploadID, error) {
	return column[sheet.UploadID](t.Tx, "SELECT id FROM upload WHERE grp=$1 ORDER BY until, id", g)
}

func (t desk) UploadsUntil(now time.Time) ([]sheet.UploadID, error) {
	return column[sheet.UploadID](t.Tx, "SELECT id FROM upload WHERE until <= $1", now)
}

func (t desk) EraseUpload(u sheet.UploadID) error {
	if _, err := t.Exec("DELETE FROM uploadpart WHERE upload=$1", u); err != nil {
		return err
	}
	_, err := t.Exec("DELETE FROM upload WHERE id=$1", u)
	return err
}
