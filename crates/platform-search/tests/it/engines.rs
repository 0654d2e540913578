//! Runs a test on SQLite and, where `COURTYARD_TEST_POSTGRES` names a server, on PostgreSQL.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use platform_db::{Db, PostgresOptions, SqliteOptions};

/// An empty store.
pub(crate) struct Store {
    pub(crate) db: Db,
    /// The folder of its file, `office.db`, on SQLite.
    pub(crate) folder: Option<PathBuf>,
}

/// Runs `test` once an engine, each time with an empty store.
pub(crate) async fn each<F>(test: impl Fn(Store) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_sqlite(&SqliteOptions::new(folder.path().join("office.db"))).unwrap();
    test(Store { db, folder: Some(folder.path().to_owned()) }).await;
    if let Ok(server) = std::env::var("COURTYARD_TEST_POSTGRES") {
        on_postgres(&server, test).await;
    }
}

async fn on_postgres<F>(server: &str, test: impl Fn(Store) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("courtyard_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let admin = Db::open_postgres(&PostgresOptions { url: server.to_owned(), pool: 1 }).await.unwrap();
    run(&admin, format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'")).await;
    let (start, rest) = server.split_at(server.find("://").unwrap() + 3);
    let (host, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host = host.split('/').next().unwrap();
    let db = Db::open_postgres(&PostgresOptions { url: format!("{start}{host}/{name}?{query}"), pool: 4 })
        .await
        .unwrap();
    let outcome = tokio::spawn(test(Store { db, folder: None })).await;
    run(&admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// A statement outside of a transaction, which a read has none of on PostgreSQL.
async fn run(db: &Db, sql: String) {
    db.read(|tx| Box::pin(async move { Ok(tx.batch(&sql).await?) })).await.unwrap();
}
