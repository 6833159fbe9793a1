-- Messages that address somebody by name.

-- Who is addressed, as JSON; for everyone who reads the message.
ALTER TABLE messages ADD COLUMN mentions TEXT;

-- Those that the addressed have not read yet: what is read leaves the table.
CREATE TABLE unread_mentions (
    guest INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    room  INTEGER NOT NULL REFERENCES rooms (key) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (guest, room, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX unread_mentions_by_message ON unread_mentions (room, seq);
