-- What is a guest's own: the keys with which they come back, and their wish to be forgotten.

-- Who has one keeps the nickname without a session.
CREATE TABLE passkeys (
    credential_id BLOB    NOT NULL PRIMARY KEY,
    guest         INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    -- As the authenticator wrote it: a COSE key.
    public_key    BLOB    NOT NULL,
    -- How often the authenticator says that it signed; 0 of those that do not count.
    sign_count    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_by_guest ON passkeys (guest);

-- Guests of whom something is left to be forgotten, with every nickname that they were known by. A row lasts until all
-- is done, so that a house which is killed meanwhile goes on with it.
CREATE TABLE departures (
    guest    INTEGER NOT NULL REFERENCES guests (key) ON DELETE CASCADE,
    nickname TEXT    NOT NULL,
    PRIMARY KEY (guest, nickname)
) STRICT, WITHOUT ROWID;
