-- +goose Up
ALTER TABLE holder ADD COLUMN stead BIGINT NOT NULL DEFAULT 0;   -- whose place they are asked to take; 0: nobody's

CREATE TABLE circlepost (        -- what a circle writes; 0 in circle: for everyone in the group
  id     BIGINT PRIMARY KEY,
  circle BIGINT NOT NULL,
  grp    BIGINT NOT NULL,
  face   BIGINT NOT NULL,
  made   BIGINT NOT NULL,
  body   TEXT NOT NULL
);
CREATE INDEX circlepost_circle ON circlepost (grp, circle, made DESC, id DESC);
CREATE INDEX circlepost_face ON circlepost (face);
CREATE INDEX circle_ends ON circle (ends) WHERE ends IS NOT NULL;

ALTER TABLE call ADD COLUMN circle BIGINT NOT NULL DEFAULT 0;    -- whose members alone read it; 0: the audience says
CREATE INDEX call_circle ON call (circle, state, opened DESC, id DESC) WHERE circle <> 0;

-- +goose Down
DROP INDEX call_circle;
ALTER TABLE call DROP COLUMN circle;
DROP INDEX circle_ends;
DROP TABLE circlepost;
ALTER TABLE holder DROP COLUMN stead;
