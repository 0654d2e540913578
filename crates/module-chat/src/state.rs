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
    /// Grows whenever a chat is forgotten: what was read before that may be old by now.
    forgotten: u64,
}

impl ChatState {
    pub(crate) fn new(core: Core) -> Self {
        Self { core, audiences: Arc::default() }
    }

    /// Who is in a chat, in the order of ids: from memory, or read once.
    pub(crate) async fn audience(&self, chat: Id) -> Result<Arc<[Id]>> {
        let before = {
            let audiences = self.audiences.lock();
            if let Some(known) = audiences.chats.get(&chat) {
                return Ok(Arc::clone(known));
            }
            audiences.forgotten
        };
        let ids: Arc<[Id]> = self
            .core
            .db
            .read(move |tx| Box::pin(async move { Ok(store::members::ids(tx, chat).await?) }))
            .await?
            .into();
        let mut audiences = self.audiences.lock();
        // Somebody may have come or gone while it was read: then it is read again next time.
        if audiences.forgotten != before {
            return Ok(ids);
        }
        if audiences.ids + ids.len() > REMEMBERED {
            *audiences = Audiences { forgotten: before, ..Audiences::default() };
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
        audiences.forgotten += 1;
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
