-- Asked for once more while it ran.
ALTER TABLE events_jobs ADD COLUMN again BOOLEAN NOT NULL DEFAULT FALSE;
