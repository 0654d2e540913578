use kernel::Error;
use platform_audit::{Audit, AuditEntry};
use serde_json::json;
use testkit::wait_until;
use tokio_util::sync::CancellationToken;

use crate::office::{ORG, TABLES, entry, fill, open, record};

#[test]
fn an_act_and_its_entry_exist_together_or_not_at_all() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        assert_eq!(record(&store.db, &audit, entry(ORG, 1)).await.unwrap(), 0);
        let log = audit.clone();
        let refused = store
            .db
            .write::<(), _>(move |tx| {
                Box::pin(async move {
                    log.record(tx, entry(ORG, 2)).await?;
                    Err(Error::not_found())
                })
            })
            .await;
        assert!(refused.is_err());
        // The place of what was rolled back goes to the next.
        assert_eq!(record(&store.db, &audit, entry(ORG, 3)).await.unwrap(), 1);
        let log = audit.clone();
        let two = store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    Ok((log.record(tx, entry(ORG, 4)).await?, log.record(tx, entry(ORG, 5)).await?))
                })
            })
            .await;
        assert_eq!(two.unwrap(), (2, 3));
    });
}

#[test]
fn entries_of_many_at_once_get_places_without_gaps() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        let tasks: Vec<_> = (0..60)
            .map(|n| {
                let (db, audit) = (store.db.clone(), audit.clone());
                tokio::spawn(async move { record(&db, &audit, entry(ORG, n)).await.unwrap() })
            })
            .collect();
        let mut places = Vec::new();
        for task in tasks {
            places.push(task.await.unwrap());
        }
        places.sort_unstable();
        assert_eq!(places, (0..60).collect::<Vec<_>>());
        let file = audit.export(ORG, 0, None).await.unwrap();
        engine_evidence::bundle::verify_bundle(&file, &[audit.verifier().clone()]).unwrap();
    });
}

#[test]
fn what_has_no_canonical_text_is_refused_whole() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        let fraction = AuditEntry { detail: json!({ "share": 0.5 }), ..entry(ORG, 1) };
        assert!(record(&store.db, &audit, fraction).await.is_err());
        assert_eq!(record(&store.db, &audit, entry(ORG, 2)).await.unwrap(), 0);
    });
}

#[test]
fn a_head_is_signed_when_the_log_has_grown() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        let empty = audit.checkpoint().await.unwrap();
        assert!(empty.starts_with("office.example/audit\n0\n"), "{empty}");
        fill(&store.db, &audit, 3).await;
        let grown = audit.checkpoint().await.unwrap();
        assert!(grown.starts_with("office.example/audit\n3\n"), "{grown}");
        assert_eq!(audit.checkpoint().await.unwrap(), grown);

        let stop = CancellationToken::new();
        let signing = tokio::spawn(audit.clone().run(stop.clone()));
        record(&store.db, &audit, entry(ORG, 9)).await.unwrap();
        wait_until("a head of four entries", async || heads(&store.db).await.contains(&4)).await;
        stop.cancel();
        signing.await.unwrap();
    });
}

async fn heads(db: &platform_db::Db) -> Vec<i64> {
    db.read(|tx| {
        Box::pin(async move {
            let rows = tx.all("SELECT size FROM audit_checkpoints ORDER BY size LIMIT 100", vec![]).await?;
            Ok(rows.iter().map(|row| row.get(0)).collect::<platform_db::DbResult<Vec<i64>>>()?)
        })
    })
    .await
    .expect("the heads can be read")
}

#[test]
fn nodes_that_open_a_new_log_at_once_share_one_key() {
    testkit::on_postgres(TABLES, async |store| {
        let options = || crate::office::options(&store, &[]);
        let (one, two) = tokio::join!(Audit::open(options()), Audit::open(options()));
        assert_eq!(one.unwrap().verifier(), two.unwrap().verifier());
    });
}
