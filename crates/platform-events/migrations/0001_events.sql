-- Heads of the streams that no aggregate row keeps itself.
CREATE TABLE events_streams (
  stream TEXT PRIMARY KEY,
  last_seq BIGINT NOT NULL
);

-- Every event, ordered within its stream by seq and for consumers by pos.
CREATE TABLE events_log (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  pos BIGINT,
  kind TEXT NOT NULL,
  actor_id BIGINT,
  at BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX events_log_stream ON events_log (stream, seq);
CREATE UNIQUE INDEX events_log_pos ON events_log (pos);
CREATE INDEX events_log_unplaced ON events_log (id) WHERE pos IS NULL;

CREATE TABLE events_cursors (
  consumer TEXT PRIMARY KEY,
  pos BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE events_jobs (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  dedup_key TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'dead')),
  priority BIGINT NOT NULL,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT NOT NULL,
  payload TEXT NOT NULL,
  last_error TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX events_jobs_due ON events_jobs (state, run_at);
CREATE UNIQUE INDEX events_jobs_dedup ON events_jobs (name, dedup_key) WHERE state <> 'dead';

-- What needs one owner at a time; fence grows with every change of owner.
CREATE TABLE events_leases (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  fence BIGINT NOT NULL,
  lease_until BIGINT NOT NULL
);
