//! Bundles: what a good one reports, and that every broken one is refused for the right reason.

use engine_evidence::bundle::{
    EvidenceBundle, FORMAT, Opening, Proofs, VerifyError, read_bundle, verify_bundle, write_bundle,
};
use engine_evidence::checkpoint::{Checkpoint, CheckpointError, sign_checkpoint};
use engine_evidence::entry::{EntryError, Salt, commit};
use engine_evidence::hash::empty_root;
use engine_evidence::note::{NoteError, SignerKey, VerifierKey, sign_note};
use engine_evidence::report::Report;
use engine_evidence::verify::ProofError;
use proptest::prelude::*;

use crate::support::{Log, ORIGIN, bundle_with_leaves, bundle_with_paths, foreign_key, log_key, office_log};

fn pinned() -> Vec<VerifierKey> {
    vec![log_key().verifier().clone()]
}

fn verify(bundle: &EvidenceBundle) -> Result<Report, VerifyError> {
    verify_bundle(&write_bundle(bundle), &pinned())
}

fn broken(bundle: &EvidenceBundle) -> VerifyError {
    verify(bundle).expect_err("the bundle is broken")
}

#[test]
fn a_bundle_with_paths_is_reported() {
    let report = verify(&bundle_with_paths()).unwrap();
    let expected = format!(
        "log      office.example/audit
size     12
root     {root}
key      {key} (given by you)
entries  3 (2 with payload, 1 withheld or erased)
indexes  2 to 11, 7 between them not in the bundle
time     2026-11-21T07:20:03.000Z to 2026-11-21T07:20:16.500Z
earlier  5 leaves, root {old_root}: unchanged since
",
        root = office_log().root_at(12),
        key = log_key().verifier(),
        old_root = office_log().root_at(5),
    );
    assert_eq!(report.to_string(), expected);
}

#[test]
fn a_report_is_json_too() {
    let report = serde_json::to_value(verify(&bundle_with_leaves()).unwrap()).unwrap();
    let expected = serde_json::json!({
        "origin": ORIGIN,
        "size": 12,
        "root": office_log().root_at(12).to_string(),
        "key": log_key().verifier().to_string(),
        "key_pinned": true,
        "entries": 12,
        "opened": 11,
        "span": {
            "first_index": 0,
            "last_index": 11,
            "missing": 0,
            "from": 1_795_245_600_000_i64,
            "to": 1_795_245_616_500_i64,
        },
        "earlier": null,
    });
    assert_eq!(report, expected);
}

/// Files written by the first version. They may never be rewritten: what was handed out must stay verifiable.
#[test]
fn bundles_of_the_first_version_stay_verifiable() {
    let paths = include_bytes!("golden/paths.v1.json");
    let leaves = include_bytes!("golden/leaves.v1.json");
    assert_eq!(verify_bundle(paths, &pinned()).unwrap(), verify(&bundle_with_paths()).unwrap());
    assert_eq!(verify_bundle(leaves, &pinned()).unwrap(), verify(&bundle_with_leaves()).unwrap());
    assert_eq!(read_bundle(paths).unwrap(), bundle_with_paths());
    assert_eq!(read_bundle(leaves).unwrap(), bundle_with_leaves());
}

#[test]
fn an_empty_log_makes_a_bundle() {
    let bundle = EvidenceBundle {
        format: FORMAT.into(),
        checkpoint: Log::default().checkpoint(0),
        key: log_key().verifier().clone(),
        entries: Vec::new(),
        proofs: Proofs::Leaves(Vec::new()),
        earlier: None,
    };
    let report = verify(&bundle).unwrap();
    assert_eq!((report.size, report.root, report.span), (0, empty_root(), None));
}

#[test]
fn without_a_pinned_key_the_report_says_so() {
    let report = verify_bundle(&write_bundle(&bundle_with_paths()), &[]).unwrap();
    assert!(!report.key_pinned);
    assert!(report.to_string().contains("from the bundle itself"));
}

