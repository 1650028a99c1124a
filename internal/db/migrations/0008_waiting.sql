-- +goose Up
CREATE INDEX call_waiting ON call (closes) WHERE state = 'waiting';

-- +goose Down
DROP INDEX call_waiting;
