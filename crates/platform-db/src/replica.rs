//! A read replica: asked while it is there and at most a moment behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::postgres::Postgres;
use crate::{DbResult, PostgresOptions, args};

/// How long a replica has to take over what the database had written.
const BEHIND: Duration = Duration::from_millis(500);
/// How old a read of it may be.
const OLDEST: Duration = Duration::from_secs(2);
/// Longest wait for its answer: the database itself is there to be asked.
const ANSWER: Duration = Duration::from_secs(3);

/// A replica and whether it may be asked.
pub(crate) struct Replica {
    postgres: Arc<Postgres>,
    began: Instant,
    /// Until when it may be asked, in milliseconds since it began.
    fresh_until: Arc<AtomicU64>,
}

impl Replica {
    /// Watches a replica of `primary` as long as both are there; one that is away is asked when it comes.
    pub(crate) fn watch(url: &str, options: &PostgresOptions, primary: &Arc<Postgres>) -> DbResult<Self> {
        let options =
            PostgresOptions { url: url.to_owned(), replica_url: None, answer: ANSWER, ..options.clone() };
        let postgres = Arc::new(Postgres::lazy(&options)?);
        let (began, fresh_until) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let (primary, replica) = (Arc::downgrade(primary), Arc::downgrade(&postgres));
        let told = Arc::clone(&fresh_until);
        tokio::spawn(async move {
            let mut was_fresh = false;
            loop {
                let asked = Instant::now();
                let Some(written) = primary.upgrade().map(written) else { return };
                let written = timeout(OLDEST, written).await;
                tokio::time::sleep(BEHIND).await;
                let Some(replica) = replica.upgrade() else { return };
                let is_fresh = match written {
                    Ok(Ok(written)) => {
                        matches!(timeout(OLDEST, has(&replica, written)).await, Ok(Ok(true)))
                    }
                    // The database is away: what the replica has is all there is, and may be old.
                    _ => false,
                };
                let until = if is_fresh { (asked + OLDEST - began).as_millis() } else { 0 };
                told.store(u64::try_from(until).unwrap_or(0), Ordering::Relaxed);
                if was_fresh != is_fresh {
                    was_fresh = is_fresh;
                    tracing::info!(is_fresh, "the read replica");
                }
                metrics::gauge!("db_replica_fresh").set(f64::from(u8::from(is_fresh)));
            }
        });
        Ok(Self { postgres, began, fresh_until })
    }

    /// The replica, if it may be asked now.
    pub(crate) fn fresh(&self) -> Option<&Arc<Postgres>> {
        let until = Duration::from_millis(self.fresh_until.load(Ordering::Relaxed));
        (self.began.elapsed() < until).then_some(&self.postgres)
    }
}

/// Which database it is, and how far it has written its log.
struct Written {
    system: String,
    name: String,
    place: String,
}

async fn written(primary: Arc<Postgres>) -> kernel::Result<Written> {
    primary
        .read(|tx| {
            Box::pin(async move {
                let sql = "SELECT CAST(system_identifier AS TEXT), CAST(current_database() AS TEXT),
                             CAST(pg_current_wal_lsn() AS TEXT) FROM pg_control_system()";
                let row = tx.one(sql, args![]).await?;
                Ok(Written { system: row.get(0)?, name: row.get(1)?, place: row.get(2)? })
            })
        })
        .await
}

/// Whether this is a replica of that database, and has all of its log up to there.
async fn has(replica: &Postgres, Written { system, name, place }: Written) -> kernel::Result<bool> {
    replica
        .read(move |tx| {
            Box::pin(async move {
                let sql =
                    "SELECT CAST(system_identifier AS TEXT) = $1 AND CAST(current_database() AS TEXT) = $2
                       AND COALESCE(pg_last_wal_replay_lsn() >= CAST(CAST($3 AS TEXT) AS pg_lsn), FALSE)
                     FROM pg_control_system()";
                Ok(tx.one(sql, args![system, name, place]).await?.get(0)?)
            })
        })
        .await
}
