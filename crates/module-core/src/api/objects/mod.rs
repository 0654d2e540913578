//! Objects of every kind.

pub(crate) mod explain;
pub(crate) mod get;
pub(crate) mod resolve;
