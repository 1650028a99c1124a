-- +goose Up
CREATE TABLE kit (               -- the message of a call, for whoever passes it on
  call    BIGINT PRIMARY KEY,
  slug    TEXT NOT NULL UNIQUE,  -- its address, for good
  avoid   TEXT NOT NULL,         -- what is not to be said, a line each
  contact TEXT NOT NULL,
  picture TEXT NOT NULL,         -- what the picture that goes along shows
  changed BIGINT NOT NULL,       -- the day
  what    TEXT NOT NULL          -- that changed last: facts or words
);

CREATE TABLE rendering (         -- the same message for one channel in one language
  call     BIGINT NOT NULL,
  channel  TEXT NOT NULL,
  language TEXT NOT NULL,
  words    TEXT NOT NULL,
  changed  BIGINT NOT NULL,
  PRIMARY KEY (call, channel, language)
);

-- +goose Down
DROP TABLE rendering; DROP TABLE kit;
