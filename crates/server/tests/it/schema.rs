//! The two engines hold the same: a table of one is the table of the other, column by column and key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use platform_db::{DbResult, Engine, Migrations, Row, args};
use testkit::Store;

/// A table as both engines can tell of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: Vec<Column>,
    indexes: BTreeSet<Index>,
}

/// A column. Booleans are integers: SQLite has no others.
#[derive(Debug, PartialEq, Eq)]
struct Column {
    name: String,
    kind: &'static str,
    nullable: bool,
    has_default: bool,
}

/// An index by what it does; its name is its own.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Index {
    unique: bool,
    partial: bool,
    /// `?` stands for an expression.
    columns: Vec<String>,
}

const SQLITE_COLUMNS: &str = r#"SELECT m.name, c.name AS col, c.type, c."notnull", c.dflt_value IS NOT NULL AS dflt, c.pk
  FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid"#;
const PG_COLUMNS: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), CAST(t.typname AS TEXT),
    CASE WHEN a.attnotnull THEN 1 ELSE 0 END, CASE WHEN a.atthasdef THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 FROM pg_index AS i
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY(CAST(i.indkey AS int2[]))) THEN 1 ELSE 0 END
  FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attnum";

const SQLITE_INDEXES: &str = r#"SELECT m.name, i.name AS idx, i."unique", i.partial, c.name AS col
  FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_info(i.name) AS c
  WHERE m.type = 'table' AND i.origin <> 'pk' ORDER BY m.name, i.name, c.seqno"#;
const PG_INDEXES: &str = "SELECT CAST(c.relname AS TEXT), CAST(x.relname AS TEXT),
    CASE WHEN i.indisunique THEN 1 ELSE 0 END, CASE WHEN i.indpred IS NULL THEN 0 ELSE 1 END, CAST(a.attname AS TEXT)
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  CROSS JOIN unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k(attnum, place)
  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
  WHERE n.nspname = current_schema() AND NOT i.indisprimary ORDER BY c.relname, x.relname, k.place";

/// A column of the primary key, in any of its places, is never null: SQLite lets it be, nobody writes it.
fn column(row: &Row) -> DbResult<(String, bool, Column)> {
    let kind: String = row.get(2)?;
    let kind = match kind.as_str() {
        "INTEGER" | "int8" | "bool" => "integer",
        "REAL" | "float8" => "real",
        "TEXT" | "text" => "text",
        "BLOB" | "bytea" => "bytes",
        other => panic!("{other} is not a type of both engines"),
    };
    let key = row.get::<i64>(5)? > 0;
    let nullable = row.get::<i64>(3)? == 0 && !key;
    Ok((row.get(0)?, key, Column { name: row.get(1)?, kind, nullable, has_default: row.get::<i64>(4)? > 0 }))
}

/// The tables of these crates.
async fn tables(store: &Store, sets: &[Migrations]) -> BTreeMap<String, Table> {
    let (columns, indexes) = match store.engine() {
        Engine::Sqlite => (SQLITE_COLUMNS, SQLITE_INDEXES),
        Engine::Postgres => (PG_COLUMNS, PG_INDEXES),
    };
    let rows = store.db.read(move |tx| {
        Box::pin(async move { Ok((tx.all(columns, args![]).await?, tx.all(indexes, args![]).await?)) })
    });
    let (columns, indexes) = rows.await.unwrap();
    let ours = |table: &str| {
        let owned =
            |set: &Migrations| table.strip_prefix(set.owner).is_some_and(|rest| rest.starts_with('_'));
        sets.iter().any(owned)
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in &columns {
        let (table, key, column) = column(row).unwrap();
        if ours(&table) {
            let table = tables.entry(table).or_default();
            if key {
                // The order of the key's columns is that of the table everywhere; kept as one more index.
                let mut index = table.indexes.pop_first().unwrap_or(Index {
                    unique: true,
                    partial: false,
                    columns: Vec::new(),
                });
                index.columns.push(column.name.clone());
                table.indexes.insert(index);
            }
            table.columns.push(column);
        }
    }
    let mut named: BTreeMap<(String, String), Index> = BTreeMap::new();
    for row in &indexes {
        let (table, name): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let flag = |at: usize| row.get::<i64>(at).unwrap() > 0;
        let index = Index { unique: flag(2), partial: flag(3), columns: Vec::new() };
        let column: Option<String> = row.get(4).unwrap();
        let column = column.unwrap_or_else(|| "?".to_owned());
        named.entry((table, name)).or_insert(index).columns.push(column);
    }
    for ((table, _), index) in named {
        if let Some(table) = tables.get_mut(&table) {
            table.indexes.insert(index);
        }
    }
    tables
}

#[test]
fn every_module_has_the_same_tables_on_both_engines() {
    // The search index of a SQLite office is a file of its own and works in another way.
    let sets = server::office::migrations(Engine::Sqlite);
    let found = Mutex::new(Vec::new());
    testkit::on_both_engines(&sets, async |store| {
        let tables = tables(&store, &sets).await;
        found.lock().unwrap().push(tables);
    });
    let found = found.into_inner().unwrap();
    for set in &sets {
        let own = |name: &&String| name.starts_with(&format!("{}_", set.owner));
        assert!(found[0].keys().any(|name| own(&name)), "{} has no table", set.owner);
    }
    let [sqlite, postgres] = &found[..] else { return };
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, table) in sqlite {
        assert_eq!(table, &postgres[name], "{name}");
    }
    assert!(
        sqlite["chat_messages"]
            .indexes
            .iter()
            .any(|index| index.unique && index.columns == ["chat_id", "seq"])
    );
}
