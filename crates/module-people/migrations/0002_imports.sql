-- Tables of people that were sent, with where each stands. What the file holds stays in the file; here is what was found
-- out about it. run counts the readings: rows belong to the last one that came to its end. digest is empty while there
-- is no preview.
CREATE TABLE people_imports (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL REFERENCES people_orgs (id),
  created_by BIGINT NOT NULL REFERENCES people_users (id),
  ip TEXT NOT NULL,
  file_id BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'applying', 'done', 'failed', 'cancelled')),
  include_leaving BOOLEAN NOT NULL,
  columns TEXT NOT NULL,
  mapping TEXT NOT NULL,
  by_hand BOOLEAN NOT NULL,
  summary TEXT NOT NULL,
  problem TEXT,
  digest TEXT NOT NULL,
  run BIGINT NOT NULL,
  shown_run BIGINT NOT NULL,
  progress_done BIGINT NOT NULL,
  progress_total BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX people_imports_org ON people_imports (org_id, id);
CREATE INDEX people_imports_person ON people_imports (created_by, state);
CREATE INDEX people_imports_updated ON people_imports (updated_at);

-- The preview, row by row. Changes, problems and (of bad rows) the cells as they stand in the file are JSON.
CREATE TABLE people_import_rows (
  import_id BIGINT NOT NULL REFERENCES people_imports (id) ON DELETE CASCADE,
  run BIGINT NOT NULL,
  position BIGINT NOT NULL,
  line BIGINT,
  kind TEXT NOT NULL CHECK (kind IN ('added', 'moved', 'changed', 'leaving', 'unchanged', 'bad')),
  name TEXT NOT NULL,
  employee_no TEXT,
  user_id BIGINT,
  changes TEXT NOT NULL,
  problems TEXT NOT NULL,
  cells TEXT,
  PRIMARY KEY (import_id, run, position)
);
CREATE INDEX people_import_rows_kind ON people_import_rows (import_id, run, kind, position);
