-- +goose Up
ALTER TABLE circlepost ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;  -- until it is shown again; its author alone reads it
ALTER TABLE concern ADD COLUMN circle BIGINT NOT NULL DEFAULT 0;          -- whose people alone may know of it; 0: the group's
ALTER TABLE tended ADD COLUMN circle BIGINT NOT NULL DEFAULT 0;           -- likewise
ALTER TABLE circle ADD COLUMN lines BIGINT NOT NULL DEFAULT 0;            -- how many its log has: the group's own count must not tell of them
CREATE INDEX concern_circle ON concern (circle) WHERE circle <> 0;
CREATE INDEX tended_circle ON tended (circle) WHERE circle <> 0;
CREATE INDEX call_hidden ON call (closes) WHERE state = 'hidden' AND closed IS NULL;

ALTER TABLE grpline RENAME TO grpline_before;
CREATE TABLE grpline (           -- what was done: the group's log, and each circle's own
  grp    BIGINT NOT NULL,
  circle BIGINT NOT NULL,        -- whose people alone read it; 0: the group's members
  n      BIGINT NOT NULL,
  day    BIGINT NOT NULL,
  act    TEXT NOT NULL,
  face   BIGINT NOT NULL,        -- 0: nobody of the group
  note   TEXT NOT NULL,
  PRIMARY KEY (grp, circle, n)
);
INSERT INTO grpline (grp, circle, n, day, act, face, note) SELECT grp, 0, n, day, act, face, note FROM grpline_before;
DROP TABLE grpline_before;

-- +goose Down
ALTER TABLE grpline RENAME TO grpline_before;
CREATE TABLE grpline (
  grp    BIGINT NOT NULL,
  n      BIGINT NOT NULL,
  day    BIGINT NOT NULL,
  act    TEXT NOT NULL,
  face   BIGINT NOT NULL,
  note   TEXT NOT NULL,
  PRIMARY KEY (grp, n)
);
INSERT INTO grpline (grp, n, day, act, face, note) SELECT grp, n, day, act, face, note FROM grpline_before WHERE circle = 0;
DROP TABLE grpline_before;
DROP INDEX call_hidden;
DROP INDEX tended_circle;
DROP INDEX concern_circle;
ALTER TABLE circle DROP COLUMN lines;
ALTER TABLE tended DROP COLUMN circle;
ALTER TABLE concern DROP COLUMN circle;
ALTER TABLE circlepost DROP COLUMN hidden;
