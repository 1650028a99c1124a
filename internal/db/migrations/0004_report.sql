-- +goose Up
CREATE TABLE report (           -- something is not right; never who said so
  id     BIGINT PRIMARY KEY,
  key    BYTEA NOT NULL UNIQUE, -- a hash of the page's key: a page sent twice is one report
  call   BIGINT NOT NULL,
  reason TEXT NOT NULL,
  words  TEXT NOT NULL,
  made   BIGINT NOT NULL        -- the day, at midnight UTC
);
CREATE INDEX report_made ON report (made);
CREATE INDEX report_call ON report (call);

-- +goose Down
DROP TABLE report;
