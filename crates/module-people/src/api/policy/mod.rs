//! The sign-in policy.

pub(crate) mod get;
pub(crate) mod set;
