//! Access tokens of programs.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;
