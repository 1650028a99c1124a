-- +goose Up
CREATE TABLE kit (               -- the message of a call, for whoever passes it on
  call    BIGINT PRIMARY KEY,
  slug    TEXT NOT NULL UNIQUE,  -- its address, for good
  avoid   TEXT NOT NULL,         -- what is not to be said, a line each
  contact TEXT NOT NULL,
  picture TEXT NOT NULL,         -- what the picture that goes along shows
  changed BIGINT NOT NULL,       -- the day
  what    TEXT NOT NULL          -- that changed last: call, facts or words
);

CREATE TABLE rendering (         -- the same message for one channel, in one length and one language
  call     BIGINT NOT NULL,
  channel  TEXT NOT NULL,
  length   TEXT NOT NULL,        -- line, short or long
  language TEXT NOT NULL,
  words    TEXT NOT NULL,
  changed  BIGINT NOT NULL,      -- the day
  PRIMARY KEY (call, channel, length, language)
);

CREATE TABLE kit_gone (          -- addresses of kits that were erased: they lead to no other kit
  slug BIGINT PRIMARY KEY        -- its hash
);

-- +goose Down
DROP TABLE kit_gone; DROP TABLE rendering; DROP TABLE kit;
