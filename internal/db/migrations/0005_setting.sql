-- +goose Up
CREATE TABLE setting (           -- what the host chose for the board
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- +goose Down
DROP TABLE setting;
