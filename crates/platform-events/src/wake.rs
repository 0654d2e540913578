//! Who is woken by which events: a consumer that wants none of what happens sleeps on.

use std::sync::Arc;

use parking_lot::RwLock;
use tokio::sync::Notify;

use crate::Event;

/// Whether a consumer wants an event; without one, of a kind whose events are not at hand, whether it may.
pub(crate) type Wants = Arc<dyn Fn(&str, Option<&Event>) -> bool + Send + Sync>;

/// The sleepers of this process. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Wakes(Arc<Inner>);

#[derive(Default)]
struct Inner {
    consumers: RwLock<Vec<(Wants, Arc<Notify>)>>,
    /// The sequencer of PostgreSQL.
    placing: Notify,
}

impl Wakes {
    /// A sleeper that is woken by what it wants.
    pub(crate) fn consumer(&self, wants: Wants) -> Arc<Notify> {
        let wake = Arc::new(Notify::new());
        self.0.consumers.write().push((wants, Arc::clone(&wake)));
        wake
    }

    /// Events without places were committed.
    pub(crate) fn unplaced(&self) {
        self.0.placing.notify_one();
    }

    /// Waits for that.
    pub(crate) async fn until_unplaced(&self) {
        self.0.placing.notified().await;
    }

    /// An event can be consumed.
    pub(crate) fn event(&self, event: &Event) {
        self.wake(|wants| wants(&event.kind, Some(event)));
    }

    /// Events of these kinds can be consumed.
    pub(crate) fn kinds(&self, kinds: &[String]) {
        self.wake(|wants| kinds.iter().any(|kind| wants(kind, None)));
    }

    fn wake(&self, is_wanted: impl Fn(&Wants) -> bool) {
        for (wants, wake) in self.0.consumers.read().iter() {
            if is_wanted(wants) {
                wake.notify_one();
            }
        }
    }
}
