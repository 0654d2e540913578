-- Place of the last message when the member came: who was not there yet is no reader of what was said before.
ALTER TABLE chat_members ADD COLUMN joined_seq BIGINT NOT NULL DEFAULT 0;

-- Whether a file was posted where somebody may read.
CREATE INDEX chat_attachments_file ON chat_attachments (chat_id, file_id);

-- Notes of the office are no messages to catch up on: they are counted to be taken off.
CREATE INDEX chat_messages_notes ON chat_messages (chat_id, seq) WHERE kind = 'system';
