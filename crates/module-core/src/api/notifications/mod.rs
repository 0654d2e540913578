//! What people were told.

pub(crate) mod list;
pub(crate) mod read;
