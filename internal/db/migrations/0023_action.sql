-- +goose Up
ALTER TABLE part ADD COLUMN role BIGINT NOT NULL DEFAULT 0;        -- at an action: what is done,
ALTER TABLE part ADD COLUMN occurrence BIGINT NOT NULL DEFAULT 0;  -- and at which of its times
ALTER TABLE part ADD COLUMN asks BOOLEAN NOT NULL DEFAULT FALSE;   -- somebody confirms who comes
CREATE UNIQUE INDEX part_role ON part (role, occurrence) WHERE role <> 0;
CREATE INDEX part_occurrence ON part (occurrence) WHERE occurrence <> 0;
CREATE INDEX commitment_queue ON commitment (part, made, id) WHERE state = 'queued';

ALTER TABLE call ADD COLUMN next BIGINT;                            -- when an action comes next

CREATE TABLE action (            -- what an action has beside its call
  call     BIGINT PRIMARY KEY,
  template TEXT NOT NULL,
  zone     TEXT NOT NULL,
  starts   BIGINT NOT NULL,      -- the first day, counted from 1970-01-01; 0: not said yet
  clock    BIGINT NOT NULL,      -- minutes after midnight, in its zone
  minutes  BIGINT NOT NULL,
  rule     TEXT NOT NULL,        -- RFC 5545, empty: once
  leaves   TEXT NOT NULL,        -- days left out, JSON
  moves    TEXT NOT NULL,        -- days moved, JSON
  homes    BIGINT NOT NULL,      -- minutes after its end by which everybody is home
  facts    TEXT NOT NULL,        -- who can take part: keys separated by spaces
  bring    TEXT NOT NULL,
  unsafe   TEXT NOT NULL,        -- for whom
  legal    TEXT NOT NULL,
  link     TEXT NOT NULL,        -- where it is online; for those who come
  ways     TEXT NOT NULL,        -- out of it, JSON
  drawing  TEXT NOT NULL,        -- the map, JSON
  ahead    TEXT NOT NULL,        -- words for a week before
  soon     TEXT NOT NULL,        -- and for two hours before
  version  BIGINT NOT NULL
);

CREATE TABLE level (             -- of risk
  id       BIGINT PRIMARY KEY,
  call     BIGINT NOT NULL,
  risk     BIGINT NOT NULL,      -- 1 lower, 2 some, 3 higher
  name     TEXT NOT NULL,        -- the group's own, empty for the usual one
  meet     TEXT NOT NULL,
  happens  TEXT NOT NULL,
  leave    TEXT NOT NULL,
  training TEXT NOT NULL,
  writer   BIGINT NOT NULL,      -- the face that wrote it
  written  BIGINT NOT NULL,
  version  BIGINT NOT NULL       -- of its words
);
CREATE UNIQUE INDEX level_risk ON level (call, risk);

CREATE TABLE role (
  id       BIGINT PRIMARY KEY,
  call     BIGINT NOT NULL,
  level    BIGINT NOT NULL,
  kind     TEXT NOT NULL,        -- marshal, medic …; empty: its title says
  title    TEXT NOT NULL,
  wanted   BIGINT NOT NULL,      -- at each of its times; 0: as many as come
  minutes  BIGINT NOT NULL,
  needs    TEXT NOT NULL,        -- training or introduction, empty: nothing
  position BIGINT NOT NULL
);
CREATE INDEX role_call ON role (call, position);

