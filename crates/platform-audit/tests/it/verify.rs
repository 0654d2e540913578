use engine_evidence::bundle::{Proofs, VerifyError, read_bundle, verify_bundle};
use engine_evidence::checkpoint::open_checkpoint;
use engine_evidence::hash::Hash;
use engine_evidence::note::SignerKey;
use engine_evidence::verify::verify_inclusion;
use platform_audit::ENTRY_NOT_FOUND;

use crate::office::{ORG, OTHER_ORG, TABLES, entry, fill, open, record};

#[test]
fn every_entry_is_proven_at_every_length_of_the_log() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        for size in 1..=9 {
            record(&store.db, &audit, entry(ORG, size)).await.unwrap();
            for index in 0..size as u64 {
                let proof = audit.prove(ORG, index).await.unwrap();
                let key = proof.key.parse().unwrap();
                let (head, _) = open_checkpoint(&proof.checkpoint, &[key]).unwrap();
                let path: Vec<Hash> = proof.path.iter().map(|hash| hash.parse().unwrap()).collect();
                assert_eq!((proof.index, head.size), (index, size as u64));
                verify_inclusion(proof.leaf.parse().unwrap(), index, head.size, &path, head.root).unwrap();
            }
        }
        for (org, index) in [(ORG, 9), (ORG, u64::MAX), (OTHER_ORG, 0)] {
            assert!(audit.prove(org, index).await.unwrap_err().is(&ENTRY_NOT_FOUND), "{org} {index}");
        }
    });
}

#[test]
fn an_export_holds_without_the_server() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        let pinned = [audit.verifier().clone()];
        let empty = verify_bundle(&audit.export(ORG, 0, None).await.unwrap(), &pinned).unwrap();
        assert_eq!((empty.size, empty.entries), (0, 0));

        for n in 0..40 {
            let org = if n % 4 == 0 { OTHER_ORG } else { ORG };
            record(&store.db, &audit, entry(org, n)).await.unwrap();
        }
        let whole = audit.export(ORG, 0, None).await.unwrap();
        let report = verify_bundle(&whole, &pinned).unwrap();
        assert_eq!((report.size, report.entries, report.opened), (40, 30, 30));
        assert!(report.key_pinned);
        let text = String::from_utf8(whole).unwrap();
        assert!(text.contains("刘静") && text.contains("用户 39"));
        assert!(!text.contains("用户 4\\\""), "what another organisation did is in the file");

        let part = audit.export(ORG, 5, Some(8)).await.unwrap();
        let report = verify_bundle(&part, &pinned).unwrap();
        let span = report.span.unwrap();
        assert_eq!((report.entries, span.first_index, span.last_index), (3, 5, 7));
        // A few entries come with paths, most of the log with its leaves.
        assert!(matches!(read_bundle(&part).unwrap().proofs, Proofs::Paths(_)));
        assert!(matches!(read_bundle(text.as_bytes()).unwrap().proofs, Proofs::Leaves(_)));

        let foreign = SignerKey::from_seed("office.example/audit", &[1; 32]).unwrap();
        let refused = verify_bundle(&part, &[foreign.verifier().clone()]);
        assert!(matches!(refused, Err(VerifyError::NotPinned { .. })), "{refused:?}");
    });
}

#[test]
fn a_restarted_office_goes_on_with_the_same_log() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 5).await;
        let before = audit.checkpoint().await.unwrap();
        let again = open(&store).await;
        assert_eq!(again.verifier(), audit.verifier());
        assert_eq!(again.checkpoint().await.unwrap(), before);
        fill(&store.db, &again, 5).await;
        let report = verify_bundle(&again.export(ORG, 0, None).await.unwrap(), &[audit.verifier().clone()]);
        assert_eq!(report.unwrap().entries, 10);
    });
}
