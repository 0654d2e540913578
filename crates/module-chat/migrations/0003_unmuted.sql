-- What a member heard of before the chat was muted, to go back to.
ALTER TABLE chat_members ADD COLUMN unmuted_level TEXT NOT NULL DEFAULT 'all';
