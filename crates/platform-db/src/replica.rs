//! A read replica: asked while it is there and at most a moment behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::postgres::Postgres;
use crate::{DbResult, PostgresOptions, args};

/// How long a replica has to take over what the database had written: no read of it is older than twice this.
const BEHIND: Duration = Duration::from_secs(1);

/// A replica and whether it may be asked.
pub(crate) struct Replica {
    postgres: Arc<Postgres>,
    fresh: Arc<AtomicBool>,
}

impl Replica {
    /// Watches a replica of `primary` as long as both are there; one that is away is asked when it comes.
    pub(crate) fn watch(options: &PostgresOptions, primary: &Arc<Postgres>) -> DbResult<Self> {
        let postgres = Arc::new(Postgres::lazy(options)?);
        let fresh = Arc::new(AtomicBool::new(false));
        let (primary, replica) = (Arc::downgrade(primary), Arc::downgrade(&postgres));
        let told = Arc::clone(&fresh);
        tokio::spawn(async move {
            loop {
                let Some(written) = primary.upgrade().map(written) else { return };
                let written = written.await;
                tokio::time::sleep(BEHIND).await;
                let Some(replica) = replica.upgrade() else { return };
                let is_fresh = match written {
                    Ok(place) => has(&replica, place).await.unwrap_or(false),
                    // The database is away: what the replica has is all there is, and may be old.
                    Err(_) => false,
                };
                if told.swap(is_fresh, Ordering::Relaxed) != is_fresh {
                    tracing::info!(is_fresh, "the read replica");
                }
                metrics::gauge!("db_replica_fresh").set(f64::from(u8::from(is_fresh)));
            }
        });
        Ok(Self { postgres, fresh })
    }

    /// The replica, if it may be asked now.
    pub(crate) fn fresh(&self) -> Option<&Arc<Postgres>> {
        self.fresh.load(Ordering::Relaxed).then_some(&self.postgres)
    }
}

/// How far the database has written its log.
async fn written(primary: Arc<Postgres>) -> kernel::Result<String> {
    primary
        .read(|tx| {
            Box::pin(async move {
                Ok(tx.one("SELECT CAST(pg_current_wal_lsn() AS TEXT)", args![]).await?.get(0)?)
            })
        })
        .await
}

/// Whether a replica has all of the log up to there.
async fn has(replica: &Postgres, place: String) -> kernel::Result<bool> {
    replica
        .read(move |tx| {
            Box::pin(async move {
                let sql =
                    "SELECT COALESCE(pg_last_wal_replay_lsn() >= CAST(CAST($1 AS TEXT) AS pg_lsn), FALSE)";
                Ok(tx.one(sql, args![place]).await?.get(0)?)
            })
        })
        .await
}
