//! Several processes of one office: nodes on PostgreSQL, the command line beside a running server on SQLite.

use http::StatusCode;
use kernel::Millis;
use serde_json::json;

use crate::support::{App, LIU, Node, OWNER, PASSWORD, core, in_an_office};

async fn another(app: &App) -> Node {
    let (core, committed) = core(&app.store, app.store.reopen().await).await;
    Node::start(core, committed).await
}

#[test]
fn what_one_process_writes_the_others_show_within_moments() {
    in_an_office(async |app| {
        let other = another(&app).await;
        let owner = app.token(OWNER).await;
        // The session of one is known to the other.
        other.get("/me", &owner).await.ok();
        app.node.patch(&app.user(LIU), &owner, json!({ "name": "刘敬之" })).await.ok();
        let department = app.node.post("/departments", &owner, json!({ "name": "档案馆" })).await;
        let department = department.expect(StatusCode::CREATED).id();
        testkit::wait_until("the other process to follow", async || {
            let found = other.get("/users?q=liujingzhi", &owner).await.ok();
            let tree = other.get(&format!("/departments/{department}"), &owner).await;
            found.names() == ["刘敬之"] && tree.status == StatusCode::OK
        })
        .await;
    });
}

#[test]
fn a_suspension_anywhere_ends_sessions_everywhere() {
    in_an_office(async |app| {
        let other = another(&app).await;
        let (liu, owner) = (app.token(LIU).await, app.token(OWNER).await);
        other.get("/me", &liu).await.ok();
        app.node.admin.suspend("liujw").await.unwrap();
        for node in [&app.node, &other] {
            testkit::wait_until("the suspended person to be out", async || {
                node.get("/me", &liu).await.status == StatusCode::UNAUTHORIZED
            })
            .await;
        }
        let sessions = app.node.get("/sessions", &owner).await.ok();
        let own = sessions.json["items"][0]["id"].as_str().unwrap().to_owned();
        other.get("/me", &owner).await.ok();
        app.node.delete(&format!("/sessions/{own}"), &owner).await.expect(StatusCode::NO_CONTENT);
        testkit::wait_until("the session that was signed out to end", async || {
            other.get("/me", &owner).await.status == StatusCode::UNAUTHORIZED
        })
        .await;
    });
}

#[test]
fn what_ended_long_ago_is_removed() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        app.node.delete("/sessions/current", &liu).await.expect(StatusCode::NO_CONTENT);
        app.node.sign_in("liujw", "wrong").await;
        app.pass(70 * Millis::DAY);
        let core = app.node.core.clone();
        let jobs = module_people::module(&core, crate::support::config()).unwrap().jobs;
        let (queue, now) = (core.jobs.clone(), core.clock.now());
        core.db
            .write(move |tx| {
                Box::pin(async move {
                    let new = platform_events::NewJob {
                        org: kernel::Id(1),
                        name: "people.clean_up".to_owned(),
                        dedup_key: None,
                        run_at: now,
                        priority: 0,
                        payload: serde_json::Value::Null,
                    };
                    Ok(queue.enqueue(tx, new).await?)
                })
            })
            .await
            .unwrap();
        core.jobs.drain(&core.db, &jobs).await.unwrap();
        let left = core
            .db
            .read(|tx| {
                Box::pin(async move {
                    let mut left = Vec::new();
                    for sql in
                        ["SELECT COUNT(*) FROM people_sessions", "SELECT COUNT(*) FROM people_attempts"]
                    {
                        left.push(tx.one(sql, platform_db::args![]).await?.get::<i64>(0)?);
                    }
                    Ok(left)
                })
            })
            .await
            .unwrap();
        assert_eq!(left, [0, 0]);
        app.node.sign_in("liujw", PASSWORD).await.expect(StatusCode::CREATED);
    });
}
