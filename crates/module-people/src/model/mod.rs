//! Plain types and pure rules.

pub(crate) mod attribute;
pub(crate) mod contact;
pub(crate) mod department;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod limits;
pub(crate) mod password;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod preferences;
pub(crate) mod role;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod text;
pub(crate) mod user;
