//! The HTTP edge: callers, errors, idempotency, limits, metrics, headers.
//!
//! This is the only crate that turns an error into HTTP. Modules write handlers with [`Caller`], [`Json`], [`Query`],
//! [`Path`] and return [`HttpResult`].
//!
//! Table: `http_idempotency`, the replies to requests with an `Idempotency-Key`, so that none is done twice.

mod caller;
mod cross_origin;
mod disposition;
mod document;
mod edge;
pub mod error;
mod extract;
mod headers;
mod idempotency;
mod limit;
mod observe;
mod problem;

use platform_db::{Migration, Migrations};

pub use caller::{COOKIE, Caller, ClientIp, Credential, authenticate};
pub use disposition::disposition;
pub use document::document;
pub use edge::{EdgeOptions, edge, pages, scoped};
pub use extract::{Json, Path, Query};
pub use idempotency::{HoldsSecret, probe_room, purge as purge_idempotency};
pub use observe::RequestId;
pub use problem::{FieldProblem, HttpResult, Problem, ProblemBody};

/// Tables of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "http",
    files: &[Migration { name: "0001_idempotency", sql: include_str!("../migrations/0001_idempotency.sql") }],
};
