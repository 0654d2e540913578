//! A disk or bucket that is full: told in words, nothing half saved, and all well again once there is room.

use http::StatusCode;
use platform_db::{Db, args};
use serde_json::{Value, json};

use crate::bucket::{Bucket, Mood};
use crate::served::Served;
use crate::wire::{Answer, Wire};

/// Leaves the database room for `pages` more of 4 KiB; `None` lifts the limit.
async fn limit(db: &Db, pages: Option<i64>) {
    db.write(move |tx| {
        Box::pin(async move {
            let used: i64 = tx.one("PRAGMA page_count", args![]).await?.get(0)?;
            let most = pages.map_or(1 << 30, |pages| used + pages);
            tx.all_dyn(&format!("PRAGMA max_page_count = {most}"), args![]).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}

fn is_full(answer: &Answer) {
    let problem = answer.json();
    assert_eq!((answer.status.as_u16(), &problem["code"]), (507, &json!("core.storage_full")), "{answer:?}");
    assert!(problem["title"].as_str().unwrap().contains("已满"), "{problem}");
}

async fn ready(office: &Served) -> (u16, String) {
    let answer = office.call("GET", "/readyz", None, None).await;
    (answer.status.as_u16(), String::from_utf8(answer.bytes).unwrap())
}

fn seqs(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|item| item["seq"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_full_disk_saves_all_or_nothing_and_reading_goes_on() {
    let office = Served::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let chat = office.group(&bob, &[&anna_id]).await;
    let path = format!("/api/v1/chat/chats/{chat}/messages");
    let long = "长".repeat(20_000);
    let post = async |n: usize| {
        let body = json!({ "text": long, "client_id": format!("c{n}") });
        office.call("POST", &path, Some(&bob), Some(body)).await
    };
    assert_eq!(ready(&office).await, (200, "ok".to_owned()));
    limit(&office.core.db, Some(200)).await;
    let mut kept = 0;
    let refused = loop {
        let answer = post(kept).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        kept += 1;
        assert!(kept < 100, "the disk is never full");
    };
    is_full(&refused);
    assert!(kept > 0);
    // A large table of people, all or nothing as well.
    let department = json!({ "name": "x", "heads": [anna_id] });
    let (owner, _) = office.sign_in("owner").await;
    for _ in 0..3 {
        is_full(&post(kept).await);
        let answer =
            office.call("POST", "/api/v1/people/departments", Some(&owner), Some(department.clone())).await;
        assert!([201, 409, 422, 507].contains(&answer.status.as_u16()), "{answer:?}");
    }
    let (status, words) = ready(&office).await;
    assert!(status == 200 && words.starts_with("degraded"), "{status} {words}");

    // What was acknowledged is there, nothing else is, and the order has no gap.
    let read = async || office.call("GET", &format!("{path}?limit=200"), Some(&anna), None).await.json();
    assert_eq!(seqs(&read().await), (1..=kept as i64 + 1).collect::<Vec<_>>());

    limit(&office.core.db, None).await;
    let again = post(kept).await;
    assert_eq!(again.status, StatusCode::CREATED, "{again:?}");
    assert_eq!(again.json()["seq"], json!(kept as i64 + 2));
    assert_eq!(ready(&office).await, (200, "ok".to_owned()));
    assert_eq!(seqs(&read().await), (1..=kept as i64 + 2).collect::<Vec<_>>());
    let events = format!("/api/v1/chat/chats/{chat}/events?after=0&limit=200");
    let events = office.call("GET", &events, Some(&anna), None).await.json();
    assert_eq!(seqs(&events), (1..=events["event_seq"].as_i64().unwrap()).collect::<Vec<_>>());
    // What fills itself in the background goes on too.
    let search = "/api/v1/chat/search?q=%E9%95%BF%E9%95%BF&limit=200";
    testkit::wait_until("the index to hold what was saved", async || {
        let found = office.call("GET", search, Some(&anna), None).await.json();
        found["items"].as_array().is_some_and(|items| items.len() == kept + 1)
    })
    .await;
}

#[tokio::test]
async fn a_full_or_lost_bucket_keeps_what_it_took_and_takes_the_rest_later() {
    let (bucket, tell) = Bucket::open().await;
    let office = Served::open_with(tell).await;
    let (anna, _) = office.sign_in("anna").await;
    let bearer = format!("Bearer {anna}");
    let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let new = json!({ "name": "a.bin", "size": bytes.len() });
    let upload = office.call("POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await.json();
    let path = format!("/api/v1/core/uploads/{}", upload["id"].as_str().unwrap());
    let send = async |at: usize, end: usize| {
        let mut wire = Wire::open(office.address).await;
        let at_text = at.to_string();
        let head = [
            ("authorization", bearer.as_str()),
            ("connection", "close"),
            ("upload-offset", at_text.as_str()),
        ];
        wire.request("PATCH", &path, &head, &bytes[at..end]).await;
        wire.answer().await.unwrap()
    };
    assert_eq!(send(0, 40_000).await.status, StatusCode::OK);
    let before = bucket.count();

    bucket.is(Mood::Full);
    is_full(&send(40_000, 100_000).await);
    let (status, words) = ready(&office).await;
    assert!(status == 200 && words.starts_with("degraded"), "{status} {words}");
    bucket.is(Mood::Away);
    let answer = send(40_000, 100_000).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (503, &json!("blob.store_unavailable")));
    assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
    // Words are saved all the same.
    let (_, bob_id) = office.sign_in("bob").await;
    office.group(&anna, &[&bob_id]).await;

    bucket.is(Mood::Well);
    assert_eq!(ready(&office).await, (200, "ok".to_owned()));
    assert_eq!(bucket.count(), before, "what was refused left something behind");
    let stand = office.call("GET", &path, Some(&anna), None).await.json();
    assert_eq!(stand["offset"], 40_000, "{stand}");
    let done = send(40_000, 100_000).await;
    assert_eq!(done.status, StatusCode::OK, "{done:?}");
    let content = format!("/api/v1/core/files/{}/content", done.json()["file"]["id"].as_str().unwrap());
    let whole = office.call("GET", &content, Some(&anna), None).await;
    assert!(whole.status == StatusCode::OK && whole.bytes == bytes, "{}", whole.status);
}
