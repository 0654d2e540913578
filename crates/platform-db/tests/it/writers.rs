use platform_db::{Db, args};

use crate::table::{MIGRATIONS, add, ids};

const WRITERS: i64 = 300;

#[test]
fn what_is_acknowledged_is_there_for_everybody() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        // Another handle on the same data: it sees nothing but what was committed.
        let other = store.reopen().await;
        let tasks: Vec<_> = (0..WRITERS)
            .map(|id| {
                let (db, other) = (store.db.clone(), other.clone());
                tokio::spawn(async move {
                    add(&db, id).await.unwrap();
                    assert!(has(&other, id).await, "{id} was acknowledged before it was committed");
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(ids(&store.db).await.len() as i64, WRITERS);
    });
}

async fn has(db: &Db, id: i64) -> bool {
    db.read(move |tx| {
        Box::pin(
            async move { Ok(tx.opt("SELECT 1 FROM test_things WHERE id = $1", args![id]).await?.is_some()) },
        )
    })
    .await
    .expect("the things can be read")
}

#[test]
fn no_increment_is_lost_among_many_writers() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        add(&store.db, 1).await.unwrap();
        let tasks: Vec<_> = (0..WRITERS)
            .map(|_| {
                let db = store.db.clone();
                tokio::spawn(async move {
                    db.write(|tx| {
                        Box::pin(async move {
                            let sql = "UPDATE test_things SET n = n + 1 WHERE id = 1 RETURNING n";
                            Ok(tx.one(sql, args![]).await?.get::<i64>(0)?)
                        })
                    })
                    .await
                    .unwrap()
                })
            })
            .collect();
        let mut seen = Vec::new();
        for task in tasks {
            seen.push(task.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=WRITERS).collect::<Vec<_>>());
    });
}

#[test]
fn a_caller_that_goes_away_leaves_no_half_unit() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        for id in 0..50 {
            let db = store.db.clone();
            let caller = tokio::spawn(async move {
                db.write(move |tx| {
                    Box::pin(async move {
                        for half in [0, 1_000] {
                            tx.exec("INSERT INTO test_things (id, n) VALUES ($1, 0)", args![id + half])
                                .await?;
                        }
                        Ok(())
                    })
                })
                .await
            });
            tokio::task::yield_now().await;
            caller.abort();
        }
        add(&store.db, 5_000).await.unwrap();
        let mut found = ids(&store.db).await;
        assert_eq!(found.pop(), Some(5_000));
        let (low, high): (Vec<i64>, Vec<i64>) = found.into_iter().partition(|id| *id < 1_000);
        assert_eq!(low, high.iter().map(|id| id - 1_000).collect::<Vec<_>>());
    });
}