#[test]
fn a_log_signed_by_another_key_is_not_pinned() {
    let mut bundle = bundle_with_leaves();
    let text = format!("{ORIGIN}\n12\n{}\n", office_log().root_at(12));
    bundle.checkpoint = sign_note(&text, &[&foreign_key()]).unwrap();
    assert!(matches!(broken(&bundle), VerifyError::Checkpoint { .. }), "the stated key did not sign");
    bundle.key = foreign_key().verifier().clone();
    let VerifyError::NotPinned { key, reason } = broken(&bundle) else { panic!("another key passed") };
    assert_eq!(key, foreign_key().verifier().to_string());
    assert!(matches!(reason, CheckpointError::Note(NoteError::NoKnownKey { .. })));

    bundle.checkpoint = sign_note(&text, &[&foreign_key(), &log_key()]).unwrap();
    let report = verify(&bundle).unwrap();
    assert_eq!(&report.key, log_key().verifier(), "a log that changes its key signs with both");
}

#[test]
fn a_changed_entry_is_named() {
    for position in 0..3 {
        let mut bundle = bundle_with_paths();
        bundle.entries[position].entry.at += 1;
        let index = bundle.entries[position].entry.index;
        let error = broken(&bundle);
        assert!(
            matches!(&error, VerifyError::Path { index: named, reason: ProofError::Root { .. } } if *named == index),
            "{error}"
        );
    }
    for position in 0..12 {
        let mut bundle = bundle_with_leaves();
        bundle.entries[position].entry.actor = Some(1);
        let computed = bundle.entries[position].entry.leaf_hash().unwrap();
        let logged = office_log().leaves[position];
        assert_eq!(broken(&bundle), VerifyError::Leaf { index: position as u64, computed, logged });
    }
}

#[test]
fn a_changed_payload_or_salt_is_named() {
    let mut bundle = bundle_with_leaves();
    let Some(Opening { salt, payload }) = &mut bundle.entries[7].opening else { panic!("entry 7 is open") };
    *payload = payload.replace("suspended", "left");
    let computed = commit(salt, payload);
    let stated = bundle.entries[7].entry.commitment;
    assert_eq!(broken(&bundle), VerifyError::Opening { index: 7, computed, stated });

    let mut bundle = bundle_with_paths();
    bundle.entries[1].opening.as_mut().unwrap().salt = Salt([0; 32]);
    assert!(matches!(broken(&bundle), VerifyError::Opening { index: 3, .. }));

    // With a commitment made to fit, the entry is no longer the one in the log.
    let Some(Opening { salt, payload }) = &bundle.entries[1].opening else { panic!("entry 3 is open") };
    bundle.entries[1].entry.commitment = commit(salt, payload);
    assert!(matches!(broken(&bundle), VerifyError::Path { index: 3, .. }));
}

#[test]
fn erasing_payloads_breaks_nothing() {
    for mut bundle in [bundle_with_paths(), bundle_with_leaves()] {
        let before = verify(&bundle).unwrap();
        bundle.entries.iter_mut().for_each(|entry| entry.opening = None);
        assert_eq!(verify(&bundle).unwrap(), Report { opened: 0, ..before });
    }
}

#[test]
fn dropped_doubled_and_reordered_entries_are_seen() {
    let mut bundle = bundle_with_paths();
    bundle.entries.remove(1);
    assert_eq!(broken(&bundle), VerifyError::PathCount { entries: 2, paths: 3 });

    let mut bundle = bundle_with_leaves();
    bundle.entries.remove(4);
    let report = verify(&bundle).unwrap();
    assert_eq!(report.span.unwrap().missing, 1, "leaving out is allowed, hiding it is not");

    let mut bundle = bundle_with_leaves();
    bundle.entries.swap(4, 5);
    assert_eq!(broken(&bundle), VerifyError::Order { index: 4, previous: 5 });

    let mut bundle = bundle_with_leaves();
    bundle.entries[5] = bundle.entries[4].clone();
    assert_eq!(broken(&bundle), VerifyError::Order { index: 4, previous: 4 });
}

