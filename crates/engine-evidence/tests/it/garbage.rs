//! Readers answer anything with an error, never with a panic.

use engine_evidence::bundle::{read_bundle, verify_bundle};
use engine_evidence::checkpoint::{open_checkpoint, parse_checkpoint};
use engine_evidence::hash::Hash;
use engine_evidence::note::{SignerKey, VerifierKey, open_note};
use engine_evidence::verify::{root_of_leaves, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::support::{bundle_with_paths, log_key};

/// Text made of what notes and keys are made of, so that parsers are led deep before they refuse.
fn note_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("— ".to_owned()),
        Just("+".to_owned()),
        Just(" ".to_owned()),
        Just("PRIVATE+KEY+".to_owned()),
        Just(log_key().verifier().to_string()),
        Just(bundle_with_paths().checkpoint),
        "[0-9]{1,20}",
        "[A-Za-z0-9+/]{1,90}={0,2}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// JSON with the names and some values of a bundle in any shape.
fn bundle_like() -> impl Strategy<Value = serde_json::Value> {
    let whole = serde_json::to_value(bundle_with_paths()).expect("a bundle is JSON");
    let names = [
        "format",
        "checkpoint",
        "key",
        "entries",
        "entry",
        "opening",
        "proofs",
        "paths",
        "leaves",
        "earlier",
    ];
    let known: Vec<_> = whole.as_object().expect("an object").values().cloned().collect();
    let leaf = prop_oneof![
        prop::sample::select(known),
        any::<i64>().prop_map(serde_json::Value::from),
        note_like().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(3, 24, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..8)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_hash() -> impl Strategy<Value = Hash> {
    any::<u8>().prop_map(|byte| Hash([byte; 32]))
}

proptest! {
    #[test]
    fn any_bytes_as_a_bundle(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(verify_bundle(&bytes, &[]).is_err());
    }

    #[test]
    fn a_bundle_cut_anywhere(cut in any::<prop::sample::Index>(), tail in any::<Vec<u8>>()) {
        let json = engine_evidence::bundle::write_bundle(&bundle_with_paths());
        let bytes = [&json[..cut.index(json.len())], &tail].concat();
        let _ = read_bundle(&bytes);
        let _ = verify_bundle(&bytes, &[]);
    }

    #[test]
    fn any_json_with_the_names_of_a_bundle(value in bundle_like()) {
        let _ = verify_bundle(value.to_string().as_bytes(), &[log_key().verifier().clone()]);
    }

    #[test]
    fn any_text_as_a_note_or_key(text in note_like()) {
        let keys = [log_key().verifier().clone()];
        let _ = open_note(&text, &keys);
        let _ = open_checkpoint(&text, &keys);
        let _ = parse_checkpoint(&text);
        let _ = text.parse::<VerifierKey>();
        let _ = text.parse::<SignerKey>();
        let _ = text.parse::<Hash>();
    }

    #[test]
    fn any_numbers_and_hashes_as_a_proof(
        index in any::<u64>(),
        size in any::<u64>(),
        root in any_hash(),
        path in prop::collection::vec(any_hash(), 0..70),
    ) {
        let _ = verify_inclusion(root, index, size, &path, root);
        let _ = verify_consistency(index, root, size, root, &path);
        let _ = root_of_leaves(&path);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "[".repeat(1_000_000);
    assert!(verify_bundle(deep.as_bytes(), &[]).is_err());
}
