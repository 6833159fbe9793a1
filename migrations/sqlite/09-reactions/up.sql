-- What people think of a message, in one emoji each of which they may give several.

CREATE TABLE reactions (
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    emoji   TEXT    NOT NULL,
    guest   INTEGER NOT NULL REFERENCES guests (key),
    PRIMARY KEY (message, emoji, guest)
) STRICT, WITHOUT ROWID;

-- What readers see of them, as JSON: pages of messages are read far more often than somebody reacts.
ALTER TABLE messages ADD COLUMN reactions TEXT;

-- The room's revision that wrote what the message says; NULL as long as that is the message's own. Reactions, and
-- changes of what it quotes, give it a new revision and leave the text.
ALTER TABLE messages ADD COLUMN text_rev INTEGER;
