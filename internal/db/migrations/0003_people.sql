-- +goose Up
CREATE TABLE account (
  id       BIGINT PRIMARY KEY,
  language TEXT NOT NULL
);

CREATE TABLE keyhole (
  id      BIGINT PRIMARY KEY,
  account BIGINT NOT NULL,
  kind    TEXT NOT NULL,
  lookup  BYTEA NOT NULL UNIQUE, -- a hash; nothing here opens anything
  passkey BYTEA,
  label   TEXT NOT NULL,
  made    BIGINT NOT NULL        -- the day, at midnight UTC
);
CREATE INDEX keyhole_account ON keyhole (account);

CREATE TABLE ceremony (          -- one asking and answering with a passkey
  hash    BYTEA PRIMARY KEY,
  account BIGINT NOT NULL,       -- 0 for a sign-in
  state   BYTEA NOT NULL,
  until   BIGINT NOT NULL
);
CREATE INDEX ceremony_until ON ceremony (until);
CREATE INDEX ceremony_account ON ceremony (account) WHERE account <> 0;

CREATE TABLE session (
  id      BIGINT PRIMARY KEY,
  account BIGINT NOT NULL,
  hash    BYTEA NOT NULL UNIQUE,
  label   TEXT NOT NULL,
  device  TEXT NOT NULL,
  begun   BIGINT NOT NULL,       -- the day, at midnight UTC
  seen    BIGINT NOT NULL,       -- likewise
  proved  BIGINT                 -- the last time a key was shown; soon forgotten
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_seen ON session (seen);

CREATE TABLE face (
  id      BIGINT PRIMARY KEY,
  account BIGINT NOT NULL,       -- 0: someone who left
  grp     BIGINT NOT NULL,       -- 0: the board itself
  name    TEXT NOT NULL
);
CREATE UNIQUE INDEX face_worn ON face (account, grp) WHERE account <> 0;
CREATE INDEX face_grp ON face (grp) WHERE grp <> 0;

CREATE TABLE host (              -- mandates to look after the board
  id      BIGINT PRIMARY KEY,
  account BIGINT NOT NULL,       -- 0: that account was deleted
  begins  BIGINT NOT NULL,
  ends    BIGINT NOT NULL
);

CREATE TABLE hostlog (           -- what hosts did; everybody may read it
  n       BIGINT PRIMARY KEY,    -- counts the lines, so that none can go missing unseen
  day     BIGINT NOT NULL,
  act     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  subject BIGINT NOT NULL,
  reason  TEXT NOT NULL
);
CREATE INDEX hostlog_subject ON hostlog (subject, n);

CREATE TABLE grp (
  id       BIGINT PRIMARY KEY,
  slug     TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  sort     BYTEA NOT NULL,       -- the folded name: bytes sort alike in both engines
  about    TEXT NOT NULL,
  topic    TEXT NOT NULL,
  language TEXT NOT NULL,        -- of the words above
  speaks   TEXT NOT NULL,        -- tags separated by spaces
  area     TEXT NOT NULL,
  cell     BIGINT,
  meets    TEXT NOT NULL,
  links    TEXT NOT NULL,        -- a line each
  status   TEXT NOT NULL,
  bar      TEXT NOT NULL,        -- what the host did, empty for nothing
  barred   BIGINT,               -- on which day
  review   BOOLEAN NOT NULL,     -- posts wait for a member's look
  agreed   BIGINT NOT NULL,      -- the version of the agreements in force, 0 for none
  version  BIGINT NOT NULL,
  lines    BIGINT NOT NULL,      -- how many its log has
  bundle   BIGINT NOT NULL,      -- the sheet it came with, 0 for none
  outside  BYTEA                 -- a hash of the key it has in that sheet
);
CREATE INDEX grp_name ON grp (sort, id);
CREATE INDEX grp_here ON grp (sort, id) WHERE status <> 'listed' AND status <> 'staged' AND status <> 'closed';
CREATE INDEX grp_near ON grp (cell, sort, id) WHERE cell IS NOT NULL;
CREATE INDEX grp_barred ON grp (barred) WHERE barred IS NOT NULL;
CREATE INDEX grp_bundle ON grp (bundle) WHERE bundle <> 0;
CREATE UNIQUE INDEX grp_outside ON grp (outside) WHERE outside IS NOT NULL;

CREATE TABLE grpword (           -- the words by which a group is found
  token BIGINT NOT NULL,
  grp   BIGINT NOT NULL,
  PRIMARY KEY (token, grp)
);

CREATE TABLE agreement (         -- every version that was ever in force
  grp     BIGINT NOT NULL,
  version BIGINT NOT NULL,
  body    TEXT NOT NULL,
  since   BIGINT NOT NULL,       -- the day
  PRIMARY KEY (grp, version)
);

CREATE TABLE member (
  face  BIGINT PRIMARY KEY,
  grp   BIGINT NOT NULL,
  since BIGINT NOT NULL,         -- the day
  read  BIGINT NOT NULL          -- the version of the agreements they last read
);
CREATE INDEX member_grp ON member (grp, face);

CREATE TABLE invitation (        -- who made it is not kept
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  hash     BYTEA NOT NULL UNIQUE,
  standing BOOLEAN NOT NULL,     -- the group's own link, good until switched off
  until    BIGINT                -- empty for a standing one
);
CREATE INDEX invitation_grp ON invitation (grp);
CREATE UNIQUE INDEX invitation_standing ON invitation (grp) WHERE standing;
CREATE INDEX invitation_until ON invitation (until) WHERE until IS NOT NULL;

CREATE TABLE area (              -- places that a group names itself, in finer squares
  id   BIGINT PRIMARY KEY,
  grp  BIGINT NOT NULL,
  name TEXT NOT NULL,
  cell BIGINT
);
CREATE UNIQUE INDEX area_name ON area (grp, name);

CREATE TABLE grpline (           -- the log that members read
  grp    BIGINT NOT NULL,
  n      BIGINT NOT NULL,
  day    BIGINT NOT NULL,
  act    TEXT NOT NULL,
  face   BIGINT NOT NULL,        -- 0: nobody of the group
  note   TEXT NOT NULL,
  PRIMARY KEY (grp, n)
);

-- +goose Down
DROP TABLE grpline; DROP TABLE area; DROP TABLE invitation; DROP TABLE member; DROP TABLE agreement;
DROP TABLE grpword; DROP TABLE grp; DROP TABLE hostlog; DROP TABLE host; DROP TABLE face;
DROP TABLE session; DROP TABLE ceremony; DROP TABLE keyhole; DROP TABLE account;
