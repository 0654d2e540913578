//! Every process learns of every event: its own as they commit, those of other processes over the bus, and what was
//! missed from the log.
//!
//! Within a stream they come in order and each once, whichever process committed them: the places of a stream have no
//! gaps, so that an event whose predecessor was not seen shows what is missing, and it is there to be read.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Id};
use metrics::{counter, gauge};
use platform_bus::{Bus, Heard, Topic};
use platform_db::Db;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::log::{
    last_place, put_streams_in_order, read_by_ids, read_heads, read_placed, read_unheard, read_unplaced_heads,
};
use crate::wake::Wakes;
use crate::{BoxFuture, Event, Events};

/// Events taken in at once: what a busy node commits in some milliseconds.
const TOGETHER: usize = 256;
/// How often the log is looked at while the bus carries: for what commands commit, and for what was lost and had no place
/// yet when that was noticed. Each event is looked at once, however often; a look at nothing costs next to nothing.
const RARELY: Duration = Duration::from_secs(2);
/// How often while it does not, or when there is none: commands commit beside the server.
const OFTEN: Duration = Duration::from_secs(1);
/// Shortest pause between two looks: a bus that loses much must not cost more than it saves.
const SOON: Duration = Duration::from_millis(100);
/// Places read from the log at once.
const PAGE: u32 = 1_000;
/// Events of one stream fetched to close a gap. A longer one is left to the next look into the log.
const GAP: u32 = 200;
/// Streams whose heads are remembered: all that are busy, some megabytes.
const STREAMS: usize = 65_536;

/// An event that this process now knows of.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The event.
    pub event: Arc<Event>,
    /// Whether this process committed it.
    pub own: bool,
}

/// What a follower passes on.
#[derive(Clone, Debug)]
pub enum Step {
    /// The next event.
    Event(Followed),
    /// One of so many that were missed that clients are better off asking: memory must know of it, clients need not.
    Missed(Followed),
    /// So many were missed that clients must ask by themselves.
    Behind,
}

/// What memory does when an event is known, before clients hear of it.
#[derive(Clone)]
pub struct Observer {
    /// Prefix of the kinds, such as `people.`.
    pub prefix: &'static str,
    observe: Observe,
}

type Observe = Arc<dyn Fn(Followed) -> BoxFuture<'static, ()> + Send + Sync>;

impl Observer {
    /// An observer of the kinds with this prefix.
    pub fn new<F>(prefix: &'static str, observe: F) -> Self
    where
        F: Fn(Followed) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    {
        Self { prefix, observe: Arc::new(observe) }
    }

    /// Lets it see an event, if it wants it.
    pub async fn see(&self, followed: &Followed) {
        if followed.event.kind.starts_with(self.prefix) {
            (self.observe)(followed.clone()).await;
        }
    }
}

/// What the nodes say of an event: where it is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    id: Id,
    stream: String,
    seq: i64,
}

/// Follows the events of an office.
pub struct Follower {
    db: Db,
    clock: Clock,
    events: Events,
    bus: Bus,
    heard: mpsc::Receiver<Heard>,
    placed: mpsc::Receiver<Heard>,
    known: Known,
}

/// What was committed before somebody began to follow.
#[derive(Clone)]
pub(crate) struct Known {
    /// Everything placed up to here.
    pub(crate) cursor: i64,
    /// Of these streams everything up to these places, which waits for its place in the log: a command that filled the
    /// office leaves much behind.
    pub(crate) heads: Vec<(String, i64)>,
}

impl Known {
    pub(crate) async fn read(db: &Db) -> kernel::Result<Self> {
        // In this order what gets its place meanwhile is followed once too often rather than never.
        let cursor = db.read(|tx| Box::pin(async move { Ok(last_place(tx).await?) })).await?;
        let heads =
            db.read(|tx| Box::pin(async move { Ok(read_unplaced_heads(tx, STREAMS / 2).await?) })).await;
        let heads = heads.unwrap_or_else(|error| {
            // They only spare that it is all told again.
            tracing::warn!(?error, "what waits for its place in the log cannot be read");
            Vec::new()
        });
        Ok(Self { cursor, heads })
    }
}

impl Follower {
    /// A follower of what is committed from now on, by whatever process. Consumers of `events` are woken by what others
    /// commit.
    pub async fn new(db: Db, clock: Clock, events: Events, bus: Bus) -> kernel::Result<Self> {
        // First it listens, then it looks: nothing falls between.
        let (heard, placed) = (bus.listen(Topic::Event), bus.listen(Topic::Placed));
        let known = Known::read(&db).await?;
        Ok(Self { db, clock, events, bus, heard, placed, known })
    }

