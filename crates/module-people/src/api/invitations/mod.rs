//! Links by which people choose a password.

pub(crate) mod accept;
pub(crate) mod get;
