//! Resumable uploads.

pub(crate) mod append;
pub(crate) mod cancel;
pub(crate) mod create;
pub(crate) mod get;
mod view;
