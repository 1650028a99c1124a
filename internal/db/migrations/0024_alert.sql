-- +goose Up
CREATE TABLE alertkind (         -- what a group warns of, in its own words
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  name     TEXT NOT NULL,
  does     TEXT NOT NULL,        -- what to do
  enough   BIGINT NOT NULL,      -- how many people should come
  hours    BIGINT NOT NULL       -- how long it runs once it is confirmed
);
CREATE INDEX alertkind_grp ON alertkind (grp, name);

CREATE TABLE alertdoor (         -- what a group opens to strangers
  grp      BIGINT PRIMARY KEY,
  report   BOOLEAN NOT NULL,
  is_read  BOOLEAN NOT NULL
);

-- What follows is erased 72 hours after an alert has ended.
CREATE TABLE alert (
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  kind     BIGINT NOT NULL,
  name     TEXT NOT NULL,        -- these four as its kind had them
  does     TEXT NOT NULL,
  enough   BIGINT NOT NULL,
  hours    BIGINT NOT NULL,
  area     TEXT NOT NULL,        -- a named area, never a door
  cell     BIGINT,
  words    TEXT NOT NULL,        -- empty until it is confirmed
  state    TEXT NOT NULL,
  is_new   BOOLEAN NOT NULL,     -- all who reported it are new or unknown
  hand     BIGINT NOT NULL,      -- the face that looks into it
  made     BIGINT NOT NULL,
  told     BIGINT,               -- when it was confirmed
  until    BIGINT NOT NULL,
  due      BIGINT,
  ended    BIGINT
);
CREATE INDEX alert_grp ON alert (grp, made);
CREATE INDEX alert_due ON alert (due) WHERE due IS NOT NULL;
CREATE INDEX alert_ended ON alert (ended) WHERE ended IS NOT NULL;

CREATE TABLE alertreport (
  alert    BIGINT NOT NULL,
  mark     BYTEA NOT NULL,       -- tells whether the same one says it again
  words    TEXT NOT NULL,        -- erased as the alert ends
  is_new   BOOLEAN NOT NULL,
  made     BIGINT NOT NULL,
  PRIMARY KEY (alert, mark)
);

CREATE TABLE alertstep (
  alert    BIGINT NOT NULL,
  n        BIGINT NOT NULL,
  state    TEXT NOT NULL,
  face     BIGINT NOT NULL,      -- 0: it happened by itself, or they have left
  at       BIGINT NOT NULL,
  PRIMARY KEY (alert, n)
);

CREATE TABLE alertasked (
  alert    BIGINT NOT NULL,
  face     BIGINT NOT NULL,
  answer   TEXT NOT NULL,
  PRIMARY KEY (alert, face)
);
CREATE INDEX alertasked_face ON alertasked (face);

CREATE TABLE watch (             -- what a member said yes to; theirs alone
  face     BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  area     TEXT NOT NULL,
  cell     BIGINT,
  km       BIGINT NOT NULL,      -- 0: however far
  days     BIGINT NOT NULL,      -- bit 0 is Sunday
  starts   BIGINT NOT NULL,      -- minutes after midnight, in their zone
  ends     BIGINT NOT NULL,
  zone     TEXT NOT NULL,
  most     BIGINT NOT NULL,      -- times a week
  asked    BIGINT NOT NULL,      -- the day on which they were asked last
  times    BIGINT NOT NULL       -- in that week
);
CREATE INDEX watch_grp ON watch (grp);

CREATE TABLE watchkind (
  face     BIGINT NOT NULL,
  kind     BIGINT NOT NULL,
  PRIMARY KEY (face, kind)
);
CREATE INDEX watchkind_kind ON watchkind (kind);

-- +goose Down
DROP TABLE watchkind; DROP TABLE watch; DROP TABLE alertasked; DROP TABLE alertstep; DROP TABLE alertreport; DROP TABLE alert;
DROP TABLE alertdoor; DROP TABLE alertkind;
