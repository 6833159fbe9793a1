-- Spaces that an operator removed: their rooms end, and the row goes when nothing names it any more.

ALTER TABLE spaces ADD COLUMN removed_at INTEGER;
