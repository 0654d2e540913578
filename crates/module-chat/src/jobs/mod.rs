//! Jobs of chats, one a file.

pub(crate) mod sync_members;
