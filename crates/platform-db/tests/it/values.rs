use kernel::{Id, Millis};
use platform_db::{Db, DbError, IntoVal, Row, Val, args};

use crate::table::MIGRATIONS;

/// Writes `value` into `column` and reads it back.
async fn round_trip(db: &Db, column: &str, value: impl IntoVal) -> Row {
    let (value, write, read) = (
        value.into_val(),
        format!("INSERT INTO test_things (id, n, {column}) VALUES (1, 0, $1)"),
        format!("SELECT {column} AS value FROM test_things WHERE id = 1"),
    );
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec("DELETE FROM test_things", args![]).await?;
            tx.exec_dyn(&write, vec![value]).await?;
            Ok(tx.all_dyn(&read, args![]).await?.remove(0))
        })
    })
    .await
    .expect("the value is stored")
}

#[test]
fn every_type_comes_back_as_it_went_in() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let db = &store.db;
        for n in [0, -1, i64::MAX, i64::MIN] {
            assert_eq!(number(db, n).await, n);
        }
        for flag in [true, false] {
            assert_eq!(round_trip(db, "flag", flag).await.get::<bool>(0).unwrap(), flag);
        }
        for x in [0.0, -1.5, 0.1, f64::MAX, f64::MIN_POSITIVE, 1e15] {
            assert_eq!(round_trip(db, "x", x).await.get::<f64>(0).unwrap().to_bits(), x.to_bits());
        }
        for text in ["", "a'b\"c\\", "合院 👩‍👩‍👧 \u{202e}rtl", "1", &"长".repeat(100_000)] {
            assert_eq!(round_trip(db, "text", text).await.get::<String>(0).unwrap(), text);
        }
        for bytes in [vec![], (0..=255).collect(), vec![0; 1 << 20]] {
            assert_eq!(round_trip(db, "bytes", bytes.clone()).await.get::<Vec<u8>>(0).unwrap(), bytes);
        }
    });
}

async fn number(db: &Db, n: i64) -> i64 {
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec("DELETE FROM test_things", args![]).await?;
            let sql = "INSERT INTO test_things (id, n) VALUES (1, $1) RETURNING n";
            Ok(tx.one(sql, args![n]).await?.get(0)?)
        })
    })
    .await
    .expect("the number is stored")
}

#[test]
fn null_is_null_in_every_type_and_nothing_else() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        for column in ["flag", "x", "text", "bytes"] {
            let row = round_trip(&store.db, column, Val::Null).await;
            assert_eq!(row.values(), [Val::Null], "{column}");
            assert_eq!(row.get::<Option<String>>(0).unwrap(), None);
            assert!(matches!(row.get::<String>(0), Err(DbError::Shape(_))));
            assert!(matches!(row.get::<i64>(0), Err(DbError::Shape(_))));
        }
        let row = round_trip(&store.db, "text", Some("a")).await;
        assert_eq!(row.get::<Option<String>>(0).unwrap().as_deref(), Some("a"));
        assert!(matches!(row.get::<i64>(0), Err(DbError::Shape(_))));
        assert!(matches!(row.get::<String>(1), Err(DbError::Shape(_))));
    });
}

#[test]
fn parameters_go_by_their_number() {
    testkit::on_both_engines(&[], async |store| {
        let row = store
            .db
            .read(|tx| {
                Box::pin(async move {
                    let sql = "SELECT CAST($2 AS TEXT) AS a, CAST($1 AS BIGINT) AS b, CAST($2 AS TEXT) AS c,
                      CAST($3 AS BIGINT) AS d";
                    Ok(tx.one(sql, args![Id(7), "two", Millis(9)]).await?)
                })
            })
            .await
            .unwrap();
        assert_eq!((row.get::<String>(0).unwrap(), row.get::<Id>(1).unwrap()), ("two".to_owned(), Id(7)));
        assert_eq!(
            (row.get::<String>(2).unwrap(), row.get::<Millis>(3).unwrap()),
            ("two".to_owned(), Millis(9))
        );
    });
}

#[test]
fn a_wrong_number_of_parameters_is_an_error() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        for args in [args![], args![1, 2]] {
            let outcome = store
                .db
                .read(move |tx| {
                    Box::pin(
                        async move { Ok(tx.all("SELECT id FROM test_things WHERE id = $1", args).await) },
                    )
                })
                .await
                .unwrap();
            assert!(matches!(outcome, Err(DbError::Statement(_))), "{outcome:?}");
        }
    });
}

#[test]
fn text_with_a_nul_is_refused_by_both() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let outcome = store
            .db
            .read(|tx| {
                Box::pin(async move { Ok(tx.all("SELECT CAST($1 AS TEXT) AS t", args!["a\0b"]).await) })
            })
            .await
            .unwrap();
        assert!(matches!(outcome, Err(DbError::Constraint(_))), "{outcome:?}");
    });
}

#[test]
fn strings_sort_by_their_bytes() {
    testkit::on_both_engines(&[], async |store| {
        let sorted = store
            .db
            .read(|tx| {
                Box::pin(async move {
                    let sql = "WITH names(name) AS (VALUES ('王'), ('a'), ('A'), ('阿'), ('b'), ('Ä'))
                      SELECT name FROM names ORDER BY name";
                    Ok(tx
                        .all(sql, args![])
                        .await?
                        .iter()
                        .map(|row| row.get(0).unwrap())
                        .collect::<Vec<String>>())
                })
            })
            .await
            .unwrap();
        assert_eq!(sorted, ["A", "a", "b", "Ä", "王", "阿"]);
    });
}
