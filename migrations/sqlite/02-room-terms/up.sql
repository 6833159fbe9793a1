-- Rooms on terms: who gets in, how many, for how long, and who sees them.

ALTER TABLE rooms ADD COLUMN visibility INTEGER NOT NULL DEFAULT 0;
-- Whether coming and going is written into the timeline.
ALTER TABLE rooms ADD COLUMN announces INTEGER NOT NULL DEFAULT 0;
-- Argon2id in PHC form; NULL for a room that anyone may enter.
ALTER TABLE rooms ADD COLUMN password TEXT;
ALTER TABLE rooms ADD COLUMN capacity INTEGER;
ALTER TABLE rooms ADD COLUMN expires_at INTEGER;

-- In main a name leads to one room that is listed and to one that is passing; elsewhere names may repeat.
DROP INDEX live_rooms_by_name;
CREATE UNIQUE INDEX live_rooms_by_name ON rooms (name_key, visibility)
    WHERE closed_at IS NULL AND space = 'main' AND visibility <> 1;

CREATE INDEX rooms_by_space ON rooms (space, last_activity_at) WHERE closed_at IS NULL;
CREATE INDEX rooms_by_end ON rooms (expires_at) WHERE closed_at IS NULL AND expires_at IS NOT NULL;
CREATE INDEX rooms_by_closing ON rooms (closed_at) WHERE closed_at IS NOT NULL;

-- Guests who may enter a locked room without being asked again.
CREATE TABLE passes (
    room  INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    guest INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    PRIMARY KEY (room, guest)
) STRICT, WITHOUT ROWID;

CREATE INDEX passes_by_guest ON passes (guest);

INSERT INTO spaces (slug) VALUES ('anonymous');
