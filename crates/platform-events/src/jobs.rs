//! Jobs: work committed with the data that asks for it, run later, retried with backoff, safe to run twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Id, Ids, Millis, Paged};
use platform_db::{Db, DbResult, Row, Tx, Val, args};
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::{BoxFuture, Event};

/// Jobs that run at once on a node: work in the background must leave a core to people.
const CONCURRENCY: usize = 4;
/// How long a claim holds unless renewed; after a crash another node takes the job up.
const LEASE_MS: i64 = 60_000;
const RENEW: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_secs(2);
/// Dead jobs kept of a kind, the newest: enough to see what goes wrong.
const KEPT_DEAD: i64 = 200;
/// Longest pause between attempts.
const MAX_BACKOFF_MS: i64 = 15 * Millis::MINUTE;

type Run = Arc<dyn Fn(Job) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync>;

/// A kind of job and how it is run.
#[derive(Clone)]
pub struct JobKind {
    /// Stable name, `<module>.<verb>_<noun>`.
    pub name: String,
    /// Attempts before the job is dead and shown to an admin.
    pub max_attempts: i64,
    /// Runs by itself this often, once in the office; `None` runs only when enqueued.
    pub every_ms: Option<i64>,
    run: Run,
}

impl JobKind {
    /// A kind that runs when enqueued, with up to eight attempts.
    pub fn new<F>(name: impl Into<String>, run: F) -> Self
    where
        F: Fn(Job) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync + 'static,
    {
        Self { name: name.into(), max_attempts: 8, every_ms: None, run: Arc::new(run) }
    }

    /// Makes it also run by itself every `ms`.
    #[must_use]
    pub fn every(mut self, ms: i64) -> Self {
        self.every_ms = Some(ms);
        self
    }

    /// Why a job must not run again: it was taken up its last time and its end never written, so perhaps it is what
    /// ends processes.
    fn refuse(&self, job: &Job) -> Option<kernel::Error> {
        (job.attempt > self.max_attempts)
            .then(|| kernel::Error::internal("its process ended while it ran, at every attempt"))
    }
}

/// A job being run.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: Id,
    /// The organisation.
    pub org: Id,
    /// Its kind.
    pub name: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// What to do.
    pub payload: Value,
}

/// A job to be committed with the change that needs it.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The organisation.
    pub org: Id,
    /// Its kind.
    pub name: String,
    /// While a job with the same name and key waits, another is not added; while it runs, it runs once more afterwards:
    /// it may have looked before the change was there.
    pub dedup_key: Option<String>,
    /// Not before this moment.
    pub run_at: Millis,
    /// Higher first.
    pub priority: i64,
    /// What to do.
    pub payload: Value,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time.
    Queued,
    /// Runs now.
    Running,
    /// Failed too often; waits for an admin.
    Dead,
}

impl JobState {
    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Dead => "dead",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Queued, Self::Running, Self::Dead].into_iter().find(|state| state.as_str() == text)
    }
}

/// A job as an admin sees it.
#[derive(Clone, Debug)]
pub struct JobInfo {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub name: String,
    /// Where it stands.
    pub state: JobState,
    /// Attempts made.
    pub attempts: i64,
    /// Not before this moment.
    pub run_at: Millis,
    /// When it was added.
    pub created_at: Millis,
    /// How the last attempt failed.
    pub last_error: Option<String>,
}

/// Enqueues and runs jobs.
#[derive(Clone)]
pub struct Jobs {
    clock: Clock,
    ids: Ids,
    wake: Arc<Notify>,
}

impl Jobs {
    /// The queue.
    #[must_use]
    pub fn new(clock: Clock, ids: Ids) -> Self {
        Self { clock, ids, wake: Arc::new(Notify::new()) }
    }

