use std::sync::mpsc;

use kernel::{Error, ErrorCode, Kind};
use platform_db::{DbError, UniqueExt, args};

use crate::table::{MIGRATIONS, add, ids, insert};

static TAKEN: ErrorCode = ErrorCode { id: "test.taken", kind: Kind::Conflict, zh: "已存在", en: "taken" };

#[test]
fn a_unit_is_kept_whole_or_not_at_all() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let refused = store
            .db
            .write::<(), _>(|tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    insert(tx, 2).await?;
                    Err(Error::new(&TAKEN))
                })
            })
            .await;
        assert!(refused.unwrap_err().is(&TAKEN));
        assert!(ids(&store.db).await.is_empty());
        add(&store.db, 1).await.unwrap();
        assert_eq!(ids(&store.db).await, [1]);
    });
}

#[test]
fn a_unit_that_panics_harms_nobody_else() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let tasks: Vec<_> = (0..40_i64)
            .map(|id| {
                let db = store.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        Box::pin(async move {
                            insert(tx, id).await?;
                            assert_ne!(id % 4, 1, "this unit panics");
                            if id % 4 == 2 { Err(Error::new(&TAKEN)) } else { Ok(()) }
                        })
                    })
                    .await
                })
            })
            .collect();
        for (id, task) in tasks.into_iter().enumerate() {
            match (id % 4, task.await.unwrap()) {
                (1, Err(error)) => assert_eq!(error.code().kind, Kind::Internal),
                (2, Err(error)) => assert!(error.is(&TAKEN)),
                (0 | 3, outcome) => outcome.unwrap(),
                (_, outcome) => panic!("{id}: {outcome:?}"),
            }
        }
        let kept: Vec<i64> = (0..40).filter(|id| matches!(id % 4, 0 | 3)).collect();
        assert_eq!(ids(&store.db).await, kept);
    });
}

#[test]
fn hooks_run_after_the_commit_and_only_then() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let (said, heard) = mpsc::channel();
        for id in 0..6_i64 {
            let said = said.clone();
            let _ = store
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        insert(tx, id).await?;
                        tx.after_commit(move || said.send(id).unwrap());
                        match id % 3 {
                            0 => Ok(()),
                            1 => Err(Error::new(&TAKEN)),
                            _ => panic!("this unit panics"),
                        }
                    })
                })
                .await;
        }
        assert_eq!(heard.try_iter().collect::<Vec<_>>(), [0, 3]);
        assert_eq!(ids(&store.db).await, [0, 3]);
    });
}

#[test]
fn a_hook_that_panics_harms_nobody() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let (said, heard) = mpsc::channel();
        store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    tx.after_commit(|| panic!("this hook panics"));
                    tx.after_commit(move || said.send(()).unwrap());
                    Ok(())
                })
            })
            .await
            .unwrap();
        assert!(heard.try_recv().is_ok());
        add(&store.db, 2).await.unwrap();
        assert_eq!(ids(&store.db).await, [1, 2]);
    });
}

#[test]
fn a_violated_key_becomes_words() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        add(&store.db, 1).await.unwrap();
        let error = store
            .db
            .write(|tx| Box::pin(async move { insert(tx, 1).await.on_unique(&TAKEN) }))
            .await
            .unwrap_err();
        assert!(error.is(&TAKEN), "{error:?}");
        let error = add(&store.db, 1).await.unwrap_err();
        assert_eq!(error.code().kind, Kind::Internal);
    });
}

#[test]
fn other_constraints_are_told_apart() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let sql = "INSERT INTO test_things (id, n) VALUES (1, NULL)";
        let outcome = store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let outcome = tx.exec(sql, args![]).await;
                    assert!(matches!(outcome, Err(DbError::Constraint(_))), "{outcome:?}");
                    Ok(outcome?)
                })
            })
            .await;
        assert!(outcome.is_err());
    });
}

#[test]
fn a_unit_that_goes_on_after_a_failed_statement_is_not_kept() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        add(&store.db, 1).await.unwrap();
        // PostgreSQL would answer COMMIT with a silent rollback here, and SQLite would keep the rest.
        let swallowed = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    insert(tx, 2).await?;
                    let _ = insert(tx, 1).await;
                    Ok(())
                })
            })
            .await;
        assert_eq!(swallowed.unwrap_err().code().kind, Kind::Internal);
        let went_on = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    let _ = insert(tx, 1).await;
                    Ok(insert(tx, 3).await.map(drop)?)
                })
            })
            .await;
        assert!(went_on.is_err());
        assert_eq!(ids(&store.db).await, [1]);
        add(&store.db, 4).await.unwrap();
    });
}

#[test]
fn a_row_that_must_exist_may_be_missing_without_spoiling_the_unit() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        store
            .db
            .write(|tx| {
                Box::pin(async move {
                    let missing = tx.one("SELECT n FROM test_things WHERE id = 9", args![]).await;
                    assert!(matches!(missing, Err(DbError::NoRow)));
                    Ok(insert(tx, 1).await.map(drop)?)
                })
            })
            .await
            .unwrap();
        assert_eq!(ids(&store.db).await, [1]);
    });
}

#[test]
fn a_unit_that_awaits_something_else_is_refused() {
    testkit::on_sqlite(&[MIGRATIONS], async |store| {
        let error = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    insert(tx, 1).await?;
                    tokio::task::yield_now().await;
                    Ok(())
                })
            })
            .await
            .unwrap_err();
        assert_eq!(error.code().kind, Kind::Internal);
        add(&store.db, 2).await.unwrap();
        assert_eq!(ids(&store.db).await, [2]);
    });
}
