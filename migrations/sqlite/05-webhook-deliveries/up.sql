-- When a webhook took something for the last time; NULL while nothing was sent to it.
ALTER TABLE webhooks ADD COLUMN delivered_at INTEGER;