    /// Runs until `stop`; `committed` is what this process commits.
    pub async fn run(
        mut self,
        mut committed: mpsc::Receiver<Arc<Event>>,
        steps: mpsc::Sender<Step>,
        stop: CancellationToken,
    ) {
        for how in ["own", "told", "repaired"] {
            counter!("events_followed_total", "how" => how).increment(0);
        }
        let mut following = Following::new(&self.known, &self.events, steps);
        self.known.heads = Vec::new();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        let (mut looked, mut next) = (Instant::now(), Instant::now());
        loop {
            tokio::select! {
                count = committed.recv_many(&mut own, TOGETHER) => if count == 0 { return },
                _ = self.heard.recv_many(&mut others, TOGETHER) => {}
                word = self.placed.recv() => {
                    if let Some(Heard::Word { body, .. }) = word
                        && let Ok(kinds) = serde_json::from_str::<Vec<String>>(body.get())
                    {
                        self.events.wakes.kinds(&kinds);
                    }
                    continue;
                }
                () = tokio::time::sleep_until(next) => {}
                () = stop.cancelled() => return,
            }
            let mut round = Vec::new();
            for event in own.drain(..) {
                self.bus.say(Topic::Event, &Told::of(&event));
                round.push(Followed { event, own: true });
            }
            let mut told = Vec::new();
            for heard in others.drain(..) {
                match heard {
                    Heard::Word { body, .. } => match serde_json::from_str(body.get()) {
                        Ok(word) => told.push(word),
                        Err(error) => tracing::warn!(%error, "another node tells of events in another form"),
                    },
                    Heard::Lost { .. } => {
                        self.events.wakes.unplaced();
                        next = next.min(looked + SOON);
                    }
                    Heard::Came { .. } | Heard::Gone { .. } => {}
                }
            }
            if !told.is_empty() {
                // Their places may be this node's to give.
                self.events.wakes.unplaced();
                match following.fetch(&self.db, told).await {
                    Ok(events) => round.extend(events),
                    Err(error) => {
                        tracing::debug!(?error, "events of other nodes cannot be read; will look again");
                        next = next.min(looked + OFTEN);
                    }
                }
            }
            if !following.take(&self.db, &self.clock, round).await {
                return;
            }
            if Instant::now() < next {
                continue;
            }
            let outcome = following.look(&self.db).await;
            looked = Instant::now();
            next = looked + if self.bus.is_up() { RARELY } else { OFTEN };
            match outcome {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::debug!(?error, "the log cannot be looked at; will try again");
                    next = looked + OFTEN;
                }
            }
        }
    }
}

/// What is known so far.
pub(crate) struct Following {
    /// Everything placed up to here is known.
    cursor: i64,
    /// So much was missed that clients must ask, and they have not been told yet.
    is_behind: bool,
    heads: Heads,
    wakes: Wakes,
    steps: mpsc::Sender<Step>,
}

impl Told {
    pub(crate) fn of(event: &Event) -> Self {
        Self { id: event.id, stream: event.stream.clone(), seq: event.seq }
    }
}

impl Following {
    /// Follows from behind what is known; consumers of `events` are woken.
    pub(crate) fn new(known: &Known, events: &Events, steps: mpsc::Sender<Step>) -> Self {
        let mut heads = Heads::default();
        known.heads.iter().for_each(|(stream, seq)| heads.set(stream, *seq));
        Self { cursor: known.cursor, is_behind: false, heads, wakes: events.wakes.clone(), steps }
    }

    /// Reads what other nodes tell of, as far as it is new.
    pub(crate) async fn fetch(&self, db: &Db, told: Vec<Told>) -> kernel::Result<Vec<Followed>> {
        let ids: Vec<Id> = told
            .iter()
            .filter(|told| self.heads.place(&told.stream, told.seq) != Place::Known)
            .map(|told| told.id)
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let events = db.read(move |tx| Box::pin(async move { Ok(read_by_ids(tx, &ids).await?) })).await?;
        Ok(events.into_iter().map(foreign).collect())
    }

    /// Passes events on, in order; whether anybody still listens.
    pub(crate) async fn take(&mut self, db: &Db, clock: &Clock, mut round: Vec<Followed>) -> bool {
        // Commits of two transactions, and of two nodes, may be heard of in another order than they happened.
        put_streams_in_order(&mut round, |followed| (&followed.event.stream, followed.event.seq));
        for followed in round {
            let (stream, seq) = (followed.event.stream.clone(), followed.event.seq);
            let how = if followed.own { "own" } else { "told" };
            match self.heads.place(&stream, seq) {
                Place::Known => continue,
                Place::Next => {}
                Place::First | Place::After(_) => {
                    let Some(before) = self.before(db, stream, seq).await else {
                        // Memory must not miss what lies between: the log is looked at until it can be read.
                        continue;
                    };
                    for event in before {
                        if !self.pass(event, "repaired").await {
                            return false;
                        }
                    }
                }
            }
            gauge!("events_follow_lag_ms").set(clock.now().since(followed.event.at).max(0) as f64);
            if !self.pass(followed, how).await {
                return false;
            }
        }
        true
    }

