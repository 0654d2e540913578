//! The directory in memory: every card, the tree and the search index, per organisation.
//!
//! Loaded before requests are served and kept right by the events: a write notes what it changed when it commits, and
//! the changed entries are read again before its reply goes out, so that everybody reads what they wrote. What other
//! processes commit is learnt from the stream of events ([`crate::watch`]).

mod org;
mod pages;
mod refresh;
mod search;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::Id;
use parking_lot::{Mutex, RwLock};

pub(crate) use org::OrgDirectory;
pub(crate) use search::{Boosts, Filter};

/// What changed, as far as memory is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Facts or places of one person.
    Person(Id),
    /// The tree.
    Departments,
    /// Very much: read everything of the organisation again.
    Everything,
}

/// The directories of all organisations. Shared by everything in the module.
#[derive(Default)]
pub(crate) struct Directory {
    orgs: RwLock<HashMap<Id, OrgDirectory>>,
    loaded: AtomicBool,
    pending: Mutex<HashMap<Id, Pending>>,
    /// Reading and applying go together: what was read last is applied last.
    refreshing: tokio::sync::Mutex<()>,
    stream: Mutex<Stream>,
}

/// What is to be read again in one organisation.
#[derive(Clone, Debug, Default)]
struct Pending {
    people: HashSet<Id>,
    departments: bool,
    everything: bool,
}

/// How far the stream of events is followed.
#[derive(Default)]
struct Stream {
    /// Every event up to this one is known.
    seen: i64,
    /// Later ones that this process committed itself.
    own: BTreeSet<i64>,
}

impl Directory {
    /// Notes what a committed event changed; the entries are read by the next [`Directory::catch_up`].
    pub(crate) fn note(&self, org: Id, change: Change) {
        let mut pending = self.pending.lock();
        let pending = pending.entry(org).or_default();
        match change {
            Change::Person(id) => {
                pending.people.insert(id);
            }
            Change::Departments => pending.departments = true,
            Change::Everything => pending.everything = true,
        }
    }

    /// Notes that this process committed the event at this place of the stream.
    pub(crate) fn note_own(&self, seq: i64) {
        let mut stream = self.stream.lock();
        if seq > stream.seen {
            stream.own.insert(seq);
        }
    }

    /// Whether something that was noted is not read yet.
    pub(crate) fn is_behind(&self) -> bool {
        self.is_loaded() && !self.pending.lock().is_empty()
    }

    /// How far the stream is followed.
    pub(crate) fn seen(&self) -> i64 {
        self.stream.lock().seen
    }

    /// Follows the stream to `seq`: an event that this process did not note when it committed it is noted first.
    pub(crate) fn follow(&self, seq: i64, note: impl FnOnce()) {
        let mut stream = self.stream.lock();
        if !stream.own.remove(&seq) {
            note();
        }
        stream.seen = stream.seen.max(seq);
    }

    /// Whether it was loaded: the command line works without.
    pub(crate) fn is_loaded(&self) -> bool {
        self.loaded.load(Ordering::Acquire)
    }

    /// Looks something up in an organisation's directory; the default for an organisation that is not known. Quick: the
    /// directory does not change meanwhile.
    pub(crate) fn look<T>(&self, org: Id, look: impl FnOnce(&OrgDirectory) -> T) -> T {
        match self.orgs.read().get(&org) {
            Some(directory) => look(directory),
            None => look(&OrgDirectory::default()),
        }
    }
}