    /// Adds a job in the transaction of the change that needs it.
    pub async fn enqueue(&self, tx: &mut Tx, new: NewJob) -> DbResult<()> {
        tx.exec(
            "INSERT INTO events_jobs (id, org_id, name, dedup_key, state, priority, run_at, attempts, lease_until,
               payload, created_at) VALUES ($1, $2, $3, $4, 'queued', $5, $6, 0, 0, $7, $8)
             ON CONFLICT (name, dedup_key) WHERE state <> 'dead'
             DO UPDATE SET again = TRUE, payload = excluded.payload WHERE events_jobs.state = 'running'",
            args![
                self.ids.next(),
                new.org,
                new.name,
                new.dedup_key,
                new.priority,
                new.run_at,
                new.payload.to_string(),
                self.clock.now()
            ],
        )
        .await?;
        let wake = Arc::clone(&self.wake);
        tx.after_commit(move || wake.notify_one());
        Ok(())
    }

    /// Starts running jobs of these kinds in this process.
    pub fn start(
        &self,
        db: &Db,
        owner: &str,
        kinds: Vec<JobKind>,
        stop: &CancellationToken,
        tasks: &TaskTracker,
    ) {
        let kinds: HashMap<String, JobKind> =
            kinds.into_iter().map(|kind| (kind.name.clone(), kind)).collect();
        let worker = Worker {
            jobs: self.clone(),
            db: db.clone(),
            claim: Claim::new(owner, kinds.keys().cloned()),
            kinds,
            stop: stop.clone(),
            tasks: tasks.clone(),
            slots: Arc::new(Semaphore::new(CONCURRENCY)),
        };
        tasks.spawn(async move { worker.run().await });
    }

    /// Runs every job of these kinds that is due now, one after the other, until none is left; for tests and the
    /// command line.
    pub async fn drain(&self, db: &Db, kinds: &[JobKind]) -> kernel::Result<()> {
        let claim = Claim::new("drain", kinds.iter().map(|kind| kind.name.clone()));
        loop {
            let Some(job) = claim.take(db, self.clock.now(), 1).await?.pop() else { return Ok(()) };
            let kind = kinds.iter().find(|kind| kind.name == job.name);
            let kind = kind.ok_or_else(|| kernel::Error::internal("a job of another kind was claimed"))?;
            let outcome = match kind.refuse(&job) {
                Some(error) => Err(error),
                None => (kind.run)(job.clone()).await,
            };
            finish(db, &job, kind, outcome, self.clock.now()).await?;
        }
    }

    /// Jobs in a state, newest first.
    pub async fn list(
        tx: &mut Tx,
        state: JobState,
        before: Option<Id>,
        limit: u32,
    ) -> DbResult<Paged<JobInfo>> {
        let rows = tx
            .all(
                "SELECT id, name, state, attempts, run_at, created_at, last_error FROM events_jobs
                 WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                args![state.as_str(), before.unwrap_or(Id(i64::MAX)), limit + 1],
            )
            .await?;
        let items = rows
            .iter()
            .map(|row| {
                let state: String = row.get(2)?;
                Ok(JobInfo {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    state: JobState::parse(&state).unwrap_or(JobState::Dead),
                    attempts: row.get(3)?,
                    run_at: row.get(4)?,
                    created_at: row.get(5)?,
                    last_error: row.get(6)?,
                })
            })
            .collect::<DbResult<Vec<_>>>()?;
        Ok(Paged::from_surplus(items, limit, |job| job.id.to_string()))
    }

    /// Gives a dead job another round of attempts; whether there was such a job.
    pub async fn retry(&self, tx: &mut Tx, id: Id) -> DbResult<bool> {
        let now = self.clock.now();
        let changed = tx
            .exec(
                "UPDATE events_jobs SET state = 'queued', attempts = 0, run_at = $2, dedup_key = NULL
                 WHERE id = $1 AND state = 'dead'",
                args![id, now],
            )
            .await?;
        let wake = Arc::clone(&self.wake);
        tx.after_commit(move || wake.notify_one());
        Ok(changed > 0)
    }

    /// Removes a dead job; whether there was one.
    pub async fn remove(tx: &mut Tx, id: Id) -> DbResult<bool> {
        Ok(tx.exec("DELETE FROM events_jobs WHERE id = $1 AND state = 'dead'", args![id]).await? > 0)
    }
}

