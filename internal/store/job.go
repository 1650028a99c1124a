package store

import (
	"time"

	"alongside/internal/db"
	"alongside/internal/id"
	"alongside/internal/job"
)

// line is the transaction of the jobs' room, and a part of every other that
// files jobs.
type line struct{ *db.Tx }

// Jobs is the door of the work that is done later.
func (s *Store) Jobs() Door[job.Tx] {
	return Door[job.Tx]{s.db, func(tx *db.Tx) job.Tx { return line{tx} }}
}

func (t line) File(j job.Job) (bool, error) {
	if j.ID == 0 {
		j.ID = id.New[job.Job]()
	}
	n, err := t.Exec(`INSERT INTO job (id, kind, once, payload, due, tries) VALUES ($1,$2,$3,$4,$5,0)
		ON CONFLICT (kind, once) WHERE ended IS NULL AND once IS NOT NULL DO NOTHING`,
		j.ID, j.Kind, unmarked(j.Once), j.Payload, j.Due)
	if err != nil || n == 1 {
		return n == 1, err
	}
	_, err = t.Exec("UPDATE job SET due=$3 WHERE kind=$1 AND once=$2 AND ended IS NULL AND due > $3 AND tries=0", j.Kind, j.Once, j.Due)
	return false, err
}

// unmarked stores no mark as NULL, which is never the same as another.
func unmarked(once string) any {
	if once == "" {
		return nil
	}
	return once
}

func (t line) LastDone(k job.Kind, once string) (at time.Time, err error) {
	err = t.Row("SELECT max(ended) FROM job WHERE kind=$1 AND once=$2 AND ended IS NOT NULL", db.Args(k, once), db.Time{T: &at})
	return at, err
}

// Lease looks and takes in one statement: two processes that look at once
// cannot both take.
func (t line) Lease(now, until time.Time) (j job.Job, found bool, err error) {
	found, err = t.Found(`UPDATE job SET leased=$2, tries=tries+1 WHERE ended IS NULL AND (leased IS NULL OR leased <= $1)
		AND id = (SELECT id FROM job WHERE ended IS NULL AND due <= $1 AND (leased IS NULL OR leased <= $1) ORDER BY due, id LIMIT 1)
		RETURNING id, kind, coalesce(once, ''), payload, due, tries`, db.Args(now, until),
		&j.ID, &j.Kind, &j.Once, &j.Payload, db.Time{T: &j.Due}, &j.Tries)
	return j, found, err
}

// Over and Again count on the number of the attempt: whoever took the job
// after this lease ran out has a higher one.
func (t line) Over(j job.Job, at time.Time) error {
	_, err := t.Exec("UPDATE job SET ended=$3, payload=NULL, leased=NULL WHERE id=$1 AND tries=$2 AND ended IS NULL", j.ID, j.Tries, at)
	return err
}

func (t line) Again(j job.Job, due time.Time) error {
	_, err := t.Exec("UPDATE job SET due=$3, leased=NULL WHERE id=$1 AND tries=$2 AND ended IS NULL", j.ID, j.Tries, due)
	return err
}

func (t line) SweepJobs(before time.Time) error {
	_, err := t.Exec("DELETE FROM job WHERE ended IS NOT NULL AND ended <= $1", before)
	return err
}
