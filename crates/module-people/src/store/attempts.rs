//! Failed sign-ins, counted per account and per address.

use kernel::Millis;
use platform_db::{DbResult, Tx, args};

/// Where a count stands after an attempt was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Attempts in a row, this one included.
    pub(crate) failures: i64,
    /// When the count begins anew.
    pub(crate) until: Millis,
}

/// Counts an attempt before it is known whether it succeeds, so that many at once cannot slip through. Beyond `allowed`
/// the row stays as it is: a lock ends when it said it would.
pub(crate) async fn add(tx: &mut Tx, key: &str, allowed: i64, now: Millis, until: Millis) -> DbResult<Count> {
    let row = tx
        .one(
            "INSERT INTO people_attempts (attempt_key, failures, until_at) VALUES ($1, 1, $2)
             ON CONFLICT (attempt_key) DO UPDATE SET
               failures = CASE WHEN people_attempts.until_at <= $3 THEN 1 ELSE people_attempts.failures + 1 END,
               until_at = CASE WHEN people_attempts.until_at <= $3 OR people_attempts.failures < $4
                 THEN excluded.until_at ELSE people_attempts.until_at END
             RETURNING failures, until_at",
            args![key, until, now, allowed],
        )
        .await?;
    Ok(Count { failures: row.get(0)?, until: row.get(1)? })
}

/// Takes one attempt back: it succeeded, and others of the same address stay counted.
pub(crate) async fn take_back(tx: &mut Tx, key: &str) -> DbResult<()> {
    tx.exec(
        "UPDATE people_attempts SET failures = failures - 1 WHERE attempt_key = $1 AND failures > 0",
        args![key],
    )
    .await?;
    Ok(())
}

/// Forgets a count.
pub(crate) async fn clear(tx: &mut Tx, key: &str) -> DbResult<()> {
    tx.exec("DELETE FROM people_attempts WHERE attempt_key = $1", args![key]).await?;
    Ok(())
}

/// Removes counts that ran out, at most `limit`; how many.
pub(crate) async fn purge(tx: &mut Tx, now: Millis, limit: i64) -> DbResult<u64> {
    tx.exec(
        "DELETE FROM people_attempts WHERE attempt_key IN (
           SELECT attempt_key FROM people_attempts WHERE until_at <= $1 LIMIT $2)",
        args![now, limit],
    )
    .await
}
