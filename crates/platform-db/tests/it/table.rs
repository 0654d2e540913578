//! The table that these tests write to.

use platform_db::{Db, DbResult, Migration, Migrations, Tx, args};

pub(crate) const MIGRATIONS: Migrations = Migrations {
    owner: "test",
    files: &[Migration {
        name: "0001_things",
        sql: "CREATE TABLE test_things (
  id BIGINT PRIMARY KEY,
  n BIGINT NOT NULL,
  flag BOOLEAN,
  x DOUBLE PRECISION,
  text TEXT,
  bytes BYTEA
);
",
    }],
};

/// Adds a thing within a unit of work.
pub(crate) async fn insert(tx: &mut Tx, id: i64) -> DbResult<u64> {
    tx.exec("INSERT INTO test_things (id, n) VALUES ($1, 0)", args![id]).await
}

/// Adds a thing in a unit of its own.
pub(crate) async fn add(db: &Db, id: i64) -> kernel::Result<()> {
    db.write(move |tx| {
        Box::pin(async move {
            insert(tx, id).await?;
            Ok(())
        })
    })
    .await
}

/// Ids of the things there are.
pub(crate) async fn ids(db: &Db) -> Vec<i64> {
    db.read(|tx| {
        Box::pin(async move {
            let rows = tx.all("SELECT id FROM test_things ORDER BY id LIMIT 10000", args![]).await?;
            Ok(rows.iter().map(|row| row.get(0)).collect::<DbResult<Vec<i64>>>()?)
        })
    })
    .await
    .expect("the things can be read")
}
