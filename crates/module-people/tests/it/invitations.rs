//! Coming in by a link.

use http::{Method, StatusCode, header};
use kernel::Millis;
use module_people::Opening;
use serde_json::{Value, json};

use crate::support::{ADMIN, App, LIU, Node, PASSWORD, Reply, core, in_an_office, kinds, migrations};

async fn link(app: &App, token: &str, path: &str) -> String {
    let reply = app.node.call(Method::POST, path, Some(token), None).await.expect(StatusCode::CREATED);
    let url = reply.text("url");
    url.strip_prefix("http://office.example/invite/").unwrap().to_owned()
}

#[test]
fn the_first_owner_names_the_organisation_and_themselves() {
    in_an_office(async |app| {
        let link = app.node.admin.link("owner").await.unwrap().url;
        let link = link.rsplit('/').next().unwrap().to_owned();
        // Whoever forgot a password is no first owner: names are left alone.
        let body = json!({ "password": "a different secret", "org_name": "别处", "name": "别人" });
        let reply = accept(&app, &link, body).await.expect(StatusCode::CREATED);
        let me = app.node.get("/me", &reply.text("token")).await.ok();
        assert_eq!((&me.json["user"]["name"], &me.json["org"]["name"]), (&json!("王芳"), &json!("望川区")));
    });
    testkit::on_both_engines(&migrations(), async |store| {
        let (core, committed) = core(&store, store.db.clone()).await;
        let node = Node::start(core, committed).await;
        let opening = Opening {
            organisation: "我的组织".to_owned(),
            owner: "所有者".to_owned(),
            login: "owner".to_owned(),
        };
        let link = node.admin.open_office(opening).await.unwrap().url;
        let path = format!("/invitations/{}/accept", link.rsplit('/').next().unwrap());
        let call = async |body: Value| node.call(Method::POST, &path, None, Some(body)).await;
        let nasty = call(json!({ "password": PASSWORD, "name": "\u{0}", "org_name": "" })).await;
        assert_eq!(nasty.faults().len(), 2, "{:#}", nasty.json);
        let reply = call(json!({ "password": PASSWORD, "org_name": "青禾小学", "name": "罗青禾" })).await;
        let reply = reply.expect(StatusCode::CREATED);
        testkit::wait_until("the directory to know the name", async || {
            let me = node.get("/me", &reply.text("token")).await.ok();
            (&me.json["user"]["name"], &me.json["org"]["name"]) == (&json!("罗青禾"), &json!("青禾小学"))
        })
        .await;
        assert_eq!(node.get("/users?q=lqh", &reply.text("token")).await.ok().names(), ["罗青禾"]);
    });
}

async fn accept(app: &App, link: &str, body: Value) -> Reply {
    app.node.call(Method::POST, &format!("/invitations/{link}/accept"), None, Some(body)).await
}

#[test]
fn who_was_added_comes_in_once() {
    in_an_office(async |mut app| {
        let admin = app.token(ADMIN).await;
        let body = json!({ "name": "新人", "phones": [{ "number": "13911112222" }] });
        let new = app.node.post("/users", &admin, body).await.expect(StatusCode::CREATED);
        let path = format!("/users/{}", new.id());
        // Without a password nobody signs in.
        assert_eq!(app.node.sign_in("13911112222", "").await.code(), "people.wrong_login");
        let old = link(&app, &admin, &format!("{path}/invite")).await;
        let fresh = link(&app, &admin, &format!("{path}/invite")).await;
        let get =
            async |link: &str| app.node.call(Method::GET, &format!("/invitations/{link}"), None, None).await;
        assert_eq!(get(&old).await.expect(StatusCode::GONE).code(), "people.invitation_invalid");
        let shown = get(&fresh).await.ok();
        assert_eq!(
            (&shown.json["kind"], &shown.json["user"]["name"], &shown.json["org"]["name"]),
            (&json!("member"), &json!("新人"), &json!("望川区"))
        );
        assert_eq!(shown.json["password"], json!({ "min_length": 8, "mixed": false }));

        let short = accept(&app, &fresh, json!({ "password": "short" })).await;
        assert_eq!(short.faults(), ["password: people.password_too_short"]);
        let own = accept(&app, &fresh, json!({ "password": "13911112222" })).await;
        assert_eq!(own.faults(), ["password: people.password_personal"]);
        app.node.committed();
        let body = json!({ "password": PASSWORD, "org_name": "Mine now" });
        let reply = accept(&app, &fresh, body.clone()).await.expect(StatusCode::CREATED);
        assert!(reply.headers.contains_key(header::SET_COOKIE));
        let me = app.node.get("/me", &reply.text("token")).await.ok();
        assert_eq!(
            (&me.json["user"]["state"], &me.json["org"]["name"]),
            (&json!("active"), &json!("望川区"))
        );
        assert_eq!(kinds(&app.node.committed()), ["people.user.changed.v1"]);
        assert_eq!(accept(&app, &fresh, body).await.code(), "people.invitation_invalid");
        app.node.sign_in("13911112222", PASSWORD).await.expect(StatusCode::CREATED);
        let again = app.node.call(Method::POST, &format!("{path}/invite"), Some(&admin), None).await;
        assert_eq!(again.code(), "people.state_conflict");
        assert!(app.acts().await.contains(&"people.user.joined".to_owned()));
    });
}

