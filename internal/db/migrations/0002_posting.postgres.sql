-- +goose Up
-- One row for every word of every open public call, newest first within a word.
CREATE TABLE posting (
  token  BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  call   BIGINT NOT NULL
);
CREATE UNIQUE INDEX posting_word ON posting (token, opened DESC, call DESC);

-- +goose Down
DROP TABLE posting;
