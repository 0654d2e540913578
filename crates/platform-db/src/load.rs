//! Filling an empty store from a copy of another: one transaction, all of it or nothing.

use std::path::Path;

use kernel::{Clock, Error};

use crate::catalog::{self, Table, parameters, quoted};
use crate::migrate::{self, Applied};
use crate::postgres::finish;
use crate::{DbError, DbResult, Engine, Migrations, Pending, Tx, Val, args};

/// An empty store being filled. Nothing of it is there until [`Load::commit`]; dropping it takes everything back.
///
/// In this order: [`Load::schema`], [`Load::insert`] for every table, [`Load::end_rows`], [`Load::migrate`],
/// [`Load::commit`]. References between tables are checked once, at the end of the rows, so that the order of the rows
/// does not matter.
pub struct Load {
    tx: Tx,
    /// Table, name and definition of each foreign key taken away for the time of filling (PostgreSQL).
    references: Vec<Reference>,
}

impl Load {
    /// A new SQLite store in `path`, where nothing may be. What was written is durable only once the caller has synced
    /// the file; after a failure the file is worthless.
    pub fn sqlite(path: &Path) -> DbResult<Self> {
        let connection = crate::sqlite::connect_for_load(path)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Self { tx: Tx::sqlite(connection, true), references: Vec::new() })
    }

    pub(crate) async fn postgres(mut tx: Tx, sets: &[Migrations]) -> DbResult<Self> {
        tx.wait_long();
        tx.batch(
            "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
             SET LOCAL lock_timeout = '60s'",
        )
        .await?;
        migrate::one_at_a_time(&mut tx).await?;
        // What a first start or a check left behind; the caller has seen that it holds nothing worth keeping.
        let mut left: Vec<String> =
            catalog::names(&mut tx, sets).await?.iter().map(|name| quoted(name)).collect();
        left.extend([quoted(migrate::TABLE_NAME), quoted(crate::fill::MARK)]);
        tx.batch(&format!("DROP TABLE IF EXISTS {} CASCADE", left.join(", "))).await?;
        Ok(Self { tx, references: Vec::new() })
    }

    /// The transaction, for what must be put right in the rows before they are there.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes the tables as they were after these migrations; returns them. [`crate::NEWER`] when one is not known,
    /// [`crate::EDITED`] when it is known otherwise.
    pub async fn schema(&mut self, sets: &[Migrations], applied: &[Applied]) -> kernel::Result<Vec<Table>> {
        migrate::replay(&mut self.tx, sets, applied).await?;
        let tables = catalog::tables(&mut self.tx, sets).await?;
        if self.tx.engine() == Engine::Postgres {
            self.references = take_references(&mut self.tx, &tables).await?;
        }
        Ok(tables)
    }

    /// Adds rows; the values are in the order of the table's columns and of their kinds.
    pub async fn insert(&mut self, table: &Table, rows: Vec<Vec<Val>>) -> DbResult<()> {
        insert(&mut self.tx, table, rows).await
    }

    /// How many rows a table has by now.
    pub async fn count(&mut self, table: &Table) -> DbResult<u64> {
        catalog::count(&mut self.tx, table).await
    }

    /// Checks the references between tables: `DbError::Constraint` when a row refers to one that is not there.
    pub async fn end_rows(&mut self) -> DbResult<()> {
        add_references(&mut self.tx, std::mem::take(&mut self.references)).await?;
        if self.tx.engine() == Engine::Sqlite {
            // The setting does nothing within a transaction. Nobody else knows of the file yet.
            self.tx.batch("COMMIT; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE").await?;
        }
        Ok(())
    }

    /// Brings the tables to the state the program needs; returns what was applied.
    pub async fn migrate(&mut self, sets: &[Migrations], clock: &Clock) -> kernel::Result<Vec<Pending>> {
        migrate::apply(&mut self.tx, sets, clock.now()).await
    }

    /// Keeps everything.
    pub async fn commit(mut self) -> kernel::Result<()> {
        self.tx.intact().map_err(Error::from)?;
        match self.tx.engine() {
            Engine::Sqlite => self.tx.batch("COMMIT").await?,
            Engine::Postgres => finish(&mut self.tx, "COMMIT").await?,
        }
        Ok(())
    }
}

/// A foreign key: its table, its name, its definition.
pub(crate) type Reference = (String, String, String);

/// Adds rows; the values are in the order of the table's columns and of their kinds.
pub(crate) async fn insert(tx: &mut Tx, table: &Table, rows: Vec<Vec<Val>>) -> DbResult<()> {
    let (name, columns) = (quoted(&table.name), table.column_list());
    match tx.engine() {
        Engine::Sqlite => {
            let values = parameters(1, table.columns.len());
            let sql = format!("INSERT INTO {name} ({columns}) VALUES ({values})");
            for row in rows {
                tx.exec_dyn(&sql, row).await?;
            }
        }
        Engine::Postgres => {
            let kinds: Vec<_> = table.columns.iter().map(|column| column.kind).collect();
            let sql = format!("COPY {name} ({columns}) FROM STDIN (FORMAT binary)");
            tx.copy_in(&sql, &kinds, &rows).await?;
        }
    }
    Ok(())
}

/// Takes the foreign keys of these tables away for the time of filling (PostgreSQL; SQLite does not look at them then).
pub(crate) async fn take_references(tx: &mut Tx, tables: &[Table]) -> DbResult<Vec<Reference>> {
    if tx.engine() == Engine::Sqlite {
        return Ok(Vec::new());
    }
    let rows = tx
        .all(
            "SELECT CAST(r.relname AS TEXT) AS owner, CAST(c.conname AS TEXT) AS name,
               pg_get_constraintdef(c.oid) AS definition
             FROM pg_constraint AS c
             JOIN pg_class AS r ON r.oid = c.conrelid
             JOIN pg_namespace AS n ON n.oid = r.relnamespace
             WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY r.relname, c.conname",
            args![],
        )
        .await?;
    let mut references = Vec::new();
    for row in &rows {
        let (owner, name, definition): Reference = (row.get(0)?, row.get(1)?, row.get(2)?);
        if tables.iter().any(|table| table.name == owner) {
            let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", quoted(&owner), quoted(&name));
            tx.batch(&sql).await?;
            references.push((owner, name, definition));
        }
    }
    Ok(references)
}

/// Puts foreign keys back and checks them: `DbError::Constraint` when a row refers to one that is not there.
pub(crate) async fn add_references(tx: &mut Tx, references: Vec<Reference>) -> DbResult<()> {
    if tx.engine() == Engine::Sqlite
        && let Some(row) = tx.all("PRAGMA foreign_key_check", args![]).await?.first()
    {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        return Err(DbError::Constraint(format!(
            "a row of {table} refers to one of {parent} that is not there"
        )));
    }
    for (table, name, definition) in references {
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {definition}", quoted(&table), quoted(&name));
        tx.batch(&sql).await?;
    }
    Ok(())
}
