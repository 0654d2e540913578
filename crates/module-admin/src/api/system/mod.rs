//! The installation itself.

pub(crate) mod get;
