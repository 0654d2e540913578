//! What every operation of the directory stands on.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use kernel::{Actor, Id, Millis, Result};
use parking_lot::Mutex;
use platform_core::Core;
use platform_db::{BoxFuture, Tx};

use crate::auth::cache::SessionCache;
use crate::auth::hasher::Hasher;
use crate::config::PeopleConfig;
use crate::directory::{Boosts, Directory};
use crate::model::import::run::Progress;

/// How long the people one talked to last are remembered before they are asked for again.
const CONTACTS_MS: i64 = 30 * Millis::SECOND;
/// How many of them lift search hits.
const CONTACTS: u32 = 50;
/// Searchers whose contacts are remembered; beyond it the memory starts afresh.
const SEARCHERS: usize = 2_000;

/// The core, the directory in memory, and who is signed in. Clones share it.
#[derive(Clone)]
pub(crate) struct PeopleState(Arc<Parts>);

/// The parts of a [`PeopleState`].
pub(crate) struct Parts {
    /// What every module gets.
    pub(crate) core: Core,
    /// What an operator set.
    pub(crate) config: PeopleConfig,
    /// The directory in memory.
    pub(crate) directory: Directory,
    /// Who stands behind which secret.
    pub(crate) sessions: SessionCache,
    /// Checks passwords.
    pub(crate) hasher: Hasher,
    /// Held by whoever follows the stream of events.
    pub(crate) following: tokio::sync::Mutex<()>,
    /// When ends of sessions were last looked for, in unix milliseconds.
    pub(crate) swept: AtomicI64,
    /// How far imports are that this process applies right now.
    pub(crate) applying: Mutex<HashMap<Id, Progress>>,
    contacts: Mutex<HashMap<Id, (Millis, Arc<Boosts>)>>,
}

impl Deref for PeopleState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl PeopleState {
    pub(crate) fn new(core: Core, config: PeopleConfig) -> Result<Self> {
        let hasher = Hasher::new(config.password_memory_kib, config.password_passes)?;
        let swept = AtomicI64::new(core.clock.now().0);
        Ok(Self(Arc::new(Parts {
            core,
            config,
            directory: Directory::default(),
            sessions: SessionCache::default(),
            hasher,
            following: tokio::sync::Mutex::default(),
            swept,
            applying: Mutex::default(),
            contacts: Mutex::default(),
        })))
    }

    /// Whether anybody but the caller still needs this.
    pub(crate) fn downgrade(&self) -> std::sync::Weak<Parts> {
        Arc::downgrade(&self.0)
    }

    /// The state behind a weak handle, while there is one.
    pub(crate) fn upgrade(weak: &std::sync::Weak<Parts>) -> Option<Self> {
        weak.upgrade().map(Self)
    }

    /// Runs a write. When it returns, the directory in memory shows what was written.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let value = self.core.db.write(work).await?;
        self.directory.catch_up(&self.core.db).await;
        Ok(value)
    }

    /// Runs reads.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        self.core.db.read(work).await
    }

    /// What lifts search hits for this person. A chat module in trouble must not keep people from being found.
    pub(crate) async fn boosts(&self, actor: &Actor) -> Arc<Boosts> {
        let now = self.core.clock.now();
        if let Some((until, boosts)) = self.contacts.lock().get(&actor.user)
            && now < *until
        {
            return Arc::clone(boosts);
        }
        let contacts = match self.core.ports.chats() {
            Some(chats) => {
                chats.recent_contacts(actor.org, actor.user, CONTACTS).await.unwrap_or_else(|error| {
                    tracing::warn!(?error, "recent contacts are not known; people are ranked without them");
                    Vec::new()
                })
            }
            None => Vec::new(),
        };
        let boosts = Arc::new(Boosts::of_contacts(&contacts));
        let mut known = self.contacts.lock();
        if known.len() >= SEARCHERS {
            known.clear();
        }
        known.insert(actor.user, (now.plus(CONTACTS_MS), Arc::clone(&boosts)));
        boosts
    }
}
