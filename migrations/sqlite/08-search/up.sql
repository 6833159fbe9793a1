-- Search: in which messages two characters stand beside each other, from which storage/sqlite/search.rs finds words.

-- Contentless: what was said stands in messages and nowhere else. The rows are messages by their id; the writer adds
-- them a moment after the messages, so that nobody who sends something waits for it.
CREATE VIRTUAL TABLE message_grams USING fts5 (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- What is taken out leaves the file, and is not only marked as gone.
INSERT INTO message_grams (message_grams, rank) VALUES ('secure-delete', 1);

-- One row: the last message that is in the index. What was there before begins to be indexed at the next start.
CREATE TABLE message_indexing (
    indexed_to INTEGER NOT NULL
) STRICT;

INSERT INTO message_indexing (indexed_to) VALUES (0);
