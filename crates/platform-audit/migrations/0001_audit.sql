-- One row: how long the log is, and under which name it is signed. Its lock gives entries their places.
CREATE TABLE audit_log (
  id BIGINT PRIMARY KEY,
  origin TEXT NOT NULL,
  size BIGINT NOT NULL
);

-- An entry: the hashed facts, and beside them what may be erased (salt and payload).
CREATE TABLE audit_entries (
  place BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT,
  kind TEXT NOT NULL,
  target TEXT,
  commitment BYTEA NOT NULL,
  salt BYTEA,
  payload TEXT
);
CREATE INDEX audit_entries_org ON audit_entries (org_id, place);
CREATE INDEX audit_entries_actor ON audit_entries (org_id, actor_id, place);
CREATE INDEX audit_entries_kind ON audit_entries (org_id, kind, place);

-- Hashes of the full subtrees of the Merkle tree.
CREATE TABLE audit_nodes (
  level BIGINT NOT NULL,
  place BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, place)
);

-- Signed heads of the log, as text (C2SP tlog-checkpoint).
CREATE TABLE audit_checkpoints (
  size BIGINT PRIMARY KEY,
  note TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- The signing key; its secret is encrypted where the office has a master key.
CREATE TABLE audit_keys (
  id BIGINT PRIMARY KEY,
  verifier TEXT NOT NULL,
  secret BYTEA NOT NULL,
  sealed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
