//! All SQL of chats.

pub(crate) mod attachments;
pub(crate) mod chats;
pub(crate) mod members;
pub(crate) mod mentions;
pub(crate) mod messages;
pub(crate) mod reactions;
