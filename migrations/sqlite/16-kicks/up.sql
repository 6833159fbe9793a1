-- Guests whom a room's owner sent out, until they are let in again.
CREATE TABLE kicks (
    room  INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    guest INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    at    INTEGER NOT NULL,
    PRIMARY KEY (room, guest)
) STRICT, WITHOUT ROWID;

CREATE INDEX kicks_by_guest ON kicks (guest);
