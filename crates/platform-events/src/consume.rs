//! Consumers: each reads the log behind a cursor of its own, in order, at least once.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Ids};
use platform_db::{Db, Engine, args};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::log::{place, read_placed, read_stream};
use crate::{BoxFuture, Event, Events, acquire_lease, jobs};

/// Events handed to a consumer at once.
const BATCH: u32 = 200;
/// How often consumers look without being woken: other nodes' events, and wake-ups that were missed.
const POLL: Duration = Duration::from_secs(2);
/// Attempts at one event before it is set aside as a dead job and the consumer goes on.
const ATTEMPTS: u32 = 8;
const LEASE_MS: i64 = 15_000;

type Handler = Arc<dyn Fn(Vec<Event>) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync>;

/// Somebody who reacts to events. Handlers must be safe to run twice with the same event.
#[derive(Clone)]
pub struct Consumer {
    /// Stable name: the cursor hangs on it.
    pub name: &'static str,
    /// Prefixes of the kinds wanted, such as `people.`.
    pub kinds: &'static [&'static str],
    handle: Handler,
}

impl Consumer {
    /// A consumer of the kinds with these prefixes.
    pub fn new<F>(name: &'static str, kinds: &'static [&'static str], handle: F) -> Self
    where
        F: Fn(Vec<Event>) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync + 'static,
    {
        Self { name, kinds, handle: Arc::new(handle) }
    }

    /// The kind of job that handles an event again which was set aside (see [`Runner`]), when an admin retries it.
    #[must_use]
    pub fn retry_kind(&self, db: &Db) -> jobs::JobKind {
        let (consumer, db) = (self.clone(), db.clone());
        jobs::JobKind::new(format!("consumer:{}", self.name), move |job| {
            let (consumer, db) = (consumer.clone(), db.clone());
            Box::pin(async move {
                let stream = job.payload["stream"].as_str().unwrap_or_default().to_owned();
                let before = job.payload["seq"].as_i64().unwrap_or_default() - 1;
                let found = db
                    .read(move |tx| Box::pin(async move { Ok(read_stream(tx, &stream, before, 1).await?) }))
                    .await?;
                (consumer.handle)(found).await
            })
        })
    }

    fn wants(&self, event: &Event) -> bool {
        self.kinds.iter().any(|kind| event.kind.starts_with(kind))
    }
}

/// Runs consumers and, on PostgreSQL, the sequencer that gives events their places.
#[derive(Clone)]
pub struct Runner {
    /// The store.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The id maker.
    pub ids: Ids,
    /// Name of this process, for leases.
    pub owner: String,
    /// Stops everything.
    pub stop: CancellationToken,
    /// Counts the tasks, so that a stop can wait for them.
    pub tasks: TaskTracker,
}

impl Runner {
    /// Starts the sequencer (where the engine needs one) and every consumer.
    pub fn start(&self, events: &Events, consumers: Vec<Consumer>) {
        if self.db.engine() == Engine::Postgres {
            let (runner, wake) = (self.clone(), Arc::clone(&events.wake));
            self.tasks.spawn(async move { runner.sequence(&wake).await });
        }
        for consumer in consumers {
            let (runner, wake) = (self.clone(), Arc::clone(&events.wake));
            self.tasks.spawn(async move { runner.consume(&consumer, &wake).await });
        }
    }

    /// Runs one consumer until it has seen everything placed so far; for tests and for rebuilding.
    pub async fn drain(&self, consumer: &Consumer) -> kernel::Result<()> {
        if self.db.engine() == Engine::Postgres {
            while place(&self.db, BATCH).await? > 0 {}
        }
        while self.step(consumer).await? {}
        Ok(())
    }

    async fn sequence(&self, wake: &Notify) {
        while !self.stop.is_cancelled() {
            let waiting = wake.notified();
            if self.holds("events.sequencer").await {
                loop {
                    match place(&self.db, BATCH).await {
                        Ok(0) => break,
                        Ok(_) => wake.notify_waiters(),
                        Err(error) => {
                            tracing::warn!(?error, "events could not be placed; will try again");
                            break;
                        }
                    }
                }
            }
            self.wait(waiting, POLL).await;
        }
    }

    async fn consume(&self, consumer: &Consumer, wake: &Notify) {
        let mut failures = 0_u32;
        while !self.stop.is_cancelled() {
            let waiting = wake.notified();
            let mut pause = POLL;
            if self.holds(consumer.name).await {
                match self.step(consumer).await {
                    Ok(true) => {
                        failures = 0;
                        continue;
                    }
                    Ok(false) => failures = 0,
                    Err(error) => {
                        failures += 1;
                        tracing::warn!(consumer = consumer.name, failures, ?error, "a consumer failed; will try again");
                        pause = backoff(failures);
                        if failures >= ATTEMPTS
                            && let Err(error) = self.set_aside(consumer, &error).await
                        {
                            tracing::warn!(?error, "an event could not be set aside");
                        }
                    }
                }
            }
            if failures > 0 {
                self.wait(std::future::pending(), pause).await;
            } else {
                self.wait(waiting, pause).await;
            }
        }
    }

    async fn wait(&self, woken: impl Future<Output = ()>, at_most: Duration) {
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(at_most) => {}
            () = self.stop.cancelled() => {}
        }
    }

    /// On SQLite there is one process; with PostgreSQL a lease chooses the node.
    async fn holds(&self, name: &str) -> bool {
        if self.db.engine() == Engine::Sqlite {
            return true;
        }
        match acquire_lease(&self.db, &self.clock, &format!("consumer:{name}"), &self.owner, LEASE_MS).await {
            Ok(lease) => lease.is_some(),
            Err(error) => {
                tracing::debug!(?error, name, "a lease could not be taken");
                false
            }
        }
    }

    /// Handles the next batch; whether there was one.
    async fn step(&self, consumer: &Consumer) -> kernel::Result<bool> {
        let (cursor, batch) = self.next_batch(consumer.name, BATCH).await?;
        let Some(last) = batch.last().map(|(pos, _)| *pos) else { return Ok(false) };
        let wanted: Vec<Event> =
            batch.into_iter().map(|(_, event)| event).filter(|event| consumer.wants(event)).collect();
        if !wanted.is_empty()
            && let Err(error) = (consumer.handle)(wanted.clone()).await
        {
            if wanted.len() == 1 {
                return Err(error);
            }
            // One bad event must not hold back the good ones before it: go one by one.
            return self.one_by_one(consumer, cursor).await;
        }
        self.move_cursor(consumer.name, last).await?;
        Ok(true)
    }

    async fn one_by_one(&self, consumer: &Consumer, cursor: i64) -> kernel::Result<bool> {
        let (_, batch) = self.next_batch(consumer.name, BATCH).await?;
        for (pos, event) in batch {
            if pos > cursor && consumer.wants(&event) {
                (consumer.handle)(vec![event]).await?;
            }
            self.move_cursor(consumer.name, pos).await?;
        }
        Ok(true)
    }

    /// Turns the event that fails again and again into a dead job that an admin sees, and steps over it.
    async fn set_aside(&self, consumer: &Consumer, error: &kernel::Error) -> kernel::Result<()> {
        let (_, batch) = self.next_batch(consumer.name, BATCH).await?;
        let Some((pos, event)) = batch.into_iter().find(|(_, event)| consumer.wants(event)) else { return Ok(()) };
        tracing::error!(consumer = consumer.name, event = event.id.0, kind = event.kind, "an event was set aside");
        let (id, now, name) = (self.ids.next(), self.clock.now(), consumer.name);
        let text = format!("{error:?}");
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    jobs::bury(tx, id, &event, name, &text, now).await?;
                    save_cursor(tx, name, pos, now).await
                })
            })
            .await
    }

    async fn next_batch(&self, consumer: &'static str, limit: u32) -> kernel::Result<(i64, Vec<(i64, Event)>)> {
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let cursor = tx
                        .opt("SELECT pos FROM events_cursors WHERE consumer = $1", args![consumer])
                        .await?
                        .map_or(Ok(0), |row| row.get(0))?;
                    Ok((cursor, read_placed(tx, cursor, limit).await?))
                })
            })
            .await
    }

    async fn move_cursor(&self, consumer: &'static str, pos: i64) -> kernel::Result<()> {
        let now = self.clock.now();
        self.db.write(move |tx| Box::pin(async move { save_cursor(tx, consumer, pos, now).await })).await
    }
}

async fn save_cursor(
    tx: &mut platform_db::Tx,
    consumer: &'static str,
    pos: i64,
    now: kernel::Millis,
) -> kernel::Result<()> {
    tx.exec(
        "INSERT INTO events_cursors (consumer, pos, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (consumer) DO UPDATE SET pos = excluded.pos, updated_at = excluded.updated_at
         WHERE excluded.pos > events_cursors.pos",
        args![consumer, pos, now],
    )
    .await?;
    Ok(())
}

fn backoff(failures: u32) -> Duration {
    Duration::from_millis(100 << failures.min(9))
}
