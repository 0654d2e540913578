use platform_db::{Db, Migration, Migrations, args};

const MIGRATIONS: Migrations = Migrations {
    owner: "kit",
    files: &[Migration {
        name: "0001_kit",
        sql: "CREATE TABLE kit_things (\n  id BIGINT PRIMARY KEY,\n  name TEXT NOT NULL\n);\n",
    }],
};

async fn add(db: &Db, id: i64) -> kernel::Result<u64> {
    db.write(move |tx| {
        Box::pin(async move {
            Ok(tx.exec("INSERT INTO kit_things (id, name) VALUES ($1, 'a')", args![id]).await?)
        })
    })
    .await
}

async fn count(db: &Db) -> kernel::Result<i64> {
    db.read(|tx| {
        Box::pin(async move { Ok(tx.one("SELECT COUNT(*) AS n FROM kit_things", args![]).await?.get(0)?) })
    })
    .await
}

#[test]
fn a_store_is_migrated_and_nobody_elses() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let other = testkit::Store::open(store.engine(), &[MIGRATIONS]).await;
        assert_eq!(add(&store.db, 1).await.unwrap(), 1);
        assert_eq!((count(&store.db).await.unwrap(), count(&other.db).await.unwrap()), (1, 0));
        assert!(store.ids.next() < store.ids.next());
    });
}

#[test]
fn a_reopened_store_has_the_same_data() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        add(&store.db, 1).await.unwrap();
        let again = store.reopen().await;
        assert_eq!(count(&again).await.unwrap(), 1);
        add(&again, 2).await.unwrap();
        assert_eq!(count(&store.db).await.unwrap(), 2);
    });
}

#[test]
fn a_failing_engine_fails_the_test() {
    for &bad in testkit::engines() {
        let outcome = std::panic::catch_unwind(|| {
            testkit::on_both_engines(&[], async |store| assert_ne!(store.engine(), bad));
        });
        assert!(outcome.is_err(), "{bad:?}");
    }
}
