//! An office of nothing but events and jobs.

use std::sync::Arc;

use kernel::Id;
use parking_lot::Mutex;
use platform_bus::Bus;
use platform_db::Db;
use platform_events::{Consumer, Event, Events, JobInfo, JobState, Jobs, NewEvent, NewJob, Runner};
use serde_json::json;
use testkit::Store;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) const ORG: Id = Id(1);

pub(crate) struct Office {
    pub(crate) store: Store,
    pub(crate) events: Events,
    pub(crate) committed: mpsc::Receiver<Arc<Event>>,
    pub(crate) jobs: Jobs,
}

impl Office {
    pub(crate) fn new(store: Store) -> Self {
        let (events, committed) = Events::new(store.clock.clone(), store.ids.clone());
        let jobs = Jobs::new(store.clock.clone(), store.ids.clone());
        Self { store, events, committed, jobs }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.store.db
    }

    /// Appends an event whose body is `{"n": n}`; its place in the stream.
    pub(crate) async fn append(&self, stream: &str, kind: &'static str, n: i64) -> i64 {
        append(self.db(), &self.events, event(stream, kind, n)).await
    }

    pub(crate) fn runner(&self, owner: &str) -> Runner {
        Runner {
            db: self.db().clone(),
            clock: self.store.clock.clone(),
            ids: self.store.ids.clone(),
            owner: owner.to_owned(),
            shared: self.db().engine() == platform_db::Engine::Postgres,
            bus: Bus::alone(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    pub(crate) async fn enqueue(&self, job: NewJob) {
        let jobs = self.jobs.clone();
        self.db()
            .write(move |tx| Box::pin(async move { Ok(jobs.enqueue(tx, job).await?) }))
            .await
            .expect("the job is added");
    }

    pub(crate) async fn jobs_in(&self, state: JobState) -> Vec<JobInfo> {
        self.db()
            .read(move |tx| Box::pin(async move { Ok(Jobs::list(tx, state, None, 100).await?.items) }))
            .await
            .expect("the jobs can be read")
    }

    pub(crate) async fn retry(&self, id: Id) -> bool {
        let jobs = self.jobs.clone();
        self.db()
            .write(move |tx| Box::pin(async move { Ok(jobs.retry(tx, id).await?) }))
            .await
            .expect("the job can be changed")
    }
}

pub(crate) fn event(stream: &str, kind: &'static str, n: i64) -> NewEvent {
    NewEvent {
        org: ORG,
        stream: stream.to_owned(),
        seq: None,
        kind,
        actor: Some(Id(7)),
        body: json!({ "n": n }),
        live: None,
    }
}

pub(crate) async fn append(db: &Db, events: &Events, new: NewEvent) -> i64 {
    let events = events.clone();
    db.write(move |tx| Box::pin(async move { Ok(events.append(tx, new).await?) }))
        .await
        .expect("the event is written")
}

/// A job of this kind, due at the beginning of the test.
pub(crate) fn job(name: &str, n: i64) -> NewJob {
    NewJob {
        org: ORG,
        name: name.to_owned(),
        dedup_key: None,
        run_at: testkit::fixture::START,
        priority: 0,
        payload: json!({ "n": n }),
    }
}

/// What a handler was given: the numbers in the bodies, in order.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Vec<i64>>>);

impl Seen {
    pub(crate) fn add(&self, n: i64) {
        self.0.lock().push(n);
    }

    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.0.lock().clone()
    }

    /// A consumer that only remembers.
    pub(crate) fn consumer(&self, name: &'static str, kinds: &'static [&'static str]) -> Consumer {
        let seen = self.clone();
        Consumer::new(name, kinds, move |events| {
            let seen = seen.clone();
            Box::pin(async move {
                events.iter().for_each(|event| seen.add(number(event)));
                Ok(())
            })
        })
    }
}

pub(crate) fn number(event: &Event) -> i64 {
    event.body["n"].as_i64().expect("the body has a number")
}
