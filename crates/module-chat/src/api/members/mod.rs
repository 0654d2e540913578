//! Operations on members, one a file.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod reads;
pub(crate) mod remove;