#[test]
fn entries_outside_the_log_or_malformed_are_named() {
    for mut bundle in [bundle_with_paths(), bundle_with_leaves()] {
        bundle.entries.last_mut().unwrap().entry.index = 12;
        let reason = ProofError::IndexOutside { index: 12, size: 12 };
        assert_eq!(broken(&bundle), VerifyError::Path { index: 12, reason });
    }
    let mut bundle = bundle_with_paths();
    bundle.entries[0].entry.v = 2;
    assert_eq!(broken(&bundle), VerifyError::Entry { index: 2, reason: EntryError::Version(2) });
}

#[test]
fn a_rewritten_log_is_seen() {
    // Somebody with the database rewrites entry 3 and all nodes above it, but has no key.
    let mut forged = bundle_with_leaves();
    forged.entries[3].entry.target = None;
    let Proofs::Leaves(leaves) = &mut forged.proofs else { panic!("the bundle has leaves") };
    leaves[3] = forged.entries[3].entry.leaf_hash().unwrap();
    let forged_log = Log::of(leaves);
    let error = broken(&forged);
    assert_eq!(
        error,
        VerifyError::Leaves { computed: forged_log.root_at(12), signed: office_log().root_at(12) }
    );

    // With the key, the state signed before betrays it.
    forged.checkpoint = forged_log.checkpoint(12);
    assert!(verify(&forged).is_ok(), "the key is all that vouches for a log nobody watched");
    let mut earlier = bundle_with_paths().earlier.unwrap();
    earlier.proof = forged_log.consistency(5, 12);
    forged.earlier = Some(earlier);
    assert!(matches!(broken(&forged), VerifyError::Consistency { reason: ProofError::OldRoot { .. } }));
}

#[test]
fn an_unfit_earlier_checkpoint_is_named() {
    let mut bundle = bundle_with_paths();
    bundle.earlier.as_mut().unwrap().checkpoint = sign_note("office.example/audit\n", &[&log_key()]).unwrap();
    assert!(matches!(broken(&bundle), VerifyError::EarlierCheckpoint { .. }));

    let mut bundle = bundle_with_paths();
    bundle.earlier.as_mut().unwrap().proof.pop();
    assert!(matches!(broken(&bundle), VerifyError::Consistency { reason: ProofError::Length { found: 4 } }));

    let mut bundle = bundle_with_leaves();
    bundle.checkpoint = office_log().checkpoint(5);
    bundle.earlier =
        Some(engine_evidence::bundle::Earlier { checkpoint: office_log().checkpoint(12), proof: Vec::new() });
    let reason = ProofError::SizesReversed { old_size: 12, size: 5 };
    assert_eq!(broken(&bundle), VerifyError::Consistency { reason });

    let other_key = SignerKey::from_seed("other.example/audit", &[7; 32]).unwrap();
    let checkpoint = Checkpoint { origin: "other.example/audit".into(), size: 0, root: empty_root() };
    let mut bundle = bundle_with_paths();
    bundle.earlier.as_mut().unwrap().checkpoint = sign_checkpoint(&checkpoint, &other_key).unwrap();
    let keys = [log_key().verifier().clone(), other_key.verifier().clone()];
    let error = verify_bundle(&write_bundle(&bundle), &keys).unwrap_err();
    let (earlier, origin) = ("other.example/audit".to_owned(), ORIGIN.to_owned());
    assert_eq!(error, VerifyError::EarlierOrigin { earlier, origin });
}

#[test]
fn a_wrong_number_of_leaf_hashes_is_named() {
    let mut bundle = bundle_with_leaves();
    let Proofs::Leaves(leaves) = &mut bundle.proofs else { panic!("the bundle has leaves") };
    leaves.pop();
    assert_eq!(broken(&bundle), VerifyError::LeafCount { leaves: 11, size: 12 });
}

