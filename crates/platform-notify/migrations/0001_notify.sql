-- What the office tells its people. Texts are made when read, in the reader's language, from kind and params.
CREATE TABLE notify_items (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  params TEXT NOT NULL,
  url TEXT NOT NULL,
  actor_id BIGINT,
  dedup_key TEXT,
  at BIGINT NOT NULL,
  read_at BIGINT
);
CREATE INDEX notify_items_person ON notify_items (user_id, org_id, id);
CREATE INDEX notify_items_unread ON notify_items (user_id, org_id, id) WHERE read_at IS NULL;
CREATE UNIQUE INDEX notify_items_dedup ON notify_items (user_id, org_id, dedup_key) WHERE dedup_key IS NOT NULL;
