-- +goose Up
-- A page of reasons reads no more than it shows. An index holds the beginning
-- alone: PostgreSQL takes no longer entries.
DROP INDEX stance_words;
CREATE INDEX stance_words ON stance (decision, stance DESC, substr(words, 1, 200)) WHERE words <> '';
DROP INDEX ballot_words;
CREATE INDEX ballot_words ON ballot (decision, stance DESC, substr(words, 1, 200)) WHERE words <> '';

-- +goose Down
DROP INDEX ballot_words;
CREATE INDEX ballot_words ON ballot (decision) WHERE words <> '';
DROP INDEX stance_words;
CREATE INDEX stance_words ON stance (decision) WHERE words <> '';
