-- The house: spaces, people, rooms, what was said.
--
-- Public ids are opaque text; inside the file rows refer to each other by small integer keys, because a house of ten
-- million messages would otherwise repeat every room's and author's id twice per message. Times are UTC milliseconds.
-- Kinds are integers without CHECK: a new kind must not need a rebuilt table. storage/sqlite/rows.rs names them.

-- "SRBG": lets a start tell this file from another program's.
PRAGMA application_id = 0x53524247;

CREATE TABLE spaces (
    slug TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO spaces (slug) VALUES ('main');

CREATE TABLE guests (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    nickname     TEXT NOT NULL,
    -- NULL once the guest has no session: the nickname is free for others.
    nickname_key TEXT UNIQUE
) STRICT;

CREATE TABLE sessions (
    token_hash   BLOB    NOT NULL PRIMARY KEY,
    guest        INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_guest ON sessions (guest);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);

CREATE TABLE rooms (
    key              INTEGER PRIMARY KEY,
    id               TEXT    NOT NULL UNIQUE,
    space            TEXT    NOT NULL REFERENCES spaces (slug),
    name             TEXT    NOT NULL,
    name_key         TEXT    NOT NULL,
    topic            TEXT    NOT NULL,
    owner            INTEGER NOT NULL REFERENCES guests (key),
    created_at       INTEGER NOT NULL,
    last_activity_at INTEGER NOT NULL,
    rev              INTEGER NOT NULL DEFAULT 0,
    last_seq         INTEGER NOT NULL DEFAULT 0,
    -- A closed room is kept only until its contents are deleted; nobody finds it any more.
    closed_at        INTEGER
) STRICT;

CREATE UNIQUE INDEX live_rooms_by_name ON rooms (space, name_key) WHERE closed_at IS NULL;
CREATE INDEX rooms_by_owner ON rooms (owner);

CREATE TABLE members (
    room     INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    guest    INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    first_at INTEGER NOT NULL,
    PRIMARY KEY (room, guest)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_guest ON members (guest);

CREATE TABLE messages (
    -- AUTOINCREMENT: an id is never given twice, even after the newest message is gone.
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    room       INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    seq        INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    author     INTEGER NOT NULL REFERENCES guests (key),
    -- As it was when the message was written.
    nickname   TEXT    NOT NULL,
    content    TEXT    NOT NULL,
    -- No foreign key: a reply stays in its room, and rooms go as a whole; the check would scan the table per deletion.
    reply_to   INTEGER,
    client_id  TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at  INTEGER,
    deleted_at INTEGER
) STRICT;

-- What makes a retry harmless.
CREATE UNIQUE INDEX messages_by_client_id ON messages (room, author, client_id);
CREATE UNIQUE INDEX messages_by_seq ON messages (room, seq);
CREATE UNIQUE INDEX messages_by_rev ON messages (room, rev);

CREATE TABLE notices (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    space     TEXT    NOT NULL REFERENCES spaces (slug),
    kind      INTEGER NOT NULL,
    nickname  TEXT    NOT NULL,
    -- The room as it was then; it may be gone since.
    room_id   TEXT    NOT NULL,
    room_name TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

CREATE INDEX notices_by_space ON notices (space, id);
