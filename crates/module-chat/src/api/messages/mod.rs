//! Operations on messages, one a file.

pub(crate) mod edit;
pub(crate) mod get;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod post;
pub(crate) mod readers;
pub(crate) mod recall;
pub(crate) mod search;
