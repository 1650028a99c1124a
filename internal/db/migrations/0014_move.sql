-- +goose Up
CREATE TABLE homecoming (       -- a face that came along with its group and waits for its person
  face  BIGINT PRIMARY KEY,
  grp   BIGINT NOT NULL,
  hash  BYTEA NOT NULL UNIQUE,  -- of the one-time link that stood in the export
  until BIGINT NOT NULL
);
CREATE INDEX homecoming_grp ON homecoming (grp);
CREATE INDEX homecoming_until ON homecoming (until);

CREATE TABLE moved (            -- where a group lives now
  grp   BIGINT PRIMARY KEY,
  home  TEXT NOT NULL,
  face  BIGINT NOT NULL,        -- who said so first
  since BIGINT,                 -- the day on which a second member said so too; empty until then
  until BIGINT                  -- old links lead there until then
);
CREATE INDEX moved_until ON moved (until) WHERE until IS NOT NULL;

-- +goose Down
DROP TABLE moved;
DROP TABLE homecoming;
