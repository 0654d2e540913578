//! What administrators see and do: the log of acts with its proofs, work that failed, the machine.

use http::StatusCode;
use platform_db::args;
use serde_json::{Value, json};

use crate::office::Office;

#[tokio::test]
async fn the_log_of_acts_is_listed_proved_and_exported() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let path = format!("/api/v1/people/users/{anna_id}/suspend");
    assert_eq!(office.call("POST", &path, Some(&owner), None).await.status, StatusCode::OK);
    let get =
        async |path: &str| office.call("GET", &format!("/api/v1/admin{path}"), Some(&owner), None).await;

    let kinds = get("/audit/kinds").await;
    assert!(kinds.body["items"].as_array().unwrap().len() > 10, "{kinds:?}");
    let listed = get("/audit?limit=1").await;
    let entry = &listed.body["items"][0];
    assert_eq!((&entry["kind"], &entry["target_label"]), (&json!("people.user.suspended"), &json!("单安娜")));
    let next = listed.body["next"].as_str().unwrap();
    let second = get(&format!("/audit?limit=1&cursor={next}")).await;
    assert_eq!(second.body["items"][0]["kind"], "people.session.started", "{second:?}");

    let proof = get(&format!("/audit/{}/proof", entry["index"])).await;
    assert_eq!((proof.status, &proof.body["index"]), (StatusCode::OK, &entry["index"]));
    assert_eq!(get("/audit/999999/proof").await.status, StatusCode::NOT_FOUND);
    let head = get("/audit/checkpoint").await;
    assert_eq!(head.body["key"], proof.body["key"]);
    let export = get("/audit/export").await;
    let bytes = serde_json::to_vec(&export.body).unwrap();
    let key = head.body["key"].as_str().unwrap().parse().unwrap();
    let report = engine_evidence::bundle::verify_bundle(&bytes, &[key]).unwrap();
    assert!(report.entries >= 3, "{report:?}");

    // Members and programs without the scope get none of it.
    let (bob, _) = office.sign_in("bob").await;
    let refused = office.call("GET", "/api/v1/admin/audit", Some(&bob), None).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{refused:?}");
    let gone = office.call("GET", "/api/v1/admin/audit", Some(&anna), None).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED, "{gone:?}");
}

/// A job that failed too often.
async fn dead_job(office: &Office, name: &'static str) -> String {
    let (id, now) = (office.core.ids.next(), office.core.clock.now());
    office
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "INSERT INTO events_jobs (id, org_id, name, state, priority, run_at, attempts, lease_until, payload,
                       last_error, created_at) VALUES ($1, 0, $2, 'dead', 0, $3, 8, 0, '{}', 'no route', $3)",
                    args![id, name, now],
                )
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    id.to_string()
}

#[tokio::test]
async fn work_that_failed_is_shown_tried_again_and_removed() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let call = async |method: &str, path: &str| {
        office.call(method, &format!("/api/v1/admin/jobs{path}"), Some(&owner), None).await
    };
    let (first, second) = (dead_job(&office, "test.first").await, dead_job(&office, "test.second").await);
    let names = async |path: &str| -> Vec<Value> {
        let listed = call("GET", path).await;
        let named = |job: &Value| job["name"].as_str().unwrap().starts_with("test.");
        listed.body["items"].as_array().unwrap().iter().filter(|job| named(job)).cloned().collect()
    };
    let dead = names("").await;
    assert_eq!(
        (dead.len(), &dead[0]["last_error"], &dead[0]["attempts"]),
        (2, &json!("no route"), &json!(8))
    );
    let page = call("GET", "?limit=1").await;
    assert_eq!(page.body["items"][0]["name"], "test.second");
    let next = page.body["next"].as_str().unwrap();
    assert_eq!(call("GET", &format!("?limit=1&cursor={next}")).await.body["items"][0]["name"], "test.first");
    assert_eq!(call("GET", "?cursor=x").await.body["code"], "http.malformed");

    assert_eq!(call("POST", &format!("/{first}/retry")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names("?state=queued").await[0]["attempts"], 0);
    assert_eq!(call("DELETE", &format!("/{second}")).await.status, StatusCode::NO_CONTENT);
    assert!(names("").await.is_empty());
    for path in [format!("/{second}/retry"), format!("/{first}/retry")] {
        assert_eq!(call("POST", &path).await.body["code"], "admin.job_not_found", "{path}");
    }
    let system = office.call("GET", "/api/v1/admin/system", Some(&owner), None).await;
    assert_eq!(system.status, StatusCode::OK, "{system:?}");
}
