//! An office made by the first version of every table goes on as it was; one made by a newer program is left alone.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use http::{Request, StatusCode, header};
use module_people::Admin;
use platform_config::{Config, Secret};
use platform_db::{Db, Engine, Migrations, NEWER, SqliteOptions, args, migrate, pending};
use serde_json::{Value, json};
use server::office::{Composed, compose, migrations, open_db, people_config};
use testkit::{Api, Store};

use crate::office::PASSWORD;

/// What such an office holds, as both engines take it.
const ROWS: &str = include_str!("upgrade.sql");

/// Only the first file of each.
fn first(engine: Engine) -> Vec<Migrations> {
    migrations(engine).into_iter().map(|set| Migrations { files: &set.files[..1], ..set }).collect()
}

/// Runs `test` with the configuration of an office that has no tables yet.
fn in_a_house(test: impl AsyncFn(Engine, Config, Store)) {
    testkit::on_both_engines(&[], async |store| {
        let mut config = Config::default();
        config.data.dir = store.folder.path().join("data");
        // As cheap as argon2id may be: what is tested is not the hash.
        config.security.argon2_memory_mib = 1;
        config.security.argon2_passes = 1;
        if store.engine() == Engine::Postgres {
            config.database.url = Some(Secret::from(store.postgres().url().as_str()));
        }
        fs::create_dir_all(&config.data.dir).unwrap();
        test(store.engine(), config, store).await;
    });
}

/// The copies made before migrating, without the files that stand beside one while it is open.
fn backups(config: &Config) -> Vec<PathBuf> {
    let found = fs::read_dir(config.data.dir.join("backups"));
    let found = found.into_iter().flatten().map(|entry| entry.unwrap().path());
    found.filter(|path| path.extension().is_some_and(|ending| ending == "db" || ending == "backup")).collect()
}

async fn run(db: &Db, sql: &'static str) {
    db.write(move |tx| Box::pin(async move { Ok(tx.batch(sql).await?) })).await.unwrap();
}

/// The office as it answers.
async fn open(config: &Config, Composed { core, mut modules, .. }: Composed) -> Api {
    let admin = Admin::new(&core, people_config(config)).unwrap();
    assert_eq!(admin.organisation().await.unwrap().unwrap().name, "老办公室");
    admin.set_password("bob", PASSWORD.to_owned(), false).await.unwrap();
    let documents: Vec<Value> =
        server::api::documents(&modules).values().map(|json| serde_json::from_str(json).unwrap()).collect();
    for module in &mut modules {
        if let Some(start) = module.start.take() {
            start().await.unwrap();
        }
    }
    let stopping = Arc::new(AtomicBool::new(false));
    let router = server::app::router(&core, &mut modules, config, None, stopping).unwrap();
    Api::new(router, &documents)
}

async fn call(api: &Api, method: &str, path: &str, token: &str, body: Value) -> Value {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(body.to_string().into())
        .unwrap();
    let (parts, bytes) = api.send(request).await;
    assert!(parts.status.is_success(), "{method} {path}: {}", String::from_utf8_lossy(&bytes));
    serde_json::from_slice(&bytes).unwrap_or_default()
}

