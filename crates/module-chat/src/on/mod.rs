//! Reactions to events, one file a reaction.

pub(crate) mod directory_changed;
pub(crate) mod index_messages;
pub(crate) mod mentioned;
