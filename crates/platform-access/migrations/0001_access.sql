-- Everything a person can open: one id, one owner, one place in the tree.
CREATE TABLE access_objects (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  owner_id BIGINT NOT NULL,
  parent_id BIGINT REFERENCES access_objects (id),
  locked BOOLEAN NOT NULL,
  title TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX access_objects_parent ON access_objects (parent_id) WHERE parent_id IS NOT NULL;

-- Who may do what besides the owner. The subject of a public grant has the id 0.
CREATE TABLE access_grants (
  object_id BIGINT NOT NULL REFERENCES access_objects (id) ON DELETE CASCADE,
  subject_kind TEXT NOT NULL
    CHECK (subject_kind IN ('user', 'department', 'chat', 'role', 'organisation', 'link', 'public')),
  subject_id BIGINT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('view', 'comment', 'edit', 'manage')),
  granted_by BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (object_id, subject_kind, subject_id)
);
