//! Reading the whole store at one moment, and filling an empty one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use platform_db::{Applied, Db, Load, Migration, Migrations, NEWER, Row, Snapshot, Table, Val, args};

use crate::table::{MIGRATIONS, add};

/// Rows that refer to each other, under a key of two columns.
const LINKED: Migrations = Migrations {
    owner: "link",
    files: &[
        Migration {
            name: "0001_links",
            sql: "CREATE TABLE link_nodes (
  kind TEXT NOT NULL,
  id BIGINT NOT NULL,
  next_kind TEXT,
  next_id BIGINT,
  PRIMARY KEY (kind, id),
  FOREIGN KEY (next_kind, next_id) REFERENCES link_nodes (kind, id)
);
",
        },
        Migration { name: "0002_notes", sql: "ALTER TABLE link_nodes ADD COLUMN note TEXT;\n" },
    ],
};

/// All rows, read in pages of three.
async fn all(snapshot: &mut Snapshot, table: &Table) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let page = snapshot.page(table, rows.last(), 3).await.unwrap();
        if page.is_empty() {
            return rows;
        }
        rows.extend(page);
    }
}

#[test]
fn a_snapshot_is_one_moment_in_pages() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        for id in 1..=10 {
            add(&store.db, id * 7 % 11).await.unwrap();
        }
        let mut snapshot = store.db.snapshot().await.unwrap();
        add(&store.db, 50).await.unwrap();
        let tables = snapshot.tables(&[MIGRATIONS]).await.unwrap();
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!((names.as_slice(), tables[0].key.as_slice()), (&["test_things"][..], &[0][..]));
        let rows = all(&mut snapshot, &tables[0]).await;
        let ids: Vec<i64> = rows.iter().map(|row| row.get(0).unwrap()).collect();
        assert_eq!(ids, (1..=10).collect::<Vec<_>>());
        assert_eq!(snapshot.count(&tables[0]).await.unwrap(), 10);
        assert!(snapshot.holds_rows("test_things").await.unwrap());
        assert!(!snapshot.holds_rows("test_nothing").await.unwrap());
        snapshot.end().await.unwrap();
        assert_eq!(store.db.snapshot().await.unwrap().count(&tables[0]).await.unwrap(), 11);
    });
}

/// An empty store of the same engine being filled.
async fn empty(store: &testkit::Store) -> Load {
    match store.engine() {
        platform_db::Engine::Sqlite => Load::sqlite(&store.folder.path().join("new.db")).unwrap(),
        platform_db::Engine::Postgres => store.db.load(&[LINKED]).await.unwrap(),
    }
}

fn node(id: i64, next: Option<i64>) -> Vec<Val> {
    args!["a", id, next.map(|_| "a"), next]
}

async fn applied(db: &Db) -> Vec<Applied> {
    let mut snapshot = db.snapshot().await.unwrap();
    let applied = snapshot.applied().await.unwrap();
    snapshot.end().await.unwrap();
    applied
}

#[test]
fn an_empty_store_is_filled_at_an_older_state_and_brought_up_to_date() {
    testkit::on_both_engines(&[LINKED], async |store| {
        let older = &applied(&store.db).await[..1];
        let mut load = empty(&store).await;
        let tables = load.schema(&[LINKED], older).await.unwrap();
        assert_eq!(tables[0].columns.len(), 4);
        // Each refers to one that comes later.
        load.insert(&tables[0], vec![node(1, Some(2)), node(2, Some(3))]).await.unwrap();
        load.insert(&tables[0], vec![node(3, None)]).await.unwrap();
        load.end_rows().await.unwrap();
        assert_eq!(load.count(&tables[0]).await.unwrap(), 3);
        assert_eq!(load.migrate(&[LINKED], &store.clock).await.unwrap().len(), 1);
        load.commit().await.unwrap();
        let db = match store.engine() {
            platform_db::Engine::Postgres => store.db.clone(),
            platform_db::Engine::Sqlite => {
                Db::open_sqlite(&platform_db::SqliteOptions::new(store.folder.path().join("new.db"))).unwrap()
            }
        };
        assert_eq!(applied(&db).await.len(), 2);
        let dangling = "INSERT INTO link_nodes (kind, id, next_kind, next_id) VALUES ('a', 9, 'b', 9)";
        let refused =
            db.write(move |tx| Box::pin(async move { Ok(tx.exec(dangling, args![]).await?) })).await;
        assert!(refused.is_err(), "references are checked again");
    });
}

#[test]
fn a_row_that_refers_to_nothing_and_a_state_nobody_knows_are_refused() {
    testkit::on_both_engines(&[LINKED], async |store| {
        let known = applied(&store.db).await;
        let mut load = empty(&store).await;
        let tables = load.schema(&[LINKED], &known[..1]).await.unwrap();
        load.insert(&tables[0], vec![node(1, Some(2))]).await.unwrap();
        assert!(matches!(load.end_rows().await, Err(platform_db::DbError::Constraint(_))));
        drop(load);
        let _ = std::fs::remove_file(store.folder.path().join("new.db"));
        let mut load = empty(&store).await;
        let later = Applied { name: "0003_later".to_owned(), ..known[0].clone() };
        let failure = load.schema(&[LINKED], &[known[0].clone(), later]).await.unwrap_err();
        assert!(failure.is(&NEWER), "{failure:?}");
        drop(load);
        // What was dropped left everything as it was.
        assert_eq!(applied(&store.db).await, known);
    });
}
