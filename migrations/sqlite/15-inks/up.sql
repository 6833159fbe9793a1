-- The ink of a guest's seal. Who has not chosen one has that which follows from their id.
ALTER TABLE guests ADD COLUMN ink INTEGER;
