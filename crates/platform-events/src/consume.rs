//! Consumers: each reads the log behind a cursor of its own, in order, at least once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Error, Ids, Kind, Millis};
use platform_bus::{Bus, Topic};
use platform_db::{Db, Engine, args};
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::log::{place, read_placed, read_stream};
use crate::wake::Wakes;
use crate::{BoxFuture, Event, Events, acquire_lease, jobs, release_lease};

/// Events handed to a consumer at once.
const BATCH: u32 = 200;
/// How often consumers look without being woken: other nodes' events, and wake-ups that were missed.
const POLL: Duration = Duration::from_secs(2);
/// Attempts at one event before it is set aside as a dead job and the consumer goes on.
const ATTEMPTS: u32 = 8;
const LEASE_MS: i64 = 15_000;
/// How long events gather before they are given places together: nobody waits for it but consumers.
const GATHER: Duration = Duration::from_millis(50);
/// How long, and over how many events, a cursor may be ahead of what the store knows of it. What lies between is handled
/// once more after a crash; saving it with every event would cost a commit each.
const SAVE_AFTER: Duration = Duration::from_secs(2);
const SAVE_EVENTS: i64 = 2_000;
/// Pause after the first failure; it doubles up to a minute.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const MAX_DOUBLINGS: u32 = 9;

/// Name of the lease under which places are given.
pub(crate) const SEQUENCER: &str = "events.sequencer";

type Handler = Arc<dyn Fn(Vec<Event>) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync>;

/// Somebody who reacts to events. Handlers must be safe to run twice with the same event.
#[derive(Clone)]
pub struct Consumer {
    /// Stable name: the cursor hangs on it.
    pub name: &'static str,
    /// Prefixes of the kinds wanted, such as `people.`.
    pub kinds: &'static [&'static str],
    handle: Handler,
    first_pause: Duration,
    linger: Duration,
    wants: Option<fn(&Event) -> bool>,
}

/// How far a consumer got.
#[derive(Default)]
pub(crate) struct Cursor {
    /// Everything up to here is handled; `None` while only the store knows.
    pos: Option<i64>,
    /// What the store knows.
    saved: i64,
    /// Since when it knows less.
    since: Option<Instant>,
}

impl Cursor {
    fn move_to(&mut self, pos: i64) {
        self.pos = Some(pos);
        self.since.get_or_insert_with(Instant::now);
    }

    /// What is to be saved, if anything is.
    fn unsaved(&self) -> Option<i64> {
        self.pos.filter(|pos| *pos > self.saved)
    }

    fn is_due(&self) -> bool {
        let far = self.unsaved().is_some_and(|pos| pos - self.saved >= SAVE_EVENTS);
        far || self.since.is_some_and(|since| since.elapsed() >= SAVE_AFTER)
    }

    fn is_saved(&mut self, pos: i64) {
        (self.saved, self.since) = (pos, None);
    }
}

/// A lease as it is held: until when, and under which fence.
#[derive(Clone, Copy, Default)]
pub(crate) struct Held {
    until: Millis,
    pub(crate) fence: i64,
}

impl Held {
    /// Whether it need not be renewed yet: that happens when half of it has passed, not at every look. A clock that went
    /// back shows a lease longer than any; the store counts that as run out.
    fn is_ours(&self, now: Millis) -> bool {
        let left = self.until.since(now);
        left > LEASE_MS / 2 && left <= LEASE_MS
    }
}

impl Consumer {
    /// A consumer of the kinds with these prefixes.
    pub fn new<F>(name: &'static str, kinds: &'static [&'static str], handle: F) -> Self
    where
        F: Fn(Vec<Event>) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync + 'static,
    {
        Self {
            name,
            kinds,
            handle: Arc::new(handle),
            first_pause: FIRST_PAUSE,
            linger: Duration::ZERO,
            wants: None,
        }
    }

    /// Sets the pause after the first failure, 100 ms otherwise; each further failure doubles it, nine times at most.
    #[must_use]
    pub fn first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// Lets events gather for so long before they are handled together: for work that nobody waits for, and that costs
    /// the same for one as for many.
    #[must_use]
    pub fn linger(mut self, linger: Duration) -> Self {
        self.linger = linger;
        self
    }

    /// Leaves out events of its kinds that say of themselves that it has nothing to do with them.
    #[must_use]
    pub fn only(mut self, wants: fn(&Event) -> bool) -> Self {
        self.wants = Some(wants);
        self
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
                consumer.run(found).await
            })
        })
    }

    /// Hands events over, in a task of their own: a handler that panics fails like any other.
    async fn run(&self, events: Vec<Event>) -> kernel::Result<()> {
        tokio::spawn((self.handle)(events)).await.unwrap_or_else(|panic| Err(Error::internal(panic)))
    }

    fn pause(&self, failures: u32) -> Duration {
        self.first_pause * (1 << failures.saturating_sub(1).min(MAX_DOUBLINGS))
    }

    fn wants(&self, event: &Event) -> bool {
        self.wants_kind(&event.kind) && self.wants.is_none_or(|wants| wants(event))
    }

    fn wants_kind(&self, kind: &str) -> bool {
        self.kinds.iter().any(|prefix| kind.starts_with(prefix))
    }
}

