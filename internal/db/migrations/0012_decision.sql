-- +goose Up
CREATE TABLE decision (
  id      BIGINT PRIMARY KEY,
  grp     BIGINT NOT NULL,
  face    BIGINT NOT NULL,       -- who proposed it
  title   TEXT NOT NULL,
  body    TEXT NOT NULL,
  tasks   TEXT NOT NULL,
  method  TEXT NOT NULL,
  review  BIGINT,                -- the day to look at it again
  change  TEXT NOT NULL,         -- what it changes, and how, as JSON
  data    TEXT NOT NULL,
  about   BIGINT NOT NULL,       -- the person it reviews, or 0
  state   TEXT NOT NULL,
  version BIGINT NOT NULL,
  secret  BOOLEAN NOT NULL,
  quorum  BIGINT NOT NULL,
  made    BIGINT NOT NULL,
  opened  BIGINT,
  closes  BIGINT NOT NULL,
  posts   BIGINT NOT NULL        -- counts what was said before all
);
CREATE INDEX decision_grp ON decision (grp, closes) WHERE state <> 'closed';
CREATE INDEX decision_all ON decision (grp);
CREATE INDEX decision_closes ON decision (closes) WHERE state <> 'closed';

CREATE TABLE roll (              -- who may speak; frozen when it opens
  decision BIGINT NOT NULL,
  face     BIGINT NOT NULL,
  spoken   BOOLEAN NOT NULL,
  PRIMARY KEY (decision, face)
);
CREATE INDEX roll_waits ON roll (decision) WHERE NOT spoken;
CREATE INDEX roll_face ON roll (face);

CREATE TABLE stance (
  decision BIGINT NOT NULL,
  face     BIGINT NOT NULL,
  stance   TEXT NOT NULL,
  words    TEXT NOT NULL,
  PRIMARY KEY (decision, face)
);
CREATE INDEX stance_words ON stance (decision) WHERE words <> '';
CREATE INDEX stance_face ON stance (face);

CREATE TABLE ballot (            -- secret: under the hash of a key that only the voter has
  key      BYTEA PRIMARY KEY,
  decision BIGINT NOT NULL,
  stance   TEXT NOT NULL,
  words    TEXT NOT NULL
);
CREATE INDEX ballot_decision ON ballot (decision);
CREATE INDEX ballot_words ON ballot (decision) WHERE words <> '';

CREATE TABLE remark (            -- questions, answers and concerns
  id       BIGINT PRIMARY KEY,
  decision BIGINT NOT NULL,
  n        BIGINT NOT NULL,
  face     BIGINT NOT NULL,
  worry    BOOLEAN NOT NULL,
  words    TEXT NOT NULL,
  day      BIGINT NOT NULL,
  taken    BIGINT NOT NULL      -- the version that took it up
);
CREATE INDEX remark_decision ON remark (decision, n);

CREATE TABLE outcome (           -- the record of a decision that has closed
  decision  BIGINT PRIMARY KEY,
  grp       BIGINT NOT NULL,
  title     TEXT NOT NULL,
  result    TEXT NOT NULL,
  statement TEXT NOT NULL,
  tasks     TEXT NOT NULL,
  review    BIGINT,
  reminded  BOOLEAN NOT NULL,
  change    TEXT NOT NULL,
  method    TEXT NOT NULL,
  version   BIGINT NOT NULL,
  secret    BOOLEAN NOT NULL,
  roll      BIGINT NOT NULL,
  quorum    BIGINT NOT NULL,
  consent   BIGINT NOT NULL,
  concern   BIGINT NOT NULL,
  aside     BIGINT NOT NULL,
  objection BIGINT NOT NULL,
  closed    BIGINT NOT NULL
);
CREATE INDEX outcome_grp ON outcome (grp, closed, decision);
CREATE INDEX outcome_review ON outcome (review) WHERE NOT reminded;

-- +goose Down
DROP TABLE outcome; DROP TABLE remark; DROP TABLE ballot; DROP TABLE stance; DROP TABLE roll; DROP TABLE decision;