CREATE TABLE occurrence (
  id      BIGINT PRIMARY KEY,
  call    BIGINT NOT NULL,
  was     BIGINT NOT NULL,       -- the day by its rule, which it keeps when it is moved
  starts  BIGINT NOT NULL,
  ends    BIGINT NOT NULL,
  homes   BIGINT NOT NULL,       -- as its action's
  is_off  BOOLEAN NOT NULL,
  ended   BIGINT,                -- when it was stood down
  step    BIGINT NOT NULL,       -- what has been done about it so far
  due     BIGINT,                -- when the next is due
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX occurrence_was ON occurrence (call, was);
CREATE INDEX occurrence_starts ON occurrence (starts);
CREATE INDEX occurrence_due ON occurrence (due) WHERE due IS NOT NULL;

CREATE TABLE host_too (          -- groups that plan an action together
  call  BIGINT NOT NULL,
  grp   BIGINT NOT NULL,
  yes   BOOLEAN NOT NULL,        -- by whoever holds its mandate
  until BIGINT,                  -- the end of that mandate, as it was then
  PRIMARY KEY (call, grp)
);
CREATE INDEX host_too_grp ON host_too (grp);

CREATE TABLE ownfeed (           -- a private address of somebody's own calendar
  token      BYTEA PRIMARY KEY,  -- its hash
  owner_kind TEXT NOT NULL,      -- account or guest
  owner      BIGINT NOT NULL
);
CREATE UNIQUE INDEX ownfeed_owner ON ownfeed (owner, owner_kind);

CREATE TABLE habit (             -- somebody's yes to a rhythm
  id         BIGINT PRIMARY KEY,
  call       BIGINT NOT NULL,
  role       BIGINT NOT NULL,
  level      BIGINT NOT NULL,
  party_kind TEXT NOT NULL,
  party      BIGINT NOT NULL,
  seen       BIGINT NOT NULL,
  starts     BIGINT NOT NULL,    -- the day from which it counts
  every      BIGINT NOT NULL,    -- days; 0: each time
  language   TEXT NOT NULL
);
CREATE INDEX habit_call ON habit (call);
CREATE INDEX habit_party ON habit (party, party_kind);

-- All below is erased 72 hours after the end.
CREATE TABLE place (             -- what a commitment to an action has beside itself
  commitment BIGINT PRIMARY KEY,
  call       BIGINT NOT NULL,
  occurrence BIGINT NOT NULL,
  level      BIGINT NOT NULL,
  seen       BIGINT NOT NULL,    -- the version of the level's words that they read
  pair       BIGINT NOT NULL,    -- with whom they look after each other; 0: nobody yet
  yes        BOOLEAN NOT NULL,   -- they said yes to that
  lets       BOOLEAN NOT NULL,   -- and to a third who asks
  seeks      BOOLEAN NOT NULL,   -- a buddy
  offers     BIGINT NOT NULL,    -- how often they were offered one
  care       BOOLEAN NOT NULL,   -- to be asked three days on
  said       TEXT NOT NULL,      -- here, staying, help or safe
  at         BIGINT,
  homeby     BIGINT,             -- when their buddy is asked to call
  hand       BYTEA               -- hash of the link that hands it over
);
CREATE INDEX place_occurrence ON place (occurrence, level);
CREATE INDEX place_pair ON place (pair) WHERE pair <> 0;
CREATE UNIQUE INDEX place_hand ON place (hand) WHERE hand IS NOT NULL;
CREATE INDEX place_homeby ON place (homeby) WHERE homeby IS NOT NULL;

CREATE TABLE live (              -- word while it runs
  id         BIGINT PRIMARY KEY,
  call       BIGINT NOT NULL,
  occurrence BIGINT NOT NULL,
  level      BIGINT NOT NULL,    -- 0: for all
  phrase     TEXT NOT NULL,      -- a ready one, or
  words      TEXT NOT NULL,
  language   TEXT NOT NULL,
  said       BIGINT NOT NULL,    -- when it was written
  sent       BIGINT NOT NULL     -- when it arrived here
);
CREATE INDEX live_occurrence ON live (occurrence, said DESC, id DESC);

-- +goose Down
DROP TABLE live; DROP TABLE place; DROP TABLE habit; DROP TABLE ownfeed; DROP TABLE host_too; DROP TABLE occurrence; DROP TABLE role; DROP TABLE level; DROP TABLE action;
DROP INDEX commitment_queue; DROP INDEX part_occurrence; DROP INDEX part_role;
ALTER TABLE call DROP COLUMN next;
ALTER TABLE part DROP COLUMN asks; ALTER TABLE part DROP COLUMN occurrence; ALTER TABLE part DROP COLUMN role;
