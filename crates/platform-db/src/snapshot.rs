//! Reading the whole store as it was at one moment, while others write.

use std::path::Path;

use crate::catalog::{self, Table, parameters, quoted};
use crate::migrate::{self, Applied};
use crate::postgres::finish;
use crate::{ColumnKind, DbResult, Engine, Migrations, Row, Tx, Val, args};

/// The store as it was when this was opened. Holds one connection; give it back with [`Snapshot::end`].
///
/// On SQLite its statements run on the thread that awaits them: it is for commands, not for requests.
pub struct Snapshot {
    tx: Tx,
    /// Whether the store orders texts by something else than their bytes.
    is_localized: bool,
}

impl Snapshot {
    /// A SQLite store read through one connection and no more, which is closed when this ends.
    pub async fn sqlite(path: &Path) -> DbResult<Self> {
        Self::begin(crate::sqlite::reader(path)?).await
    }

    pub(crate) async fn begin(mut tx: Tx) -> DbResult<Self> {
        let mut is_localized = false;
        match tx.engine() {
            Engine::Sqlite => {
                tx.batch("BEGIN").await?;
                // The moment is that of the first read.
                tx.all("SELECT 1 FROM sqlite_master LIMIT 1", args![]).await?;
            }
            Engine::Postgres => {
                tx.wait_long();
                tx.batch(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;
                     SET LOCAL idle_in_transaction_session_timeout = 0",
                )
                .await?;
                // In every language "a" comes before "B", and a hyphen hardly counts.
                let sql = "SELECT NOT ('B' < 'a' AND 'a-c' < 'ab')";
                is_localized = tx.one(sql, args![]).await?.get(0)?;
            }
        }
        Ok(Self { tx, is_localized })
    }

    /// The engine it reads from.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.tx.engine()
    }

    /// The migrations that were applied, by crate and name.
    pub async fn applied(&mut self) -> DbResult<Vec<Applied>> {
        migrate::applied(&mut self.tx).await
    }

    /// The tables of these crates, by name; the list of migrations is not among them. `DbError::Shape` when one has no
    /// primary key, or a type outside the portable subset.
    pub async fn tables(&mut self, sets: &[Migrations]) -> DbResult<Vec<Table>> {
        catalog::tables(&mut self.tx, sets).await
    }

    /// Whether a table of this name is there and holds a row.
    pub async fn holds_rows(&mut self, table: &str) -> DbResult<bool> {
        catalog::holds_rows(&mut self.tx, table).await
    }

    /// How many rows a table has.
    pub async fn count(&mut self, table: &Table) -> DbResult<u64> {
        catalog::count(&mut self.tx, table).await
    }

    /// The primary key as rows are ordered by it: by bytes, so that the pages of two stores can be compared. Where the
    /// store orders texts otherwise no index helps.
    fn key_order(&self, table: &Table) -> String {
        let column = |place: &usize| {
            let column = &table.columns[*place];
            let collate =
                if self.is_localized && column.kind == ColumnKind::Text { " COLLATE \"C\"" } else { "" };
            format!("{}{collate}", quoted(&column.name))
        };
        table.key.iter().map(column).collect::<Vec<_>>().join(", ")
    }

    /// Rows in the order of the primary key, at most `limit`, after the row `after`; all columns in their order.
    pub async fn page(&mut self, table: &Table, after: Option<&Row>, limit: u32) -> DbResult<Vec<Row>> {
        let (columns, name, key) = (table.column_list(), quoted(&table.name), self.key_order(table));
        let (condition, mut args): (String, Vec<Val>) = match after {
            None => (String::new(), Vec::new()),
            Some(row) => (
                format!("WHERE ({key}) > ({})", parameters(1, table.key.len())),
                table.key.iter().map(|place| row.values()[*place].clone()).collect(),
            ),
        };
        let limit_at = args.len() + 1;
        args.push(Val::Int(i64::from(limit)));
        let sql = format!("SELECT {columns} FROM {name} {condition} ORDER BY {key} LIMIT ${limit_at}");
        self.tx.all_dyn(&sql, args).await
    }

    /// The rows after the first `count`, in the order of the primary key, at most `limit`: where a copy goes on. It counts
    /// its way there, once.
    pub async fn page_from(&mut self, table: &Table, count: u64, limit: u32) -> DbResult<Vec<Row>> {
        let (columns, name, key) = (table.column_list(), quoted(&table.name), self.key_order(table));
        let sql = format!("SELECT {columns} FROM {name} ORDER BY {key} LIMIT $1 OFFSET $2");
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.tx.all_dyn(&sql, vec![Val::Int(i64::from(limit)), Val::Int(count)]).await
    }

    /// Lets the moment go and gives the connection back.
    pub async fn end(mut self) -> DbResult<()> {
        match self.tx.engine() {
            Engine::Sqlite => self.tx.batch("ROLLBACK").await,
            Engine::Postgres => finish(&mut self.tx, "ROLLBACK").await,
        }
    }
}