struct Worker {
    jobs: Jobs,
    db: Db,
    claim: Claim,
    kinds: HashMap<String, JobKind>,
    stop: CancellationToken,
    tasks: TaskTracker,
    slots: Arc<Semaphore>,
}

impl Worker {
    async fn run(self) {
        while !self.stop.is_cancelled() {
            if let Err(error) = self.round().await {
                tracing::warn!(?error, "jobs could not be claimed; will try again");
            }
            tokio::select! {
                () = self.jobs.wake.notified() => {}
                () = tokio::time::sleep(POLL) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }

    async fn round(&self) -> kernel::Result<()> {
        self.schedule().await?;
        loop {
            let free = self.slots.available_permits();
            if free == 0 {
                return Ok(());
            }
            let now = self.jobs.clock.now();
            if !self.claim.is_due(&self.db, now).await? {
                return Ok(());
            }
            let claimed = self.claim.take(&self.db, now, free as i64).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            for job in claimed {
                // Only this loop takes slots, so those that were free still are; a claimed kind is a known one.
                let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else { return Ok(()) };
                let Some(kind) = self.kinds.get(&job.name).cloned() else { continue };
                let (db, clock, wake) =
                    (self.db.clone(), self.jobs.clock.clone(), Arc::clone(&self.jobs.wake));
                let stop = self.stop.clone();
                self.tasks.spawn(async move {
                    let _slot = slot;
                    run_one(&db, &clock, job, &kind, &stop).await;
                    wake.notify_one();
                });
            }
        }
    }

    /// Sees to it that every kind that runs by itself has its next run in the queue.
    async fn schedule(&self) -> kernel::Result<()> {
        let now = self.jobs.clock.now();
        for kind in self.kinds.values() {
            let Some(every) = kind.every_ms else { continue };
            let name = kind.name.clone();
            let wanted = name.clone();
            let waiting = self
                .db
                .read(move |tx| {
                    Box::pin(async move {
                        Ok(tx
                            .opt(
                                "SELECT 1 FROM events_jobs WHERE name = $1 AND dedup_key = 'schedule' AND state <> 'dead'",
                                args![wanted],
                            )
                            .await?
                            .is_some())
                    })
                })
                .await?;
            if waiting {
                continue;
            }
            let jobs = self.jobs.clone();
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        jobs.enqueue(
                            tx,
                            NewJob {
                                org: Id(0),
                                name,
                                dedup_key: Some("schedule".to_owned()),
                                run_at: now.plus(every),
                                priority: 0,
                                payload: Value::Null,
                            },
                        )
                        .await?;
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }
}

async fn run_one(db: &Db, clock: &Clock, job: Job, kind: &JobKind, stop: &CancellationToken) {
    let outcome = match kind.refuse(&job) {
        Some(error) => Err(error),
        None => {
            let mut work = tokio::spawn((kind.run)(job.clone()));
            loop {
                tokio::select! {
                    outcome = &mut work => break outcome.unwrap_or_else(|panic| Err(kernel::Error::internal(panic))),
                    () = tokio::time::sleep(RENEW) => renew(db, &job, clock.now()).await,
                    () = stop.cancelled() => {
                        work.abort();
                        give_back(db, &job).await;
                        return;
                    }
                }
            }
        }
    };
    if let Err(error) = finish(db, &job, kind, outcome, clock.now()).await {
        tracing::warn!(job = job.name, ?error, "the end of a job could not be written; it will run again");
    }
}

/// Takes jobs up for one worker. Only kinds it knows: another version's jobs are left to a node that knows them.
/// How far ahead a lease can end. One that ends later was taken before the clock was set back, and counts as run out.
fn furthest(now: Millis) -> Millis {
    now.plus(2 * LEASE_MS)
}

pub(crate) struct Claim {
    owner: String,
    names: Vec<String>,
    due: String,
    take: String,
}

impl Claim {
    pub(crate) fn new(owner: &str, names: impl Iterator<Item = String>) -> Self {
        let names: Vec<String> = names.collect();
        // An empty list is no SQL; no job has no name.
        let among = |first: usize| match names.len() {
            0 => "''".to_owned(),
            many => (first..first + many).map(|n| format!("${n}")).collect::<Vec<_>>().join(", "),
        };
        let due = format!(
            "SELECT 1 FROM events_jobs
             WHERE ((state = 'queued' AND run_at <= $1)
                 OR (state = 'running' AND (lease_until < $1 OR lease_until > $2)))
               AND name IN ({}) LIMIT 1",
            among(3)
        );
        let take = format!(
            "UPDATE events_jobs SET state = 'running', attempts = attempts + 1, lease_owner = $1, lease_until = $2
             WHERE id IN (SELECT id FROM events_jobs
               WHERE ((state = 'queued' AND run_at <= $3)
                   OR (state = 'running' AND (lease_until < $3 OR lease_until > $5)))
                 AND name IN ({})
               ORDER BY priority DESC, run_at, id LIMIT $4 {{skip_locked}})
             RETURNING id, org_id, name, attempts, payload",
            among(6)
        );
        Self { owner: owner.to_owned(), names, due, take }
    }

    fn named(&self, mut args: Vec<Val>) -> Vec<Val> {
        args.extend(self.names.iter().map(platform_db::IntoVal::into_val));
        args
    }

    /// Whether there is anything to take. Reading costs less than a write that finds nothing.
    async fn is_due(&self, db: &Db, now: Millis) -> kernel::Result<bool> {
        let (sql, args) = (self.due.clone(), self.named(args![now, furthest(now)]));
        db.read(move |tx| Box::pin(async move { Ok(!tx.all_dyn(&sql, args).await?.is_empty()) })).await
    }

    pub(crate) async fn take(&self, db: &Db, now: Millis, limit: i64) -> kernel::Result<Vec<Job>> {
        let args = self.named(args![&self.owner, now.plus(LEASE_MS), now, limit, furthest(now)]);
        let sql = self.take.clone();
        db.write(move |tx| {
            Box::pin(async move {
                Ok(tx.all_dyn(&sql, args).await?.iter().map(job).collect::<DbResult<Vec<Job>>>()?)
            })
        })
        .await
    }
}

/// Holds a running job on. The number of the attempt is the fence: who lost the job to another no longer fits it.
pub(crate) async fn renew(db: &Db, job: &Job, now: Millis) {
    let (id, attempt, until) = (job.id, job.attempt, now.plus(LEASE_MS));
    let renewed = db
        .write(move |tx| {
            Box::pin(async move {
                let sql = "UPDATE events_jobs SET lease_until = $3 WHERE id = $1 AND attempts = $2";
                Ok(tx.exec(sql, args![id, attempt, until]).await?)
            })
        })
        .await;
    if let Err(error) = renewed {
        tracing::warn!(job = job.name, ?error, "the claim on a job could not be renewed");
    }
}

/// Puts a job back that this node has no time left for, as if it had not been taken up.
async fn give_back(db: &Db, job: &Job) {
    let (id, attempt) = (job.id, job.attempt);
    let given = db
        .write(move |tx| {
            Box::pin(async move {
                let sql = "UPDATE events_jobs SET state = 'queued', attempts = attempts - 1, lease_until = 0
                  WHERE id = $1 AND attempts = $2 AND state = 'running'";
                Ok(tx.exec(sql, args![id, attempt]).await?)
            })
        })
        .await;
    if let Err(error) = given {
        tracing::debug!(job = job.name, ?error, "a job could not be put back; its claim runs out by itself");
    }
}

fn job(row: &Row) -> DbResult<Job> {
    let payload: String = row.get(4)?;
    Ok(Job {
        id: row.get(0)?,
        org: row.get(1)?,
        name: row.get(2)?,
        attempt: row.get(3)?,
        payload: serde_json::from_str(&payload).unwrap_or(Value::Null),
    })
}

pub(crate) async fn finish(
    db: &Db,
    job: &Job,
    kind: &JobKind,
    outcome: kernel::Result<()>,
    now: Millis,
) -> kernel::Result<()> {
    let (id, attempt) = (job.id, job.attempt);
    let name = job.name.clone();
    let (state, run_at, text) = match outcome {
        Ok(()) => (None, now, None),
        Err(error) => {
            let dead = attempt >= kind.max_attempts;
            tracing::warn!(job = job.name, id = id.0, attempt, dead, ?error, "a job failed");
            let pause = (Millis::SECOND << attempt.clamp(0, 20)).min(MAX_BACKOFF_MS);
            (Some(if dead { "dead" } else { "queued" }), now.plus(pause), Some(format!("{error:?}")))
        }
    };
    db.write(move |tx| {
        Box::pin(async move {
            // Locked before it is decided: who asks for it once more at this moment waits, and finds it as it is then.
            let again = tx
                .opt(
                    "SELECT again FROM events_jobs WHERE id = $1 AND attempts = $2 AND state = 'running' {for_update}",
                    args![id, attempt],
                )
                .await?;
            let Some(again) = again.map(|row| row.get::<bool>(0)).transpose()? else { return Ok(()) };
            match state {
                // A job that is over for good, done or dead, begins anew for who asked meanwhile.
                None | Some("dead") if again => {
                    tx.exec(
                        "UPDATE events_jobs SET state = 'queued', again = FALSE, attempts = 0, run_at = $2,
                           lease_until = 0, last_error = $3 WHERE id = $1",
                        args![id, run_at, text],
                    )
                    .await?
                }
                None => tx.exec("DELETE FROM events_jobs WHERE id = $1", args![id]).await?,
                Some(state) => {
                    tx.exec(
                        "UPDATE events_jobs SET state = $2, run_at = $3, lease_until = 0, last_error = $4 WHERE id = $1",
                        args![id, state, run_at, text],
                    )
                    .await?
                }
            };
            trim_dead(tx, &name).await
        })
    })
    .await
}

/// Keeps an event that a consumer could not handle, as a dead job.
pub(crate) async fn bury(
    tx: &mut Tx,
    id: Id,
    event: &Event,
    consumer: &'static str,
    error: &str,
    now: Millis,
) -> kernel::Result<()> {
    let name = format!("consumer:{consumer}");
    let payload = serde_json::json!({ "stream": event.stream, "seq": event.seq, "kind": event.kind });
    tx.exec(
        "INSERT INTO events_jobs (id, org_id, name, state, priority, run_at, attempts, lease_until, payload,
           last_error, created_at) VALUES ($1, $2, $3, 'dead', 0, $4, 0, 0, $5, $6, $4)",
        args![id, event.org, &name, now, payload.to_string(), error],
    )
    .await?;
    trim_dead(tx, &name).await
}

/// Keeps the newest dead jobs of a kind: one that always fails would fill the table.
async fn trim_dead(tx: &mut Tx, name: &str) -> kernel::Result<()> {
    tx.exec(
        "DELETE FROM events_jobs WHERE state = 'dead' AND name = $1 AND id IN (SELECT id FROM events_jobs
           WHERE state = 'dead' AND name = $1 ORDER BY created_at DESC, id DESC LIMIT 1000 OFFSET $2)",
        args![name, KEPT_DEAD],
    )
    .await?;
    Ok(())
}
