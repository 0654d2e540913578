//! From committed events to frames.

use std::sync::Arc;
use std::time::Duration;

use platform_events::{BoxFuture, Event};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Hub, LiveFrame};

/// How often watchers are told of changes in presence.
const PRESENCE: Duration = Duration::from_millis(300);

type Render = Arc<dyn Fn(Arc<Event>) -> BoxFuture<'static, kernel::Result<Vec<LiveFrame>>> + Send + Sync>;

/// Turns an event of one module into frames: none when nobody is to be told, more than one when not everybody may be
/// told the same. Nobody is in two audiences.
#[derive(Clone)]
pub struct Renderer {
    /// Prefix of the kinds, such as `chat.`.
    pub prefix: &'static str,
    render: Render,
}

impl Renderer {
    /// A renderer for the kinds with this prefix.
    pub fn new<F>(prefix: &'static str, render: F) -> Self
    where
        F: Fn(Arc<Event>) -> BoxFuture<'static, kernel::Result<Vec<LiveFrame>>> + Send + Sync + 'static,
    {
        Self { prefix, render: Arc::new(render) }
    }
}

/// Takes what this process commits, in commit order, and delivers it.
pub struct Dispatcher {
    /// Where to deliver.
    pub hub: Hub,
    /// One or more per module.
    pub renderers: Vec<Renderer>,
}

impl Dispatcher {
    /// Runs until the process stops.
    pub async fn run(self, mut committed: mpsc::Receiver<Arc<Event>>, stop: CancellationToken) {
        let mut presence = tokio::time::interval(PRESENCE);
        loop {
            tokio::select! {
                event = committed.recv() => {
                    let Some(event) = event else { return };
                    self.dispatch(event).await;
                }
                _ = presence.tick() => self.hub.flush_presence(),
                () = stop.cancelled() => return,
            }
        }
    }

    async fn dispatch(&self, event: Arc<Event>) {
        for renderer in self.renderers.iter().filter(|r| event.kind.starts_with(r.prefix)) {
            match (renderer.render)(Arc::clone(&event)).await {
                Ok(frames) => frames.iter().for_each(|frame| self.hub.deliver(frame)),
                // The frame is lost, the event is not: clients see the gap and ask.
                Err(error) => tracing::warn!(kind = event.kind, ?error, "an event could not be rendered"),
            }
        }
    }
}
