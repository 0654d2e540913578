use engine_evidence::bundle::verify_bundle;
use kernel::{Id, Locale, Page};
use platform_audit::{Audit, AuditFilter};
use platform_db::{Db, args};

use crate::office::{ORG, OTHER_ORG, TABLES, fill, open};

async fn erase(db: &Db, audit: &Audit, org: Id, index: u64) -> bool {
    let audit = audit.clone();
    db.write(move |tx| Box::pin(async move { audit.erase(tx, org, index).await }))
        .await
        .expect("it can be erased")
}

#[test]
fn what_an_entry_says_is_gone_and_every_proof_stays() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 6).await;
        let proof = audit.prove(ORG, 2).await.unwrap();
        assert!(!erase(&store.db, &audit, OTHER_ORG, 2).await, "an entry of another organisation");
        assert!(erase(&store.db, &audit, ORG, 2).await);
        assert!(!erase(&store.db, &audit, ORG, 2).await);
        assert!(!erase(&store.db, &audit, ORG, 99).await);

        let left = store
            .db
            .read(|tx| {
                let sql = "SELECT COUNT(*) AS n FROM audit_entries WHERE place = 2 AND (salt IS NOT NULL OR payload IS NOT NULL)";
                Box::pin(async move { Ok(tx.one(sql, args![]).await?.get::<i64>(0)?) })
            })
            .await
            .unwrap();
        assert_eq!(left, 0);
        let after = audit.prove(ORG, 2).await.unwrap();
        assert_eq!((after.leaf, after.path), (proof.leaf, proof.path));
        let file = audit.export(ORG, 0, None).await.unwrap();
        assert!(!String::from_utf8(file.clone()).unwrap().contains("用户 2"));
        let report = verify_bundle(&file, &[audit.verifier().clone()]).unwrap();
        assert_eq!((report.entries, report.opened), (6, 5));

        let log = audit.clone();
        let listed = store
            .db
            .read(move |tx| {
                Box::pin(async move {
                    log.list(tx, ORG, &AuditFilter::default(), &Page::default(), Locale::ZhCn).await
                })
            })
            .await
            .unwrap();
        let erased = listed.items.iter().find(|entry| entry.index == 2).unwrap();
        assert!(erased.erased);
        assert_eq!(
            (erased.actor, erased.actor_name.as_deref(), erased.ip.as_deref()),
            (Some(Id(7)), None, None)
        );
        assert_eq!(erased.summary, "停用了 …");
        assert_eq!(listed.items.iter().filter(|entry| entry.erased).count(), 1);
    });
}
