//! The bytes of a leaf, which may never change once a log exists.

use engine_evidence::entry::{Entry, EntryError, Salt, commit};
use proptest::prelude::*;

fn entry() -> Entry {
    Entry {
        v: 1,
        index: 41,
        at: 1_795_245_600_000,
        org: 7_164_000_000_000_000_001,
        actor: Some(7_164_000_000_000_000_104),
        kind: "people.user.suspended.v1".into(),
        target: Some("user:7164000000000000204".into()),
        commitment: commit(&Salt([5; 32]), r#"{"name":"刘静"}"#),
    }
}

/// Bytes and hashes as computed by another implementation (Python, `hashlib`) from the description in `entry.rs`.
#[test]
fn the_leaf_bytes_are_as_documented() {
    let text = "courtyard-evidence-entry/1
41
1795245600000
7164000000000000001
7164000000000000104
people.user.suspended.v1
user:7164000000000000204
crDESsqUHOs2DobtX03k0oWJxm5X9qbSP9m+E0nTlzY=
";
    assert_eq!(String::from_utf8(entry().encode().unwrap()).unwrap(), text);
    assert_eq!(entry().leaf_hash().unwrap().to_string(), "gLck+Fz2hci8T+Z3HiX5R0wg6oD24yLIPTJkkGWrvHU=");
}

#[test]
fn absent_actor_and_target_are_empty_lines() {
    let bytes = Entry { actor: None, target: None, at: -1, ..entry() }.encode().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[2..7], ["-1", "7164000000000000001", "", "people.user.suspended.v1", ""]);
}

#[test]
fn fields_that_have_no_place_in_a_leaf_are_named() {
    let cases = [
        (Entry { v: 2, ..entry() }, EntryError::Version(2)),
        (Entry { index: u64::MAX, ..entry() }, EntryError::Index),
        (Entry { kind: String::new(), ..entry() }, EntryError::Kind),
        (Entry { kind: "a".repeat(101), ..entry() }, EntryError::Kind),
        (Entry { kind: "a\nb".into(), ..entry() }, EntryError::Kind),
        (Entry { kind: "A".into(), ..entry() }, EntryError::Kind),
        (Entry { target: Some(String::new()), ..entry() }, EntryError::Target),
        (Entry { target: Some("a b".into()), ..entry() }, EntryError::Target),
        (Entry { target: Some("刘静".into()), ..entry() }, EntryError::Target),
        (Entry { target: Some("a".repeat(201)), ..entry() }, EntryError::Target),
    ];
    for (entry, error) in cases {
        assert_eq!(entry.encode(), Err(error));
    }
}

#[test]
fn a_salt_does_not_print_itself() {
    assert_eq!(format!("{:?}", Salt([5; 32])), "Salt(..)");
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let words = (prop::collection::vec("[a-c.]{1,2}", 1), prop::option::of("[a-c:]{1,2}"));
    (0_u64..3, -1_i64..2, -1_i64..2, prop::option::of(-1_i64..2), words).prop_map(
        |(index, at, org, actor, (kind, target))| Entry {
            v: 1,
            index,
            at,
            org,
            actor,
            kind: kind.concat(),
            target,
            commitment: commit(&Salt([0; 32]), ""),
        },
    )
}

proptest! {
    #[test]
    fn different_entries_have_different_bytes(left in any_entry(), right in any_entry()) {
        prop_assert_eq!(left == right, left.encode() == right.encode());
    }

    #[test]
    fn json_keeps_an_entry(entry in any_entry()) {
        let json = serde_json::to_string(&entry).unwrap();
        prop_assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
    }
}

#[test]
fn ids_in_json_have_one_spelling() {
    let json = serde_json::to_string(&entry()).unwrap();
    assert!(json.contains(r#""org":"7164000000000000001""#), "{json}");
    for other in ["07164000000000000001", "+7164000000000000001", " 7164000000000000001", ""] {
        let json = json.replace("7164000000000000001", other);
        assert!(serde_json::from_str::<Entry>(&json).is_err(), "{other:?}");
    }
}
