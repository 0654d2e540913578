//! Who stands behind which secret, remembered: every request asks.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Actor, Id, Millis};
use parking_lot::Mutex;

use crate::model::secret::Hash;
use crate::model::session::{Ticket, TicketKind};

/// Entries kept, about 400 bytes each: everybody of a large office with two devices. When full, those not looked at for
/// longest are dropped.
const CAPACITY: usize = 65_536;
/// How long an entry holds without being read again. What this process ends is forgotten at once, what others end
/// within a second; this bounds what slips through both.
const HOLDS_MS: i64 = 5_000;

/// The entries, and which sessions the store must still be told are used.
#[derive(Default)]
pub(crate) struct SessionCache {
    generation: AtomicU64,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_hash: HashMap<Hash, Entry>,
    hashes: HashMap<Id, Hash>,
    used: HashMap<Id, Used>,
}

struct Entry {
    actor: Arc<Actor>,
    ticket: Ticket,
    read_at: Millis,
}

/// A session or token that is used and whose row does not say so yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    /// The session or token.
    pub(crate) id: Id,
    /// Which of the two.
    pub(crate) kind: TicketKind,
    /// The organisation, whose policy says how long a session lasts.
    pub(crate) org: Id,
    /// When it was used.
    pub(crate) at: Millis,
}

impl SessionCache {
    /// Grows whenever entries are forgotten. Read it before looking, hand it to [`SessionCache::put`] after.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// The actor of a secret, if it is remembered and fresh.
    pub(crate) fn get(&self, hash: Hash, now: Millis) -> Option<Arc<Actor>> {
        let mut entries = self.entries.lock();
        let entry = entries.by_hash.get_mut(&hash)?;
        let ended = entry.ticket.expires_at.is_some_and(|end| now >= end);
        if ended || now.since(entry.read_at) >= HOLDS_MS {
            return None;
        }
        let (actor, used) = (Arc::clone(&entry.actor), entry.touch(now));
        entries.used.extend(used.map(|used| (used.id, used)));
        Some(actor)
    }

    /// Remembers an actor, unless something was forgotten since `generation` was read.
    pub(crate) fn put(&self, hash: Hash, actor: Arc<Actor>, ticket: Ticket, generation: u64, now: Millis) {
        let mut entries = self.entries.lock();
        let mut entry = Entry { actor, ticket, read_at: now };
        let used = entry.touch(now);
        entries.used.extend(used.map(|used| (used.id, used)));
        if self.generation() != generation {
            return;
        }
        if entries.by_hash.len() >= CAPACITY && !entries.by_hash.contains_key(&hash) {
            entries.shrink();
        }
        entries.hashes.insert(entry.ticket.id, hash);
        entries.by_hash.insert(hash, entry);
    }

    /// Forgets a session or token: it ended.
    pub(crate) fn forget(&self, id: Id) {
        let mut entries = self.entries.lock();
        self.generation.fetch_add(1, Ordering::SeqCst);
        if let Some(hash) = entries.hashes.remove(&id) {
            entries.by_hash.remove(&hash);
        }
        entries.used.remove(&id);
    }

    /// Forgets everything of a person: name, roles or state changed.
    pub(crate) fn forget_user(&self, user: Id) {
        self.forget_where(|entry| entry.actor.user == user);
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.forget_where(|_| true);
    }

    fn forget_where(&self, gone: impl Fn(&Entry) -> bool) {
        let mut entries = self.entries.lock();
        self.generation.fetch_add(1, Ordering::SeqCst);
        let Entries { by_hash, hashes, .. } = &mut *entries;
        by_hash.retain(|_, entry| {
            let gone = gone(entry);
            if gone {
                hashes.remove(&entry.ticket.id);
            }
            !gone
        });
    }

    /// Takes the sessions and tokens that the store must be told are used.
    pub(crate) fn take_used(&self) -> Vec<Used> {
        self.entries.lock().used.drain().map(|(_, used)| used).collect()
    }
}

impl Entry {
    /// Notes the use, if the store was not told lately.
    fn touch(&mut self, now: Millis) -> Option<Used> {
        if !self.ticket.is_due(now) {
            return None;
        }
        self.ticket.seen_at = Some(now);
        Some(Used { id: self.ticket.id, kind: self.ticket.kind, org: self.ticket.org, at: now })
    }
}

