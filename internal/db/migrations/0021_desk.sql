-- +goose Up
CREATE TABLE voice (             -- a call that a group made in its own name, under a mandate
  call  BIGINT PRIMARY KEY,
  until BIGINT NOT NULL          -- the end of the mandate, when it was said
);
-- A desk reads no more of a group's calls than its page shows: a sheet may have
-- brought thousands.
CREATE INDEX call_desk ON call (author, opened DESC, id DESC) WHERE author_kind = 'group' AND state IN ('open','waiting');
CREATE INDEX call_owed ON call (author, closed DESC, id DESC) WHERE author_kind = 'group' AND state = 'closed';

-- +goose Down
DROP INDEX call_owed;
DROP INDEX call_desk;
DROP TABLE voice;
