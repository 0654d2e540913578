//! All SQL of the directory.

pub(crate) mod attempts;
pub(crate) mod attributes;
pub(crate) mod bulk;
pub(crate) mod departments;
pub(crate) mod imports;
pub(crate) mod invitations;
pub(crate) mod managers;
pub(crate) mod members;
pub(crate) mod orgs;
pub(crate) mod present;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod snapshot;
pub(crate) mod taken;
pub(crate) mod tokens;
pub(crate) mod users;

use platform_db::DbError;

/// A value that this version does not know stands in a column: a fault of ours.
pub(crate) fn unknown(column: &str, value: &str) -> DbError {
    DbError::Shape(format!("{column} holds {value:?}, which this version does not know"))
}
