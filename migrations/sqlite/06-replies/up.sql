-- Replies show the beginning of what they answer: when that changes, they are found by it.
CREATE INDEX messages_by_target ON messages (room, reply_to) WHERE reply_to IS NOT NULL;
