//! A simulation of an office of several nodes, in one thread and with one clock, driven by a seed: nodes write, tell each
//! other over a bus that loses, doubles and delays, give places, consume, work off jobs, sleep past their leases, die and
//! come back, in whatever order the seed says. What must hold is looked at as it goes and at the end.
//!
//! The same seed does the same again. A seed that fails becomes a test of its own, by its number.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use kernel::{Error, Id, Ids, Millis};
use parking_lot::Mutex;
use platform_bus::Bus;
use platform_db::{Db, DbResult, args};
use serde_json::json;
use testkit::Store;
use testkit::rng::Rng;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::consume::{Cursor, Held, SEQUENCER};
use crate::follow::{Following, Known, Told};
use crate::jobs::{Claim, finish, renew};
use crate::log::place;
use crate::{
    Consumer, Event, Events, Followed, Job, JobKind, Jobs, MIGRATIONS, NewEvent, NewJob, Runner, Step,
};

const NODES: usize = 3;
const STREAMS: [&str; 4] = ["chat:1", "chat:2", "people", "docs:9"];
const ACTIONS: usize = 250;
const CONSUMER: &str = "sim.consumer";
const JOB: &str = "sim.job";

/// What every node has in common: the store and its clock, and what came of it all.
struct World {
    store: Store,
    rng: Arc<Mutex<Rng>>,
    nodes: Vec<Node>,
    next_number: u16,
    /// Where every handled event stands, in the order in which it was handled.
    handled: Arc<Mutex<Vec<(String, i64)>>>,
    /// Jobs whose end was written, by who held the claim.
    ended: BTreeMap<Id, usize>,
    jobs: usize,
    written: usize,
}

/// A node as far as events go.
struct Node {
    ids: Ids,
    events: Events,
    committed: mpsc::Receiver<Arc<Event>>,
    following: Following,
    steps: mpsc::Receiver<Step>,
    inbox: VecDeque<Told>,
    runner: Runner,
    consumer: Consumer,
    cursor: Cursor,
    lease: Held,
    placing: Held,
    /// Events with places up to here were there before it.
    known: Known,
    /// Places of each stream that its clients were told, in that order.
    told: HashMap<String, Vec<i64>>,
    running: Vec<Job>,
    /// Actions that it sleeps through.
    sleeps: usize,
}

fn event(stream: &str, n: usize) -> NewEvent {
    NewEvent {
        org: Id(1),
        stream: stream.to_owned(),
        seq: None,
        kind: "sim.done.v1",
        actor: None,
        body: json!({ "n": n }),
        live: None,
    }
}

impl World {
    async fn new(seed: u64) -> Self {
        let store = Store::open(platform_db::Engine::Sqlite, &[MIGRATIONS]).await;
        let mut world = Self {
            store,
            rng: Arc::new(Mutex::new(Rng::new(seed))),
            nodes: Vec::new(),
            next_number: 1,
            handled: Arc::default(),
            ended: BTreeMap::new(),
            jobs: 0,
            written: 0,
        };
        for _ in 0..NODES {
            let node = world.node().await;
            world.nodes.push(node);
        }
        world
    }

    fn db(&self) -> Db {
        self.store.db.clone()
    }

    fn below(&self, end: usize) -> usize {
        usize::try_from(self.rng.lock().below(end as u64)).unwrap_or(0)
    }

