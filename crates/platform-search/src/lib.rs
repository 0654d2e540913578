//! The search index: filled behind the write path, filtered by access before it answers.
//!
//! Modules put what can be found into the index from the events they consume, and say with one SQL condition who may
//! find it ([`SearchSource`]). A query joins words, filters and that condition in one statement, newest first. The index
//! holds words, not texts: a module shows its own text and marks the words with `engine_text::snippet`.

mod query;
mod search;
mod source;
mod store;

use platform_db::{Engine, Migration, Migrations};

pub use query::{Hit, Query};
pub use search::{Doc, Search, SearchStore};
pub use source::SearchSource;

/// Tables of this crate. On SQLite [`Search::open`] applies them to the index's own file.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "search",
    files: &[Migration { name: "0001_search", sql: include_str!("../migrations/0001_search.sql") }],
};

/// The tables that belong into the main store of this engine: on SQLite none.
#[must_use]
pub fn main_migrations(engine: Engine) -> Option<Migrations> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(MIGRATIONS),
    }
}
