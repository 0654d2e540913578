//! Somebody with access to the database changes it. Verification names the entry, and the office does not sign it.

use engine_evidence::bundle::{VerifyError, verify_bundle};
use engine_evidence::hash::{leaf_hash, node_hash};
use kernel::Id;
use platform_audit::{Audit, TAMPERED};
use platform_db::args;

use crate::office::{ORG, TABLES, entry, fill, meddle, open, record};

/// Index of the entry that verification names.
fn named(error: &VerifyError) -> Option<u64> {
    match error {
        VerifyError::Opening { index, .. }
        | VerifyError::Leaf { index, .. }
        | VerifyError::Path { index, .. } => Some(*index),
        _ => None,
    }
}

async fn verified(audit: &Audit, from: u64, to: Option<u64>) -> Result<u64, Option<u64>> {
    let file = audit.export(ORG, from, to).await.expect("the export is written");
    verify_bundle(&file, &[audit.verifier().clone()])
        .map(|report| report.entries)
        .map_err(|error| named(&error))
}

#[test]
fn a_changed_row_is_named_by_the_verification_of_an_export() {
    let changes = [
        "UPDATE audit_entries SET at = at - 1 WHERE place = $1",
        "UPDATE audit_entries SET actor_id = 8 WHERE place = $1",
        "UPDATE audit_entries SET actor_id = NULL WHERE place = $1",
        "UPDATE audit_entries SET kind = 'test.user.praised' WHERE place = $1",
        "UPDATE audit_entries SET target = 'user:1' WHERE place = $1",
        "UPDATE audit_entries SET target = NULL WHERE place = $1",
        "UPDATE audit_entries SET payload = replace(payload, '离职', '无') WHERE place = $1",
        "UPDATE audit_entries SET salt = commitment WHERE place = $1",
        "UPDATE audit_entries SET commitment = salt WHERE place = $1",
    ];
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        let changes_count = changes.len() as i64;
        fill(&store.db, &audit, 2 * changes_count + 1).await;
        assert_eq!(verified(&audit, 0, None).await, Ok(2 * changes.len() as u64 + 1));
        // Each change to an entry of its own. The entries before it stay sound, it is named, in a part and in the whole.
        for (i, change) in changes.into_iter().enumerate().rev() {
            let place = 2 * i as u64 + 1;
            assert_eq!(meddle(&store.db, change, args![place as i64]).await, 1, "{change}");
            assert_eq!(verified(&audit, place - 1, Some(place)).await, Ok(1), "{change}");
            assert_eq!(verified(&audit, place, Some(place + 1)).await, Err(Some(place)), "{change}");
            assert_eq!(verified(&audit, 0, None).await, Err(Some(place)), "{change}");
        }
    });
}

#[test]
fn a_removed_row_leaves_a_gap_that_is_told() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 8).await;
        meddle(&store.db, "DELETE FROM audit_entries WHERE place = 3", args![]).await;
        let file = audit.export(ORG, 0, None).await.unwrap();
        let report = verify_bundle(&file, &[audit.verifier().clone()]).unwrap();
        assert_eq!((report.size, report.entries, report.span.unwrap().missing), (8, 7, 1));
    });
}

#[test]
fn a_rewritten_tree_is_not_signed() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 2).await;
        let signed = audit.checkpoint().await.unwrap();

        // The row, its leaf and the node above it, all in agreement: only the signature tells.
        let forged = leaf_hash(b"another entry");
        meddle(&store.db, "UPDATE audit_entries SET actor_id = 8 WHERE place = 0", args![]).await;
        let sql = "UPDATE audit_nodes SET hash = $1 WHERE level = 0 AND place = 0";
        meddle(&store.db, sql, args![forged.0]).await;
        let right = audit.prove(Id(ORG.0), 0).await.unwrap().path[0].parse().unwrap();
        let sql = "UPDATE audit_nodes SET hash = $1 WHERE level = 1 AND place = 0";
        meddle(&store.db, sql, args![node_hash(forged, right).0]).await;

        assert_eq!(audit.checkpoint().await.unwrap(), signed, "what was signed stays");
        record(&store.db, &audit, entry(ORG, 9)).await.unwrap();
        let refused = audit.checkpoint().await.unwrap_err();
        assert!(refused.is(&TAMPERED), "{refused:?}");
        assert!(audit.export(ORG, 0, None).await.is_err());
    });
}

#[test]
fn a_missing_node_and_a_foreign_head_are_told_as_tampering() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 2).await;
        audit.checkpoint().await.unwrap();
        let sql = "INSERT INTO audit_checkpoints (size, note, at) VALUES (100, $1, 0)";
        meddle(&store.db, sql, args!["office.example/audit\n100\nAAAA\n\n— office.example/audit AAAAAAAA\n"])
            .await;
        assert!(audit.checkpoint().await.unwrap_err().is(&TAMPERED));
        meddle(&store.db, "DELETE FROM audit_checkpoints WHERE size = 100", args![]).await;

        meddle(&store.db, "DELETE FROM audit_nodes WHERE level = 1", args![]).await;
        meddle(&store.db, "UPDATE audit_log SET size = 3", args![]).await;
        assert!(audit.checkpoint().await.unwrap_err().is(&TAMPERED));
    });
}

#[test]
fn a_shortened_log_is_not_signed() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 9).await;
        audit.checkpoint().await.unwrap();
        // The last entries go, and the count with them; then the signed heads too.
        meddle(&store.db, "DELETE FROM audit_entries WHERE place >= 5", args![]).await;
        meddle(&store.db, "UPDATE audit_log SET size = 5", args![]).await;
        assert!(audit.checkpoint().await.unwrap_err().is(&TAMPERED));
        assert!(audit.export(ORG, 0, None).await.unwrap_err().is(&TAMPERED));
        meddle(&store.db, "DELETE FROM audit_checkpoints", args![]).await;
        assert!(audit.checkpoint().await.unwrap_err().is(&TAMPERED), "this process knows what it signed");
    });
}
