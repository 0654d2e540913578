//! Leases: at most one owner at a time for what must not run twice, with a fence against owners that woke up late.

use kernel::{Clock, Millis};
use platform_db::{Db, args};

/// A lease held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub name: String,
    /// Grows with every change of owner: writes that carry an older number must be refused.
    pub fence: i64,
    /// Until when it holds unless renewed.
    pub until: Millis,
}

/// Takes or renews a lease for `ttl_ms`; `None` while somebody else holds it. One that ends further ahead than any lease
/// lasts was taken before the clock was set back, and counts as run out.
pub async fn acquire_lease(
    db: &Db,
    clock: &Clock,
    name: &str,
    owner: &str,
    ttl_ms: i64,
) -> kernel::Result<Option<Lease>> {
    let now = clock.now();
    let until = now.plus(ttl_ms);
    let (name, owner) = (name.to_owned(), owner.to_owned());
    db.write(move |tx| {
        Box::pin(async move {
            let row = tx
                .opt(
                    "INSERT INTO events_leases (name, owner, fence, lease_until) VALUES ($1, $2, 1, $3)
                     ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until,
                       fence = events_leases.fence + CASE WHEN events_leases.owner = excluded.owner THEN 0 ELSE 1 END
                     WHERE events_leases.owner = excluded.owner OR events_leases.lease_until < $4
                       OR events_leases.lease_until > $5
                     RETURNING fence",
                    args![&name, owner, until, now, until.plus(ttl_ms)],
                )
                .await?;
            row.map(|row| Ok(Lease { name, fence: row.get(0)?, until })).transpose()
        })
    })
    .await
}

/// Gives a lease back before its time, so that another owner need not wait.
pub async fn release_lease(db: &Db, name: &str, owner: &str) -> kernel::Result<()> {
    let (name, owner) = (name.to_owned(), owner.to_owned());
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec(
                "UPDATE events_leases SET lease_until = 0 WHERE name = $1 AND owner = $2",
                args![name, owner],
            )
            .await?;
            Ok(())
        })
    })
    .await
}
