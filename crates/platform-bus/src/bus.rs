//! Saying and hearing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::StreamExt;
use kernel::Id;
use metrics::{counter, gauge};
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::frame::{Frame, Word, pack};
use crate::peers::{BEAT, News, Peers};
use crate::{Incoming, Topic, Way};

/// Words that may wait to leave, and to be heard. More is a node that cannot keep up: it loses them and says so.
const WAITING: usize = 65_536;
/// Words that leave together at most.
const TOGETHER: usize = 512;

/// What a listener hears.
#[derive(Debug)]
pub enum Heard {
    /// Another node said this.
    Word {
        /// The process that said it.
        from: Id,
        /// JSON.
        body: Box<RawValue>,
    },
    /// Words of this node, or of any when `None`, may not have arrived.
    Lost {
        /// The process that said them.
        from: Option<Id>,
    },
    /// A node is heard for the first time.
    Came {
        /// The process.
        from: Id,
    },
    /// A node says nothing any more.
    Gone {
        /// The process.
        from: Id,
    },
}

/// The bus of this node. Clones share it.
#[derive(Clone)]
pub struct Bus(Arc<Inner>);

struct Inner {
    own: Id,
    out: Option<mpsc::Sender<Word>>,
    /// Words were lost on their way out: the others must learn that there is a gap.
    skipped: AtomicBool,
    up: AtomicBool,
    /// The other nodes that are heard.
    peers: Mutex<Vec<Id>>,
    listeners: Mutex<Vec<Listener>>,
}

struct Listener {
    topic: Topic,
    ears: mpsc::Sender<Heard>,
    /// Words did not fit: it is told when they do again.
    missed: bool,
}

impl Bus {
    /// The bus of an office of one node, which has nobody to talk to.
    #[must_use]
    pub fn alone() -> Self {
        Self::new(Id(0), None)
    }

    fn new(own: Id, out: Option<mpsc::Sender<Word>>) -> Self {
        Self(Arc::new(Inner {
            own,
            out,
            skipped: AtomicBool::new(false),
            up: AtomicBool::new(false),
            peers: Mutex::default(),
            listeners: Mutex::default(),
        }))
    }

    /// A bus over this way; `own` is an id made by this process. Runs until `stop`.
    #[must_use]
    pub fn over(way: Way, own: Id, stop: CancellationToken, tasks: &TaskTracker) -> Self {
        gauge!("bus_connected", "bus" => way.name).set(0.0);
        gauge!("cluster_nodes").set(1.0);
        for counter in ["bus_sent_total", "bus_received_total"] {
            counter!(counter, "bus" => way.name).increment(0);
        }
        for counter in ["bus_lost_total", "bus_dropped_total"] {
            counter!(counter).increment(0);
        }
        let (out, words) = mpsc::channel(WAITING);
        let bus = Self::new(own, Some(out));
        tasks.spawn(bus.clone().run(way, words, stop));
        bus
    }

    /// What this process is called on the bus.
    #[must_use]
    pub fn own(&self) -> Id {
        self.0.own
    }

