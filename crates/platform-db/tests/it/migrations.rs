use platform_db::{EDITED, Migration, Migrations, NEWER, Pending, args, migrate, pending};

const FIRST: Migration =
    Migration { name: "0001_first", sql: "CREATE TABLE m_first (\n  id BIGINT PRIMARY KEY\n);\n" };
const SECOND: Migration = Migration {
    name: "0002_second",
    sql: "ALTER TABLE m_first ADD COLUMN note TEXT;\n-- @pg\nCREATE TABLE m_pg (\n  id BIGINT\n);\n-- @end\n-- @sqlite\nCREATE TABLE m_sqlite (\n  id INTEGER\n) STRICT;\n-- @end\n",
};
const OLD: Migrations = Migrations { owner: "m", files: &[FIRST] };
const NEW: Migrations = Migrations { owner: "m", files: &[FIRST, SECOND] };
const FOREIGN: Migrations = Migrations {
    owner: "other",
    files: &[Migration { name: "0001_other", sql: "CREATE TABLE other_a (\n  id BIGINT\n);\n" }],
};

fn waiting(owner: &'static str, name: &'static str) -> Pending {
    Pending { owner, name }
}

#[test]
fn they_are_applied_once_and_in_order() {
    testkit::on_both_engines(&[], async |store| {
        let both = [waiting("m", "0001_first"), waiting("m", "0002_second")];
        assert_eq!(pending(&store.db, &[NEW]).await.unwrap(), both);
        assert_eq!(migrate(&store.db, &[OLD], &store.clock).await.unwrap(), both[..1]);
        assert_eq!(pending(&store.db, &[NEW, FOREIGN]).await.unwrap().len(), 2);
        assert_eq!(migrate(&store.db, &[NEW], &store.clock).await.unwrap(), both[1..]);
        assert!(migrate(&store.db, &[NEW], &store.clock).await.unwrap().is_empty());
        assert!(pending(&store.db, &[NEW]).await.unwrap().is_empty());
        let own = match store.engine() {
            platform_db::Engine::Sqlite => "SELECT id FROM m_sqlite",
            platform_db::Engine::Postgres => "SELECT id FROM m_pg",
        };
        let rows = store.db.read(move |tx| Box::pin(async move { Ok(tx.all(own, args![]).await?) })).await;
        assert!(rows.unwrap().is_empty());
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    testkit::on_both_engines(&[], async |store| {
        migrate(&store.db, &[NEW, FOREIGN], &store.clock).await.unwrap();
        // A file this program does not have, and a module it does not know.
        for sets in [[OLD, FOREIGN].to_vec(), [NEW].to_vec()] {
            assert!(pending(&store.db, &sets).await.unwrap_err().is(&NEWER));
            assert!(migrate(&store.db, &sets, &store.clock).await.unwrap_err().is(&NEWER));
        }
    });
}

#[test]
fn an_edited_migration_is_refused() {
    const EDITED_SET: Migrations = Migrations {
        owner: "m",
        files: &[Migration { name: "0001_first", sql: "CREATE TABLE m_first (\n  id BIGINT\n);\n" }],
    };
    testkit::on_both_engines(&[], async |store| {
        migrate(&store.db, &[OLD], &store.clock).await.unwrap();
        let error = migrate(&store.db, &[EDITED_SET], &store.clock).await.unwrap_err();
        assert!(error.is(&EDITED), "{error:?}");
        assert_eq!(error.params(), [("migration", "m/0001_first".to_owned())]);
    });
}

#[test]
fn one_that_fails_leaves_no_trace_of_those_before() {
    const BROKEN: Migrations =
        Migrations { owner: "m", files: &[FIRST, Migration { name: "0002_bad", sql: "CREATE TABEL x;" }] };
    testkit::on_both_engines(&[], async |store| {
        assert!(migrate(&store.db, &[BROKEN], &store.clock).await.is_err());
        assert_eq!(pending(&store.db, &[NEW]).await.unwrap().len(), 2);
        migrate(&store.db, &[NEW], &store.clock).await.unwrap();
    });
}

#[test]
fn nodes_that_start_together_migrate_once() {
    testkit::on_both_engines(&[], async |store| {
        let other = store.reopen().await;
        let (one, two) =
            tokio::join!(migrate(&store.db, &[NEW], &store.clock), migrate(&other, &[NEW], &store.clock));
        let mut applied = [one.unwrap().len(), two.unwrap().len()];
        applied.sort_unstable();
        assert_eq!(applied, [0, 2]);
    });
}
