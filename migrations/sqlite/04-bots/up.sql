-- Bots: programs that write under a name of their own, and where they are told what was written.

-- Bots are guests without a session; a row here is what lets one in.
ALTER TABLE guests ADD COLUMN is_bot INTEGER NOT NULL DEFAULT 0;

CREATE TABLE bots (
    guest      INTEGER NOT NULL PRIMARY KEY REFERENCES guests (key) ON DELETE CASCADE,
    -- Where it may go: into one room, or into the rooms of a space.
    room       INTEGER REFERENCES rooms (key) ON DELETE CASCADE,
    space      TEXT    REFERENCES spaces (slug) ON DELETE CASCADE,
    token_hash BLOB    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    CHECK ((room IS NULL) <> (space IS NULL))
) STRICT;

CREATE INDEX bots_by_room ON bots (room) WHERE room IS NOT NULL;

-- Where a room's bot is told what was written there.
CREATE TABLE webhooks (
    bot           INTEGER NOT NULL PRIMARY KEY REFERENCES bots (guest) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    -- Signs the deliveries, so it is kept as it is and not hashed.
    secret        TEXT    NOT NULL,
    -- The room's revision up to which everything was delivered.
    cursor        INTEGER NOT NULL,
    -- Since when nothing could be delivered, and what was wrong the last time.
    failing_since INTEGER,
    problem       TEXT,
    -- When it was given up.
    off_at        INTEGER
) STRICT;
