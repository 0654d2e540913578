//! Search over everything.

pub(crate) mod query;
