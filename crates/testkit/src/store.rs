//! A store for one test, and running a test on each engine.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use kernel::{Clock, Ids};
use platform_db::{Db, Engine, Migrations, PostgresOptions, SqliteOptions, migrate};
use tempfile::TempDir;

use crate::{fixture, postgres};

/// Set to `1` to leave PostgreSQL out, for a machine where it cannot be installed.
const SQLITE_ONLY: &str = "COURTYARD_TEST_SQLITE_ONLY";
/// Connections of one test's pool: enough to be concurrent, few enough for many tests at once.
const POOL: usize = 8;

/// A fresh store, migrated, with a clock and ids of its own. Removed when the value is dropped.
pub struct Store {
    /// The store.
    pub db: Db,
    /// The clock, which stands until the test moves it.
    pub clock: Clock,
    /// The maker of ids.
    pub ids: Ids,
    place: Place,
    /// A folder of this test, empty but for what SQLite keeps in `store/`.
    pub folder: TempDir,
}

enum Place {
    Sqlite(SqliteOptions),
    Postgres(PostgresOptions, postgres::Database),
}

impl Store {
    /// A store on `engine` with these migrations applied; with none it is empty.
    ///
    /// # Panics
    /// When it cannot be made: a migration is wrong, or PostgreSQL is not installed.
    pub async fn open(engine: Engine, migrations: &[Migrations]) -> Self {
        let (clock, folder) = (fixture::clock(), fixture::folder());
        let (db, place) = match engine {
            Engine::Sqlite => {
                let file = folder.path().join("store/courtyard.db");
                std::fs::create_dir(folder.path().join("store")).expect("no folder for the store");
                let options = SqliteOptions::new(file);
                let db = Db::open_sqlite(&options).expect("a SQLite store cannot be opened");
                if !migrations.is_empty() {
                    migrate(&db, migrations, &clock).await.expect("the migrations do not apply on SQLite");
                }
                (db, Place::Sqlite(options))
            }
            Engine::Postgres => {
                let database = postgres::server().create(migrations);
                let options = PostgresOptions { pool: POOL, ..PostgresOptions::new(database.url()) };
                let db = Db::open_postgres(&options).await.expect("a PostgreSQL store cannot be opened");
                (db, Place::Postgres(options, database))
            }
        };
        Self { db, ids: fixture::ids(&clock), clock, place, folder }
    }

    /// The engine it runs on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// Opens the same data once more, as a restarted process or, on PostgreSQL, another node does.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn reopen(&self) -> Db {
        match &self.place {
            Place::Sqlite(options) => Db::open_sqlite(options).expect("the store cannot be opened again"),
            Place::Postgres(options, _) => {
                Db::open_postgres(options).await.expect("the store cannot be opened again")
            }
        }
    }

    /// The PostgreSQL database, for tests of what only a server does.
    ///
    /// # Panics
    /// On SQLite.
    #[must_use]
    pub fn postgres(&self) -> &postgres::Database {
        match &self.place {
            Place::Postgres(_, database) => database,
            Place::Sqlite(_) => panic!("this test runs on SQLite"),
        }
    }
}

/// The engines that tests run on: both, unless `COURTYARD_TEST_SQLITE_ONLY=1`.
#[must_use]
pub fn engines() -> &'static [Engine] {
    if std::env::var(SQLITE_ONLY).is_ok_and(|value| value == "1") {
        eprintln!("{SQLITE_ONLY}=1: nothing runs on PostgreSQL");
        return &[Engine::Sqlite];
    }
    &[Engine::Sqlite, Engine::Postgres]
}

/// Runs `test` on SQLite, then on PostgreSQL, each time with a fresh store.
///
/// Both run even when the first fails, so that the failure says whether it is one engine's or the code's.
///
/// # Panics
/// When the test does on either engine, or when PostgreSQL is not installed (and `COURTYARD_TEST_SQLITE_ONLY=1` is not
/// set); then with the command that installs it.
pub fn on_both_engines(migrations: &[Migrations], test: impl AsyncFn(Store)) {
    let mut failed = Vec::new();
    for &engine in engines() {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(engine, migrations, &test))) {
            eprintln!("this test failed on {engine:?}");
            failed.push((engine, panic));
        }
    }
    if let [(engine, _)] = &failed[..] {
        eprintln!("it fails on {engine:?} only");
    }
    if let Some((_, panic)) = failed.into_iter().next() {
        resume_unwind(panic);
    }
}

/// Runs `test` on SQLite, for what only SQLite does.
///
/// # Panics
/// When the test does.
pub fn on_sqlite(migrations: &[Migrations], test: impl AsyncFn(Store)) {
    run(Engine::Sqlite, migrations, &test);
}

/// Runs `test` on PostgreSQL, for what only PostgreSQL does.
///
/// # Panics
/// When the test does, or as [`on_both_engines`] when PostgreSQL is not installed.
pub fn on_postgres(migrations: &[Migrations], test: impl AsyncFn(Store)) {
    if engines().contains(&Engine::Postgres) {
        run(Engine::Postgres, migrations, &test);
    }
}

fn run(engine: Engine, migrations: &[Migrations], test: &impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("no async runtime");
    runtime.block_on(async { test(Store::open(engine, migrations).await).await });
}
