-- +goose Up
CREATE TABLE secret (
  name  TEXT PRIMARY KEY,
  value BYTEA NOT NULL
);

CREATE TABLE done (            -- what has been done under a key that a page carried
  key   BYTEA PRIMARY KEY,
  ref   BIGINT NOT NULL,
  made  BIGINT NOT NULL
);
CREATE INDEX done_made ON done (made);

CREATE TABLE guest (
  id       BIGINT PRIMARY KEY,
  name     TEXT NOT NULL,
  language TEXT NOT NULL,
  link     BYTEA NOT NULL UNIQUE,
  code     BYTEA NOT NULL UNIQUE,
  until    BIGINT NOT NULL
);
CREATE INDEX guest_until ON guest (until);

CREATE TABLE call (
  id            BIGINT PRIMARY KEY,
  kind          TEXT NOT NULL,
  side          TEXT NOT NULL,
  title         TEXT NOT NULL,
  body          TEXT NOT NULL,
  language      TEXT NOT NULL,
  area          TEXT NOT NULL,
  cell          BIGINT,
  urgency       TEXT NOT NULL,
  closest       TEXT NOT NULL,
  speaks        TEXT NOT NULL,          -- languages the caller speaks, tags separated by spaces
  author_kind   TEXT NOT NULL,
  author        BIGINT NOT NULL,
  typist_kind   TEXT NOT NULL,          -- who typed it in for somebody; never shown
  typist        BIGINT NOT NULL,
  grp           BIGINT NOT NULL,        -- through which group, 0 for none
  audience      TEXT NOT NULL,
  rule          TEXT NOT NULL,
  state         TEXT NOT NULL,
  reason        TEXT NOT NULL,
  other         BIGINT NOT NULL,        -- duplicate of, sent on to
  opened        BIGINT NOT NULL,
  closes        BIGINT,
  closed        BIGINT,
  parts         BIGINT NOT NULL,        -- how many parts there are,
  answered      BIGINT NOT NULL,        -- how many of them are full,
  wanted        TEXT NOT NULL,          -- and the first few that are not, a line each
  version       BIGINT NOT NULL,        -- grows when its words, time or state change
  bundle        BIGINT NOT NULL,        -- the sheet it came with, 0 for none
  outside       BYTEA                   -- a hash of the key it has in that sheet
);
-- What waits for someone. The queries of store/board.go say the same conditions.
CREATE INDEX call_board ON call (opened DESC, id DESC) WHERE state = 'open' AND audience = 'board' AND wanted <> '';
CREATE INDEX call_kind ON call (kind, side, opened DESC, id DESC) WHERE state = 'open' AND audience = 'board' AND wanted <> '';
CREATE INDEX call_near ON call (cell, opened DESC, id DESC) WHERE state = 'open' AND audience = 'board' AND wanted <> '';
CREATE INDEX call_group ON call (grp, state, opened DESC, id DESC) WHERE grp <> 0;
CREATE INDEX call_author ON call (author, author_kind);
CREATE INDEX call_typist ON call (typist) WHERE typist <> 0;
CREATE INDEX call_closes ON call (closes) WHERE state = 'open' AND closes IS NOT NULL;
CREATE INDEX call_closed ON call (closed) WHERE closed IS NOT NULL;
CREATE INDEX call_bundle ON call (bundle) WHERE bundle <> 0;
CREATE UNIQUE INDEX call_outside ON call (grp, outside) WHERE outside IS NOT NULL;

CREATE TABLE part (
  id       BIGINT PRIMARY KEY,
  call     BIGINT NOT NULL,
  position BIGINT NOT NULL,
  title    TEXT NOT NULL,
  quantity BIGINT NOT NULL,     -- 0: as many as come
  unit     TEXT NOT NULL,
  starts   BIGINT,
  ends     BIGINT,
  taken    BIGINT NOT NULL,
  CHECK (quantity = 0 OR taken <= quantity),
  CHECK (taken >= 0)
);
CREATE INDEX part_call ON part (call, position);
CREATE INDEX part_starts ON part (starts) WHERE starts IS NOT NULL;

CREATE TABLE commitment (
  id         BIGINT PRIMARY KEY,
  part       BIGINT NOT NULL,
  call       BIGINT NOT NULL,
  party_kind TEXT NOT NULL,
  party      BIGINT NOT NULL,
  quantity   BIGINT NOT NULL,
  state      TEXT NOT NULL,
  made       BIGINT NOT NULL,
  changed    BIGINT NOT NULL,
  due        BIGINT,
  nudge      BIGINT,            -- when to ask "still fine?"; empty when nobody need ask
  until      BIGINT,            -- when silence ends the present state
  before     BIGINT NOT NULL,   -- the commitment whose place it took, 0 for none
  key        BYTEA UNIQUE       -- hash of what its page carried, so that it is made once
);
CREATE INDEX commitment_call ON commitment (call, made);
CREATE INDEX commitment_party ON commitment (party, party_kind, made DESC);
CREATE INDEX commitment_until ON commitment (until) WHERE until IS NOT NULL;
CREATE INDEX commitment_nudge ON commitment (nudge) WHERE nudge IS NOT NULL;

CREATE TABLE word (             -- each side's own word about one promise
  commitment BIGINT NOT NULL,
  side       TEXT NOT NULL,
  said       TEXT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (commitment, side)
);

CREATE TABLE handover (
  commitment BIGINT PRIMARY KEY,
  link       BYTEA NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  until      BIGINT NOT NULL
);

CREATE TABLE detail (           -- what only the two sides may read
  call       BIGINT NOT NULL,
  commitment BIGINT NOT NULL,   -- 0: the caller's own, read by whoever has agreed
  reach      TEXT NOT NULL,
  spot       TEXT NOT NULL,
  until      BIGINT,            -- erased then; empty while the promise runs
  PRIMARY KEY (call, commitment)
);
CREATE INDEX detail_until ON detail (until) WHERE until IS NOT NULL;

CREATE TABLE record (
  id       BIGINT PRIMARY KEY,
  call     BIGINT NOT NULL,
  part     BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  side     TEXT NOT NULL,
  title    TEXT NOT NULL,
  area     TEXT NOT NULL,
  grp      BIGINT NOT NULL,
  audience TEXT NOT NULL,
  asked    BIGINT NOT NULL,     -- the day, at midnight UTC
  kept     BIGINT NOT NULL,     -- likewise
  lesson   TEXT NOT NULL,
  language TEXT NOT NULL
);
CREATE INDEX record_kept ON record (audience, kept DESC, id DESC);
CREATE UNIQUE INDEX record_call ON record (call);

CREATE TABLE notice (
  id         BIGINT PRIMARY KEY,
  party_kind TEXT NOT NULL,
  party      BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  call       BIGINT NOT NULL,
  commitment BIGINT NOT NULL,
  made       BIGINT NOT NULL,
  due        BIGINT NOT NULL,   -- not carried outside before then (quiet hours)
  carried    BOOLEAN NOT NULL,  -- mail and push have had their turn
  seen       BOOLEAN NOT NULL
);
CREATE INDEX notice_party ON notice (party, party_kind, made DESC);
CREATE INDEX notice_due ON notice (due) WHERE NOT carried;
CREATE INDEX notice_made ON notice (made);

-- +goose Down
DROP TABLE notice; DROP TABLE record; DROP TABLE detail; DROP TABLE handover; DROP TABLE word;
DROP TABLE commitment; DROP TABLE part; DROP TABLE call; DROP TABLE guest; DROP TABLE done; DROP TABLE secret;