#[test]
fn a_link_to_a_new_password_ends_every_session() {
    in_an_office(async |app| {
        let (admin, liu) = (app.token(ADMIN).await, app.token(LIU).await);
        let reset = link(&app, &admin, &format!("{}/reset-password", app.user(LIU))).await;
        app.node.get("/me", &liu).await.ok();
        let done = accept(&app, &reset, json!({ "password": "an entirely new one" })).await;
        done.expect(StatusCode::CREATED);
        app.node.get("/me", &liu).await.expect(StatusCode::UNAUTHORIZED);
        assert_eq!(app.node.sign_in("liujw", PASSWORD).await.code(), "people.wrong_login");
        app.node.sign_in("liujw", "an entirely new one").await.expect(StatusCode::CREATED);
        let invite =
            app.node.call(Method::POST, &format!("{}/invite", app.user(LIU)), Some(&admin), None).await;
        assert_eq!(invite.code(), "people.state_conflict");
    });
}

#[test]
fn links_run_out_and_end_with_the_account() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let path = format!("{}/reset-password", app.user(LIU));
        let late = link(&app, &admin, &path).await;
        app.pass(168 * Millis::HOUR);
        assert_eq!(
            accept(&app, &late, json!({ "password": PASSWORD })).await.code(),
            "people.invitation_invalid"
        );
        let gone = link(&app, &admin, &path).await;
        let suspend = format!("{}/suspend", app.user(LIU));
        app.node.call(Method::POST, &suspend, Some(&admin), None).await.ok();
        assert_eq!(
            accept(&app, &gone, json!({ "password": PASSWORD })).await.code(),
            "people.account_suspended"
        );
        let leave = format!("{}/leave", app.user(LIU));
        app.node.call(Method::POST, &leave, Some(&admin), None).await.ok();
        assert_eq!(
            accept(&app, &gone, json!({ "password": PASSWORD })).await.code(),
            "people.invitation_invalid"
        );
        for bad in ["x", "cy_", "..%2f..", &"a".repeat(3_000), "%00"] {
            let reply = app.node.call(Method::GET, &format!("/invitations/{bad}"), None, None).await;
            assert_eq!(reply.expect(StatusCode::GONE).code(), "people.invitation_invalid");
        }
    });
}

#[test]
fn a_link_used_twice_at_once_works_once() {
    in_an_office(async |app| {
        let admin = app.token(ADMIN).await;
        let reset = link(&app, &admin, &format!("{}/reset-password", app.user(LIU))).await;
        let (a, b) = tokio::join!(
            accept(&app, &reset, json!({ "password": "the first of two" })),
            accept(&app, &reset, json!({ "password": "the second of two" })),
        );
        let done = [&a, &b].iter().filter(|reply| reply.status == StatusCode::CREATED).count();
        assert_eq!(done, 1, "{a:?} {b:?}");
    });
}
