-- +goose Up
CREATE TABLE sent (             -- a call that its author sent on to another group
  call   BIGINT PRIMARY KEY,
  copy   BIGINT NOT NULL UNIQUE,  -- what waits for that group's look, and is let on or not
  grp    BIGINT NOT NULL,
  answer TEXT NOT NULL,           -- empty while it waits
  why    TEXT NOT NULL            -- the group's words, when it could not
);

-- +goose Down
DROP TABLE sent;
