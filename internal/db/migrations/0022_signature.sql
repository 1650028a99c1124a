-- +goose Up
CREATE TABLE signature (         -- a group's name under a text, for all to read; the words are the outcome's
  decision BIGINT PRIMARY KEY,
  grp      BIGINT NOT NULL,
  text     BIGINT NOT NULL,      -- the decision of the group that signed these words first
  signed   BIGINT NOT NULL
);
CREATE INDEX signature_grp ON signature (grp, signed DESC, decision DESC);
CREATE INDEX signature_text ON signature (text, signed, decision);
-- What groups signed before is not made public by an upgrade: nobody was told so.

-- +goose Down
DROP TABLE signature;
