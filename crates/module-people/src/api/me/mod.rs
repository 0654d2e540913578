//! Oneself.

pub(crate) mod get;
pub(crate) mod set_password;
pub(crate) mod update;
