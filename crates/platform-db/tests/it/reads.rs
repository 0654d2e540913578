use kernel::Kind;
use platform_db::{Db, Engine, SqliteOptions, Tx, args};
use tokio::sync::oneshot;

use crate::table::{MIGRATIONS, add, ids, insert};

/// Holds a unit up until told: a thread on SQLite, a task on PostgreSQL.
async fn hold(engine: Engine, until: oneshot::Receiver<()>) {
    let _ = match engine {
        Engine::Sqlite => until.blocking_recv(),
        Engine::Postgres => until.await,
    };
}

async fn count(tx: &mut Tx) -> kernel::Result<i64> {
    Ok(tx.one("SELECT COUNT(*) AS n FROM test_things", args![]).await?.get(0)?)
}

#[test]
fn what_is_not_committed_is_seen_by_nobody() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let (written, wait_written) = oneshot::channel();
        let (go_on, wait_go_on) = oneshot::channel();
        let db = store.db.clone();
        let writing = tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    let _ = written.send(());
                    hold(tx.engine(), wait_go_on).await;
                    Ok(())
                })
            })
            .await
        });
        wait_written.await.unwrap();
        assert!(ids(&store.db).await.is_empty());
        go_on.send(()).unwrap();
        writing.await.unwrap().unwrap();
        assert_eq!(ids(&store.db).await, [1]);
    });
}

#[test]
fn one_read_sees_one_moment_on_sqlite() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        let (counted, wait_counted) = oneshot::channel();
        let (go_on, wait_go_on) = oneshot::channel();
        let db = store.db.clone();
        let reading = tokio::spawn(async move {
            db.read(move |tx| {
                Box::pin(async move {
                    let before = count(tx).await?;
                    let _ = counted.send(());
                    hold(tx.engine(), wait_go_on).await;
                    Ok((before, count(tx).await?))
                })
            })
            .await
        });
        wait_counted.await.unwrap();
        add(&store.db, 1).await.unwrap();
        go_on.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (0, 0));
        assert_eq!(ids(&store.db).await, [1]);
    });
}

#[test]
fn a_read_may_panic_and_may_not_write() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        for _ in 0..10 {
            let error = store.db.read::<(), _>(|_| Box::pin(async { panic!("this read panics") })).await;
            assert_eq!(error.unwrap_err().code().kind, Kind::Internal);
        }
        let written = store.db.read(|tx| Box::pin(async move { Ok(insert(tx, 1).await.map(drop)?) })).await;
        assert!(written.is_err());
        assert!(ids(&store.db).await.is_empty());
    });
}

#[test]
fn a_copy_made_while_others_write_is_whole() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        add(&store.db, 0).await.unwrap();
        let db = store.db.clone();
        let writing = tokio::spawn(async move {
            for id in 1..200 {
                add(&db, id).await.unwrap();
            }
        });
        let copy = store.folder.path().join("copy.db");
        let (db, target) = (store.db.clone(), copy.clone());
        tokio::task::spawn_blocking(move || db.copy_sqlite_to(&target)).await.unwrap().unwrap();
        writing.await.unwrap();
        let found = ids(&Db::open_sqlite(&SqliteOptions::new(copy)).unwrap()).await;
        assert_eq!(found, (0..found.len() as i64).collect::<Vec<_>>());
        assert!(!found.is_empty());
    });
}
