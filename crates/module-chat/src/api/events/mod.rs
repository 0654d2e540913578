//! Reading the events of a chat, one a file.

pub(crate) mod list;
