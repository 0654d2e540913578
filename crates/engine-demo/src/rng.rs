//! Random numbers that are the same everywhere: ChaCha8 from a seed, with one stream for each purpose, so that a new
//! dialogue does not rename the people.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng};

/// Names, departments and dates of the grown people.
pub(crate) const PEOPLE: u64 = 1;
/// Pauses and read marks of the scripted chats.
pub(crate) const SCRIPTS: u64 = 2;
/// The chats put together from pieces.
pub(crate) const HISTORY: u64 = 3;

pub(crate) struct Rng(ChaCha8Rng);

impl Rng {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number below `bound`, 0 for a bound of 0. The bias of this method is far below what anyone could notice.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(bound);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Whether a thing that happens `per_mille` times of a thousand happens.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of them.
    ///
    /// # Panics
    /// If there is nothing to choose from.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_never_change() {
        let mut rng = Rng::new(7, PEOPLE);
        let drawn: Vec<u32> = (0..6).map(|_| rng.below(1_000)).collect();
        assert_eq!(drawn, [158, 934, 673, 281, 112, 963]);
    }

    #[test]
    fn streams_differ_and_bounds_hold() {
        let mut people = Rng::new(7, PEOPLE);
        let mut scripts = Rng::new(7, SCRIPTS);
        assert_ne!(
            (0..8).map(|_| people.below(100)).collect::<Vec<_>>(),
            (0..8).map(|_| scripts.below(100)).collect::<Vec<_>>()
        );
        assert_eq!(people.below(0), 0);
        assert!((0..1000).all(|_| (3..=5).contains(&people.between(3, 5))));
    }
}
