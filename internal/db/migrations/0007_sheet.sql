-- +goose Up
CREATE TABLE bundle (            -- one bringing of a sheet
  id       BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,      -- whose sheet; 0: the board's own directory
  sort     TEXT NOT NULL,        -- asks, offers, groups
  name     TEXT NOT NULL,
  language TEXT NOT NULL,
  state    TEXT NOT NULL,
  why      TEXT NOT NULL,        -- a key: why it failed
  started  BIGINT NOT NULL,
  beat     BIGINT NOT NULL,      -- the last sign of life of whoever brings it in
  finished BIGINT,
  done     BIGINT NOT NULL,      -- bytes read, of
  total    BIGINT NOT NULL,
  head     TEXT NOT NULL,        -- its columns, for the export
  report   TEXT NOT NULL         -- its numbers
);
CREATE INDEX bundle_grp ON bundle (grp, started DESC);
CREATE UNIQUE INDEX bundle_staging ON bundle (grp) WHERE state = 'staging'; -- one at a time
CREATE INDEX bundle_finished ON bundle (finished) WHERE finished IS NOT NULL;

CREATE TABLE line (              -- the row that a call or a group came from; erased with it
  thing  BIGINT PRIMARY KEY,
  bundle BIGINT NOT NULL,
  n      BIGINT NOT NULL,        -- the row's number
  own    BIGINT NOT NULL,        -- hashes by which a row is found again, 0 for none; see mark
  look   BIGINT NOT NULL,
  page   BIGINT NOT NULL,
  who    BIGINT NOT NULL,
  seal   BYTEA NOT NULL,         -- a hash of all that it said
  cells  TEXT NOT NULL           -- what the export needs and nothing else holds
);
CREATE INDEX line_bundle ON line (bundle, n);

CREATE TABLE mark (              -- a line's hashes, in a table of their own so that they can be written in order
  hash  BIGINT NOT NULL,
  thing BIGINT NOT NULL,
  PRIMARY KEY (hash, thing)
);

CREATE TABLE leftout (           -- rows that did not come in, and why; no cell is kept
  bundle  BIGINT NOT NULL,
  n       BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  say     TEXT NOT NULL,
  col     TEXT NOT NULL,
  args    TEXT NOT NULL,
  PRIMARY KEY (bundle, n)
);

CREATE TABLE change (            -- what a later sheet says anew; once done, what stood before
  bundle BIGINT NOT NULL,
  thing  BIGINT NOT NULL,
  done   BOOLEAN NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (bundle, thing)
);
CREATE INDEX change_thing ON change (thing);

CREATE TABLE upload (            -- a file between two pages of an import
  id    BIGINT PRIMARY KEY,
  grp   BIGINT NOT NULL,
  hash  BYTEA NOT NULL UNIQUE,
  name  TEXT NOT NULL,
  size  BIGINT NOT NULL,
  until BIGINT NOT NULL
);
CREATE INDEX upload_until ON upload (until);

CREATE TABLE uploadpart (
  upload BIGINT NOT NULL,
  n      BIGINT NOT NULL,
  bytes  BYTEA NOT NULL,
  PRIMARY KEY (upload, n)
);

-- +goose Down
DROP TABLE uploadpart; DROP TABLE upload; DROP TABLE change; DROP TABLE leftout; DROP TABLE mark; DROP TABLE line; DROP TABLE bundle;
