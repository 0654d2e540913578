use kernel::{Id, Locale, Millis, Page, Paged};
use platform_audit::{Audit, AuditEntry, AuditFilter, AuditRecord};
use platform_db::Db;
use serde_json::json;

use crate::office::{ORG, OTHER_ORG, TABLES, entry, fill, open, record};

async fn list(db: &Db, audit: &Audit, filter: AuditFilter, page: Page) -> Paged<AuditRecord> {
    let audit = audit.clone();
    db.read(move |tx| Box::pin(async move { audit.list(tx, ORG, &filter, &page, Locale::En).await }))
        .await
        .expect("the log can be read")
}

async fn indexes(db: &Db, audit: &Audit, filter: AuditFilter) -> Vec<u64> {
    list(db, audit, filter, Page::default()).await.items.iter().map(|entry| entry.index).collect()
}

#[test]
fn an_entry_reads_as_it_was_recorded_in_the_readers_language() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 1).await;
        let unknown = AuditEntry { kind: "test.other", actor: None, target: None, ip: None, ..entry(ORG, 2) };
        record(&store.db, &audit, unknown).await.unwrap();
        let listed = list(&store.db, &audit, AuditFilter::default(), Page::default()).await.items;
        let told = &listed[1];
        assert_eq!((told.index, told.at), (0, store.clock.now()));
        assert_eq!((told.actor, told.actor_name.as_deref()), (Some(Id(7)), Some("刘静")));
        assert_eq!((told.kind.as_str(), told.target.as_deref()), ("test.user.suspended", Some("user:0")));
        assert_eq!((told.target_label.as_deref(), told.ip.as_deref()), (Some("用户 0"), Some("192.0.2.1")));
        assert_eq!(told.detail, json!({ "reason": "离职", "n": 0 }));
        assert_eq!((told.summary.as_str(), told.erased), ("suspended 用户 0", false));
        let bare = &listed[0];
        assert_eq!((bare.actor, bare.target.as_deref(), bare.ip.as_deref()), (None, None, None));
        assert_eq!(bare.summary, "test.other");
    });
}

#[test]
fn filters_narrow_and_another_organisation_is_never_seen() {
    testkit::on_both_engines(TABLES, async |store| {
        let (db, audit) = (&store.db, open(&store).await);
        record(db, &audit, entry(ORG, 10)).await.unwrap();
        record(db, &audit, entry(OTHER_ORG, 11)).await.unwrap();
        store.clock.advance(1_000);
        let by_other = AuditEntry { actor: Some((Id(8), "Ann".to_owned())), ..entry(ORG, 12) };
        record(db, &audit, by_other).await.unwrap();
        store.clock.advance(1_000);
        let session = AuditEntry { kind: "test.session.started", target: None, ..entry(ORG, 13) };
        record(db, &audit, session).await.unwrap();

        let all = AuditFilter::default;
        assert_eq!(indexes(db, &audit, all()).await, [3, 2, 0]);
        assert_eq!(indexes(db, &audit, AuditFilter { actor: Some(Id(8)), ..all() }).await, [2]);
        let kind = |kind: &str| AuditFilter { kind: Some(kind.to_owned()), ..all() };
        assert_eq!(indexes(db, &audit, kind("test.user.")).await, [2, 0]);
        assert_eq!(indexes(db, &audit, kind("test.session.started")).await, [3]);
        assert!(indexes(db, &audit, kind("est.")).await.is_empty());
        let target = AuditFilter { target: Some("user:10".to_owned()), ..all() };
        assert_eq!(indexes(db, &audit, target).await, [0]);
        let start = testkit::fixture::START;
        let time = |from: Option<Millis>, to: Option<Millis>| AuditFilter { from, to, ..all() };
        assert_eq!(indexes(db, &audit, time(Some(start.plus(1_000)), None)).await, [3, 2]);
        assert_eq!(indexes(db, &audit, time(None, Some(start.plus(2_000)))).await, [2, 0]);
        let both = AuditFilter { kind: Some("test.user.".to_owned()), ..time(Some(start.plus(1)), None) };
        assert_eq!(indexes(db, &audit, both).await, [2]);
    });
}

#[test]
fn pages_follow_one_another_without_gap_or_double() {
    testkit::on_both_engines(TABLES, async |store| {
        let audit = open(&store).await;
        fill(&store.db, &audit, 7).await;
        let (mut cursor, mut found) = (None, Vec::new());
        loop {
            let page = Page { limit: Some(3), cursor: cursor.take() };
            let page = list(&store.db, &audit, AuditFilter::default(), page).await;
            found.extend(page.items.iter().map(|entry| entry.index));
            // What is recorded meanwhile is on the first page, not in the way of the others.
            record(&store.db, &audit, entry(ORG, 99)).await.unwrap();
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(found, [6, 5, 4, 3, 2, 1, 0]);
    });
}