/// Lets every consumer whose name has `part` in it begin again with the first event, those of modules that are off now
/// as well as those of `here` that have not saved how far they are: what they keep was lost.
pub async fn restart_consumers(db: &Db, part: &'static str, here: &[Consumer]) -> kernel::Result<()> {
    let here: Vec<String> = here.iter().map(|consumer| consumer.name.to_owned()).collect();
    db.write(move |tx| {
        Box::pin(async move {
            let mut names: BTreeSet<String> = here.into_iter().collect();
            for row in tx.all("SELECT consumer FROM events_cursors", args![]).await? {
                names.insert(row.get(0)?);
            }
            for name in names.into_iter().filter(|name| name.contains(part)) {
                // Before the first place, and nowhere that anybody left it: who still knows otherwise cannot save it.
                tx.exec(
                    "INSERT INTO events_cursors (consumer, pos, updated_at) VALUES ($1, -1, 0)
                     ON CONFLICT (consumer) DO UPDATE
                       SET pos = CASE WHEN events_cursors.pos < 0 THEN events_cursors.pos - 1 ELSE -1 END",
                    args![name],
                )
                .await?;
            }
            Ok(())
        })
    })
    .await
}

/// Why a consumer did not get on.
pub(crate) enum Stuck {
    /// The store did not answer.
    Store(Error),
    /// The handler refused this event, at this place.
    Handler(i64, Box<Event>, Error),
}

impl From<Error> for Stuck {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<Stuck> for Error {
    fn from(stuck: Stuck) -> Self {
        match stuck {
            Stuck::Store(error) | Stuck::Handler(_, _, error) => error,
        }
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
    /// Whether other processes may work on the same store.
    pub shared: bool,
    /// Tells the consumers of other nodes that there is something to do.
    pub bus: Bus,
    /// Stops everything.
    pub stop: CancellationToken,
    /// Counts the tasks, so that a stop can wait for them.
    pub tasks: TaskTracker,
}

impl Runner {
    /// Starts the sequencer (where the engine needs one) and every consumer.
    pub fn start(&self, events: &Events, consumers: Vec<Consumer>) {
        if self.db.engine() == Engine::Postgres {
            let (runner, wakes) = (self.clone(), events.wakes.clone());
            self.tasks.spawn(async move { runner.sequence(&wakes).await });
        }
        for consumer in consumers {
            let (runner, asked) = (self.clone(), consumer.clone());
            let wake = events.wakes.consumer(Arc::new(move |kind, event| match event {
                Some(event) => asked.wants(event),
                None => asked.wants_kind(kind),
            }));
            self.tasks.spawn(async move { runner.consume(&consumer, &wake).await });
        }
    }

    /// Runs one consumer until it has seen everything placed so far; for tests and for rebuilding.
    pub async fn drain(&self, consumer: &Consumer) -> kernel::Result<()> {
        if self.db.engine() == Engine::Postgres {
            while place(&self.db, BATCH).await?.is_full {}
        }
        let mut cursor = Cursor::default();
        let outcome = loop {
            match self.step(consumer, &mut cursor).await {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(stuck) => break Err(stuck.into()),
            }
        };
        self.save(consumer.name, &mut cursor).await?;
        outcome
    }

    async fn sequence(&self, wakes: &Wakes) {
        let mut lease = Held::default();
        while !self.stop.is_cancelled() {
            if !self.holds(SEQUENCER, &mut lease).await {
                self.wait(std::future::pending(), POLL).await;
                continue;
            }
            // Held anew at each turn: under load there is always something to place.
            while !self.stop.is_cancelled() && self.holds(SEQUENCER, &mut lease).await {
                match place(&self.db, BATCH).await {
                    Ok(placed) => {
                        if !placed.kinds.is_empty() {
                            wakes.kinds(&placed.kinds);
                            self.bus.say(Topic::Placed, &placed.kinds);
                        }
                        if !placed.is_full {
                            break;
                        }
                    }
                    Err(error) => {
                        tracing::warn!(?error, "events could not be placed; will try again");
                        break;
                    }
                }
            }
            self.wait(wakes.until_unplaced(), POLL).await;
            // What is committed meanwhile is placed together.
            self.wait(std::future::pending(), GATHER).await;
        }
        self.give_back(SEQUENCER, lease).await;
    }

