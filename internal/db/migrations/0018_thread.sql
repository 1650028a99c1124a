-- +goose Up
CREATE TABLE threadline (        -- what the two sides of a promise write each other about it
  commitment BIGINT NOT NULL,
  n          BIGINT NOT NULL,
  call       BIGINT NOT NULL,
  side       TEXT NOT NULL,      -- caller, answerer; no face: who writes for a group is not kept
  at         BIGINT NOT NULL,    -- the minute
  body       TEXT NOT NULL,
  until      BIGINT,             -- erased then; empty while the promise runs
  PRIMARY KEY (commitment, n)
);
CREATE INDEX threadline_call ON threadline (call);
CREATE INDEX threadline_until ON threadline (until) WHERE until IS NOT NULL;

-- +goose Down
DROP TABLE threadline;
