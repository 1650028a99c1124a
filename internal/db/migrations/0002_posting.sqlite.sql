-- +goose Up
-- One row for every word of every open public call, newest first within a word.
CREATE TABLE posting (
  token  BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  call   BIGINT NOT NULL,
  PRIMARY KEY (token, opened DESC, call DESC)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE posting;
