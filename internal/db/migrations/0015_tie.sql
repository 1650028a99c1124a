-- +goose Up
CREATE TABLE pledge (            -- a promise that a group made, under a mandate
  commitment BIGINT PRIMARY KEY,
  call       BIGINT NOT NULL,
  grp        BIGINT NOT NULL,    -- that promised
  face       BIGINT NOT NULL,    -- who said it; for the group's own members
  until      BIGINT NOT NULL,    -- the end of the mandate, when it was said
  filled     BIGINT NOT NULL     -- how much of it members have taken on
);
CREATE INDEX pledge_call ON pledge (call);
CREATE INDEX pledge_grp ON pledge (grp);

CREATE TABLE fill (              -- what one member takes on of a group's promise
  commitment BIGINT NOT NULL,
  face       BIGINT NOT NULL,
  quantity   BIGINT NOT NULL,
  PRIMARY KEY (commitment, face)
);
CREATE INDEX fill_face ON fill (face);

CREATE TABLE tie (               -- two groups stand with each other, or did, or one would like to
  id     BIGINT PRIMARY KEY,
  a      BIGINT NOT NULL,        -- the smaller number of the two
  b      BIGINT NOT NULL,
  share  TEXT NOT NULL,          -- what both agreed on; empty until they did
  differ TEXT NOT NULL,
  since  BIGINT,                 -- the day
  ended  BIGINT,                 -- the day
  UNIQUE (a, b)
);
CREATE INDEX tie_b ON tie (b);

CREATE TABLE tieyes (            -- the last texts that one of the two decided on
  tie    BIGINT NOT NULL,
  grp    BIGINT NOT NULL,
  share  TEXT NOT NULL,
  differ TEXT NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (tie, grp)
);

CREATE TABLE tiememory (         -- one thing that two groups asked and kept
  commitment BIGINT PRIMARY KEY,
  a          BIGINT NOT NULL,    -- who asked
  b          BIGINT NOT NULL,    -- who promised
  title      TEXT NOT NULL,
  asked      BIGINT NOT NULL,    -- the day
  kept       BIGINT NOT NULL     -- the day
);
CREATE INDEX tiememory_a ON tiememory (a, b, kept);
CREATE INDEX tiememory_b ON tiememory (b);

CREATE TABLE carried (           -- a pointer to another group's call, never a copy
  grp   BIGINT NOT NULL,         -- that carries it
  call  BIGINT NOT NULL,
  words TEXT NOT NULL,           -- the group's own, beside it
  since BIGINT NOT NULL,         -- the day
  until BIGINT NOT NULL,         -- the end of the mandate, when it was taken up
  PRIMARY KEY (grp, call)
);
CREATE INDEX carried_call ON carried (call);

CREATE TABLE source (            -- what its steward says to whoever carries a call
  call    BIGINT PRIMARY KEY,
  useby   BIGINT,                -- not to be used after it; empty: the call's own end
  changed BIGINT                 -- the day on which it last changed
);

-- +goose Down
DROP TABLE source; DROP TABLE carried; DROP TABLE tiememory; DROP TABLE tieyes; DROP TABLE tie; DROP TABLE fill; DROP TABLE pledge;
