-- +goose Up
ALTER TABLE grp ADD COLUMN rests BIGINT;                            -- until this day, when it rests
ALTER TABLE member ADD COLUMN seen BIGINT;                          -- the end of the month in which they last came by; on no page
ALTER TABLE member ADD COLUMN asked BIGINT;                         -- the day on which they were asked whether they stay
CREATE INDEX member_seen ON member (seen);
ALTER TABLE invitation ADD COLUMN sponsor BIGINT NOT NULL DEFAULT 0; -- who made it, sealed by its link

CREATE TABLE knock (             -- somebody would like to come in
  face    BIGINT PRIMARY KEY,
  grp     BIGINT NOT NULL,
  answers TEXT NOT NULL,         -- with the questions, as JSON
  read    BIGINT NOT NULL,         -- the version of the agreements
  since   BIGINT NOT NULL,       -- the day
  until   BIGINT NOT NULL,
  state   TEXT NOT NULL,         -- waits, or not now
  reason  TEXT NOT NULL,
  sponsor BIGINT NOT NULL        -- whose invitation it was, for the edge
);
CREATE INDEX knock_grp ON knock (grp, since);
CREATE INDEX knock_until ON knock (until);

CREATE TABLE vouch (             -- a member has met them; erased with the knock
  knock BIGINT NOT NULL,         -- the face that knocks
  face  BIGINT NOT NULL,         -- the member
  met   BOOLEAN NOT NULL,        -- the newcomer says so too
  PRIMARY KEY (knock, face)
);
CREATE INDEX vouch_face ON vouch (face);

-- +goose Down
DROP TABLE vouch; DROP TABLE knock;
ALTER TABLE invitation DROP COLUMN sponsor;
DROP INDEX member_seen;
ALTER TABLE member DROP COLUMN asked; ALTER TABLE member DROP COLUMN seen;
ALTER TABLE grp DROP COLUMN rests;
