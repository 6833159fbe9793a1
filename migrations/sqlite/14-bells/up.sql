-- What people want to be told while they look elsewhere, and the browsers to which it is pushed.

-- How much of a room a guest is told: 1 for what addresses them, 2 for all. Who is told nothing has no row.
CREATE TABLE bells (
    guest INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    room  INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    PRIMARY KEY (guest, room)
) STRICT, WITHOUT ROWID;

CREATE INDEX bells_by_room ON bells (room);

-- One a session at most: a session is a browser, and what is pushed to it ends with it.
CREATE TABLE push_addresses (
    session    BLOB    NOT NULL PRIMARY KEY REFERENCES sessions (token_hash) ON DELETE CASCADE,
    -- Of the push service. Whoever has it, and the keys, can have the browser show things.
    endpoint   TEXT    NOT NULL UNIQUE,
    public_key BLOB    NOT NULL,
    secret     BLOB    NOT NULL,
    -- BCP 47: in which what is pushed is written.
    language   TEXT    NOT NULL,
    added_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