#[test]
fn an_office_of_the_first_version_goes_on() {
    in_a_house(async |engine, config, store| {
        let db = open_db(&config).await.unwrap();
        let before = first(engine);
        migrate(&db, &before, &store.clock).await.unwrap();
        run(&db, ROWS).await;
        let waiting = pending(&db, &migrations(engine)).await.unwrap();
        assert!(!waiting.is_empty(), "nothing to upgrade: this test says nothing");
        drop(db);

        let composed = compose(&config).await.unwrap();
        assert_eq!(composed.migrated, waiting);
        assert!(pending(&composed.core.db, &migrations(engine)).await.unwrap().is_empty());
        // A copy as it was before is there, and can be opened.
        let copies = backups(&config);
        if engine == Engine::Sqlite {
            let [copy] = &copies[..] else { panic!("{copies:?}") };
            let copy = Db::open_sqlite(&SqliteOptions::new(copy.clone())).unwrap();
            assert_eq!(pending(&copy, &migrations(engine)).await.unwrap(), waiting);
            let body = copy
                .read(|tx| {
                    Box::pin(async move {
                        let row = tx.one("SELECT body FROM chat_messages WHERE id = 21", args![]).await?;
                        Ok(row.get::<String>(0)?)
                    })
                })
                .await
                .unwrap();
            assert_eq!(body, "从前说的话 <@12>");
        } else {
            let [copy] = &copies[..] else { panic!("{copies:?}") };
            assert!(fs::read(copy).unwrap().starts_with(b"PK"), "{copy:?} is a backup");
        }

        // Everything is where it was, through the API of today.
        let api = open(&config, composed).await;
        let sign_in = json!({ "login": "bob", "password": PASSWORD });
        let session = call(&api, "POST", "/people/sessions", "none", sign_in).await;
        let token = session["token"].as_str().unwrap();
        let get = async |path: &str| call(&api, "GET", path, token, Value::Null).await;
        let me = get("/people/me").await;
        assert_eq!((&me["user"]["name"], &me["user"]["manager"]["id"]), (&json!("曾博"), &json!("11")));
        let found = get("/people/users?q=13800000001").await;
        assert_eq!(found["items"][0]["name"], "单安娜");
        let chat = get("/chat/chats/20").await;
        assert_eq!(
            (&chat["title"], &chat["me"]["unread"], &chat["me"]["mentions"]),
            (&json!("老群"), &json!(2), &json!(1))
        );
        assert_eq!((&chat["me"]["pinned"], &chat["me"]["level"]), (&json!(true), &json!("mentions")));
        let messages = get("/chat/chats/20/messages").await;
        let [first, second] = &messages["items"].as_array().unwrap()[..] else { panic!("{messages}") };
        assert_eq!((&first["text"], &first["pinned"]), (&json!("从前说的话 <@12>"), &json!(true)));
        assert_eq!(first["reactions"][0]["emoji"], "👍");
        assert_eq!(second["files"][0]["name"], "预算.txt");
        assert_eq!(get("/chat/messages/21/history").await["items"][0]["text"], "更早的话");
        assert_eq!(get("/chat/chats/20/events?after=0").await["items"].as_array().unwrap().len(), 2);
        assert_eq!(get("/core/files/30").await["name"], "预算.txt");
        assert_eq!(get("/core/notifications").await["unread"], 1);
        // And it goes on from there.
        let said = call(&api, "POST", "/chat/chats/20/messages", token, json!({ "text": "新的话" })).await;
        assert_eq!(said["seq"], 3);
        drop(api);

        // Opened again there is nothing to do, and no further copy.
        assert!(compose(&config).await.unwrap().migrated.is_empty());
        assert_eq!(backups(&config).len(), copies.len());
    });
}

#[test]
fn a_new_office_needs_no_copy() {
    in_a_house(async |engine, config, _store| {
        let composed = compose(&config).await.unwrap();
        let files: usize = migrations(engine).iter().map(|set| set.files.len()).sum();
        assert_eq!(composed.migrated.len(), files);
        assert!(backups(&config).is_empty());
    });
}

#[test]
fn an_office_of_a_newer_program_is_left_alone() {
    in_a_house(async |_, config, _store| {
        let db = compose(&config).await.unwrap().core.db.clone();
        let newer = [("chat", "0999_from_tomorrow"), ("docs", "0001_docs")];
        for (owner, name) in newer {
            db.write(move |tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO db_migrations (owner, name, checksum, applied_at) VALUES ($1, $2, 'x', 0)",
                        args![owner, name],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
            let refused = compose(&config).await.err().expect("a newer office was opened");
            assert!(refused.is(&NEWER), "{refused:?}");
            assert_eq!(refused.code().kind.status(), StatusCode::CONFLICT.as_u16());
            assert_eq!(refused.params(), [("migration", format!("{owner}/{name}"))]);
            run(&db, "DELETE FROM db_migrations WHERE checksum = 'x'").await;
        }
        assert!(backups(&config).is_empty());
        compose(&config).await.unwrap();
    });
}
