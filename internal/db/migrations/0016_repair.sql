-- +goose Up
CREATE TABLE repair (            -- two who talk something over
  id      BIGINT PRIMARY KEY,
  grp     BIGINT NOT NULL,
  other   BIGINT NOT NULL,       -- the other group, when it is between groups; else 0
  state   TEXT NOT NULL,
  moved   BIGINT NOT NULL,       -- the day on which somebody last did something
  body    TEXT NOT NULL,         -- the text that both sides would agree to
  edition BIGINT NOT NULL,       -- counts its versions
  follow  BIGINT,                -- the day to look back
  ended   BIGINT,
  lines   BIGINT NOT NULL        -- how many were written
);
CREATE INDEX repair_grp ON repair (grp);
CREATE INDEX repair_other ON repair (other) WHERE other <> 0;
CREATE INDEX repair_moved ON repair (moved) WHERE ended IS NULL;
CREATE INDEX repair_ended ON repair (ended) WHERE ended IS NOT NULL;

CREATE TABLE repairseat (        -- a side, somebody beside it, or who helps them talk
  repair BIGINT NOT NULL,
  part   TEXT NOT NULL,
  side   BIGINT NOT NULL,        -- 1 or 2; of whoever helps, the side that named them
  face   BIGINT NOT NULL,        -- 0: a group's seat that nobody has taken
  grp    BIGINT NOT NULL,
  stands TEXT NOT NULL,          -- named, asked, in
  said   BIGINT NOT NULL,        -- the edition of the text that a side said yes to
  went   TEXT NOT NULL,          -- how it went, in a side's eyes
  PRIMARY KEY (repair, part, side)
);
CREATE INDEX repairseat_face ON repairseat (face) WHERE face <> 0;

CREATE TABLE repairline (
  repair BIGINT NOT NULL,
  n      BIGINT NOT NULL,
  face   BIGINT NOT NULL,
  day    BIGINT NOT NULL,
  shared BOOLEAN NOT NULL,       -- written when others were there: they read it too
  body   TEXT NOT NULL,
  PRIMARY KEY (repair, n)
);
CREATE INDEX repairline_face ON repairline (face);

CREATE TABLE repairround (       -- a time to sit together
  repair BIGINT NOT NULL,
  at     BIGINT NOT NULL,
  place  TEXT NOT NULL,
  PRIMARY KEY (repair, at)
);

CREATE TABLE block (             -- who does not want to hear from whom; private
  account BIGINT NOT NULL,
  face    BIGINT NOT NULL,
  grp     BIGINT NOT NULL,
  PRIMARY KEY (account, face)
);
CREATE INDEX block_grp ON block (grp);
CREATE INDEX block_face ON block (face);

CREATE TABLE pause (             -- of a member, for a time, with a reason that they read
  face   BIGINT PRIMARY KEY,
  grp    BIGINT NOT NULL,
  reason TEXT NOT NULL,
  began  BIGINT NOT NULL,
  until  BIGINT NOT NULL,
  lifted BOOLEAN NOT NULL
);
CREATE INDEX pause_grp ON pause (grp);
CREATE INDEX pause_until ON pause (until);

CREATE TABLE removal (           -- of a member, while they may appeal
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  face     BIGINT NOT NULL,
  account  BIGINT NOT NULL,      -- whose face it was; erased with the row
  name     TEXT NOT NULL,        -- what they were called there
  broke    TEXT NOT NULL,        -- the words of the agreements
  edition  BIGINT NOT NULL,      -- of the agreements
  decision BIGINT NOT NULL,      -- that decided it
  made     BIGINT NOT NULL,      -- the day
  until    BIGINT NOT NULL,
  appealed BIGINT,               -- the day; once
  appeal   TEXT NOT NULL,
  mended   BIGINT NOT NULL       -- the decision that took it back, or 0
);
CREATE INDEX removal_grp ON removal (grp);
CREATE INDEX removal_account ON removal (account);
CREATE INDEX removal_until ON removal (until);

CREATE TABLE concern (           -- that something inside a group is not right
  id      BIGINT PRIMARY KEY,
  key     BYTEA NOT NULL UNIQUE, -- a hash of the page's key: a page sent twice is one
  grp     BIGINT NOT NULL,
  kind    TEXT NOT NULL,         -- of what it is about: call, post, member
  subject BIGINT NOT NULL,
  named   BIGINT NOT NULL,       -- the face it is about, which never reads it
  teller  BIGINT NOT NULL,       -- the face that told it; 0: it is not kept
  reason  TEXT NOT NULL,
  words   TEXT NOT NULL,
  made    BIGINT NOT NULL        -- the day
);
CREATE INDEX concern_grp ON concern (grp);
CREATE INDEX concern_made ON concern (made);
CREATE INDEX concern_named ON concern (named) WHERE named <> 0;
CREATE INDEX concern_teller ON concern (teller) WHERE teller <> 0;

CREATE TABLE tended (            -- what was done about it, for the one whom it concerns
  id      BIGINT PRIMARY KEY,
  grp     BIGINT NOT NULL,
  kind    TEXT NOT NULL,
  subject BIGINT NOT NULL,
  face    BIGINT NOT NULL,       -- who reads it
  act     TEXT NOT NULL,         -- edit, hide, talk
  words   TEXT NOT NULL,
  made    BIGINT NOT NULL        -- the day
);
CREATE INDEX tended_grp ON tended (grp);
CREATE INDEX tended_face ON tended (face);
CREATE INDEX tended_subject ON tended (subject);
CREATE INDEX tended_made ON tended (made);

-- +goose Down
DROP TABLE tended; DROP TABLE concern; DROP TABLE removal; DROP TABLE pause; DROP TABLE block;
DROP TABLE repairround; DROP TABLE repairline; DROP TABLE repairseat; DROP TABLE repair;
