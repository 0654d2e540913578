//! Which tables there are, as the store itself tells: what a copy of the whole store goes by.

use crate::{DbError, DbResult, Engine, Migrations, Row, Tx, args};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// BOOLEAN. SQLite has none: there such a column is an [`ColumnKind::Int`] of 0 and 1.
    Bool,
    /// BIGINT.
    Int,
    /// DOUBLE PRECISION.
    Real,
    /// TEXT.
    Text,
    /// BYTEA.
    Blob,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<Column>,
    /// Places in `columns` of the primary key, in the order of the key.
    pub key: Vec<usize>,
}

impl Table {
    /// The names of its columns, quoted, with commas.
    pub(crate) fn column_list(&self) -> String {
        list(self.columns.iter().map(|column| quoted(&column.name)))
    }
}

/// A name as both engines take it whatever it is.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `$first, $first+1, …`
pub(crate) fn parameters(first: usize, count: usize) -> String {
    list((first..first + count).map(|number| format!("${number}")))
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// The tables of these crates, by name; their list of migrations ([`crate::Applied`]) is not among them. Others in the
/// same database are none of our business.
pub(crate) async fn tables(tx: &mut Tx, sets: &[Migrations]) -> DbResult<Vec<Table>> {
    let rows = match tx.engine() {
        Engine::Sqlite => {
            tx.all(
                "SELECT m.name, c.name AS column_name, c.type, c.pk FROM sqlite_master AS m
                 JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid",
                args![],
            )
            .await?
        }
        Engine::Postgres => {
            tx.all(
                "SELECT CAST(c.relname AS TEXT) AS name, CAST(a.attname AS TEXT) AS column_name,
                   CAST(t.typname AS TEXT) AS type,
                   COALESCE((SELECT k.place FROM pg_index AS i,
                       unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k(attnum, place)
                     WHERE i.indrelid = c.oid AND i.indisprimary AND k.attnum = a.attnum), 0) AS pk
                 FROM pg_class AS c
                 JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 JOIN pg_attribute AS a ON a.attrelid = c.oid
                 JOIN pg_type AS t ON t.oid = a.atttypid
                 WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                 ORDER BY c.relname, a.attnum",
                args![],
            )
            .await?
        }
    };
    let mut tables: Vec<(Table, Vec<(i64, usize)>)> = Vec::new();
    for row in &rows {
        let name: String = row.get(0)?;
        if !is_ours(&name, sets) {
            continue;
        }
        if tables.last().is_none_or(|(table, _)| table.name != name) {
            tables.push((Table { name, columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        let Some((table, key)) = tables.last_mut() else { continue };
        let (column, place): (Column, i64) = (column(&table.name, row)?, row.get(3)?);
        if place > 0 {
            key.push((place, table.columns.len()));
        }
        table.columns.push(column);
    }
    tables
        .into_iter()
        .map(|(mut table, mut key)| {
            if key.is_empty() {
                return Err(DbError::Shape(format!("the table {} has no primary key", table.name)));
            }
            key.sort_unstable();
            table.key = key.into_iter().map(|(_, place)| place).collect();
            Ok(table)
        })
        .collect()
}

fn column(table: &str, row: &Row) -> DbResult<Column> {
    let (name, kind): (String, String) = (row.get(1)?, row.get(2)?);
    let kind = match kind.as_str() {
        "bool" => ColumnKind::Bool,
        "int8" | "INTEGER" => ColumnKind::Int,
        "float8" | "REAL" => ColumnKind::Real,
        "text" | "TEXT" => ColumnKind::Text,
        "bytea" | "BLOB" => ColumnKind::Blob,
        other => {
            return Err(DbError::Shape(format!(
                "{table}.{name} has the type {other}, which is not of the portable subset"
            )));
        }
    };
    Ok(Column { name, kind })
}

/// The names of all tables of these crates, whatever they are made of.
pub(crate) async fn names(tx: &mut Tx, sets: &[Migrations]) -> DbResult<Vec<String>> {
    let rows = match tx.engine() {
        Engine::Sqlite => {
            tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", args![]).await?
        }
        Engine::Postgres => {
            tx.all(
                "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()
                 ORDER BY tablename",
                args![],
            )
            .await?
        }
    };
    let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect::<DbResult<_>>()?;
    Ok(names.into_iter().filter(|name| is_ours(name, sets)).collect())
}

fn is_ours(table: &str, sets: &[Migrations]) -> bool {
    sets.iter().any(|set| table.strip_prefix(set.owner).is_some_and(|rest| rest.starts_with('_')))
}

/// Whether a table of this name is there.
pub(crate) async fn exists(tx: &mut Tx, table: &str) -> DbResult<bool> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        Engine::Postgres => "SELECT 1 FROM pg_tables WHERE tablename = $1 AND schemaname = current_schema()",
    };
    Ok(tx.opt(sql, args![table]).await?.is_some())
}

/// Whether a table of this name is there and holds a row.
pub(crate) async fn holds_rows(tx: &mut Tx, table: &str) -> DbResult<bool> {
    if !exists(tx, table).await? {
        return Ok(false);
    }
    Ok(!tx.all_dyn(&format!("SELECT 1 FROM {} LIMIT 1", quoted(table)), args![]).await?.is_empty())
}

/// How many rows a table has.
pub(crate) async fn count(tx: &mut Tx, table: &Table) -> DbResult<u64> {
    let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) AS rows FROM {}", quoted(&table.name));
    tx.all_dyn(&sql, args![]).await?.first().ok_or(DbError::NoRow)?.get(0)
}
