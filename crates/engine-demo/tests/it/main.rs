//! Every line of the data is read here, in offices of all sizes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chats;
mod people;

use engine_demo::Office;

/// 2025-10-15 15:20 in Beijing, a Wednesday.
const NOW: i64 = 1_760_512_800_000;

/// The office most tests look at.
fn office(people: usize) -> Office {
    Office::generate(7, people, NOW)
}

/// A fingerprint of everything in an office (FNV-1a over its debug form).
fn fingerprint(office: &Office) -> u64 {
    format!("{office:?}")
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn the_same_seed_gives_the_same_office() {
    for people in [1, 60, 1_000] {
        let fingerprints = [7, 7, 8].map(|seed| fingerprint(&Office::generate(seed, people, NOW)));
        assert_eq!(fingerprints[0], fingerprints[1]);
        assert_ne!(fingerprints[0], fingerprints[2], "another seed gives other pauses at least");
    }
}

#[test]
fn the_first_people_do_not_depend_on_size_or_seed() {
    let (small, large) = (office(60), Office::generate(99, 2_000, NOW));
    for (one, other) in small.people.iter().zip(&large.people) {
        assert_eq!(one, other);
    }
    for (one, other) in small.departments.iter().zip(&large.departments) {
        assert_eq!(
            (one.key, &one.name, one.parent, one.head),
            (other.key, &other.name, other.parent, other.head)
        );
    }
}
