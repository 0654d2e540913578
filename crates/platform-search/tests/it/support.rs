//! An office with chats that people are members of, some only from a later message on.

use kernel::{Clock, Id, Ids, Millis, Paged, Result};
use platform_db::{Db, Engine, Migration, Migrations, args};
use platform_search::{Doc, Hit, Query, Search, SearchSource, SearchStore, main_migrations};
use testkit::Store;

pub(crate) const ORG: Id = Id(1);
pub(crate) const ANNA: Id = Id(11);
pub(crate) const BELA: Id = Id(12);
/// Both are members, Bela from seq 100 on.
pub(crate) const TEAM: Id = Id(20);
/// Bela's alone.
pub(crate) const PRIVATE: Id = Id(21);
pub(crate) const START: Millis = Millis(1_795_000_000_000);

pub(crate) const MESSAGES: SearchSource = SearchSource {
    kind: "message",
    access: "EXISTS (SELECT 1 FROM test_members m
        WHERE m.chat_id = d.scope AND m.user_id = {user} AND d.ord >= m.history_from)",
};
/// For everybody in the organisation.
pub(crate) const NEWS: SearchSource = SearchSource { kind: "news", access: "TRUE" };

const TABLES: Migrations = Migrations {
    owner: "test",
    files: &[Migration {
        name: "0001_members",
        sql: "CREATE TABLE test_members (
  chat_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  history_from BIGINT NOT NULL,
  PRIMARY KEY (chat_id, user_id)
);",
    }],
};

pub(crate) struct Office {
    pub(crate) db: Db,
    pub(crate) search: Search,
    pub(crate) ids: Ids,
    pub(crate) clock: Clock,
    store: Store,
}

/// Runs a test in an office, on each engine.
pub(crate) fn in_an_office(test: impl AsyncFn(Office)) {
    on_sqlite(&test);
    testkit::on_postgres(&migrations(Engine::Postgres), async |store| test(Office::open(store).await).await);
}

/// Runs a test in an office on SQLite.
pub(crate) fn on_sqlite(test: impl AsyncFn(Office)) {
    testkit::on_sqlite(&migrations(Engine::Sqlite), async |store| test(Office::open(store).await).await);
}

fn migrations(engine: Engine) -> Vec<Migrations> {
    let mut sets = vec![TABLES];
    sets.extend(main_migrations(engine));
    sets
}

impl Office {
    async fn open(store: Store) -> Self {
        let (db, clock) = (store.db.clone(), Clock::manual(START));
        let place = match store.engine() {
            Engine::Sqlite => beside(&store, "search.db"),
            Engine::Postgres => SearchStore::Postgres(db.clone()),
        };
        let search = Search::open(place, &clock).await.unwrap();
        search.register(MESSAGES);
        search.register(NEWS);
        search.verify().await.unwrap();
        let office = Self { db, search, ids: Ids::new(0, clock.clone()), clock, store };
        office.join(TEAM, ANNA, 0).await;
        office.join(TEAM, BELA, 100).await;
        office.join(PRIVATE, BELA, 0).await;
        office
    }

    /// An index of this name beside the store, on SQLite.
    pub(crate) fn index(&self, name: &str) -> SearchStore {
        beside(&self.store, name)
    }

    pub(crate) async fn join(&self, chat: Id, user: Id, history_from: i64) {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let sql = "INSERT INTO test_members (chat_id, user_id, history_from) VALUES ($1, $2, $3)";
                    Ok(tx.exec(sql, args![chat, user, history_from]).await?)
                })
            })
            .await
            .unwrap();
    }

    pub(crate) async fn leave(&self, chat: Id, user: Id) {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let sql = "DELETE FROM test_members WHERE chat_id = $1 AND user_id = $2";
                    Ok(tx.exec(sql, args![chat, user]).await?)
                })
            })
            .await
            .unwrap();
    }

    /// A message of Anna's in the team's chat.
    pub(crate) fn message(&self, ord: i64, text: &str) -> Doc {
        Doc {
            id: self.ids.next(),
            org: ORG,
            kind: "message".to_owned(),
            object: TEAM,
            scope: TEAM,
            ord,
            author: Some(ANNA),
            at: self.clock.now(),
            facet: "text".to_owned(),
            text: text.to_owned(),
        }
    }

    pub(crate) async fn put(&self, doc: Doc) -> Doc {
        self.search.put(vec![doc.clone()]).await.unwrap();
        doc
    }

    pub(crate) async fn post(&self, ord: i64, text: &str) -> Id {
        self.put(self.message(ord, text)).await.id
    }

    pub(crate) async fn find(&self, query: Query) -> Vec<Id> {
        ids(&self.page(query).await)
    }

    pub(crate) async fn page(&self, query: Query) -> Paged<Hit> {
        self.try_page(query).await.unwrap()
    }

    pub(crate) async fn try_page(&self, query: Query) -> Result<Paged<Hit>> {
        self.search.query(query).await
    }
}

pub(crate) fn ids(page: &Paged<Hit>) -> Vec<Id> {
    page.items.iter().map(|hit| hit.id).collect()
}

/// Anna looks for these words.
pub(crate) fn words(text: &str) -> Query {
    Query { org: ORG, user: ANNA, text: text.to_owned(), limit: 50, ..Query::default() }
}

fn beside(store: &Store, index: &str) -> SearchStore {
    let folder = store.folder.path();
    SearchStore::Sqlite { index: folder.join(index), office: folder.join("store/courtyard.db") }
}
