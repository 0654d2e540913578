//! Plain types and pure rules of chats.

pub(crate) mod chat;
pub(crate) mod limits;
pub(crate) mod member;
pub(crate) mod message;
pub(crate) mod text;
