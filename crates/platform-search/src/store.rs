//! All SQL of this crate but the query itself. Words are kept as each engine wants them: an FTS5 table beside the
//! documents on SQLite, a tsvector in their rows on PostgreSQL.

use kernel::Id;
use platform_db::{DbResult, Engine, Tx, Val, args};

use crate::query::tags;
use crate::{Doc, Hit};

/// A document with its words cut.
pub(crate) struct Row {
    doc: Doc,
    words: String,
}

impl Row {
    pub(crate) fn cut(doc: Doc, engine: Engine) -> Self {
        let words = match engine {
            Engine::Sqlite => engine_text::fts5_document(&doc.text),
            Engine::Postgres => engine_text::tsvector_literal(&doc.text),
        };
        Self { doc, words }
    }
}

pub(crate) async fn put(tx: &mut Tx, row: Row) -> DbResult<()> {
    let Row { doc, words } = row;
    match tx.engine() {
        Engine::Sqlite => {
            tx.exec("DELETE FROM search_words WHERE rowid = $1", args![doc.id]).await?;
            tx.exec(
                "INSERT INTO search_words (rowid, words, tags) VALUES ($1, $2, $3)",
                args![doc.id, words, tags(Some(doc.scope), doc.author).join(" ")],
            )
            .await?;
            tx.exec(
                "INSERT INTO search_docs (id, org_id, kind, object_id, scope, ord, author_id, at, facet)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (id) DO UPDATE SET org_id = excluded.org_id, kind = excluded.kind,
                   object_id = excluded.object_id, scope = excluded.scope, ord = excluded.ord,
                   author_id = excluded.author_id, at = excluded.at, facet = excluded.facet",
                args![
                    doc.id, doc.org, doc.kind, doc.object, doc.scope, doc.ord, doc.author, doc.at, doc.facet
                ],
            )
            .await?;
        }
        Engine::Postgres => {
            tx.exec(
                "INSERT INTO search_docs (id, org_id, kind, object_id, scope, ord, author_id, at, facet, words)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CAST(CAST($10 AS TEXT) AS tsvector))
                 ON CONFLICT (id) DO UPDATE SET org_id = excluded.org_id, kind = excluded.kind,
                   object_id = excluded.object_id, scope = excluded.scope, ord = excluded.ord,
                   author_id = excluded.author_id, at = excluded.at, facet = excluded.facet,
                   words = excluded.words",
                args![
                    doc.id, doc.org, doc.kind, doc.object, doc.scope, doc.ord, doc.author, doc.at, doc.facet, words
                ],
            )
            .await?;
        }
    }
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: Id) -> DbResult<()> {
    if tx.engine() == Engine::Sqlite {
        tx.exec("DELETE FROM search_words WHERE rowid = $1", args![id]).await?;
    }
    tx.exec("DELETE FROM search_docs WHERE id = $1", args![id]).await?;
    Ok(())
}

/// Ids of a kind after `after`, perhaps only within a scope.
pub(crate) async fn ids_of(
    tx: &mut Tx,
    kind: &str,
    scope: Option<Id>,
    after: Id,
    limit: u32,
) -> DbResult<Vec<Id>> {
    let rows = match scope {
        Some(scope) => {
            tx.all(
                "SELECT id FROM search_docs WHERE kind = $1 AND id > $2 AND scope = $4 ORDER BY id LIMIT $3",
                args![kind, after, limit, scope],
            )
            .await?
        }
        None => {
            tx.all(
                "SELECT id FROM search_docs WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3",
                args![kind, after, limit],
            )
            .await?
        }
    };
    rows.iter().map(|row| row.get(0)).collect()
}

/// Removes everything at once, however much it is.
pub(crate) async fn clear(tx: &mut Tx) -> DbResult<()> {
    match tx.engine() {
        Engine::Sqlite => {
            tx.batch(
                "INSERT INTO search_words (search_words) VALUES ('delete-all');
                 DELETE FROM search_docs; DELETE FROM search_state;",
            )
            .await
        }
        Engine::Postgres => tx.batch("TRUNCATE search_docs, search_state").await,
    }
}

pub(crate) async fn version(tx: &mut Tx) -> DbResult<Option<i64>> {
    tx.opt("SELECT version FROM search_state WHERE id = 1", args![]).await?.map(|row| row.get(0)).transpose()
}

pub(crate) async fn set_version(tx: &mut Tx, version: i64) -> DbResult<()> {
    tx.exec(
        "INSERT INTO search_state (id, version) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version",
        args![version],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx, sql: &str, args: Vec<Val>) -> DbResult<Vec<Hit>> {
    tx.all_dyn(sql, args)
        .await?
        .iter()
        .map(|row| {
            Ok(Hit {
                id: row.get(0)?,
                kind: row.get(1)?,
                object: row.get(2)?,
                scope: row.get(3)?,
                ord: row.get(4)?,
                author: row.get(5)?,
                at: row.get(6)?,
                facet: row.get(7)?,
            })
        })
        .collect()
}
