//! The organisation itself.

pub(crate) mod get;
pub(crate) mod update;
