//! Filling an empty store piece by piece, each kept at once: what breaks off goes on where it was.
//!
//! Until the end a table says that the store is not whole, and from where it is filled: no program opens it.

use std::path::Path;

use kernel::{Clock, Error, ErrorCode, Kind};

use crate::catalog::{self, Table};
use crate::load::{add_references, insert, take_references};
use crate::migrate::{self, Applied};
use crate::postgres::finish;
use crate::{BoxFuture, ColumnKind, DbResult, Engine, Migrations, Pending, Tx, Val, args};

/// The store is half filled.
pub static UNFINISHED: ErrorCode = ErrorCode {
    id: "core.store_unfinished",
    kind: Kind::Conflict,
    zh: "这个数据库还没有复制完。请再次运行 courtyard migrate-store，它会从中断处继续。",
    en: "Copying into this database has not ended. Run courtyard migrate-store again; it goes on where it was.",
};

/// The store is filled from somewhere else, or holds something.
pub static FILLED: ErrorCode = ErrorCode {
    id: "core.store_filled",
    kind: Kind::Conflict,
    zh: "目标数据库里已有内容，或正在从另一个办公室（或另一个版本）复制。请换一个空的数据库。",
    en: "The target database holds something already, or is being filled from another office, or another version of it. Choose an empty one.",
};

/// The table that is there until the end.
pub(crate) const MARK: &str = "db_filling";
/// Under which names it says from where the store is filled, and which migrations its tables were made by.
const SOURCE: &str = "source";
const APPLIED: &str = "applied";
/// What the names of references begin with that are taken away meanwhile.
const REFERENCE: &str = "reference:";

/// A table takes as long as it takes, and so does reading the next rows elsewhere.
const PATIENT: &str = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/// What a store is filled with.
pub struct FillFrom<'a> {
    /// The crates whose tables are filled.
    pub sets: &'a [Migrations],
    /// All crates that have tables there: what a first start left of them goes.
    pub all: &'a [Migrations],
    /// The migrations by which the tables of the source were made.
    pub applied: &'a [Applied],
    /// What tells the source from every other office.
    pub source: &'a str,
    /// A table that holds a row in every store that is somebody's.
    pub occupied: &'a str,
}

/// A store being filled.
pub struct Fill {
    tx: Tx,
    tables: Vec<Table>,
}

impl Fill {
    /// Begins to fill a SQLite store, or goes on; nothing may have it open.
    pub async fn sqlite(path: &Path, from: &FillFrom<'_>) -> kernel::Result<Self> {
        let connection = crate::sqlite::connect_for_fill(path)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(crate::DbError::from)?;
        Self::begin(Tx::sqlite(connection, true), from).await
    }

    pub(crate) async fn begin(mut tx: Tx, from: &FillFrom<'_>) -> kernel::Result<Self> {
        let FillFrom { sets, all, applied, source, occupied } = *from;
        let made_by = checksums(applied);
        tx.wait_long();
        if tx.engine() == Engine::Postgres {
            tx.batch(&format!("BEGIN; {PATIENT}")).await?;
            migrate::one_at_a_time(&mut tx).await?;
        }
        if is_unfinished(&mut tx).await? {
            for (name, value) in [(SOURCE, source), (APPLIED, &made_by)] {
                let found = tx.opt("SELECT value FROM db_filling WHERE name = $1", args![name]).await?;
                let found: Option<String> = found.map(|row| row.get(0)).transpose()?;
                if found.as_deref() != Some(value) {
                    return Err(Error::new(&FILLED));
                }
            }
        } else {
            if catalog::holds_rows(&mut tx, occupied).await? {
                return Err(Error::new(&FILLED));
            }
            // What a first start or a check left behind, and nobody wrote anything into.
            for name in
                catalog::names(&mut tx, all).await?.into_iter().chain([migrate::TABLE_NAME.to_owned()])
            {
                let cascade = if tx.engine() == Engine::Postgres { " CASCADE" } else { "" };
                tx.batch(&format!("DROP TABLE IF EXISTS {}{cascade}", catalog::quoted(&name))).await?;
            }
            tx.batch("CREATE TABLE db_filling (name TEXT PRIMARY KEY, value TEXT NOT NULL)").await?;
            for (name, value) in [(SOURCE, source), (APPLIED, &made_by)] {
                tx.exec("INSERT INTO db_filling (name, value) VALUES ($1, $2)", args![name, value]).await?;
            }
            migrate::replay(&mut tx, sets, applied).await?;
            let tables = catalog::tables(&mut tx, sets).await?;
            for (table, name, definition) in take_references(&mut tx, &tables).await? {
                let name = format!("{REFERENCE}{table}:{name}");
                tx.exec("INSERT INTO db_filling (name, value) VALUES ($1, $2)", args![name, definition])
                    .await?;
            }
        }
        let tables = catalog::tables(&mut tx, sets).await?;
        let mut fill = Self { tx, tables };
        fill.keep().await?;
        Ok(fill)
    }