    /// Whether there can be no other nodes.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.0.out.is_none()
    }

    /// Whether words get through at the moment.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.up.load(Ordering::Relaxed)
    }

    /// Nodes heard at the moment, this one included.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.0.peers.lock().len() + 1
    }

    /// The other nodes heard at the moment.
    #[must_use]
    pub fn peers(&self) -> Vec<Id> {
        self.0.peers.lock().clone()
    }

    /// Says something to all other nodes. Never waits.
    pub fn say(&self, topic: Topic, body: &impl Serialize) {
        let Some(out) = &self.0.out else { return };
        let Ok(body) = serde_json::value::to_raw_value(body) else { return };
        if out.try_send((topic, body)).is_err() {
            self.0.skipped.store(true, Ordering::Relaxed);
            counter!("bus_dropped_total").increment(1);
        }
    }

    /// What the others say about a topic, from now on.
    #[must_use]
    pub fn listen(&self, topic: Topic) -> mpsc::Receiver<Heard> {
        let (ears, heard) = mpsc::channel(WAITING);
        self.0.listeners.lock().push(Listener { topic, ears, missed: false });
        heard
    }

    async fn run(self, mut way: Way, mut words: mpsc::Receiver<Word>, stop: CancellationToken) {
        let (mut peers, mut number) = (Peers::default(), 0_u64);
        let mut beat = tokio::time::interval(BEAT);
        // When something was said last, and when the words began to gather that wait now.
        let (mut said, mut began) = (Instant::now(), Instant::now());
        let mut batch = Vec::with_capacity(TOGETHER);
        let name = way.name;
        loop {
            let due = began + way.gather;
            tokio::select! {
                count = words.recv_many(&mut batch, TOGETHER), if batch.len() < WAITING => {
                    if count == 0 {
                        return;
                    }
                    if batch.len() == count {
                        began = Instant::now();
                    }
                    if way.gather.is_zero() {
                        self.send_all(&way, &mut number, &mut batch);
                        said = began;
                    }
                }
                () = tokio::time::sleep_until(due), if !batch.is_empty() => {
                    self.send_all(&way, &mut number, &mut batch);
                    said = Instant::now();
                }
                incoming = way.incoming.next() => match incoming {
                    None => return,
                    Some(Incoming::Frame(bytes)) => {
                        counter!("bus_received_total", "bus" => name).increment(1);
                        match Frame::decode(&bytes) {
                            Some(frame) if frame.from != self.0.own => {
                                self.tell(peers.hear(frame, Instant::now()));
                            }
                            Some(_) => {}
                            None => tracing::warn!(bus = name, "another node says what this version does not understand"),
                        }
                    }
                    Some(Incoming::Lost) => {
                        counter!("bus_lost_total").increment(1);
                        self.all_hear(&Heard::Lost { from: None });
                    }
                    Some(Incoming::Up) => {
                        self.0.up.store(true, Ordering::Relaxed);
                        gauge!("bus_connected", "bus" => name).set(1.0);
                        tracing::info!(bus = name, "the bus between the nodes is up");
                        self.all_hear(&Heard::Lost { from: None });
                    }
                    Some(Incoming::Down) => {
                        self.0.up.store(false, Ordering::Relaxed);
                        gauge!("bus_connected", "bus" => name).set(0.0);
                        tracing::warn!(bus = name, "the bus between the nodes is down; what others do is looked up in the store");
                        self.all_hear(&Heard::Lost { from: None });
                    }
                },
                _ = beat.tick() => {
                    if said.elapsed() >= BEAT {
                        self.send(&way, &mut number, Vec::new());
                    }
                    self.tell(peers.silent(Instant::now()));
                }
                () = stop.cancelled() => return,
            }
        }
    }

    fn send_all(&self, way: &Way, number: &mut u64, batch: &mut Vec<Word>) {
        let (frames, left_out) = pack(batch.drain(..), way.max);
        counter!("bus_dropped_total").increment(left_out as u64);
        if left_out > 0 {
            self.0.skipped.store(true, Ordering::Relaxed);
        }
        for frame in frames {
            self.send(way, number, frame);
        }
    }

    fn send(&self, way: &Way, number: &mut u64, words: Vec<Word>) {
        *number += if self.0.skipped.swap(false, Ordering::Relaxed) { 2 } else { 1 };
        if !self.is_up() {
            // It would arrive late, when it is no longer true. Its number is missing.
            counter!("bus_dropped_total").increment(words.len() as u64);
            return;
        }
        let frame = Frame { from: self.0.own, n: *number, words };
        // A way that is full loses the frame, and its number is missing then.
        match way.out.try_send(frame.encode()) {
            Ok(()) => counter!("bus_sent_total", "bus" => way.name).increment(1),
            Err(_) => counter!("bus_dropped_total").increment(1),
        }
    }

    /// Notes who is heard, before anybody is told of it.
    fn note(&self, change: impl FnOnce(&mut Vec<Id>)) {
        let mut peers = self.0.peers.lock();
        change(&mut peers);
        gauge!("cluster_nodes").set((peers.len() + 1) as f64);
    }

    fn tell(&self, news: Vec<News>) {
        for news in news {
            match news {
                News::Word(from, (topic, body)) => {
                    self.hear(Some(topic), || Heard::Word { from, body: body.clone() })
                }
                News::Came(from) => {
                    tracing::info!(from = from.0, "another node is here");
                    self.note(|peers| peers.push(from));
                    self.all_hear(&Heard::Came { from });
                }
                News::Gone(from) => {
                    tracing::warn!(from = from.0, "another node says nothing any more");
                    self.note(|peers| peers.retain(|peer| *peer != from));
                    self.all_hear(&Heard::Gone { from });
                }
                News::Lost(from) => {
                    counter!("bus_lost_total").increment(1);
                    self.all_hear(&Heard::Lost { from: Some(from) });
                }
            }
        }
    }

    fn all_hear(&self, heard: &Heard) {
        self.hear(None, || match heard {
            Heard::Came { from } => Heard::Came { from: *from },
            Heard::Gone { from } => Heard::Gone { from: *from },
            Heard::Lost { from } => Heard::Lost { from: *from },
            Heard::Word { from, body } => Heard::Word { from: *from, body: body.clone() },
        });
    }

    /// Hands something to the listeners of a topic, or to all.
    fn hear(&self, topic: Option<Topic>, heard: impl Fn() -> Heard) {
        for listener in self.0.listeners.lock().iter_mut() {
            if topic.is_some_and(|topic| topic != listener.topic) {
                continue;
            }
            if listener.missed && listener.ears.try_send(Heard::Lost { from: None }).is_ok() {
                listener.missed = false;
            }
            if listener.ears.try_send(heard()).is_err() {
                listener.missed = true;
            }
        }
    }
}
