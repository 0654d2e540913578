//! Laying what was typed over the units of a name: each unit takes its whole syllable, its initial or its character,
//! the last one any beginning of its syllable.

use crate::pattern::Pattern;
use crate::syllable::{Manner, Sound};

/// A unit of a compiled name.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    /// First folded character.
    pub(crate) start: u16,
    /// Folded characters.
    pub(crate) len: u16,
    /// First of its sounds.
    pub(crate) first: u16,
    /// Number of its sounds; none for a word.
    pub(crate) sounds: u16,
}

/// The parts of a compiled name that a walk needs.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) chars: &'a [char],
    pub(crate) units: &'a [Unit],
    pub(crate) sounds: &'a [Sound],
}

/// What speaks against a way of reading, the heaviest first: old readings, then initials, then smaller things.
/// One number, so that ways are compared at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost(u32);

impl Cost {
    const NONE: Self = Self(0);
    const NO_WAY: Self = Self(u32::MAX);
    const OLD: Self = Self(1 << 24);
    const INITIAL: Self = Self(1 << 12);

    fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    fn small(amount: u32) -> Self {
        Self(amount.min(0xFFF))
    }

    /// Whether a reading out of use was needed.
    pub(crate) fn is_old(self) -> bool {
        self.0 >= Self::OLD.0
    }

    /// Units of which only the initial was typed.
    pub(crate) fn initials(self) -> usize {
        (self.0 >> 12 & 0xFFF) as usize
    }

    /// The smaller things: less usual readings, a syllable not typed to its end.
    pub(crate) fn rest(self) -> i32 {
        (self.0 & 0xFFF).min(30).cast_signed()
    }
}

/// A way through the name.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    /// What speaks against it.
    pub(crate) cost: Cost,
    /// Units it covers.
    pub(crate) units: usize,
    /// Characters of the pattern that the last of them takes.
    last: usize,
}

/// Memory for walks, reused from name to name.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Row r, column q: the least cost of covering q characters of the pattern by r units.
    costs: Vec<Cost>,
    /// How many characters the r-th unit takes there.
    taken: Vec<u16>,
}

/// The best way to lay the pattern over the units from `start` on; `None` if there is none.
/// Afterwards [`steps`] tells the way in detail.
pub(crate) fn walk(
    ground: Ground<'_>,
    start: usize,
    pattern: &Pattern,
    scratch: &mut Scratch,
) -> Option<Way> {
    let units = &ground.units[start..];
    let width = pattern.chars.len() + 1;
    scratch.costs.clear();
    scratch.costs.resize(width, Cost::NO_WAY);
    scratch.taken.clear();
    scratch.taken.resize(width, 0);
    scratch.costs[0] = Cost::NONE;
    let mut best: Option<Way> = None;
    for (row, unit) in units.iter().enumerate() {
        let above = row * width;
        scratch.costs.resize(above + 2 * width, Cost::NO_WAY);
        scratch.taken.resize(above + 2 * width, 0);
        let mut open = false;
        for at in 0..width - 1 {
            let so_far = scratch.costs[above + at];
            if so_far == Cost::NO_WAY {
                continue;
            }
            options(ground, unit, pattern, at, |taken, cost| {
                let cost = so_far.and(cost);
                let reached = at + taken;
                if reached == pattern.chars.len() && best.is_none_or(|best| cost < best.cost) {
                    best = Some(Way { cost, units: row + 1, last: taken });
                }
                let cell = above + width + reached;
                if cost < scratch.costs[cell] {
                    scratch.costs[cell] = cost;
                    scratch.taken[cell] = u16::try_from(taken).unwrap_or(u16::MAX);
                }
                open = open || reached < pattern.chars.len();
            });
        }
        if !open {
            break;
        }
    }
    best
}

/// How many characters of the pattern each unit of the way takes, in order. Call right after [`walk`] found it.
pub(crate) fn steps(way: Way, pattern: &Pattern, scratch: &Scratch) -> Vec<usize> {
    let width = pattern.chars.len() + 1;
    let mut steps = vec![way.last];
    let mut at = pattern.chars.len() - way.last;
    for row in (1..way.units).rev() {
        let taken = usize::from(scratch.taken[row * width + at]);
        steps.push(taken);
        at -= taken;
    }
    steps.reverse();
    steps
}

/// Calls `found` for each way in which the unit can take characters of the pattern from `at` on.
fn options(
    ground: Ground<'_>,
    unit: &Unit,
    pattern: &Pattern,
    at: usize,
    mut found: impl FnMut(usize, Cost),
) {
    let chars = &ground.chars[usize::from(unit.start)..usize::from(unit.start + unit.len)];
    let rest = &pattern.chars[at..];
    if unit.sounds == 0 {
        let common = chars.iter().zip(rest).take_while(|(a, b)| a == b).count();
        if common == chars.len() {
            found(common, Cost::NONE);
        } else if common == rest.len() && common > 1 {
            found(common, PARTIAL);
        }
        if common > 0 && chars.len() > 1 {
            found(1, Cost::INITIAL);
        }
        return;
    }
    if chars == &rest[..1] {
        found(1, Cost::NONE);
    }
    let first = usize::from(unit.first);
    let keys = &pattern.keys[at..];
    for sound in &ground.sounds[first..first + usize::from(unit.sounds)] {
        let letters = sound.syllable.letters();
        if letters[0] != keys[0] {
            continue;
        }
        let manner = manner_cost(sound.manner);
        let common = letters.iter().zip(keys).take_while(|(a, b)| a == b).count();
        if common == letters.len() {
            found(common, manner);
        } else if sound.manner == Manner::Old {
            continue;
        } else if common == keys.len() && common > 1 && !(sound.manner == Manner::Passport && common == 2) {
            // Two letters of a passport spelling, `ly`, are the initials of everyone called Li Y…
            found(common, manner.and(PARTIAL));
        }
        if letters.len() > 1 && sound.manner != Manner::Old {
            found(1, manner.and(Cost::INITIAL));
            if common > 1 && sound.syllable.has_double_initial() {
                found(2, manner.and(Cost::INITIAL));
            }
        }
    }
}

const PARTIAL: Cost = Cost(10);

fn manner_cost(manner: Manner) -> Cost {
    match manner {
        Manner::Living(place) => Cost::small(u32::from(place) * 8),
        Manner::Dotless => Cost::small(12),
        Manner::Passport => Cost::small(14),
        Manner::Old => Cost::OLD,
    }
}
