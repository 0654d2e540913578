//! Operations on chats, one a file.

pub(crate) mod create;
pub(crate) mod dissolve;
pub(crate) mod draft;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod settle;
pub(crate) mod transfer;
pub(crate) mod update;
