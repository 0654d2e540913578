//! Numbers of nodes, in the ids they make: taken from the store and held by lease, so that nobody has to hand them out.

use std::time::Duration;

use kernel::{Clock, Error, Id, Millis, Result};
use platform_db::{Db, args};

use crate::acquire_lease;

/// How long a number is held after it was renewed last. A process that is stopped for less still has it; one that
/// sleeps longer finds out before it makes ids again.
const LEASE_MS: i64 = 60_000;
/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(10);
/// Numbers there are. One more is that of commands beside a SQLite office.
const NUMBERS: u16 = 1_023;
/// Attempts to take a number that another node takes at the same moment.
const ATTEMPTS: usize = 20;
/// What the names of these leases begin with.
const PREFIX: &str = "node:";

/// A number that this process holds.
#[derive(Clone, Debug)]
pub struct NodeNumber {
    /// The number.
    pub number: u16,
    owner: String,
}

impl NodeNumber {
    /// Takes a number that no other process has, one never used before if there is any: a process that was stopped and
    /// goes on later must not make the ids of another.
    pub async fn claim(db: &Db, clock: &Clock, owner: Id) -> Result<Self> {
        let owner = owner.to_string();
        for _ in 0..ATTEMPTS {
            let free = free(db, clock).await?;
            let Some(number) = free else {
                return Err(Error::internal(format!("all {NUMBERS} numbers of nodes are taken")));
            };
            let lease = acquire_lease(db, clock, &format!("{PREFIX}{number}"), &owner, LEASE_MS).await?;
            if lease.is_some() {
                return Ok(Self { number, owner });
            }
        }
        Err(Error::internal("no number of a node could be taken: others always were quicker"))
    }

    /// Takes the number that this node was given, from whoever has it: of two that were given the same one, the first ends.
    pub async fn take(db: &Db, clock: &Clock, number: u16, owner: Id) -> Result<Self> {
        let (name, owner, until) =
            (format!("{PREFIX}{number}"), owner.to_string(), clock.now().plus(LEASE_MS));
        let taken = owner.clone();
        db.write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "INSERT INTO events_leases (name, owner, fence, lease_until) VALUES ($1, $2, 1, $3)
                     ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until,
                       fence = events_leases.fence + 1",
                    args![name, taken, until],
                )
                .await?;
                Ok(())
            })
        })
        .await?;
        Ok(Self { number, owner })
    }

    /// Holds it; returns when somebody else has it, which only happens to a process that slept for long.
    pub async fn hold(&self, db: &Db, clock: &Clock) {
        let name = format!("{PREFIX}{}", self.number);
        loop {
            tokio::time::sleep(RENEW).await;
            match acquire_lease(db, clock, &name, &self.owner, LEASE_MS).await {
                Ok(Some(_)) => {}
                Ok(None) => return,
                // Nobody can take it either.
                Err(error) => tracing::debug!(?error, "the number of this node could not be renewed"),
            }
        }
    }

    /// Gives it back. The time stays known: of those given back the one that rested longest is taken next.
    pub async fn release(self, db: &Db, clock: &Clock) -> Result<()> {
        let now = clock.now();
        db.write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "UPDATE events_leases SET lease_until = $1 WHERE name = $2 AND owner = $3",
                    args![now, format!("{PREFIX}{}", self.number), self.owner],
                )
                .await?;
                Ok(())
            })
        })
        .await
    }
}

/// Something that changes whenever a process opens the office, or commits an event.
pub async fn use_of(db: &Db) -> Result<(i64, i64)> {
    db.read(|tx| {
        Box::pin(async move {
            let opened = "SELECT CAST(COUNT(*) + COALESCE(SUM(fence), 0) AS BIGINT) FROM events_leases
                          WHERE name LIKE 'node:%'";
            let last = "SELECT COALESCE(MAX(id), 0) FROM events_log";
            Ok((tx.one(opened, args![]).await?.get(0)?, tx.one(last, args![]).await?.get(0)?))
        })
    })
    .await
}

/// Whether a process has this office open, as far as leases tell: one that was killed counts for another minute.
pub async fn is_served(db: &Db, clock: &Clock) -> Result<bool> {
    let now = clock.now();
    db.read(move |tx| {
        Box::pin(async move {
            let sql = "SELECT 1 FROM events_leases WHERE name LIKE 'node:%' AND lease_until > $1 AND lease_until <= $2 LIMIT 1";
            Ok(tx.opt(sql, args![now, furthest(now)]).await?.is_some())
        })
    })
    .await
}

/// How far ahead a lease can end. One that ends later was taken before the clock was set back.
fn furthest(now: Millis) -> Millis {
    now.plus(2 * LEASE_MS)
}

/// A number that nobody has: the highest that was never taken, as those that nodes are given by hand are low; otherwise
/// the one that was given up first.
async fn free(db: &Db, clock: &Clock) -> Result<Option<u16>> {
    let now = clock.now();
    let taken = db
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx
                    .all("SELECT name, lease_until FROM events_leases WHERE name LIKE 'node:%'", args![])
                    .await?;
                let mut taken: Vec<(u16, i64)> = Vec::with_capacity(rows.len());
                for row in rows {
                    let name: String = row.get(0)?;
                    if let Some(number) = name.strip_prefix(PREFIX).and_then(|number| number.parse().ok()) {
                        taken.push((number, row.get(1)?));
                    }
                }
                Ok(taken)
            })
        })
        .await?;
    let never = (0..NUMBERS).rev().find(|number| taken.iter().all(|(other, _)| other != number));
    let is_given_up = |until: i64| until < now.0 || until > furthest(now).0;
    let given_up = taken.iter().filter(|(_, until)| is_given_up(*until)).min_by_key(|(_, until)| *until);
    Ok(never.or(given_up.map(|(number, _)| *number)))
}
