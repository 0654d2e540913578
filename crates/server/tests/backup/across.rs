//! From any engine to any engine, while people write.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use engine_evidence::bundle::verify_bundle;
use http::StatusCode;
use kernel::Id;
use platform_blob::MasterKey;
use platform_db::Engine::{self, Postgres, Sqlite};
use serde_json::json;

use crate::house::{House, Office};

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_sqlite_to_sqlite() {
    moves(Sqlite, Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_sqlite_to_postgres() {
    moves(Sqlite, Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_postgres_to_sqlite() {
    moves(Postgres, Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn from_postgres_to_postgres() {
    moves(Postgres, Postgres).await;
}

async fn moves(from: Engine, to: Engine) {
    if [from, to].iter().any(|engine| !testkit::engines().contains(engine)) {
        return;
    }
    // Encrypted on the way to PostgreSQL, in the clear on the way to SQLite.
    let key = MasterKey::generate().unwrap();
    let house = |engine| if to == Postgres { House::with_key(engine, &key) } else { House::new(engine) };
    let old = house(from);
    let (office, chat) = old.settle().await;
    let token = office.sign_in("p2").await;
    let during = old.beside("during.backup");
    let (before, after) = write_while(&office, &chat, &token, async {
        let taken = old.back_up(during.clone()).await.unwrap();
        assert_eq!(taken.sealed, to == Postgres);
        assert!(taken.missing.is_empty());
    })
    .await;

    // One moment of all tables: whatever was written until then, in every table, and nothing else.
    let moment = house(to);
    moment.restore(during).await.unwrap();
    let tables = moment.tables().await;
    let restored = moment.open().await;
    let (_, shown) = restored.call("GET", &format!("/api/v1/chat/chats/{chat}"), Some(&token), None).await;
    let last = shown["last_seq"].as_i64().unwrap();
    assert!((before..=after).contains(&last), "{before} <= {last} <= {after}");
    assert_eq!(tables["chat_messages"].len() as i64, last);
    let told = tables["events_log"].iter().filter(|row| row.contains(&format!("\"chat:{chat}\"")));
    assert_eq!(told.count() as i64, shown["event_seq"].as_i64().unwrap());

    // All of it, row by row, once nobody writes.
    let still = old.back_up(old.beside("still.backup")).await.unwrap();
    let new = house(to);
    let done = new.restore(&still.path).await.unwrap();
    assert_eq!((done.rows, done.objects, done.migrated), (still.rows, still.objects, 0));
    assert!(done.keys.is_empty() && !done.clock_behind);
    let (mut was, mut is) = (old.tables().await, new.tables().await);
    let belongs_to_processes = still.rows - was.values().map(Vec::len).sum::<usize>() as u64;
    assert!(was.len() > 35 && belongs_to_processes < 10, "{belongs_to_processes} of {}", still.rows);
    let (was_log, is_log) = (was.remove("events_log").unwrap(), is.remove("events_log").unwrap());
    assert_eq!(was, is);
    // PostgreSQL gives places to events later; SQLite has given one to each.
    let placeless = |row: &String| row.split_once("\"body\"]").unwrap().1.replace("Null", "").len();
    assert_eq!(was_log.len(), is_log.len());
    if from == to || from == Sqlite {
        assert_eq!(was_log, is_log);
    } else {
        assert!(was_log.iter().zip(&is_log).all(|(was, is)| placeless(was) <= placeless(is)));
    }
    goes_on(&new.open().await, &office, &chat, &token).await;
}

/// Runs `work` while messages are posted; the place of the last message before it and after it.
async fn write_while(office: &Office, chat: &str, token: &str, work: impl Future<Output = ()>) -> (i64, i64) {
    let (stop, last) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let writing = async {
        while !stop.load(Ordering::SeqCst) {
            last.store(office.post(chat, token, json!({ "text": "同时" })).await, Ordering::SeqCst);
        }
    };
    let watching = async {
        testkit::wait_until("the first message", async || last.load(Ordering::SeqCst) > 0).await;
        let before = last.load(Ordering::SeqCst);
        work.await;
        let meanwhile = last.load(Ordering::SeqCst);
        stop.store(true, Ordering::SeqCst);
        (before, meanwhile)
    };
    let ((), (before, _)) = tokio::join!(writing, watching);
    (before, last.load(Ordering::SeqCst))
}

/// People come in, read, write, open files; the audit log holds.
async fn goes_on(new: &Office, old: &Office, chat: &str, token: &str) {
    // A session from before goes on, and one can sign in.
    let (status, me) = new.call("GET", "/api/v1/people/me", Some(token), None).await;
    assert_eq!(status, StatusCode::OK);
    let fresh = new.sign_in("p3").await;

    let path = format!("/api/v1/chat/chats/{chat}");
    let (_, was) = old.call("GET", &path, Some(token), None).await;
    let (_, is) = new.call("GET", &path, Some(token), None).await;
    assert_eq!(was, is);
    assert_eq!(
        is["last_seq"].as_i64().unwrap() + 1,
        new.post(chat, &fresh, json!({ "text": "接着说" })).await
    );
    let events = format!("{path}/events?after=0&limit=200");
    let (_, events) = new.call("GET", &events, Some(token), None).await;
    assert_eq!(events["items"][0]["seq"], 1);

    let (_, files) = new.call("GET", &format!("{path}/files?kind=file"), Some(token), None).await;
    let file = files["items"][0]["file"]["id"].as_str().unwrap();
    let content = format!("/api/v1/core/files/{file}/content");
    let (status, bytes) = new.send("GET", &content, Some(token), &[], axum::body::Body::empty()).await;
    assert_eq!((status, bytes), (StatusCode::OK, "文件内容".repeat(30_000).into_bytes()));

    assert_eq!(new.core.audit.verifier().to_string(), old.core.audit.verifier().to_string());
    new.core.audit.checkpoint().await.unwrap();
    let org: Id = me["org"]["id"].as_str().unwrap().parse().unwrap();
    let bundle = new.core.audit.export(org, 0, None).await.unwrap();
    verify_bundle(&bundle, std::slice::from_ref(old.core.audit.verifier())).unwrap();
    let swept = new.core.blobs.sweep().await.unwrap();
    assert_eq!((swept.blobs, swept.objects), (0, 0));
}