    /// The tables to fill.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// How many rows a table has by now.
    pub async fn count(&mut self, table: &Table) -> DbResult<u64> {
        catalog::count(&mut self.tx, table).await
    }

    /// Adds rows of another store's table of that shape, and keeps them.
    pub async fn insert(&mut self, table: &Table, rows: Vec<Vec<Val>>) -> DbResult<()> {
        let fitting = rows
            .into_iter()
            .map(|row| {
                row.into_iter().zip(&table.columns).map(|(value, column)| fit(value, column.kind)).collect()
            })
            .collect();
        insert(&mut self.tx, table, fitting).await?;
        self.keep().await
    }

    /// Keeps what was done so far, and goes on.
    async fn keep(&mut self) -> DbResult<()> {
        match self.tx.engine() {
            Engine::Sqlite => self.tx.batch("COMMIT; BEGIN IMMEDIATE").await,
            Engine::Postgres => self.tx.batch(&format!("COMMIT; BEGIN; {PATIENT}")).await,
        }
    }

    /// Ends it, all or nothing: references are checked, `settle` puts right what a copy must not take over, tables are
    /// brought to the state the program needs, and the store can be opened.
    pub async fn end<F>(
        mut self,
        sets: &[Migrations],
        clock: &Clock,
        settle: F,
    ) -> kernel::Result<Vec<Pending>>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<()>>,
    {
        let taken =
            self.tx.all("SELECT name, value FROM db_filling WHERE name LIKE 'reference:%'", args![]).await?;
        let mut references = Vec::with_capacity(taken.len());
        for row in taken {
            let (name, definition): (String, String) = (row.get(0)?, row.get(1)?);
            let (table, name) = name.trim_start_matches(REFERENCE).split_once(':').unwrap_or_default();
            references.push((table.to_owned(), name.to_owned(), definition));
        }
        add_references(&mut self.tx, references).await?;
        self.tx.batch("DROP TABLE db_filling").await?;
        let applied = migrate::apply(&mut self.tx, sets, clock.now()).await?;
        settle(&mut self.tx).await?;
        self.tx.intact().map_err(Error::from)?;
        match self.tx.engine() {
            Engine::Sqlite => self.tx.batch("COMMIT").await?,
            Engine::Postgres => finish(&mut self.tx, "COMMIT").await?,
        }
        Ok(applied)
    }
}

/// Migrations as a text that is the same for the same ones.
fn checksums(applied: &[Applied]) -> String {
    let mut lines: Vec<String> =
        applied.iter().map(|one| format!("{}/{} {}", one.owner, one.name, one.checksum)).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// Whether a store is half filled.
pub(crate) async fn is_unfinished(tx: &mut Tx) -> DbResult<bool> {
    catalog::exists(tx, MARK).await
}

/// A value as the other engine has it: SQLite knows no BOOLEAN.
fn fit(value: Val, kind: ColumnKind) -> Val {
    match (value, kind) {
        (Val::Int(number), ColumnKind::Bool) => Val::Bool(number != 0),
        (Val::Bool(yes), ColumnKind::Int) => Val::Int(i64::from(yes)),
        (value, _) => value,
    }
}

/// Whether two stores hold the same in a row, value by value.
#[must_use]
pub fn same_row(one: &[Val], other: &[Val]) -> bool {
    let plain = |value: &Val| fit(value.clone(), ColumnKind::Int);
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| match (one, other) {
            // Bit by bit: a number that is none equals itself here.
            (Val::Real(one), Val::Real(other)) => one.to_bits() == other.to_bits(),
            _ => plain(one) == plain(other),
        })
}
