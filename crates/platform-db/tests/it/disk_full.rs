use kernel::Kind;
use platform_db::{Db, STORAGE_FULL, Tx, args};

use crate::table::{MIGRATIONS, add, ids, insert};

/// Leaves the file room for `pages` more of 4 KiB; `None` lifts the limit.
async fn limit(db: &Db, pages: Option<i64>) {
    db.write(move |tx| {
        Box::pin(async move {
            let used: i64 = tx.one("PRAGMA page_count", args![]).await?.get(0)?;
            let most = pages.map_or(1 << 30, |pages| used + pages);
            tx.all_dyn(&format!("PRAGMA max_page_count = {most}"), args![]).await?;
            Ok(())
        })
    })
    .await
    .expect("the limit can be set");
}

async fn insert_large(tx: &mut Tx, id: i64) -> platform_db::DbResult<u64> {
    tx.exec("INSERT INTO test_things (id, n, bytes) VALUES ($1, 0, $2)", args![id, vec![7; 100_000]]).await
}

#[test]
fn who_was_told_it_is_saved_has_it_and_the_others_know() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        limit(&store.db, Some(200)).await;
        let tasks: Vec<_> = (0..60_i64)
            .map(|id| {
                let db = store.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        Box::pin(async move {
                            match id % 2 {
                                0 => insert_large(tx, id).await?,
                                _ => insert(tx, id).await?,
                            };
                            Ok(())
                        })
                    })
                    .await
                })
            })
            .collect();
        let mut told = Vec::new();
        for (id, task) in tasks.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(()) => told.push(id as i64),
                Err(error) => {
                    assert!(error.is(&STORAGE_FULL), "{error:?}");
                    assert_eq!(error.code().kind, Kind::StorageFull);
                }
            }
        }
        assert!(told.len() < 60, "the limit was never reached");
        assert_eq!(ids(&store.db).await, told);

        limit(&store.db, None).await;
        add(&store.db, 1_000).await.unwrap();
    });
}

#[test]
fn nothing_is_kept_of_a_unit_that_ignores_the_full_disk() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        limit(&store.db, Some(3)).await;
        let outcome = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    assert!(insert_large(tx, 2).await.is_err());
                    // The whole transaction is gone by now; these must not be kept on their own.
                    let _ = insert(tx, 3).await;
                    let _ = tx.batch("INSERT INTO test_things (id, n) VALUES (4, 0)").await;
                    Ok(())
                })
            })
            .await;
        assert!(outcome.is_err());
        assert!(ids(&store.db).await.is_empty());
        add(&store.db, 5).await.unwrap();
        assert_eq!(ids(&store.db).await, [5]);
    });
}
