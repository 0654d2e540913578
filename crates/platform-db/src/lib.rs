//! One SQL text on SQLite and PostgreSQL: transactions, group commit, migrations.
//!
//! A query is written once, in the portable subset (`README.md`), with `$1` parameters. A unit of work is one async
//! closure over a [`Tx`]. On SQLite one writer thread runs queued closures as savepoints of one transaction, so that
//! many writers share one fsync; on PostgreSQL each closure runs in a task and a transaction of its own.
//!
//! A write closure may await nothing but its [`Tx`]: on SQLite it is polled once, inline, on the writer thread.

mod catalog;
mod db;
mod error;
mod fill;
mod load;
mod migrate;
mod notices;
mod postgres;
mod replica;
mod row;
mod snapshot;
mod sqlite;
mod tx;
mod val;
mod wrote;

pub use wrote::noting_writes;

pub use catalog::{Column, ColumnKind, Table};
pub use db::{Db, Engine};
pub use error::{DbError, DbResult, OUTCOME_UNKNOWN, STORAGE_FULL, STORE_UNAVAILABLE, UniqueExt};
pub use fill::{FILLED, Fill, FillFrom, UNFINISHED, same_row};
pub use load::Load;
pub use migrate::{Applied, EDITED, Migration, Migrations, NEWER, Pending, migrate, pending};
pub use notices::Notices;
pub use postgres::PostgresOptions;
pub use row::{FromVal, Row};
pub use snapshot::Snapshot;
pub use sqlite::SqliteOptions;
pub use tx::Tx;
pub use val::{IntoVal, Val};

/// A boxed future: what a unit of work returns.
pub type BoxFuture<'a, T> = futures_util::future::BoxFuture<'a, T>;

/// Parameters of a statement: `args![id, name, now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::IntoVal::into_val($value)),*] };
}