    /// The events of a stream before a place that were never heard of. `None` when they cannot be read, or are too many:
    /// they, and the event itself, are found in the log then.
    async fn before(&self, db: &Db, stream: String, seq: i64) -> Option<Vec<Followed>> {
        let (after, cursor) = match self.heads.place(&stream, seq) {
            Place::After(head) => (head, 0),
            // Nothing is remembered of the stream: what was placed by the time of the last look is known.
            _ => (0, self.cursor),
        };
        if seq == after + 1 {
            return Some(Vec::new());
        }
        let read = db.read(move |tx| {
            Box::pin(async move { Ok(read_unheard(tx, &stream, (after, seq), cursor, GAP).await?) })
        });
        match read.await {
            Ok(events) if events.len() == GAP as usize => None,
            Ok(events) => Some(events.into_iter().map(foreign).collect()),
            Err(error) => {
                tracing::debug!(?error, "missed events cannot be read");
                None
            }
        }
    }

    async fn pass(&mut self, followed: Followed, how: &'static str) -> bool {
        self.heads.set(&followed.event.stream, followed.event.seq);
        counter!("events_followed_total", "how" => how).increment(1);
        self.steps.send(Step::Event(followed)).await.is_ok()
    }

    /// Looks in the log for what was never heard of; whether anybody still listens.
    pub(crate) async fn look(&mut self, db: &Db) -> kernel::Result<bool> {
        let mut cursor = self.cursor;
        loop {
            let heads =
                db.read(move |tx| Box::pin(async move { Ok(read_heads(tx, cursor, PAGE).await?) })).await?;
            let Some(last) = heads.last().map(|(place, ..)| *place) else { break };
            let (new, count): (Vec<_>, _) = (
                heads
                    .iter()
                    .filter(|(_, stream, seq)| self.heads.place(stream, *seq) != Place::Known)
                    .collect(),
                heads.len(),
            );
            self.is_behind |= new.len() == PAGE as usize;
            if let Some((first, ..)) = new.first() {
                let (before, limit) = (first - 1, u32::try_from(last - first + 1).unwrap_or(PAGE));
                let placed = db
                    .read(move |tx| Box::pin(async move { Ok(read_placed(tx, before, limit).await?) }))
                    .await?;
                for (_, event) in placed {
                    if self.heads.place(&event.stream, event.seq) == Place::Known {
                        continue;
                    }
                    self.heads.set(&event.stream, event.seq);
                    counter!("events_followed_total", "how" => "repaired").increment(1);
                    self.wakes.event(&event);
                    let step = if self.is_behind { Step::Missed } else { Step::Event };
                    if self.steps.send(step(foreign(event))).await.is_err() {
                        return Ok(false);
                    }
                }
            }
            cursor = last;
            self.cursor = cursor;
            if count < PAGE as usize {
                break;
            }
        }
        let was_behind = std::mem::take(&mut self.is_behind);
        Ok(!was_behind || self.steps.send(Step::Behind).await.is_ok())
    }
}

fn foreign(event: Event) -> Followed {
    Followed { event: Arc::new(event), own: false }
}

/// Where an event stands to what is known of its stream.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// It, or a later one, is known.
    Known,
    /// It comes next.
    Next,
    /// Nothing is known of the stream.
    First,
    /// Some before it are not known: those after this place.
    After(i64),
}

/// The last known place of every stream that was busy of late.
#[derive(Default)]
struct Heads {
    young: HashMap<String, i64>,
    old: HashMap<String, i64>,
}

impl Heads {
    fn place(&self, stream: &str, seq: i64) -> Place {
        match self.young.get(stream).or_else(|| self.old.get(stream)) {
            Some(head) if seq <= *head => Place::Known,
            Some(head) if seq > head + 1 => Place::After(*head),
            Some(_) => Place::Next,
            None => Place::First,
        }
    }

    fn set(&mut self, stream: &str, seq: i64) {
        match self.young.get_mut(stream) {
            Some(head) => *head = seq.max(*head),
            None => {
                if self.young.len() >= STREAMS / 2 {
                    self.old = std::mem::take(&mut self.young);
                }
                self.young.insert(stream.to_owned(), seq);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_show_what_is_missing() {
        let mut heads = Heads::default();
        assert_eq!(heads.place("a", 7), Place::First);
        heads.set("a", 7);
        assert_eq!(heads.place("a", 7), Place::Known);
        assert_eq!(heads.place("a", 6), Place::Known);
        assert_eq!(heads.place("a", 8), Place::Next);
        assert_eq!(heads.place("a", 10), Place::After(7));
    }

    #[test]
    fn streams_that_rest_are_forgotten() {
        let mut heads = Heads::default();
        for n in 0..STREAMS * 2 {
            heads.set(&format!("s{n}"), 1);
            assert!(heads.young.len() + heads.old.len() <= STREAMS);
        }
        assert_eq!(heads.place("s0", 1), Place::First);
        assert_eq!(heads.place(&format!("s{}", STREAMS * 2 - 1), 1), Place::Known);
    }
}
