//! What is unread over all chats, one a file.

pub(crate) mod get;
