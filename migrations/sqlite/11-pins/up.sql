-- Messages that a room's owner keeps in sight of everyone (공지).
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;

CREATE INDEX pinned_messages ON messages (room, pinned_at) WHERE pinned_at IS NOT NULL;
