//! Operations on reactions, one a file.

pub(crate) mod add;
pub(crate) mod list;
pub(crate) mod remove;
