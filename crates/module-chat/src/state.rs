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

/// Who is in a chat. Clones share it.
#[derive(Clone)]
pub(crate) struct Members {
    /// All of them, in the order of ids.
    pub(crate) ids: Arc<[Id]>,
    /// Those who may not read from the beginning, each with the first message that person may read.
    pub(crate) late: Arc<[(Id, i64)]>,
}

impl Members {
    fn of(found: &[(Id, i64)]) -> Self {
        Self {
            ids: found.iter().map(|(id, _)| *id).collect(),
            late: found.iter().filter(|(_, from)| *from > 1).copied().collect(),
        }
    }

    /// How much of [`REMEMBERED`] it takes.
    fn weight(&self) -> usize {
        self.ids.len() + 2 * self.late.len()
    }
}

#[derive(Default)]
struct Audiences {
    chats: HashMap<Id, Members>,
    ids: usize,
    /// Grows whenever a chat is forgotten: what was read before that may be old by now.
    forgotten: u64,
}

impl ChatState {
    pub(crate) fn new(core: Core) -> Self {
        Self { core, audiences: Arc::default() }
    }

    /// Who is in a chat: from memory, or read once.
    pub(crate) async fn audience(&self, chat: Id) -> Result<Members> {
        let before = {
            let audiences = self.audiences.lock();
            if let Some(known) = audiences.chats.get(&chat) {
                return Ok(known.clone());
            }
            audiences.forgotten
        };
        let found = self
            .core
            .db
            .read(move |tx| Box::pin(async move { Ok(store::members::ids(tx, chat).await?) }))
            .await?;
        let members = Members::of(&found);
        let mut audiences = self.audiences.lock();
        // Somebody may have come or gone while it was read: then it is read again next time.
        if audiences.forgotten != before {
            return Ok(members);
        }
        if audiences.ids + members.weight() > REMEMBERED {
            *audiences = Audiences { forgotten: before, ..Audiences::default() };
        }
        audiences.ids += members.weight();
        if let Some(before) = audiences.chats.insert(chat, members.clone()) {
            audiences.ids -= before.weight();
        }
        Ok(members)
    }

    /// Forgets who is in a chat: it changed.
    pub(crate) fn forget_audience(&self, chat: Id) {
        let mut audiences = self.audiences.lock();
        audiences.forgotten += 1;
        if let Some(before) = audiences.chats.remove(&chat) {
            audiences.ids -= before.weight();
        }
    }
}

impl Deref for ChatState {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}