#[test]
fn other_formats_and_unknown_fields_are_refused() {
    let next = br#"{"format":"courtyard-evidence/2","anything":[]}"#;
    let format = "courtyard-evidence/2".to_owned();
    assert_eq!(verify_bundle(next, &[]), Err(VerifyError::Format { format }));

    let mut bundle = bundle_with_leaves();
    bundle.format = "courtyard-evidence/0".into();
    assert!(matches!(broken(&bundle), VerifyError::Format { .. }));

    let json = String::from_utf8(write_bundle(&bundle_with_leaves())).unwrap();
    for (place, with) in [
        (r#"{"format""#, r#"{"note":1,"format""#),
        (r#"{"entry""#, r#"{"note":1,"entry""#),
        (r#"{"v":1"#, r#"{"note":1,"v":1"#),
        (r#"{"salt""#, r#"{"note":1,"salt""#),
        (r#"{"leaves""#, r#"{"paths":[],"leaves""#),
        (r#""index":0"#, r#""index":0,"index":0"#),
    ] {
        let error = verify_bundle(json.replacen(place, with, 1).as_bytes(), &[]).unwrap_err();
        assert!(
            matches!(&error, VerifyError::Malformed { message } if message.contains("column")),
            "{error}"
        );
    }
}

#[test]
fn a_forged_name_cannot_steer_a_terminal() {
    let name = "office\u{9b}2J\u{202e}刘";
    let key = SignerKey::from_seed(name, &[1; 32]).unwrap();
    let checkpoint = Checkpoint { origin: name.into(), size: 0, root: empty_root() };
    let bundle = EvidenceBundle {
        checkpoint: sign_checkpoint(&checkpoint, &key).unwrap(),
        key: key.verifier().clone(),
        entries: Vec::new(),
        proofs: Proofs::Leaves(Vec::new()),
        earlier: None,
        ..bundle_with_leaves()
    };
    let json = write_bundle(&bundle);
    let texts = [verify_bundle(&json, &[]).unwrap().to_string(), broken(&bundle).to_string()];
    for text in texts {
        assert!(text.contains(r"office\u{9b}2J\u{202e}刘"), "{text}");
        assert!(!text.contains(['\u{9b}', '\u{202e}']), "{text}");
    }
}

#[test]
fn an_error_is_json_that_names_the_broken_thing() {
    let reason = ProofError::Length { found: 3 };
    let error = serde_json::to_value(VerifyError::Path { index: 7, reason }).unwrap();
    assert_eq!(error, serde_json::json!({"broken": "path", "index": 7, "reason": {"length": {"found": 3}}}));
    let signature = NoteError::Signature { key: "o+00000000".into() };
    let error = serde_json::to_value(VerifyError::Checkpoint { reason: signature.into() }).unwrap();
    assert_eq!(
        error,
        serde_json::json!({"broken": "checkpoint", "reason": {"note": {"signature": {"key": "o+00000000"}}}})
    );
}

/// Nothing in a bundle is beyond the checks: a change either is refused or does not change what was read.
fn refused_or_the_same(changed: &[u8], original: &EvidenceBundle) -> bool {
    [&pinned()[..], &[]].into_iter().all(|keys| match verify_bundle(changed, keys) {
        Ok(_) => read_bundle(changed).as_ref() == Ok(original),
        Err(_) => true,
    })
}

#[test]
fn a_bit_changed_anywhere_is_refused() {
    for bundle in [bundle_with_paths(), bundle_with_leaves()] {
        let json = write_bundle(&bundle);
        for position in 0..json.len() {
            let mut changed = json.clone();
            changed[position] ^= 1 << (position % 7);
            assert!(refused_or_the_same(&changed, &bundle), "byte {position}");
        }
    }
}

proptest! {
    #[test]
    fn a_byte_changed_anywhere_is_refused(position in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for bundle in [bundle_with_paths(), bundle_with_leaves()] {
            let mut json = write_bundle(&bundle);
            let position = position.index(json.len());
            json[position] = byte;
            prop_assert!(refused_or_the_same(&json, &bundle), "byte {}", position);
        }
    }

    #[test]
    fn a_piece_cut_or_doubled_anywhere_is_refused(
        start in any::<prop::sample::Index>(),
        length in 1_usize..80,
        double in any::<bool>(),
    ) {
        let bundle = bundle_with_paths();
        let json = write_bundle(&bundle);
        let start = start.index(json.len());
        let end = (start + length).min(json.len());
        let resume = if double { start } else { end };
        let changed = [&json[..if double { end } else { start }], &json[resume..]].concat();
        prop_assert!(refused_or_the_same(&changed, &bundle), "{}..{}", start, end);
    }
}
