//! The store, whichever engine it is.

use std::path::Path;
use std::sync::Arc;

use kernel::Millis;

use crate::postgres::{Postgres, PostgresOptions};
use crate::replica::Replica;
use crate::sqlite::{Sqlite, SqliteOptions};
use crate::{
    BoxFuture, DbError, DbResult, Fill, FillFrom, Load, Migrations, OUTCOME_UNKNOWN, STORE_UNAVAILABLE,
    Snapshot, Tx, wrote,
};

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program.
    Sqlite,
    /// A server, shared by nodes.
    Postgres,
}

/// The store. Clones share it.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

enum Inner {
    Sqlite(Sqlite),
    Postgres { primary: Arc<Postgres>, replica: Option<Replica> },
}

impl Db {
    /// Opens (or makes) a SQLite store.
    pub fn open_sqlite(options: &SqliteOptions) -> DbResult<Self> {
        Ok(Self(Arc::new(Inner::Sqlite(Sqlite::open(options)?))))
    }

    /// Opens a PostgreSQL store; fails when it cannot be reached.
    pub async fn open_postgres(options: &PostgresOptions) -> DbResult<Self> {
        let primary = Arc::new(Postgres::open(options).await?);
        let replica = match &options.replica_url {
            Some(url) => Some(Replica::watch(url, options, &primary)?),
            None => None,
        };
        Ok(Self(Arc::new(Inner::Postgres { primary, replica })))
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Runs `work` in a transaction: all of it is durable when this returns `Ok`, none of it otherwise.
    pub async fn write<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        let outcome = match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.write(work).await,
            Inner::Postgres { primary: postgres, .. } => postgres.write(work).await,
        };
        if outcome.as_ref().map_or_else(|error| error.is(&OUTCOME_UNKNOWN), |_| true) {
            wrote::note();
        }
        outcome
    }

    /// Runs reads. On SQLite all statements see one snapshot; on PostgreSQL each sees the latest commit.
    pub async fn read<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.read(work).await,
            Inner::Postgres { primary: postgres, .. } => postgres.read(work).await,
        }
    }

    /// Runs reads whose answer may be a second or two old: on a read replica, where there is one that keeps up.
    pub async fn read_stale<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Clone + Send + 'static,
    {
        if let Inner::Postgres { replica: Some(replica), .. } = &*self.0
            && let Some(replica) = replica.fresh()
        {
            match replica.read(work.clone()).await {
                // It went away a moment ago.
                Err(error) if error.is(&STORE_UNAVAILABLE) => {}
                outcome => return outcome,
            }
        }
        self.read(work).await
    }

    /// Whether the store answers.
    pub async fn ping(&self) -> kernel::Result<()> {
        self.read(|tx| {
            Box::pin(async move {
                tx.one("SELECT 1", crate::args![]).await?;
                Ok(())
            })
        })
        .await
    }

    /// What the server's clock says: that of all nodes. `None` where the store has no clock of its own.
    pub async fn time(&self) -> kernel::Result<Option<Millis>> {
        if self.engine() == Engine::Sqlite {
            return Ok(None);
        }
        self.read(|tx| {
            Box::pin(async move {
                let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
                Ok(Some(tx.one(sql, crate::args![]).await?.get(0)?))
            })
        })
        .await
    }

    /// The whole store as it is now, to be read while others write.
    pub async fn snapshot(&self) -> DbResult<Snapshot> {
        let tx = match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.take()?,
            Inner::Postgres { primary: postgres, .. } => postgres.take().await?,
        };
        Snapshot::begin(tx).await
    }

    /// Begins to fill this PostgreSQL store from a copy, as one transaction that first drops the tables of these crates:
    /// the caller has made sure that they hold nothing. A SQLite store is filled in a new file ([`Load::sqlite`]).
    pub async fn load(&self, sets: &[Migrations]) -> DbResult<Load> {
        match &*self.0 {
            Inner::Sqlite(_) => Err(DbError::Statement("a SQLite store is filled in a new file".to_owned())),
            Inner::Postgres { primary: postgres, .. } => Load::postgres(postgres.take().await?, sets).await,
        }
    }

    /// Begins to fill this PostgreSQL store piece by piece, or goes on ([`Fill`]).
    pub async fn fill(&self, from: &FillFrom<'_>) -> kernel::Result<Fill> {
        match &*self.0 {
            Inner::Sqlite(_) => {
                Err(DbError::Statement("a SQLite store is filled through its file".to_owned()).into())
            }
            Inner::Postgres { primary: postgres, .. } => Fill::begin(postgres.take().await?, from).await,
        }
    }

    /// Copies a SQLite store, consistent while others write, into a new file. Blocks the calling thread.
    pub fn copy_sqlite_to(&self, target: &Path) -> DbResult<()> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.copy_to(target),
            Inner::Postgres { .. } => Err(DbError::Statement("only a SQLite store is one file".to_owned())),
        }
    }
}
