//! The same request under the same key.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::routing::post;
use contracts::people::Authenticate;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Actor, Error, Id, Locale, Millis, Scopes};
use platform_db::{Db, Migration, Migrations, STORE_UNAVAILABLE, args};
use platform_http::{EdgeOptions, HttpResult, edge, probe_room, purge_idempotency};
use serde_json::Value;
use testkit::Store;
use tower::ServiceExt;

const TABLES: &[Migrations] = &[
    platform_http::MIGRATIONS,
    Migrations {
        owner: "test",
        files: &[Migration { name: "0001_things", sql: "CREATE TABLE test_things (id BIGINT PRIMARY KEY);" }],
    },
];

/// Whose token is a number.
struct Everybody;

#[async_trait]
impl Authenticate for Everybody {
    async fn authenticate(&self, token: &str) -> kernel::Result<Option<Arc<Actor>>> {
        Ok(token.parse().ok().map(|user| {
            Arc::new(Actor {
                user,
                org: Id(1),
                session: user,
                name: String::new(),
                grants: Vec::new(),
                scopes: Scopes::All,
                locale: Locale::En,
            })
        }))
    }
}

/// An office where one can make things.
struct Office {
    store: Store,
    router: Router,
}

async fn make(db: &Db, id: Id) -> kernel::Result<()> {
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec("INSERT INTO test_things (id) VALUES ($1)", args![id]).await?;
            Ok(())
        })
    })
    .await
}

impl Office {
    fn new(store: Store) -> Self {
        let (db, ids) = (store.db.clone(), store.ids.clone());
        let whole = async move || -> HttpResult<(StatusCode, String)> {
            let id = ids.next();
            make(&db, id).await?;
            Ok((StatusCode::CREATED, id.to_string()))
        };
        let (db, ids) = (store.db.clone(), store.ids.clone());
        // What is asked after the change fails.
        let half = async move || -> HttpResult<String> {
            make(&db, ids.next()).await?;
            Err(Error::new(&STORE_UNAVAILABLE).into())
        };
        let none = async || -> HttpResult<String> { Err(Error::new(&STORE_UNAVAILABLE).into()) };
        let routes = Router::new()
            .route("/api/whole", post(whole.clone()))
            .route("/api/other", post(whole))
            .route("/api/half", post(half))
            .route("/api/none", post(none));
        let options = EdgeOptions {
            db: store.db.clone(),
            clock: store.clock.clone(),
            ids: store.ids.clone(),
            people: Arc::new(Everybody),
            trusted_proxies: Vec::new(),
            public_origin: None,
            https: false,
            requests_per_second: 1_000,
            burst: 1_000,
        };
        Self { router: edge(routes, options), store }
    }

    async fn ask(&self, user: u8, path: &str, key: &str, body: &'static str) -> (u16, String) {
        let request = Request::post(format!("/api/{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {user}"))
            .header("idempotency-key", key)
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let code = serde_json::from_str::<Value>(&text)
            .ok()
            .and_then(|json| Some(json["code"].as_str()?.to_owned()));
        (status, code.unwrap_or(text))
    }

    async fn count(&self, table: &'static str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let read = self
            .store
            .db
            .read(move |tx| Box::pin(async move { Ok(tx.all_dyn(&sql, args![]).await?[0].get::<i64>(0)?) }));
        read.await.unwrap()
    }
}

#[test]
fn done_once_and_answered_alike() {
    testkit::on_both_engines(TABLES, async |store| {
        let office = Office::new(store);
        let first = office.ask(1, "whole", "k", "a").await;
        assert_eq!(first.0, 201);
        assert_eq!(office.ask(1, "whole", "k", "a").await, first);
        assert_eq!(office.count("test_things").await, 1);
        // Another body, another address, are another request; another person has keys of their own.
        let reused = (422, "http.idempotency_key_reused".to_owned());
        assert_eq!(office.ask(1, "whole", "k", "b").await, reused);
        assert_eq!(office.ask(1, "other", "k", "a").await, reused);
        assert_eq!(office.ask(2, "whole", "k", "a").await.0, 201);
        assert_eq!(office.count("test_things").await, 2);
        // After a day nothing is known of it.
        office.store.clock.advance(Millis::DAY + Millis::HOUR);
        assert_eq!(purge_idempotency(&office.store.db, &office.store.clock).await.unwrap(), 2);
        assert_ne!(office.ask(1, "whole", "k", "a").await, first);
    });
}

#[test]
fn what_failed_before_anything_was_saved_is_tried_again_and_after_it_is_not() {
    testkit::on_both_engines(TABLES, async |store| {
        let office = Office::new(store);
        for _ in 0..2 {
            assert_eq!(office.ask(1, "none", "n", "").await, (503, "core.store_unavailable".to_owned()));
        }
        assert_eq!(office.ask(1, "half", "h", "").await, (503, "core.store_unavailable".to_owned()));
        assert_eq!(office.ask(1, "half", "h", "").await, (409, "http.done_already".to_owned()));
        assert_eq!(office.count("test_things").await, 1);
    });
}

#[test]
fn looking_for_room_leaves_nothing() {
    testkit::on_both_engines(TABLES, async |store| {
        let office = Office::new(store);
        probe_room(&office.store.db, &office.store.clock).await.unwrap();
        assert_eq!(office.count("http_idempotency").await, 0);
    });
}
