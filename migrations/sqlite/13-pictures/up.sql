-- Pictures in messages. The files lie elsewhere, under these ids.
CREATE TABLE pictures (
    id         TEXT    NOT NULL PRIMARY KEY,
    -- NULL once the picture is to be removed: its files go first, then the row, so that no file is ever forgotten.
    room       INTEGER REFERENCES rooms (key) ON DELETE SET NULL,
    owner      INTEGER NOT NULL REFERENCES guests (key),
    -- NULL until it is sent. No foreign key, as for replies: messages go with their room or stay as tombstones.
    message    INTEGER,
    -- Among the pictures of its message.
    place      INTEGER NOT NULL DEFAULT 0,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    alt        TEXT    NOT NULL DEFAULT '',
    bytes      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- Whether the files are there, whole.
    is_kept    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX pictures_by_message ON pictures (message, place) WHERE message IS NOT NULL;
CREATE INDEX pictures_unsent ON pictures (created_at) WHERE message IS NULL;
CREATE INDEX pictures_by_room ON pictures (room);