    async fn consume(&self, consumer: &Consumer, wake: &Notify) {
        let (mut lease, mut cursor) = (Held::default(), Cursor::default());
        // Place of the event that failed last, and how often.
        let (mut place, mut failures) = (0, 0_u32);
        while !self.stop.is_cancelled() {
            let before = lease.fence;
            if !self.holds(consumer.name, &mut lease).await {
                cursor = Cursor::default();
                // Another node does it: what is committed need not wake this one.
                self.wait(std::future::pending(), POLL).await;
                continue;
            }
            if lease.fence != before {
                // Somebody else may have gone on meanwhile.
                cursor = Cursor::default();
            }
            if cursor.is_due()
                && let Err(error) = self.save(consumer.name, &mut cursor).await
            {
                tracing::debug!(
                    consumer = consumer.name,
                    ?error,
                    "a cursor could not be saved; will try again"
                );
            }
            match self.step(consumer, &mut cursor).await {
                Ok(true) => {}
                Ok(false) => {
                    let pause = if cursor.unsaved().is_some() { SAVE_AFTER } else { POLL };
                    self.wait(wake.notified(), pause).await;
                    if !consumer.linger.is_zero() {
                        self.wait(std::future::pending(), consumer.linger).await;
                    }
                }
                Err(Stuck::Store(error)) => {
                    tracing::warn!(
                        consumer = consumer.name,
                        ?error,
                        "a consumer could not read or move on; will try again"
                    );
                    self.wait(std::future::pending(), POLL).await;
                }
                Err(Stuck::Handler(pos, event, error)) => {
                    failures = if pos == place { failures + 1 } else { 1 };
                    place = pos;
                    tracing::warn!(
                        consumer = consumer.name,
                        failures,
                        ?error,
                        "a consumer failed; will try again"
                    );
                    // What is only out of reach comes back: no event is at fault then.
                    let out_of_reach = matches!(error.code().kind, Kind::Unavailable | Kind::StorageFull);
                    let aside = failures >= ATTEMPTS && !out_of_reach && {
                        let outcome = self.set_aside(consumer, &mut cursor, pos, *event, &error).await;
                        outcome
                            .inspect_err(|error| tracing::warn!(?error, "an event could not be set aside"))
                            .is_ok()
                    };
                    if !aside {
                        self.wait(std::future::pending(), consumer.pause(failures)).await;
                    }
                }
            }
        }
        if let Err(error) = self.save(consumer.name, &mut cursor).await {
            tracing::debug!(
                consumer = consumer.name,
                ?error,
                "a cursor could not be saved; its events come again"
            );
        }
        self.give_back(consumer.name, lease).await;
    }

    async fn wait(&self, woken: impl Future<Output = ()>, at_most: Duration) {
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(at_most) => {}
            () = self.stop.cancelled() => {}
        }
    }

    /// Where several processes share the store, a lease chooses one of them.
    pub(crate) async fn holds(&self, name: &str, held: &mut Held) -> bool {
        if !self.shared || held.is_ours(self.clock.now()) {
            return true;
        }
        match acquire_lease(&self.db, &self.clock, &lease_name(name), &self.owner, LEASE_MS).await {
            Ok(Some(lease)) => {
                *held = Held { until: lease.until, fence: lease.fence };
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::debug!(?error, name, "a lease could not be taken");
                false
            }
        }
    }

    /// Lets another node go on at once.
    async fn give_back(&self, name: &str, held: Held) {
        if held.until > self.clock.now()
            && let Err(error) = release_lease(&self.db, &lease_name(name), &self.owner).await
        {
            tracing::debug!(?error, name, "a lease could not be given back; it runs out by itself");
        }
    }

