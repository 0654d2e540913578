//! What every operation of chats stands on.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use kernel::{Id, Result};
use parking_lot::Mutex;
use platform_core::Core;

use crate::store;

/// Ids of members kept in memory, over all chats: 8 bytes each, so at most 16 MB. Beyond it the memory starts afresh.
const REMEMBERED: usize = 2_000_000;

/// The core, and who is in which chat. Clones share it.
#[derive(Clone)]
pub(crate) struct ChatState {
    core: Core,
    audiences: Arc<Mutex<Audiences>>,
}

#[derive(Default)]
struct Audiences {
    chats: HashMap<Id, Arc<[Id]>>,
    ids: usize,
}

impl ChatState {
    pub(crate) fn new(core: Core) -> Self {
        Self { core, audiences: Arc::default() }
    }

    /// Who is in a chat, in the order of ids: from memory, or read once.
    pub(crate) async fn audience(&self, chat: Id) -> Result<Arc<[Id]>> {
        if let Some(known) = self.audiences.lock().chats.get(&chat) {
            return Ok(Arc::clone(known));
        }
        let ids: Arc<[Id]> = self
            .core
            .db
            .read(move |tx| Box::pin(async move { Ok(store::members::ids(tx, chat).await?) }))
            .await?
            .into();
        let mut audiences = self.audiences.lock();
        if audiences.ids + ids.len() > REMEMBERED {
            *audiences = Audiences::default();
        }
        audiences.ids += ids.len();
        if let Some(before) = audiences.chats.insert(chat, Arc::clone(&ids)) {
            audiences.ids -= before.len();
        }
        Ok(ids)
    }

    /// Forgets who is in a chat: it changed.
    pub(crate) fn forget_audience(&self, chat: Id) {
        let mut audiences = self.audiences.lock();
        if let Some(before) = audiences.chats.remove(&chat) {
            audiences.ids -= before.len();
        }
    }
}

impl Deref for ChatState {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}
