INSERT INTO people_orgs (id, name, policy, created_at, updated_at) VALUES (1, '老办公室', '{}', 1767574800000, 1767574800000);
INSERT INTO people_departments (id, org_id, name, name_key, name_sort, pinyin, position, path, created_at, updated_at)
  VALUES (10, 1, '镇政府', '镇政府', 'zhenzhengfu', 'zhen zheng fu', 0, '/10/', 1767574800000, 1767574800000);
INSERT INTO people_users (id, org_id, name, name_sort, pinyin, state, login, login_key, must_change_password, preferences, created_at, updated_at)
  VALUES (11, 1, '单安娜', 'shananna', 'shan an na', 'active', 'anna', 'anna', FALSE, '{}', 1767574800000, 1767574800000),
         (12, 1, '曾博', 'zengbo', 'zeng bo', 'active', 'bob', 'bob', FALSE, '{}', 1767574800000, 1767574800000);
INSERT INTO people_user_phones (user_id, position, label, number, mobile_key) VALUES (11, 0, 'mobile', '13800000001', '13800000001');
INSERT INTO people_user_departments (user_id, department_id, title, head, is_primary, position)
  VALUES (11, 10, '镇长', TRUE, TRUE, 0), (12, 10, NULL, FALSE, TRUE, 0);
INSERT INTO people_managers (user_id, manager_id, kind, position) VALUES (12, 11, 'direct', 0);
INSERT INTO people_roles (id, org_id, user_id, role, created_at) VALUES (13, 1, 11, 'owner', 1767574800000);
INSERT INTO access_objects (id, org_id, kind, owner_id, locked, title, created_at, updated_at)
  VALUES (30, 1, 'file', 11, FALSE, '预算.txt', 1767574800000, 1767574800000);
INSERT INTO access_grants (object_id, subject_kind, subject_id, level, at) VALUES (30, 'chat', 20, 'view', 1767574800000);
INSERT INTO blob_blobs (hash, size, object, refs, created_at, touched_at)
  VALUES ('0000000000000000000000000000000000000000000000000000000000000000', 5, 'o', 1, 1767574800000, 1767574800000);
INSERT INTO blob_files (id, org_id, owner_id, name, size, content_type, kind, hash, thumb, created_at)
  VALUES (30, 1, 11, '预算.txt', 5, 'text/plain', 'file', '0000000000000000000000000000000000000000000000000000000000000000', 'none', 1767574800000);
INSERT INTO chat_chats (id, org_id, kind, title, announcement, owner_id, history_for_new, who_can_post, who_can_add,
    who_can_mention_all, last_seq, event_seq, last_at, members, created_at)
  VALUES (20, 1, 'group', '老群', '', 11, TRUE, 'all', 'all', 'all', 2, 2, 1767574800000, 2, 1767574800000);
INSERT INTO chat_members (chat_id, user_id, role, joined_at, history_from, read_seq, read_at, notify_level, pinned)
  VALUES (20, 11, 'owner', 1767574800000, 1, 2, 1767574800000, 'all', FALSE),
         (20, 12, 'member', 1767574800000, 1, 0, 1767574800000, 'mentions', TRUE);
INSERT INTO chat_messages (id, chat_id, seq, sender_id, kind, body, mentions, mentions_all, files, created_at, edited_at, pinned, reactions)
  VALUES (21, 20, 1, 11, 'text', '从前说的话 <@12>', '["12"]', FALSE, NULL, 1767574800000, 1767574800001, TRUE, 1),
         (22, 20, 2, 11, 'file', '', NULL, FALSE, '["30"]', 1767574800000, NULL, FALSE, 0);
INSERT INTO chat_mentions (user_id, chat_id, seq) VALUES (12, 20, 1);
INSERT INTO chat_edits (message_id, version, body, at) VALUES (21, 1, '更早的话', 1767574800000);
INSERT INTO chat_reactions (message_id, emoji, user_id, at) VALUES (21, '👍', 12, 1767574800000);
INSERT INTO chat_attachments (chat_id, seq, place, kind, file_id, message_id) VALUES (20, 2, 0, 'file', 30, 22);
INSERT INTO events_log (id, org_id, stream, seq, pos, kind, actor_id, at, body)
  VALUES (40, 1, 'chat:20', 1, 1, 'chat.message.posted.v1', 11, 1767574800000, '{"chat":"20","message":"21","seq":1,"sender":"11","kind":"text"}'),
         (41, 1, 'chat:20', 2, 2, 'chat.message.posted.v1', 11, 1767574800000, '{"chat":"20","message":"22","seq":2,"sender":"11","kind":"file"}');
INSERT INTO notify_items (id, org_id, user_id, kind, params, url, actor_id, at)
  VALUES (50, 1, 12, 'chat.mentioned', '{"name":"单安娜","chat":"老群"}', '/chat/20?seq=1', 11, 1767574800000);