impl Entries {
    /// Drops the half that was read longest ago.
    fn shrink(&mut self) {
        let mut ages: Vec<(Millis, Hash)> =
            self.by_hash.iter().map(|(hash, entry)| (entry.read_at, *hash)).collect();
        let half = ages.len() / 2;
        if half == 0 {
            return;
        }
        ages.select_nth_unstable(half);
        for (_, hash) in &ages[..half] {
            if let Some(entry) = self.by_hash.remove(hash) {
                self.hashes.remove(&entry.ticket.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Locale, Scopes};

    use super::*;
    use crate::model::session::SEEN_EVERY_MS;

    fn entry(user: i64, session: i64) -> (Hash, Arc<Actor>, Ticket) {
        let ticket = Ticket {
            id: Id(session),
            kind: TicketKind::Session,
            user: Id(user),
            org: Id(1),
            expires_at: Some(Millis(SEEN_EVERY_MS * 3)),
            seen_at: Some(Millis(0)),
            scopes: Scopes::All,
        };
        let actor = Actor {
            user: Id(user),
            org: Id(1),
            session: Id(session),
            name: String::new(),
            grants: Vec::new(),
            scopes: Scopes::All,
            locale: Locale::ZhCn,
        };
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&session.to_le_bytes());
        (hash, Arc::new(actor), ticket)
    }

    fn put(cache: &SessionCache, user: i64, session: i64, now: Millis) -> Hash {
        let (hash, actor, ticket) = entry(user, session);
        cache.put(hash, actor, ticket, cache.generation(), now);
        hash
    }

    #[test]
    fn an_entry_is_read_again_after_a_few_seconds_and_not_used_beyond_its_end() {
        let cache = SessionCache::default();
        let hash = put(&cache, 2, 20, Millis(0));
        assert!(cache.get(hash, Millis(HOLDS_MS - 1)).is_some());
        assert!(cache.get(hash, Millis(HOLDS_MS)).is_none());
        let end = Millis(SEEN_EVERY_MS * 3);
        put(&cache, 2, 20, Millis(end.0 - 1));
        assert!(cache.get(hash, end).is_none());
    }

    #[test]
    fn what_is_forgotten_is_gone_and_the_rest_stays() {
        let cache = SessionCache::default();
        let (a, b, c) =
            (put(&cache, 2, 20, Millis(0)), put(&cache, 2, 21, Millis(0)), put(&cache, 3, 30, Millis(0)));
        cache.forget(Id(20));
        assert!(cache.get(a, Millis(1)).is_none() && cache.get(b, Millis(1)).is_some());
        cache.forget_user(Id(2));
        assert!(cache.get(b, Millis(1)).is_none() && cache.get(c, Millis(1)).is_some());
    }

    #[test]
    fn what_was_read_before_an_end_is_not_remembered() {
        let cache = SessionCache::default();
        let (hash, actor, ticket) = entry(2, 20);
        let before = cache.generation();
        cache.forget(Id(20));
        cache.put(hash, actor, ticket, before, Millis(0));
        assert!(cache.get(hash, Millis(0)).is_none());
    }

    #[test]
    fn use_is_told_every_five_minutes() {
        let cache = SessionCache::default();
        let hash = put(&cache, 2, 20, Millis(0));
        assert_eq!(cache.take_used(), []);
        put(&cache, 2, 20, Millis(SEEN_EVERY_MS));
        let used = Used { id: Id(20), kind: TicketKind::Session, org: Id(1), at: Millis(SEEN_EVERY_MS) };
        assert_eq!(cache.take_used(), [used]);
        assert!(cache.get(hash, Millis(SEEN_EVERY_MS + 1)).is_some());
        assert_eq!(cache.take_used(), []);
    }

    #[test]
    fn entries_stay_few() {
        let cache = SessionCache::default();
        for session in 1..=CAPACITY as i64 + 1 {
            put(&cache, session, session, Millis(session));
        }
        let entries = cache.entries.lock();
        assert!(entries.by_hash.len() <= CAPACITY && entries.by_hash.len() == entries.hashes.len());
    }
}
