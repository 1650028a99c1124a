-- +goose Up
CREATE TABLE job (
  id       BIGINT PRIMARY KEY,
  kind     TEXT NOT NULL,
  once     TEXT,             -- one that waits has this mark; empty for none
  payload  BYTEA,            -- ids, never words; erased when it is over
  due      BIGINT NOT NULL,
  tries    BIGINT NOT NULL,
  leased   BIGINT,           -- until when a process has it
  ended    BIGINT            -- empty while it waits
);
CREATE UNIQUE INDEX job_once ON job (kind, once) WHERE ended IS NULL AND once IS NOT NULL;
CREATE INDEX job_due ON job (due, id) WHERE ended IS NULL;
CREATE INDEX job_last ON job (kind, once, ended) WHERE ended IS NOT NULL;
CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL;

CREATE TABLE reachable (       -- where somebody wants to be told, typed by themselves
  id         BIGINT PRIMARY KEY,
  owner_kind TEXT NOT NULL,
  owner      BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  sealed     BYTEA NOT NULL,   -- the address, under a key that is not in the database
  mark       BYTEA NOT NULL,   -- the same address has the same mark, for this board only
  language   TEXT NOT NULL,
  made       BIGINT NOT NULL,
  confirmed  BOOLEAN NOT NULL, -- nothing but the question is sent before
  failing    BOOLEAN NOT NULL  -- the last message did not arrive
);
CREATE INDEX reachable_owner ON reachable (owner, owner_kind);
CREATE UNIQUE INDEX reachable_mark ON reachable (mark, owner, owner_kind);

CREATE TABLE told (            -- how somebody wants to be told; who has no row never chose
  owner_kind TEXT NOT NULL,
  owner      BIGINT NOT NULL,
  today_only BOOLEAN NOT NULL,
  quiet_from BIGINT NOT NULL,  -- minutes since midnight
  quiet_to   BIGINT NOT NULL,
  zone       TEXT NOT NULL,    -- empty: the board's
  PRIMARY KEY (owner, owner_kind)
);

-- +goose Down
DROP TABLE told; DROP TABLE reachable; DROP TABLE job;
