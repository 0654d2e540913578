//! A unit of work on either engine.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use deadpool_postgres::Object;
use rusqlite::Connection;

use crate::{ColumnKind, DbError, DbResult, Engine, Row, Val};

/// What runs after the commit, in commit order on SQLite.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

/// A transaction: statements in `$1` SQL, and what to do once it is durable.
pub struct Tx {
    pub(crate) link: Link,
    pub(crate) hooks: Vec<Hook>,
    writes: bool,
    /// A statement of this unit failed.
    pub(crate) failed: bool,
    /// The disk was full since the transaction began.
    pub(crate) full: Option<String>,
}

pub(crate) enum Link {
    Sqlite(Box<Connection>),
    Postgres(Box<PostgresLink>),
}

/// A connection of the pool while a unit of work has it.
pub(crate) struct PostgresLink {
    /// Gone once it was dropped, not given back.
    object: Option<Object>,
    /// Whether a transaction is open on it.
    pub(crate) open: bool,
    /// Longest wait for an answer; `None` for work that takes as long as it takes.
    answer: Option<Duration>,
}

impl PostgresLink {
    /// Asks the server. Who does not answer in time is not asked again: the connection is dropped.
    pub(crate) async fn ask<T>(&mut self, question: impl AsyncFnOnce(&Object) -> DbResult<T>) -> DbResult<T> {
        let lost = || DbError::Unavailable("the database does not answer".to_owned());
        let object = self.object.as_ref().ok_or_else(lost)?;
        let Some(answer) = self.answer else { return question(object).await };
        let Ok(outcome) = tokio::time::timeout(answer, question(object)).await else {
            drop(self.object.take().map(Object::take));
            return Err(lost());
        };
        outcome
    }
}

impl Tx {
    pub(crate) fn sqlite(connection: Connection, writes: bool) -> Self {
        Self::new(Link::Sqlite(Box::new(connection)), writes)
    }

    /// `writes` opens with a transaction; reads need none.
    pub(crate) fn postgres(object: Object, writes: bool, answer: Duration) -> Self {
        let link = PostgresLink { object: Some(object), open: writes, answer: Some(answer) };
        Self::new(Link::Postgres(Box::new(link)), writes)
    }

    /// From here on every statement may take as long as it takes, as a migration of a large table does.
    pub(crate) fn wait_long(&mut self) {
        if let Link::Postgres(link) = &mut self.link {
            link.answer = None;
        }
    }

    fn new(link: Link, writes: bool) -> Self {
        Self { link, hooks: Vec::new(), writes, failed: false, full: None }
    }

    /// Whether this may change rows ([`crate::Db::write`]). What it sees may then be undone: remember none of it.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// The engine this runs on, for the few statements that truly differ.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `hook` after the commit; never when the work fails. Hooks must be quick and must not block.
    pub fn after_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(hook));
    }

    /// All rows of a fixed statement. The statement must bound its rows itself.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Val>) -> DbResult<Vec<Row>> {
        self.query(sql, args, true).await
    }

    /// All rows of a statement put together at run time.
    pub async fn all_dyn(&mut self, sql: &str, args: Vec<Val>) -> DbResult<Vec<Row>> {
        self.query(sql, args, false).await
    }

    /// The same, for a statement of few shapes that comes often: it stays prepared.
    pub async fn all_kept(&mut self, sql: &str, args: Vec<Val>) -> DbResult<Vec<Row>> {
        self.query(sql, args, true).await
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
        self.execute(sql, args, true).await
    }

    /// Runs a statement put together at run time; how many rows it changed.
    pub async fn exec_dyn(&mut self, sql: &str, args: Vec<Val>) -> DbResult<u64> {
        self.execute(sql, args, false).await
    }

    /// Runs several statements without parameters, for migrations and maintenance.
    pub async fn batch(&mut self, sql: &str) -> DbResult<()> {
        self.ready(&[])?;
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => connection.execute_batch(sql).map_err(DbError::from),
            Link::Postgres(link) => link.ask(async |object| Ok(object.batch_execute(sql).await?)).await,
        };
        self.note(outcome)
    }

    /// Adds rows by COPY, which only PostgreSQL has.
    pub(crate) async fn copy_in(
        &mut self,
        sql: &str,
        kinds: &[ColumnKind],
        rows: &[Vec<Val>],
    ) -> DbResult<()> {
        self.ready(&[])?;
        let outcome = match &mut self.link {
            Link::Sqlite(_) => Err(DbError::Work("not a PostgreSQL connection")),
            Link::Postgres(link) => {
                link.ask(async |object| crate::postgres::copy_in(object, sql, kinds, rows).await).await
            }
        };
        self.note(outcome)
    }

    async fn query(&mut self, sql: &str, args: Vec<Val>, keep: bool) -> DbResult<Vec<Row>> {
        self.ready(&args)?;
        let sql = portable(sql, self.engine());
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::all(connection, &sql, args),
            Link::Postgres(link) => {
                link.ask(async |object| crate::postgres::all(object, &sql, args, keep).await).await
            }
        };
        self.note(outcome)
    }

    async fn execute(&mut self, sql: &str, args: Vec<Val>, keep: bool) -> DbResult<u64> {
        self.ready(&args)?;
        let sql = portable(sql, self.engine());
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite::exec(connection, &sql, args),
            Link::Postgres(link) => {
                link.ask(async |object| crate::postgres::exec(object, &sql, args, keep).await).await
            }
        };
        self.note(outcome)
    }

    /// What both engines refuse before they are asked.
    fn ready(&mut self, args: &[Val]) -> DbResult<()> {
        if self.writes {
            self.intact()?;
            if let Link::Sqlite(connection) = &self.link
                && connection.is_autocommit()
            {
                // The store rolled back (a full disk): what follows would be kept on its own.
                return Err(self.rolled_back());
            }
        }
        if args.iter().any(|val| matches!(val, Val::Text(text) if text.contains('\0'))) {
            // PostgreSQL has no such text; SQLite would cut it at the first use of a C string.
            return self.note(Err(DbError::Constraint("text holds a NUL character".to_owned())));
        }
        Ok(())
    }

    fn note<T>(&mut self, outcome: DbResult<T>) -> DbResult<T> {
        if let Err(error) = &outcome {
            self.failed = true;
            if let DbError::Full(text) = error {
                self.full = Some(text.clone());
            }
        }
        outcome
    }

    /// Fails when a statement of this unit did: PostgreSQL then keeps nothing of it, and so SQLite must not either.
    pub(crate) fn intact(&self) -> DbResult<()> {
        if self.failed { Err(DbError::Work("it went on after a statement had failed")) } else { Ok(()) }
    }

    /// Why the store rolled back by itself.
    pub(crate) fn rolled_back(&self) -> DbError {
        match &self.full {
            Some(text) => DbError::Full(text.clone()),
            None => DbError::Unavailable("the transaction was rolled back by the store".to_owned()),
        }
    }
}

/// Runs what was to happen after the commit. A hook that panics must not take the others, or the writer, with it.
pub(crate) fn run_hooks(hooks: Vec<Hook>) {
    for hook in hooks {
        if catch_unwind(AssertUnwindSafe(hook)).is_err() {
            tracing::error!("what should happen after a commit panicked");
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // A connection dropped inside a transaction (a panic, a broken link) must not go back to the pool.
        if let Link::Postgres(link) = &mut self.link
            && link.open
        {
            drop(link.object.take().map(Object::take));
        }
    }
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
