//! People.

pub(crate) mod create;
pub(crate) mod facts;
pub(crate) mod get;
pub(crate) mod invite;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod reactivate;
pub(crate) mod reset_password;
pub(crate) mod suspend;
pub(crate) mod update;
