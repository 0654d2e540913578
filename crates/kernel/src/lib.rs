//! Vocabulary of every crate: ids, clock, actor, errors, paging. No I/O.

pub mod actor;
pub mod clock;
pub mod error;
pub mod id;
pub mod locale;
pub mod page;

pub use actor::{Actor, Grant, Role, Scope, Scopes};
pub use clock::{Clock, Millis};
pub use error::{Error, ErrorCode, FieldError, Kind, Result, fill};
pub use id::{Id, Ids};
pub use locale::Locale;
pub use page::{MAX_LIMIT, Page, Paged};
