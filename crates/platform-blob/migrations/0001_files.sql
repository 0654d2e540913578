-- A content, stored once however many files have it.
CREATE TABLE blob_blobs (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  object TEXT NOT NULL,
  key_id TEXT,
  wrapped_key BYTEA,
  -- Files and thumbnails that have this content. At none it is removed some time after touched_at.
  refs BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL
);
CREATE INDEX blob_blobs_unused ON blob_blobs (touched_at) WHERE refs = 0;
CREATE INDEX blob_blobs_key ON blob_blobs (key_id, hash);

CREATE TABLE blob_files (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'file')),
  hash TEXT NOT NULL,
  width BIGINT,
  height BIGINT,
  -- none: there are no thumbnails; pending: they are made when first asked for; ready: they are below.
  thumb TEXT NOT NULL CHECK (thumb IN ('none', 'pending', 'ready')),
  thumb_small TEXT,
  thumb_medium TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX blob_files_owner ON blob_files (org_id, owner_id, id);
CREATE INDEX blob_files_hash ON blob_files (hash);

-- Bytes of files and of uploads under way. Owner 0 is the organisation as a whole.
CREATE TABLE blob_usage (
  org_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (org_id, owner_id)
);

CREATE TABLE blob_uploads (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  declared_type TEXT,
  sha256 TEXT,
  -- Bytes that are here to stay, in this many parts.
  received BIGINT NOT NULL,
  parts BIGINT NOT NULL,
  -- Grows with every append begun: only the latest may add parts.
  attempt BIGINT NOT NULL,
  -- Somebody puts the file together until then.
  finishing_until BIGINT NOT NULL,
  file_id BIGINT,
  created_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL
);
CREATE INDEX blob_uploads_owner ON blob_uploads (org_id, owner_id) WHERE file_id IS NULL;
CREATE INDEX blob_uploads_stale ON blob_uploads (touched_at);

CREATE TABLE blob_parts (
  upload_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,
  object TEXT NOT NULL,
  key_id TEXT,
  wrapped_key BYTEA,
  PRIMARY KEY (upload_id, number)
);
CREATE INDEX blob_parts_key ON blob_parts (key_id);

-- Objects to delete. Not dead: being written; should its writer vanish, it dies at due_at. Dead: deleted from due_at on.
CREATE TABLE blob_garbage (
  object TEXT PRIMARY KEY,
  dead BOOLEAN NOT NULL,
  due_at BIGINT NOT NULL
);
CREATE INDEX blob_garbage_due ON blob_garbage (dead, due_at);
