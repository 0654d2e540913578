//! Tables of people: sent, looked at, applied.

pub(crate) mod apply;
pub(crate) mod bad_csv;
pub(crate) mod bad_xlsx;
pub(crate) mod cancel;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
mod mend;
pub(crate) mod rows;
pub(crate) mod update;
mod view;