    /// Handles the next batch; whether there may be another.
    pub(crate) async fn step(&self, consumer: &Consumer, cursor: &mut Cursor) -> Result<bool, Stuck> {
        let batch = self.next_batch(consumer.name, cursor).await?;
        let Some(last) = batch.last().map(|(pos, _)| *pos) else { return Ok(false) };
        let is_full = batch.len() >= BATCH as usize;
        let wanted: Vec<(i64, Event)> =
            batch.into_iter().filter(|(_, event)| consumer.wants(event)).collect();
        if !wanted.is_empty() {
            let events = wanted.iter().map(|(_, event)| event.clone()).collect();
            if let Err(error) = consumer.run(events).await {
                // One bad event must not hold back the good ones before it: go one by one.
                return self.one_by_one(consumer, cursor, wanted, error).await;
            }
        }
        cursor.move_to(last);
        Ok(is_full)
    }

    async fn one_by_one(
        &self,
        consumer: &Consumer,
        cursor: &mut Cursor,
        wanted: Vec<(i64, Event)>,
        error: Error,
    ) -> Result<bool, Stuck> {
        let single = wanted.len() == 1;
        let mut error = Some(error);
        for (pos, event) in wanted {
            let outcome = match error.take().filter(|_| single) {
                Some(error) => Err(error),
                None => consumer.run(vec![event.clone()]).await,
            };
            outcome.map_err(|error| Stuck::Handler(pos, Box::new(event), error))?;
            cursor.move_to(pos);
        }
        Ok(true)
    }

    /// Turns the event that fails again and again into a dead job that an admin sees, and steps over it.
    async fn set_aside(
        &self,
        consumer: &Consumer,
        cursor: &mut Cursor,
        pos: i64,
        event: Event,
        error: &Error,
    ) -> kernel::Result<()> {
        let (which, kind) = (event.id.0, event.kind.clone());
        let (id, now, name) = (self.ids.next(), self.clock.now(), consumer.name);
        let (text, saved) = (format!("{error:?}"), cursor.saved);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !save_cursor(tx, name, saved, pos, now).await? {
                        return Err(Error::internal("somebody else moved the cursor"));
                    }
                    jobs::bury(tx, id, &event, name, &text, now).await
                })
            })
            .await
            .inspect_err(|_| *cursor = Cursor::default())?;
        cursor.move_to(pos);
        cursor.is_saved(pos);
        tracing::error!(consumer = name, event = which, kind, "an event was set aside");
        Ok(())
    }

    /// What comes next. Reads where the consumer is unless it is further than the store knows: it may have been told to
    /// begin again meanwhile.
    async fn next_batch(
        &self,
        consumer: &'static str,
        cursor: &mut Cursor,
    ) -> kernel::Result<Vec<(i64, Event)>> {
        let known = cursor.unsaved();
        let (pos, batch) = self
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let pos = match known {
                        Some(pos) => pos,
                        None => tx
                            .opt("SELECT pos FROM events_cursors WHERE consumer = $1", args![consumer])
                            .await?
                            .map_or(Ok(0), |row| row.get(0))?,
                    };
                    Ok((pos, read_placed(tx, pos, BATCH).await?))
                })
            })
            .await?;
        if known.is_none() {
            *cursor = Cursor { pos: Some(pos), saved: pos, since: None };
        }
        Ok(batch)
    }

    /// Lets the store know how far a consumer got.
    pub(crate) async fn save(&self, consumer: &'static str, cursor: &mut Cursor) -> kernel::Result<()> {
        let Some(pos) = cursor.unsaved() else {
            cursor.since = None;
            return Ok(());
        };
        let (now, saved) = (self.clock.now(), cursor.saved);
        let fits = self
            .db
            .write(move |tx| Box::pin(async move { save_cursor(tx, consumer, saved, pos, now).await }))
            .await?;
        if fits {
            cursor.is_saved(pos);
        } else {
            // Another node went on, or it is to begin again: what the store says counts.
            *cursor = Cursor::default();
        }
        Ok(())
    }
}

/// Moves a cursor from where this process left it; whether it still was there.
async fn save_cursor(
    tx: &mut platform_db::Tx,
    consumer: &'static str,
    from: i64,
    to: i64,
    now: kernel::Millis,
) -> kernel::Result<bool> {
    let moved = tx
        .exec(
            "UPDATE events_cursors SET pos = $1, updated_at = $2 WHERE consumer = $3 AND pos = $4",
            args![to, now, consumer, from],
        )
        .await?;
    if moved > 0 || from != 0 {
        return Ok(moved > 0);
    }
    let begun = tx
        .exec(
            "INSERT INTO events_cursors (consumer, pos, updated_at) VALUES ($1, $2, $3) ON CONFLICT (consumer) DO NOTHING",
            args![consumer, to, now],
        )
        .await?;
    Ok(begun > 0)
}

fn lease_name(name: &str) -> String {
    format!("consumer:{name}")
}
