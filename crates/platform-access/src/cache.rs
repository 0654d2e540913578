//! Answers remembered for a moment: opening a page asks for the same object many times.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Id, Millis};
use parking_lot::Mutex;

use crate::Level;

/// Answers kept at most, about 1 MiB. When full all are dropped: filling again costs one query each.
const CAPACITY: usize = 16_384;
/// How long an answer holds. Changes made by this process drop it at once; this bounds how long one made by another
/// node, or one committed while the answer was being read, goes unnoticed.
const HOLDS_MS: i64 = 3_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) user: Id,
    pub(crate) org: Id,
    pub(crate) object: Id,
}

struct Entry {
    level: Option<Level>,
    until: Millis,
}

#[derive(Default)]
pub(crate) struct Cache {
    generation: AtomicU64,
    entries: Mutex<HashMap<Key, Entry>>,
}

impl Cache {
    /// Grows whenever answers may have changed. Read it before looking, hand it to [`Cache::put`] after.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    pub(crate) fn get(&self, key: Key, now: Millis) -> Option<Option<Level>> {
        // A clock that was set back must not make an answer hold longer.
        let holds = |entry: &&Entry| (1..=HOLDS_MS).contains(&entry.until.since(now));
        self.entries.lock().get(&key).filter(holds).map(|entry| entry.level)
    }

    /// Remembers an answer, unless something changed since `generation` was read.
    pub(crate) fn put(&self, key: Key, level: Option<Level>, generation: u64, now: Millis) {
        let mut entries = self.entries.lock();
        if self.generation() != generation {
            return;
        }
        if entries.len() >= CAPACITY && !entries.contains_key(&key) {
            entries.clear();
        }
        entries.insert(key, Entry { level, until: now.plus(HOLDS_MS) });
    }

    pub(crate) fn clear(&self) {
        let mut entries = self.entries.lock();
        self.generation.fetch_add(1, Ordering::SeqCst);
        entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(object: i64) -> Key {
        Key { user: Id(1), org: Id(2), object: Id(object) }
    }

    #[test]
    fn an_answer_read_before_a_change_is_not_remembered() {
        let cache = Cache::default();
        let before = cache.generation();
        cache.clear();
        cache.put(key(1), Some(Level::View), before, Millis(0));
        assert_eq!(cache.get(key(1), Millis(0)), None);
        cache.put(key(1), None, cache.generation(), Millis(0));
        assert_eq!(cache.get(key(1), Millis(0)), Some(None));
    }

    #[test]
    fn answers_do_not_hold_for_ever_and_stay_few() {
        let cache = Cache::default();
        cache.put(key(1), Some(Level::Edit), 0, Millis(0));
        assert_eq!(cache.get(key(1), Millis(HOLDS_MS - 1)), Some(Some(Level::Edit)));
        assert_eq!(cache.get(key(1), Millis(HOLDS_MS)), None);
        assert_eq!(cache.get(key(1), Millis(-1)), None);
        for object in 0..=CAPACITY as i64 {
            cache.put(key(object), None, 0, Millis(0));
        }
        assert!(cache.entries.lock().len() <= CAPACITY);
    }
}
