-- +goose Up
ALTER TABLE member ADD COLUMN trial BIGINT;                        -- on trial until then; empty: through it
ALTER TABLE member ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE member ADD COLUMN rests BIGINT;                        -- asks to be left in peace since this day
CREATE INDEX member_trial ON member (trial) WHERE trial IS NOT NULL;

ALTER TABLE agreement ADD COLUMN rules TEXT NOT NULL DEFAULT '';   -- how people come in and decide, as JSON
ALTER TABLE agreement ADD COLUMN review BIGINT;                    -- the day on which to look at them again

CREATE TABLE edge (              -- who let whom in; read by no page, erased after 90 days
  face    BIGINT NOT NULL,       -- the newcomer
  sponsor BIGINT NOT NULL,       -- who invited or vouched for them
  grp     BIGINT NOT NULL,
  until   BIGINT NOT NULL,
  PRIMARY KEY (face, sponsor)
);
CREATE INDEX edge_sponsor ON edge (sponsor);
CREATE INDEX edge_grp ON edge (grp);
CREATE INDEX edge_until ON edge (until);

CREATE TABLE circle (            -- a compartment of a group
  id    BIGINT PRIMARY KEY,
  grp   BIGINT NOT NULL,
  name  TEXT NOT NULL,
  about TEXT NOT NULL,
  since BIGINT NOT NULL,         -- the day
  ends  BIGINT                   -- when its purpose is over; empty: not known
);
CREATE INDEX circle_grp ON circle (grp);

CREATE TABLE circlemember (
  circle BIGINT NOT NULL,
  face   BIGINT NOT NULL,
  PRIMARY KEY (circle, face)
);
CREATE INDEX circlemember_face ON circlemember (face);

CREATE TABLE mandate (
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  scope    TEXT NOT NULL,
  words    TEXT NOT NULL,        -- what it is for, as the decision said
  begins   BIGINT NOT NULL,
  ends     BIGINT NOT NULL,
  note     TEXT NOT NULL,        -- what whoever takes it over should know
  decision BIGINT NOT NULL,      -- that made it; 0: two members did, for a week
  reminded BOOLEAN NOT NULL
);
CREATE INDEX mandate_grp ON mandate (grp, ends);
CREATE INDEX mandate_ends ON mandate (ends) WHERE NOT reminded;

CREATE TABLE holder (            -- who holds a mandate, or walks beside whoever does
  mandate BIGINT NOT NULL,
  face    BIGINT NOT NULL,
  part    TEXT NOT NULL,         -- holds, shadows, or is asked to take over
  PRIMARY KEY (mandate, face)
);
CREATE INDEX holder_face ON holder (face);

-- +goose Down
DROP TABLE holder; DROP TABLE mandate; DROP TABLE circlemember; DROP TABLE circle; DROP TABLE edge;
DROP INDEX member_trial;
ALTER TABLE agreement DROP COLUMN review; ALTER TABLE agreement DROP COLUMN rules;
ALTER TABLE member DROP COLUMN rests; ALTER TABLE member DROP COLUMN paused; ALTER TABLE member DROP COLUMN trial;
