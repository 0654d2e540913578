//! Figures of work that waits, for whoever watches the office.

use std::time::Duration;

use metrics::gauge;
use platform_db::{Db, args};
use tokio_util::sync::CancellationToken;

/// How often they are read. The same on every node: they are of the office, not of the process.
const EVERY: Duration = Duration::from_secs(15);

/// Reads them until `stop`: `jobs{state}`, and `consumer_behind{consumer}`, events that a consumer has not handled.
pub async fn report(db: Db, stop: CancellationToken) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = timer.tick() => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = read(&db).await {
            tracing::debug!(?error, "figures of jobs and consumers cannot be read");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count, far below what f64 holds exactly")]
async fn read(db: &Db) -> kernel::Result<()> {
    let (jobs, consumers) = db
        .read(|tx| {
            Box::pin(async move {
                let mut jobs: Vec<(String, i64)> = Vec::new();
                for row in
                    tx.all("SELECT state, CAST(COUNT(*) AS BIGINT) FROM events_jobs GROUP BY state", args![]).await?
                {
                    jobs.push((row.get(0)?, row.get(1)?));
                }
                let mut consumers: Vec<(String, i64)> = Vec::new();
                for row in tx
                    .all(
                        "SELECT consumer, (SELECT COALESCE(MAX(pos), 0) FROM events_log) - CASE WHEN pos < 0 THEN 0 ELSE pos END
                         FROM events_cursors",
                        args![],
                    )
                    .await?
                {
                    consumers.push((row.get(0)?, row.get(1)?));
                }
                Ok((jobs, consumers))
            })
        })
        .await?;
    for state in ["queued", "running", "dead"] {
        let count = jobs.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
        gauge!("jobs", "state" => state).set(count as f64);
    }
    for (consumer, behind) in consumers {
        gauge!("consumer_behind", "consumer" => consumer).set(behind.max(0) as f64);
    }
    Ok(())
}
