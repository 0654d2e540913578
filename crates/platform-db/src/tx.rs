//! A unit of work on either engine.

use std::borrow::Cow;

use deadpool_postgres::Object;
use rusqlite::Connection;

use crate::{DbError, DbResult, Engine, Row, Val};

/// What runs after the commit, in commit order on SQLite.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

/// A transaction: statements in `$1` SQL, and what to do once it is durable.
pub struct Tx {
    pub(crate) link: Link,
    pub(crate) hooks: Vec<Hook>,
}

pub(crate) enum Link {
    Sqlite(Box<Connection>),
    /// The pooled connection, and whether a transaction is open on it.
    Postgres(Option<Object>, bool),
}

impl Tx {
    pub(crate) fn sqlite(connection: Connection) -> Self {
        Self { link: Link::Sqlite(Box::new(connection)), hooks: Vec::new() }
    }

    pub(crate) fn postgres(object: Object, open: bool) -> Self {
        Self { link: Link::Postgres(Some(object), open), hooks: Vec::new() }
    }

    /// The engine this runs on, for the few statements that truly differ.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(..) => Engine::Postgres,
        }
    }

    /// Runs `hook` after the commit; never when the work fails. Hooks must be quick and must not block.
    pub fn after_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }

    /// All rows of a fixed statement. The statement must bound its rows itself.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Val>) -> DbResult<Vec<Row>> {
        match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::all(connection, &portable(sql, Engine::Sqlite), args),
            Link::Postgres(object, _) => {
                crate::postgres::all(held(object)?, &portable(sql, Engine::Postgres), args, true).await
            }
        }
    }

    /// All rows of a statement put together at run time.
    pub async fn all_dyn(&mut self, sql: &str, args: Vec<Val>) -> DbResult<Vec<Row>> {
        match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::all(connection, &portable(sql, Engine::Sqlite), args),
            Link::Postgres(object, _) => {
                crate::postgres::all(held(object)?, &portable(sql, Engine::Postgres), args, false).await
            }
        }
    }

    /// The first row, if there is one.
    pub async fn opt(&mut self, sql: &'static str, args: Vec<Val>) -> DbResult<Option<Row>> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The first row; [`DbError::NoRow`] when there is none.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Val>) -> DbResult<Row> {
        self.opt(sql, args).await?.ok_or(DbError::NoRow)
    }

    /// Runs a statement; how many rows it changed.
    pub async fn exec(&mut self, sql: &'static str, args: Vec<Val>) -> DbResult<u64> {
        match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::exec(connection, &portable(sql, Engine::Sqlite), args),
            Link::Postgres(object, _) => {
                crate::postgres::exec(held(object)?, &portable(sql, Engine::Postgres), args, true).await
            }
        }
    }

    /// Runs a statement put together at run time; how many rows it changed.
    pub async fn exec_dyn(&mut self, sql: &str, args: Vec<Val>) -> DbResult<u64> {
        match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::exec(connection, &portable(sql, Engine::Sqlite), args),
            Link::Postgres(object, _) => {
                crate::postgres::exec(held(object)?, &portable(sql, Engine::Postgres), args, false).await
            }
        }
    }

    /// Runs several statements without parameters, for migrations and maintenance.
    pub async fn batch(&mut self, sql: &str) -> DbResult<()> {
        match &mut self.link {
            Link::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Link::Postgres(object, _) => Ok(held(object)?.batch_execute(sql).await?),
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // A connection dropped inside a transaction (a panic, a broken link) must not go back to the pool.
        if let Link::Postgres(object, true) = &mut self.link
            && let Some(object) = object.take()
        {
            drop(Object::take(object));
        }
    }
}

pub(crate) fn held(object: &Option<Object>) -> DbResult<&Object> {
    object.as_ref().ok_or(DbError::Work("the connection was given back"))
}

/// Fills in the fragments that only one engine knows: row locks exist on PostgreSQL; SQLite has one writer.
fn portable(sql: &str, engine: Engine) -> Cow<'_, str> {
    if !sql.contains('{') {
        return Cow::Borrowed(sql);
    }
    let (for_update, skip_locked) = match engine {
        Engine::Sqlite => ("", ""),
        Engine::Postgres => ("FOR UPDATE", "FOR UPDATE SKIP LOCKED"),
    };
    Cow::Owned(sql.replace("{for_update}", for_update).replace("{skip_locked}", skip_locked))
}
