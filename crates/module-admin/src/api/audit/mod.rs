//! The audit log.

pub(crate) mod checkpoint;
pub(crate) mod export;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod prove;
