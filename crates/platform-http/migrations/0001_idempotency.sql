-- Replies kept under the Idempotency-Key of the request, so that a request sent again is not done again.
CREATE TABLE http_idempotency (
  user_id BIGINT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash BYTEA NOT NULL,
  status BIGINT,
  content_type TEXT,
  body BYTEA,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, idempotency_key)
);
CREATE INDEX http_idempotency_age ON http_idempotency (created_at);
