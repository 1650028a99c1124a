-- +goose Up
DROP INDEX face_grp;
CREATE INDEX face_grp ON face (grp, name, id) WHERE grp <> 0;   -- a page of a large group's members reads no more than it shows

-- +goose Down
DROP INDEX face_grp;
CREATE INDEX face_grp ON face (grp) WHERE grp <> 0;
