CREATE TABLE chat_chats (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'department', 'everyone')),
  title TEXT NOT NULL,
  avatar_file BIGINT,
  announcement TEXT NOT NULL,
  owner_id BIGINT,
  department_id BIGINT,
  -- 'direct:<smaller id>:<larger id>', 'department:<id>' or 'everyone': there is one of each.
  unique_key TEXT,
  history_for_new BOOLEAN NOT NULL,
  who_can_post TEXT NOT NULL CHECK (who_can_post IN ('all', 'admins')),
  who_can_add TEXT NOT NULL CHECK (who_can_add IN ('all', 'admins')),
  who_can_mention_all TEXT NOT NULL CHECK (who_can_mention_all IN ('all', 'admins')),
  -- Messages count by last_seq, everything that happens by event_seq.
  last_seq BIGINT NOT NULL,
  event_seq BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  members BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  dissolved_at BIGINT
);
CREATE UNIQUE INDEX chat_chats_key ON chat_chats (org_id, unique_key);
CREATE INDEX chat_chats_kind ON chat_chats (org_id, kind);

-- One row a member: also the one read mark, the settings and the draft of that person in that chat.
CREATE TABLE chat_members (
  chat_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  joined_at BIGINT NOT NULL,
  -- First message this member may read.
  history_from BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  notify_level TEXT NOT NULL CHECK (notify_level IN ('all', 'mentions', 'none')),
  pinned BOOLEAN NOT NULL,
  -- Hidden from the list until a message comes after this one; null shows.
  hidden_at_seq BIGINT,
  draft_text TEXT,
  draft_reply BIGINT,
  draft_at BIGINT,
  PRIMARY KEY (chat_id, user_id)
);
CREATE INDEX chat_members_user ON chat_members (user_id);

CREATE TABLE chat_messages (
  id BIGINT PRIMARY KEY,
  chat_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'image', 'file', 'system')),
  body TEXT NOT NULL,
  -- JSON: mentioned ids, file ids, linked object ids, and the facts of a system message.
  mentions TEXT,
  mentions_all BOOLEAN NOT NULL,
  files TEXT,
  objects TEXT,
  system TEXT,
  reply_to BIGINT,
  client_id TEXT,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  recalled_at BIGINT,
  recalled_by BIGINT,
  pinned BOOLEAN NOT NULL,
  reactions BIGINT NOT NULL
);
CREATE UNIQUE INDEX chat_messages_seq ON chat_messages (chat_id, seq);
CREATE UNIQUE INDEX chat_messages_client ON chat_messages (chat_id, sender_id, client_id);
CREATE INDEX chat_messages_everyone ON chat_messages (chat_id, seq) WHERE mentions_all;
CREATE INDEX chat_messages_pinned ON chat_messages (chat_id, seq) WHERE pinned;

-- Whom a message names, to count unread mentions. Messages to all are counted from chat_messages_everyone.
CREATE TABLE chat_mentions (
  user_id BIGINT NOT NULL,
  chat_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (user_id, chat_id, seq)
);

-- Earlier texts of edited messages, oldest first.
CREATE TABLE chat_edits (
  message_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (message_id, version)
);

CREATE TABLE chat_reactions (
  message_id BIGINT NOT NULL,
  emoji TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (message_id, emoji, user_id)
);

-- Files and links posted in a chat, for its list of files.
CREATE TABLE chat_attachments (
  chat_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  place BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'file', 'link')),
  file_id BIGINT,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (chat_id, seq, place)
);
CREATE INDEX chat_attachments_kind ON chat_attachments (chat_id, kind, seq);
