//! Chats: messages, members, read marks, pins, search.
