//! The handle.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kernel::{Clock, Id, Millis, Paged, Result};
use parking_lot::RwLock;
use platform_db::{Db, Engine, SqliteOptions, migrate};

use crate::query::{Hit, Query};
use crate::store::{self, Row};
use crate::{MIGRATIONS, SearchSource};

/// Grows whenever `engine-text` cuts words differently: an index filled before must be filled again.
const VERSION: i64 = 2;
/// Documents written or removed in one transaction: some 20 ms, then others have their turn.
const CHUNK: usize = 200;

/// Where the index is kept.
#[derive(Clone)]
pub enum SearchStore {
    /// In a file of its own beside the main store: filling it does not hold up the office, and a backup need not
    /// include it.
    Sqlite {
        /// The index; made when absent.
        index: PathBuf,
        /// The main store, whose tables the access rules read.
        office: PathBuf,
    },
    /// In the main store, whose migrations include [`crate::main_migrations`].
    Postgres(Db),
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// Its id, also the order of hits: newer ones have larger ids.
    pub id: Id,
    /// The organisation.
    pub org: Id,
    /// Its kind: decides, by the registered [`SearchSource`], who may find it.
    pub kind: String,
    /// The object to open.
    pub object: Id,
    /// Where it is, such as a chat.
    pub scope: Id,
    /// Its place there, such as the seq of a message.
    pub ord: i64,
    /// Who wrote it.
    pub author: Option<Id>,
    /// When.
    pub at: Millis,
    /// What sort within its kind, such as `image`; may be empty.
    pub facet: String,
    /// The text: cut into words here, not kept. Its first 64 KiB count (`engine_text::MAX_TEXT_BYTES`); put a long
    /// document in parts.
    pub text: String,
}

/// The search index. Clones share it.
#[derive(Clone)]
pub struct Search(Arc<Inner>);

struct Inner {
    db: Db,
    sources: RwLock<BTreeMap<&'static str, SearchSource>>,
}

impl Search {
    /// Opens the index; on SQLite also makes and migrates its file. Open the main store first.
    pub async fn open(place: SearchStore, clock: &Clock) -> Result<Self> {
        let db = match place {
            SearchStore::Postgres(db) => db,
            SearchStore::Sqlite { index, office } => {
                let db = Db::open_sqlite(&SqliteOptions::new(index).attach("office", office))?;
                migrate(&db, &[MIGRATIONS], clock).await?;
                db
            }
        };
        Ok(Self(Arc::new(Inner { db, sources: RwLock::default() })))
    }

    /// Makes a kind findable; the last source given of a kind counts.
    pub fn register(&self, source: SearchSource) {
        self.0.sources.write().insert(source.kind, source);
    }

    /// Asks every registered access rule once, so that a wrong one stops the start and not the first search.
    pub async fn verify(&self) -> Result<()> {
        let sources: Vec<SearchSource> = self.0.sources.read().values().copied().collect();
        for source in sources {
            source.check()?;
            // Both ways a rule is put to use: beside words, and in a list.
            for text in ["x", ""] {
                let query =
                    Query { text: text.to_owned(), kinds: vec![source.kind.to_owned()], ..Query::default() };
                self.run(&query, &[source]).await.inspect_err(|error| {
                    tracing::error!(
                        kind = source.kind,
                        ?error,
                        "an access rule of the search cannot be asked"
                    );
                })?;
            }
        }
        Ok(())
    }

    /// What was found, newest first. Kinds that no source is registered for are not found.
    pub async fn query(&self, query: Query) -> Result<Paged<Hit>> {
        let sources: Vec<SearchSource> = {
            let sources = self.0.sources.read();
            let wanted =
                |kind: &str| query.kinds.is_empty() || query.kinds.iter().any(|wanted| wanted == kind);
            sources.values().filter(|source| wanted(source.kind)).copied().collect()
        };
        for source in &sources {
            source.check()?;
        }
        self.run(&query, &sources).await
    }

    async fn run(&self, query: &Query, sources: &[SearchSource]) -> Result<Paged<Hit>> {
        let Some((sql, args)) = query.statement(sources, self.0.db.engine()) else {
            return Ok(Paged { items: Vec::new(), next: None });
        };
        let hits = self
            .0
            .db
            .read_stale(move |tx| Box::pin(async move { Ok(store::find(tx, &sql, args).await?) }))
            .await?;
        Ok(Paged::from_surplus(hits, query.limit(), |last| last.id.to_string()))
    }

    /// Puts documents into the index, or replaces those with their ids. Durable when this returns: only then may a
    /// consumer move on.
    pub async fn put(&self, docs: Vec<Doc>) -> Result<()> {
        let engine = self.0.db.engine();
        let mut docs = docs.into_iter().peekable();
        while docs.peek().is_some() {
            // Cut here, not on the writer's thread.
            let rows: Vec<Row> = docs.by_ref().take(CHUNK).map(|doc| Row::cut(doc, engine)).collect();
            self.0
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        for row in rows {
                            store::put(tx, row).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// Takes documents out of the index; unknown ids are left out.
    pub async fn delete(&self, ids: Vec<Id>) -> Result<()> {
        for chunk in ids.chunks(CHUNK) {
            let chunk = chunk.to_vec();
            self.0
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        for id in chunk {
                            store::delete(tx, id).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// Takes everything of a kind within a scope out of the index.
    pub async fn delete_scope(&self, kind: &str, scope: Id) -> Result<()> {
        self.delete_all(kind, Some(scope)).await
    }

    /// Takes everything of a kind out of the index, so that its consumer, set back to the first event, fills it again.
    pub async fn clear_kind(&self, kind: &str) -> Result<()> {
        self.delete_all(kind, None).await
    }

    async fn delete_all(&self, kind: &str, scope: Option<Id>) -> Result<()> {
        let mut after = Some(Id(0));
        while let Some(from) = after {
            let kind = kind.to_owned();
            after = self
                .0
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let ids = store::ids_of(tx, &kind, scope, from, CHUNK as u32).await?;
                        for id in &ids {
                            store::delete(tx, *id).await?;
                        }
                        Ok(ids.last().copied())
                    })
                })
                .await?;
        }
        Ok(())
    }

    /// Whether the index must be filled from the beginning: it is new, was lost, or its words were cut differently.
    /// Then call [`Search::begin_rebuild`], set the consumers that fill it back to the first event, and call
    /// [`Search::rebuild_begun`]; a crash in between starts over.
    pub async fn needs_rebuild(&self) -> Result<bool> {
        let version = self.0.db.read(|tx| Box::pin(async move { Ok(store::version(tx).await?) })).await?;
        Ok(version != Some(VERSION))
    }

    /// Empties the index and notes that it must be filled.
    pub async fn begin_rebuild(&self) -> Result<()> {
        self.0.db.write(|tx| Box::pin(async move { Ok(store::clear(tx).await?) })).await
    }

    /// Notes that whoever fills the index will start at the first event.
    pub async fn rebuild_begun(&self) -> Result<()> {
        self.0.db.write(|tx| Box::pin(async move { Ok(store::set_version(tx, VERSION).await?) })).await
    }

    /// Which engine holds the index.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.db.engine()
    }
}
