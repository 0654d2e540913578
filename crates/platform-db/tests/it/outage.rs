use std::time::{Duration, Instant};

use kernel::Kind;
use platform_db::{Db, PostgresOptions, STORE_UNAVAILABLE};
use tokio::sync::oneshot;

use crate::table::{MIGRATIONS, add, ids, insert};

#[test]
fn a_unit_whose_connection_breaks_is_not_kept_and_the_next_one_is() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let (written, wait_written) = oneshot::channel();
        let (go_on, wait_go_on) = oneshot::channel::<()>();
        let db = store.db.clone();
        let writing = tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    let _ = written.send(());
                    let _ = wait_go_on.await;
                    insert(tx, 2).await?;
                    Ok(())
                })
            })
            .await
        });
        wait_written.await.unwrap();
        store.postgres().cut();
        go_on.send(()).unwrap();
        let error = writing.await.unwrap().unwrap_err();
        assert!(error.is(&STORE_UNAVAILABLE), "{error:?}");
        assert_eq!(error.retry_after_s(), Some(1));

        testkit::wait_until("the store to work again", async || add(&store.db, 3).await.is_ok()).await;
        assert_eq!(ids(&store.db).await, [3]);
    });
}

#[test]
fn a_store_that_is_away_says_so_and_comes_back() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        add(&store.db, 1).await.unwrap();
        store.postgres().unplug();
        for _ in 0..20 {
            let error = add(&store.db, 2).await.unwrap_err();
            assert_eq!(error.code().kind, Kind::Unavailable, "{error:?}");
            assert!(store.db.ping().await.is_err());
        }
        store.postgres().replug();
        testkit::wait_until("the store to answer", async || store.db.ping().await.is_ok()).await;
        add(&store.db, 3).await.unwrap();
        assert_eq!(ids(&store.db).await, [1, 3]);
    });
}

#[test]
fn a_server_that_keeps_silent_holds_nobody_up() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let answer = Duration::from_millis(500);
        let options = PostgresOptions { pool: 2, answer, ..PostgresOptions::new(store.postgres().url()) };
        let db = Db::open_postgres(&options).await.unwrap();
        add(&db, 1).await.unwrap();
        let (begun, wait_begun) = oneshot::channel();
        let (go_on, wait_go_on) = oneshot::channel::<()>();
        let writing = db.clone();
        let writing = tokio::spawn(async move {
            writing
                .write(move |tx| {
                    Box::pin(async move {
                        insert(tx, 2).await?;
                        let _ = begun.send(());
                        let _ = wait_go_on.await;
                        insert(tx, 3).await?;
                        Ok(())
                    })
                })
                .await
        });
        wait_begun.await.unwrap();
        ids(&db).await;
        store.postgres().freeze();
        let frozen = Instant::now();
        go_on.send(()).unwrap();
        // Both connections of the pool are silent; what follows gets new ones.
        for error in [writing.await.unwrap().unwrap_err(), db.ping().await.unwrap_err()] {
            assert!(error.is(&STORE_UNAVAILABLE), "{error:?}");
        }
        assert_eq!(ids(&db).await, [1]);
        // Ten times what was allowed, and a tenth of what the server itself would have taken.
        assert!(frozen.elapsed() < answer * 10, "{:?}", frozen.elapsed());
        store.postgres().thaw();
        testkit::wait_until("the store to take all of it", async || add(&db, 2).await.is_ok()).await;
        assert_eq!(ids(&db).await, [1, 2]);
    });
}