    /// Something that happens once in so many times.
    fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    async fn node(&mut self) -> Node {
        let number = self.next_number;
        self.next_number += 1;
        let (db, clock) = (self.db(), self.store.clock.clone());
        let ids = Ids::new(number, clock.clone());
        let (events, committed) = Events::new(clock.clone(), ids.clone());
        let events = events.leaving_places();
        let (pass, steps) = mpsc::channel(65_536);
        let known = Known::read(&db).await.expect("the log can be read");
        let (handled, rng) = (Arc::clone(&self.handled), Arc::clone(&self.rng));
        let consumer = Consumer::new(CONSUMER, &["sim."], move |batch| {
            // A handler that is cut off in the middle, or cannot reach what it needs.
            let outcome = match rng.lock().below(8) {
                0 => Err(Error::new(&platform_db::STORE_UNAVAILABLE)),
                _ => {
                    handled.lock().extend(batch.iter().map(|event| (event.stream.clone(), event.seq)));
                    Ok(())
                }
            };
            Box::pin(std::future::ready(outcome))
        });
        let runner = Runner {
            db,
            clock,
            ids: ids.clone(),
            owner: format!("node-{number}"),
            shared: true,
            bus: Bus::alone(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        Node {
            following: Following::new(&known, &events, pass),
            ids,
            events,
            committed,
            steps,
            inbox: VecDeque::new(),
            runner,
            consumer,
            cursor: Cursor::default(),
            lease: Held::default(),
            placing: Held::default(),
            known,
            told: HashMap::new(),
            running: Vec::new(),
            sleeps: 0,
        }
    }

    async fn act(&mut self) {
        let at = self.below(self.nodes.len());
        if self.nodes[at].sleeps > 0 {
            self.nodes[at].sleeps -= 1;
            self.store.clock.advance(700);
            return;
        }
        match self.below(100) {
            0..30 => self.write(at).await,
            30..55 => self.pump(at).await,
            55..62 => self.nodes[at].look().await,
            62..72 => self.nodes[at].place().await,
            72..84 => {
                let saves = self.once_in(3);
                self.nodes[at].consume(saves).await;
            }
            84..90 => self.work(at).await,
            90..95 => self.store.clock.advance(1 + self.below(9_000) as i64),
            95..98 => self.nodes[at].sleeps = 10 + self.below(60),
            _ => {
                // It dies with all it had in memory; another comes in its place.
                let node = self.node().await;
                self.nodes[at] = node;
            }
        }
        self.nodes.iter_mut().for_each(Node::listen);
    }

    async fn write(&mut self, at: usize) {
        let stream = STREAMS[self.below(STREAMS.len())];
        let (count, node) = (1 + self.below(3), &self.nodes[at]);
        let mut new: Vec<NewEvent> = (0..count).map(|n| event(stream, self.written + n)).collect();
        let job = self.once_in(4).then(|| NewJob {
            org: Id(1),
            name: JOB.to_owned(),
            dedup_key: None,
            run_at: self.store.clock.now(),
            priority: 0,
            payload: json!({}),
        });
        self.jobs += usize::from(job.is_some());
        self.written += count;
        let jobs = Jobs::new(self.store.clock.clone(), node.ids.clone());
        let events = node.events.clone();
        let db = self.db();
        let written = db.write(move |tx| {
            Box::pin(async move {
                for new in new.drain(..) {
                    events.append(tx, new).await?;
                }
                if let Some(job) = job {
                    jobs.enqueue(tx, job).await?;
                }
                Ok(())
            })
        });
        written.await.expect("nothing hinders a write");
    }

    /// A node tells what it committed, and takes in what it was told.
    async fn pump(&mut self, at: usize) {
        let mut round = Vec::new();
        while let Ok(event) = self.nodes[at].committed.try_recv() {
            for other in 0..self.nodes.len() {
                // Lost, or twice, or in another order than it was said.
                let times = match self.below(10) {
                    0 | 1 => 0,
                    2 => 2,
                    _ => 1,
                };
                for _ in 0..if other == at { 0 } else { times } {
                    let told = Told::of(&event);
                    let inbox = &mut self.nodes[other].inbox;
                    if self.rng.lock().below(4) == 0 {
                        inbox.push_front(told);
                    } else {
                        inbox.push_back(told);
                    }
                }
            }
            round.push(Followed { event, own: true });
        }
        let some = self.below(self.nodes[at].inbox.len() + 1);
        self.nodes[at].take(round, some).await;
    }

    /// Claims jobs, holds on to them, ends them: perhaps too late.
    async fn work(&mut self, at: usize) {
        let (db, now) = (self.db(), self.store.clock.now());
        let kind = JobKind::new(JOB, |_| Box::pin(std::future::ready(Ok(()))));
        match self.below(4) {
            0 | 1 => {
                let claim = Claim::new(&self.nodes[at].runner.owner, [JOB.to_owned()].into_iter());
                let taken = claim.take(&db, now, 2).await.expect("jobs can be claimed");
                self.nodes[at].running.extend(taken);
            }
            2 => {
                for job in &self.nodes[at].running {
                    renew(&db, job, now).await;
                }
            }
            _ => {
                for job in std::mem::take(&mut self.nodes[at].running) {
                    let before = self.is_there(job.id).await;
                    let outcome = if self.once_in(5) { Err(Error::internal("a fault")) } else { Ok(()) };
                    let right = outcome.is_ok();
                    finish(&db, &job, &kind, outcome, now).await.expect("an end can be written");
                    if right && before && !self.is_there(job.id).await {
                        *self.ended.entry(job.id).or_default() += 1;
                    }
                }
            }
        }
    }

    async fn is_there(&self, job: Id) -> bool {
        let db = self.db();
        let found = db.read(move |tx| {
            Box::pin(async move {
                Ok(tx.opt("SELECT 1 FROM events_jobs WHERE id = $1", args![job]).await?.is_some())
            })
        });
        found.await.expect("jobs can be read")
    }

    /// Everybody wakes up, everything arrives, and all work is done.
    async fn settle(&mut self) {
        for node in &mut self.nodes {
            node.sleeps = 0;
        }
        for at in 0..self.nodes.len() {
            self.pump(at).await;
        }
        self.store.clock.advance(Millis::MINUTE);
        for at in 0..self.nodes.len() {
            self.nodes[at].place().await;
        }
        for node in &mut self.nodes {
            let all = node.inbox.len();
            node.take(Vec::new(), all).await;
            node.look().await;
            node.listen();
        }
        self.store.clock.advance(Millis::MINUTE);
        // Handlers fail at times: each turn has a fair chance.
        for _ in 0..3_000 {
            self.nodes[0].consume(true).await;
            let handled: BTreeSet<_> = self.handled.lock().iter().cloned().collect();
            if handled.len() == self.written {
                break;
            }
        }
        for _ in 0..200 {
            self.store.clock.advance(20 * Millis::MINUTE);
            self.work(0).await;
        }
    }

    async fn check(&self, seed: u64) {
        let log: Vec<(String, i64, i64)> = self
            .db()
            .read(|tx| {
                Box::pin(async move {
                    let rows =
                        tx.all("SELECT stream, seq, pos FROM events_log ORDER BY pos", args![]).await?;
                    let read = |row: &platform_db::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                    Ok(rows.iter().map(read).collect::<DbResult<Vec<_>>>()?)
                })
            })
            .await
            .expect("every event has a place");
        assert_eq!(log.len(), self.written, "seed {seed}: events");
        let mut heads: HashMap<&str, i64> = HashMap::new();
        for (at, (stream, seq, pos)) in log.iter().enumerate() {
            assert_eq!(*pos, at as i64 + 1, "seed {seed}: places have no gaps");
            let head = heads.entry(stream).or_default();
            assert_eq!(*seq, *head + 1, "seed {seed}: the order of {stream} in the log");
            *head = *seq;
        }
        for node in &self.nodes {
            let owner = &node.runner.owner;
            for (stream, told) in &node.told {
                assert!(told.is_sorted_by(|a, b| a < b), "seed {seed}: {owner} told {stream} as {told:?}");
            }
            for (stream, seq, pos) in &log {
                let told = node.told.get(stream).is_some_and(|told| told.contains(seq));
                let before = *pos <= node.known.cursor
                    || node.known.heads.iter().any(|(known, head)| known == stream && seq <= head);
                assert!(told || before, "seed {seed}: {owner} never told {stream} {seq}");
            }
        }
        let handled = self.handled.lock().clone();
        let mut first: HashMap<&str, i64> = HashMap::new();
        let mut once = BTreeSet::new();
        for (stream, seq) in handled.iter() {
            if once.insert((stream, seq)) {
                let before = first.insert(stream, *seq).unwrap_or(0);
                assert_eq!(*seq, before + 1, "seed {seed}: the order in which {stream} was handled first");
            }
        }
        assert_eq!(once.len(), log.len(), "seed {seed}: every event is handled");
        assert!(
            self.ended.values().all(|times| *times == 1),
            "seed {seed}: a job ended twice: {:?}",
            self.ended
        );
        let db = self.db();
        let dead = db.read(|tx| {
            Box::pin(async move {
                Ok(tx
                    .one("SELECT COUNT(*) FROM events_jobs WHERE state = 'dead'", args![])
                    .await?
                    .get::<i64>(0)?)
            })
        });
        let dead = usize::try_from(dead.await.expect("jobs can be read")).unwrap_or(0);
        assert_eq!(self.ended.len() + dead, self.jobs, "seed {seed}: every job ends");
    }
}

impl Node {
    /// Takes in events of its own and the first of what it was told.
    async fn take(&mut self, mut round: Vec<Followed>, some: usize) {
        let told: Vec<Told> = self.inbox.drain(..some).collect();
        let (db, clock) = (self.runner.db.clone(), self.runner.clock.clone());
        round.extend(self.following.fetch(&db, told).await.expect("the log can be read"));
        assert!(self.following.take(&db, &clock, round).await);
    }

    async fn look(&mut self) {
        let db = self.runner.db.clone();
        assert!(self.following.look(&db).await.expect("the log can be read"));
    }

    async fn place(&mut self) {
        let mut held = self.placing;
        if self.runner.holds(SEQUENCER, &mut held).await {
            while place(&self.runner.db, 20).await.expect("places can be given").is_full {}
        }
        self.placing = held;
    }

    async fn consume(&mut self, saves: bool) {
        let (mut held, before) = (self.lease, self.lease.fence);
        let holds = self.runner.holds(CONSUMER, &mut held).await;
        self.lease = held;
        if !holds || held.fence != before {
            self.cursor = Cursor::default();
        }
        if !holds {
            return;
        }
        if saves {
            self.runner.save(CONSUMER, &mut self.cursor).await.expect("a cursor can be saved");
        }
        // A failure is tried again at the next turn.
        let _ = self.runner.step(&self.consumer, &mut self.cursor).await;
    }

    /// What its clients are told.
    fn listen(&mut self) {
        while let Ok(step) = self.steps.try_recv() {
            match step {
                Step::Event(followed) | Step::Missed(followed) => {
                    self.told.entry(followed.event.stream.clone()).or_default().push(followed.event.seq);
                }
                Step::Behind => {}
            }
        }
    }
}

async fn simulate(seed: u64) {
    let mut world = World::new(seed).await;
    for _ in 0..ACTIONS {
        world.act().await;
    }
    world.settle().await;
    world.check(seed).await;
}

#[tokio::test]
async fn whatever_happens_nothing_is_lost_doubled_or_out_of_order() {
    for seed in 0..testkit::in_soak(12, 3_000) {
        simulate(seed).await;
    }
}
