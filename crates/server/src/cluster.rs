//! What makes several processes one office: numbers, one time, the bus.

use std::time::{Duration, Instant};

use kernel::{Clock, Error, Id, Ids, Result};
use platform_bus::{Bus, NatsOptions};
use platform_config::Config;
use platform_db::{Db, Engine, PostgresOptions};
use platform_events::{NodeNumber, office_id};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Number of the node that commands beside a SQLite office make ids as; no server may have it.
const COMMANDS: u16 = 1_023;
/// How often the clock is compared with that of the store.
const COMPARED: Duration = Duration::from_secs(10);
/// Times that it is compared; the quickest answer is the most exact.
const TIMES: usize = 3;
/// A difference that is left alone: less than what an answer takes on a busy network.
const TOLERATED_MS: i64 = 100;

/// Which process opens the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// One that serves it.
    Server,
    /// A command, which may run beside it.
    Command,
}

/// The number of this process, and the lease on it where there is one.
pub(crate) async fn number(
    config: &Config,
    role: Role,
    db: &Db,
    clock: &Clock,
) -> Result<(u16, Option<NodeNumber>)> {
    match (db.engine(), role, config.server.node) {
        (Engine::Sqlite, Role::Server, number) => Ok((number.unwrap_or(0), None)),
        (Engine::Sqlite, Role::Command, _) => Ok((COMMANDS, None)),
        (Engine::Postgres, role, number) => {
            // Two processes that start in one millisecond must differ.
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).map_err(Error::internal)?;
            let owner = Id(i64::from_le_bytes(bytes) & i64::MAX);
            let held = match (role, number) {
                (Role::Server, Some(number)) => NodeNumber::take(db, clock, number, owner).await?,
                _ => NodeNumber::claim(db, clock, owner).await?,
            };
            Ok((held.number, Some(held)))
        }
    }
}

/// Keeps the number of a command while it works.
pub(crate) async fn keep_number(number: NodeNumber, db: Db, clock: Clock, stop: CancellationToken) {
    tokio::select! {
        () = number.hold(&db, &clock) => {
            tracing::warn!("another process has the number of this one, which slept for long");
        }
        () = stop.cancelled() => {}
    }
}

/// Gives the number of a process back that ends.
pub(crate) async fn give_back(number: Option<NodeNumber>, db: &Db, clock: &Clock) {
    if let Some(number) = number
        && let Err(error) = number.release(db, clock).await
    {
        tracing::debug!(?error, "the number of this node could not be given back; it becomes free by itself");
    }
}

/// Puts the clock of this process right by that of the store, by which all nodes of an office go.
pub(crate) async fn set_clock(db: &Db, clock: &Clock) -> Result<()> {
    let mut best: Option<(Duration, i64)> = None;
    for _ in 0..TIMES {
        let asked = Instant::now();
        let before = clock.now();
        let Some(theirs) = db.time().await? else { return Ok(()) };
        let took = asked.elapsed();
        let middle = before.plus(i64::try_from(took.as_millis() / 2).unwrap_or(0));
        if best.is_none_or(|(quickest, _)| took < quickest) {
            best = Some((took, theirs.since(middle)));
        }
    }
    if let Some((_, difference)) = best
        && difference.abs() > TOLERATED_MS
    {
        clock.advance(difference);
        tracing::warn!(
            by_ms = difference,
            "the clock of this machine differs from that of the database, which counts; set it right"
        );
    }
    metrics::gauge!("cluster_clock_offset_ms").set(clock.offset() as f64);
    Ok(())
}

/// Keeps it right.
pub(crate) async fn keep_clock(db: Db, clock: Clock, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(COMPARED) => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = set_clock(&db, &clock).await {
            tracing::debug!(?error, "the clock of the store could not be read");
        }
    }
}

/// The bus to the other nodes of the office.
pub(crate) async fn bus(
    config: &Config,
    db: &Db,
    ids: &Ids,
    stop: &CancellationToken,
    tasks: &TaskTracker,
) -> Result<Bus> {
    let Some(url) = &config.database.url else { return Ok(Bus::alone()) };
    let own: Id = ids.next();
    let way = match &config.nats.url {
        Some(nats) => {
            let subject = format!("courtyard.{}", office_id(db, ids).await?);
            let options = NatsOptions { url: nats.reveal().to_owned(), subject };
            platform_bus::nats(options, stop.clone(), tasks).await?
        }
        None => platform_bus::notify(PostgresOptions::new(url.reveal()), stop.clone(), tasks),
    };
    Ok(Bus::over(way, own, stop.clone(), tasks))
}
