-- Organisations. The sign-in policy is JSON; what it does not name has its default.
CREATE TABLE people_orgs (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  logo_file BIGINT,
  policy TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Everybody who is or was here. The *_key columns are the folded forms that are compared: by login, e-mail and mobile
-- a person is found without knowing the organisation, so these are unique in the whole office. Whoever left gives
-- e-mail and mobile back (the key becomes null) and keeps login and employee number.
CREATE TABLE people_users (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL REFERENCES people_orgs (id),
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'left')),
  login TEXT,
  login_key TEXT,
  employee_no TEXT,
  employee_key TEXT,
  email TEXT,
  email_key TEXT,
  avatar_file BIGINT,
  password_hash TEXT,
  must_change_password BOOLEAN NOT NULL,
  locale TEXT,
  preferences TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  joined_at BIGINT,
  left_at BIGINT
);
CREATE UNIQUE INDEX people_users_login_key ON people_users (login_key);
CREATE UNIQUE INDEX people_users_employee_key ON people_users (org_id, employee_key);
CREATE UNIQUE INDEX people_users_email_key ON people_users (email_key);
CREATE INDEX people_users_number ON people_users (employee_key);
CREATE INDEX people_users_org ON people_users (org_id, id);

-- mobile_key is null but for mobile numbers of people who did not leave.
CREATE TABLE people_user_phones (
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  number TEXT NOT NULL,
  mobile_key TEXT,
  PRIMARY KEY (user_id, position)
);
CREATE UNIQUE INDEX people_user_phones_mobile_key ON people_user_phones (mobile_key);

-- path holds the ids from the top to the department itself, '/1/5/9/': the subtree of 5 is what begins like it.
CREATE TABLE people_departments (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL REFERENCES people_orgs (id),
  parent_id BIGINT REFERENCES people_departments (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  position BIGINT NOT NULL,
  path TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_departments_name_key ON people_departments (org_id, COALESCE(parent_id, 0), name_key);
CREATE INDEX people_departments_parent ON people_departments (parent_id);
CREATE INDEX people_departments_org ON people_departments (org_id, path);

-- Who is where, with which title; position orders the people of a department.
CREATE TABLE people_user_departments (
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  department_id BIGINT NOT NULL REFERENCES people_departments (id),
  title TEXT,
  head BOOLEAN NOT NULL,
  is_primary BOOLEAN NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (user_id, department_id)
);
CREATE UNIQUE INDEX people_user_departments_primary ON people_user_departments (user_id) WHERE is_primary;
CREATE INDEX people_user_departments_department ON people_user_departments (department_id);

-- One direct manager at most, any number of dotted lines.
CREATE TABLE people_managers (
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  manager_id BIGINT NOT NULL REFERENCES people_users (id),
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'dotted')),
  position BIGINT NOT NULL,
  PRIMARY KEY (user_id, manager_id)
);
CREATE UNIQUE INDEX people_managers_direct ON people_managers (user_id) WHERE kind = 'direct';
CREATE INDEX people_managers_manager ON people_managers (manager_id);

-- Fields an organisation adds to its people.
CREATE TABLE people_attributes (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL REFERENCES people_orgs (id),
  field_key TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice')),
  choices TEXT NOT NULL,
  visible_to TEXT NOT NULL CHECK (visible_to IN ('all', 'admins')),
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_attributes_field_key ON people_attributes (org_id, field_key);

CREATE TABLE people_attribute_values (
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  attribute_id BIGINT NOT NULL REFERENCES people_attributes (id) ON DELETE CASCADE,
  value TEXT NOT NULL,
  PRIMARY KEY (user_id, attribute_id)
);
CREATE INDEX people_attribute_values_attribute ON people_attribute_values (attribute_id);

-- A role holds in a department and its children, or everywhere when department_id is null.
CREATE TABLE people_roles (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL REFERENCES people_orgs (id),
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin')),
  department_id BIGINT REFERENCES people_departments (id),
  granted_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_roles_held ON people_roles (user_id, role, COALESCE(department_id, 0));
CREATE INDEX people_roles_org ON people_roles (org_id, role);
CREATE INDEX people_roles_department ON people_roles (department_id);

-- Browsers. Of the token only the SHA-256 is kept.
CREATE TABLE people_sessions (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL,
  agent TEXT NOT NULL,
  ip TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE UNIQUE INDEX people_sessions_token ON people_sessions (token_hash);
CREATE INDEX people_sessions_user ON people_sessions (user_id);
CREATE INDEX people_sessions_expires ON people_sessions (expires_at);
CREATE INDEX people_sessions_ended ON people_sessions (ended_at);

-- Programs. The scopes are separated by spaces.
CREATE TABLE people_tokens (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  expires_at BIGINT,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX people_tokens_token ON people_tokens (token_hash);
CREATE INDEX people_tokens_user ON people_tokens (user_id);
CREATE INDEX people_tokens_expires ON people_tokens (expires_at);
CREATE INDEX people_tokens_revoked ON people_tokens (revoked_at);

-- Links by which somebody chooses a password, once.
CREATE TABLE people_invitations (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES people_users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('owner', 'member', 'reset')),
  token_hash BYTEA NOT NULL,
  created_by BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE UNIQUE INDEX people_invitations_token ON people_invitations (token_hash);
CREATE INDEX people_invitations_user ON people_invitations (user_id);
CREATE INDEX people_invitations_expires ON people_invitations (expires_at);

-- Failed sign-ins of an account ('user:…', 'login:…') or an address ('ip:…'), until until_at.
CREATE TABLE people_attempts (
  attempt_key TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX people_attempts_until ON people_attempts (until_at);
