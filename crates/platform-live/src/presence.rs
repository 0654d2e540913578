//! Who is here. Lives in memory only: lost with the process, and right again as soon as clients come back.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Weak};

use axum::extract::ws::Utf8Bytes;
use kernel::Id;
use serde::{Deserialize, Serialize};

use crate::hub::Connection;

/// Whether a person is here. Of several, the smallest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// A client is open and used.
    Online,
    /// Clients are open, none is used.
    Away,
    /// No client is open.
    Offline,
}

pub(crate) fn frame(states: &BTreeMap<Id, Presence>) -> Utf8Bytes {
    format!(r#"{{"type":"presence","data":{}}}"#, serde_json::to_string(states).unwrap_or_default()).into()
}

/// Who watches whom, and what changed since watchers were last told.
#[derive(Default)]
pub(crate) struct Watchers {
    by_user: HashMap<Id, HashMap<u64, Weak<Connection>>>,
    watched: HashMap<u64, Vec<Id>>,
    changed: HashSet<Id>,
    /// Of these the other nodes are to be told.
    changed_here: HashSet<Id>,
}

impl Watchers {
    pub(crate) fn watch(&mut self, connection: &Arc<Connection>, users: Vec<Id>) {
        self.forget(connection.id);
        for user in &users {
            self.by_user.entry(*user).or_default().insert(connection.id, Arc::downgrade(connection));
        }
        self.watched.insert(connection.id, users);
    }

    pub(crate) fn forget(&mut self, connection: u64) {
        for user in self.watched.remove(&connection).unwrap_or_default() {
            if let Some(watchers) = self.by_user.get_mut(&user) {
                watchers.remove(&connection);
                if watchers.is_empty() {
                    self.by_user.remove(&user);
                }
            }
        }
    }

    pub(crate) fn changed(&mut self, user: Id) {
        if self.by_user.contains_key(&user) {
            self.changed.insert(user);
        }
    }

    pub(crate) fn changed_here(&mut self, user: Id) {
        self.changed_here.insert(user);
    }

    pub(crate) fn take_here(&mut self) -> HashSet<Id> {
        std::mem::take(&mut self.changed_here)
    }

    pub(crate) fn take(&mut self) -> Vec<(Arc<Connection>, Vec<Id>)> {
        let mut told: HashMap<u64, (Arc<Connection>, Vec<Id>)> = HashMap::new();
        for user in self.changed.drain() {
            for (id, watcher) in self.by_user.get(&user).into_iter().flatten() {
                if let Some(connection) = watcher.upgrade() {
                    told.entry(*id).or_insert_with(|| (connection, Vec::new())).1.push(user);
                }
            }
        }
        told.into_values().collect()
    }
}

/// Who is on the other nodes, by the process that says so.
#[derive(Default)]
pub(crate) struct Elsewhere(HashMap<Id, HashMap<Id, Presence>>);

impl Elsewhere {
    /// How a person is there.
    pub(crate) fn presence(&self, user: Id) -> Presence {
        let states = self.0.values().filter_map(|people| people.get(&user).copied());
        states.min().unwrap_or(Presence::Offline)
    }

    /// Takes in what a node says; whom it may have changed.
    pub(crate) fn take_in(&mut self, from: Id, whole: bool, states: Vec<(Id, Presence)>) -> Vec<Id> {
        let mut changed = if whole { self.forget(from) } else { Vec::new() };
        let people = self.0.entry(from).or_default();
        for (user, state) in states {
            match state {
                Presence::Offline => people.remove(&user),
                here => people.insert(user, here),
            };
            changed.push(user);
        }
        changed
    }

    /// The nodes that said something.
    pub(crate) fn nodes(&self) -> Vec<Id> {
        self.0.keys().copied().collect()
    }

    /// Forgets a node; who was there.
    pub(crate) fn forget(&mut self, from: Id) -> Vec<Id> {
        self.0.remove(&from).map(|people| people.into_keys().collect()).unwrap_or_default()
    }
}
