//! Objects, their grants, and the one access check that explains itself.
//!
//! Everything a person can open is an object: one id, one link, one owner, one place in the tree, one list of grants.
//! [`Access::require`] is the only road from an id to an [`Object`], and what changes an object takes the [`Object`],
//! so that nothing is changed that was not checked. Modules say who belongs to a subject ([`SubjectResolver`]) and what
//! their objects look like ([`ObjectKind`]).

mod access;
mod cache;
mod change;
mod check;
mod error;
mod explain;
mod kinds;
mod level;
mod links;
mod store;
mod subject;

use platform_db::{Migration, Migrations};

pub use access::Access;
pub use change::{NewObject, events};
pub use error::{
    ACCESS_DENIED, ALL, LEVEL_TOO_HIGH, OBJECT_CYCLE, OBJECT_NOT_EMPTY, OBJECT_TOO_DEEP, TOO_MANY_GRANTS,
};
pub use explain::{Because, Explanation, GrantInfo, Place, Reason};
pub use kinds::{ObjectCard, ObjectKind};
pub use level::Level;
pub use store::Object;
pub use subject::{Subject, SubjectKind, SubjectResolver, Viewer};

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "access",
    files: &[Migration { name: "0001_access", sql: include_str!("../migrations/0001_access.sql") }],
};

/// Objects that may lie within one another, the outermost counted: a check reads the whole chain. What lies deeper
/// (a subtree moved down) does not inherit from beyond it.
pub const MAX_DEPTH: u32 = 32;
/// Grants on one object: a check reads them all. Many people are a department or a chat.
pub const MAX_GRANTS: u32 = 200;
