//! A way that frames take from node to node.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, stream};
use parking_lot::Mutex;
use tokio::sync::mpsc;

/// Frames that may wait on a way, each direction. A node that is so far behind looks in the store anyway.
pub(crate) const WAITING: usize = 4_096;

/// What a way brings.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// A frame of another node.
    Frame(Bytes),
    /// Frames get through, perhaps again.
    Up,
    /// None gets through.
    Down,
    /// Some of what others sent was lost on this side.
    Lost,
}

/// A way to the other nodes.
pub struct Way {
    /// Its name in figures and logs.
    pub name: &'static str,
    /// Frames to send.
    pub out: mpsc::Sender<Bytes>,
    /// What arrives; it ends when nothing can arrive any more.
    pub incoming: Pin<Box<dyn Stream<Item = Incoming> + Send>>,
    /// Bytes that one frame may have.
    pub max: usize,
    /// How long words are gathered before a frame leaves.
    pub gather: Duration,
}

/// The two ends that somebody who carries frames holds of a [`Way`].
pub(crate) fn pair(
    name: &'static str,
    max: usize,
    gather: Duration,
) -> (Way, mpsc::Receiver<Bytes>, mpsc::Sender<Incoming>) {
    let (out, sent) = mpsc::channel(WAITING);
    let (arrived, mut incoming) = mpsc::channel(WAITING);
    let incoming = Box::pin(stream::poll_fn(move |cx| incoming.poll_recv(cx)));
    (Way { name, out, incoming, max, gather }, sent, arrived)
}

/// A wire in memory that joins the buses of nodes in one process, for tests: it can be cut, and lose what one says.
#[derive(Clone, Default)]
pub struct Wire(Arc<Mutex<WireState>>);

#[derive(Default)]
struct WireState {
    ends: Vec<mpsc::Sender<Incoming>>,
    cut: bool,
    lose: usize,
}

impl Wire {
    /// One more end. Needs a runtime.
    #[must_use]
    pub fn end(&self) -> Way {
        let (way, mut sent, arrived) = pair("memory", 64 * 1024, Duration::ZERO);
        let (wire, own) = (self.clone(), {
            let mut state = self.0.lock();
            let _ = arrived.try_send(Incoming::Up);
            state.ends.push(arrived);
            state.ends.len() - 1
        });
        tokio::spawn(async move {
            while let Some(frame) = sent.recv().await {
                wire.carry(own, &frame);
            }
        });
        way
    }

    fn carry(&self, from: usize, frame: &Bytes) {
        let mut state = self.0.lock();
        if state.cut {
            return;
        }
        if state.lose > 0 {
            state.lose -= 1;
            return;
        }
        for (at, end) in state.ends.iter().enumerate() {
            if at != from {
                let _ = end.try_send(Incoming::Frame(frame.clone()));
            }
        }
    }

    /// Lets nothing through until it is mended.
    pub fn cut(&self) {
        self.set(true);
    }

    /// Lets everything through again.
    pub fn mend(&self) {
        self.set(false);
    }

    fn set(&self, cut: bool) {
        let mut state = self.0.lock();
        state.cut = cut;
        for end in &state.ends {
            let _ = end.try_send(if cut { Incoming::Down } else { Incoming::Up });
        }
    }

    /// Loses the next frames without a word.
    pub fn lose(&self, frames: usize) {
        self.0.lock().lose = frames;
    }
}
