//! An office of nothing but its audit log.

use kernel::{Id, Result};
use platform_audit::{Audit, AuditEntry, AuditKind, AuditOptions, MIGRATIONS, Target};
use platform_db::{Db, Migrations, Val};
use serde_json::json;
use testkit::Store;

pub(crate) const TABLES: &[Migrations] = &[MIGRATIONS];
pub(crate) const ORG: Id = Id(1);
pub(crate) const OTHER_ORG: Id = Id(2);
pub(crate) const SUSPENDED: AuditKind =
    AuditKind { kind: "test.user.suspended", zh: "停用了 {target}", en: "suspended {target}" };

pub(crate) fn options(store: &Store, master_keys: &[[u8; 32]]) -> AuditOptions {
    AuditOptions {
        db: store.db.clone(),
        clock: store.clock.clone(),
        origin: "office.example/audit".to_owned(),
        master_keys: master_keys.to_vec(),
    }
}

pub(crate) async fn open(store: &Store) -> Audit {
    let audit = Audit::open(options(store, &[])).await.expect("the log opens");
    audit.register(&[SUSPENDED]);
    audit
}

/// The suspension of user `n`.
pub(crate) fn entry(org: Id, n: i64) -> AuditEntry {
    AuditEntry {
        org,
        actor: Some((Id(7), "刘静".to_owned())),
        kind: "test.user.suspended",
        target: Some(Target { kind: "user", id: Id(n), label: format!("用户 {n}") }),
        ip: Some("192.0.2.1".to_owned()),
        detail: json!({ "reason": "离职", "n": n }),
    }
}

pub(crate) async fn record(db: &Db, audit: &Audit, new: AuditEntry) -> Result<u64> {
    let audit = audit.clone();
    db.write(move |tx| Box::pin(async move { audit.record(tx, new).await })).await
}

/// Records the suspensions of users `0` to `count - 1`.
pub(crate) async fn fill(db: &Db, audit: &Audit, count: i64) {
    for n in 0..count {
        record(db, audit, entry(ORG, n)).await.expect("the entry is recorded");
    }
}

/// Changes the database behind the log's back; how many rows changed.
pub(crate) async fn meddle(db: &Db, sql: &'static str, args: Vec<Val>) -> u64 {
    db.write(move |tx| Box::pin(async move { Ok(tx.exec(sql, args).await?) })).await.expect("the rows change")
}
