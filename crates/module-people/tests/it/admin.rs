//! What the command line does.

use contracts::people::UserState;
use http::{Method, StatusCode};
use kernel::{Role, Scope};
use module_people::{Admin, BulkDepartment, BulkPerson, Opening};
use serde_json::json;

use crate::support::{LIU, Node, PASSWORD, config, core, in_an_office, migrations};

fn opening() -> Opening {
    Opening { organisation: "新组织".to_owned(), owner: "所有者".to_owned(), login: "owner".to_owned() }
}

#[test]
fn a_new_office_waits_for_its_owner() {
    testkit::on_both_engines(&migrations(), async |store| {
        let (core, committed) = core(&store, store.db.clone()).await;
        let admin = Admin::new(&core, config()).unwrap();
        assert_eq!(admin.organisation().await.unwrap(), None);
        assert!(admin.owner_link().await.unwrap().is_none());
        let first = admin.open_office(opening()).await.unwrap();
        assert_eq!(admin.open_office(opening()).await.unwrap_err().code().id, "people.office_exists");
        // A start while nobody came in yet prints a fresh link.
        let fresh = admin.owner_link().await.unwrap().unwrap();
        assert_ne!(first.url, fresh.url);
        let node = Node::start(core, committed).await;
        let path = fresh.url.strip_prefix("http://office.example/invite").unwrap();
        let shown = node.call(Method::GET, &format!("/invitations{path}"), None, None).await.ok();
        assert_eq!(shown.json["kind"], "owner");
        let body = json!({ "password": PASSWORD, "org_name": " 望川区\u{202e} " });
        let came = node.call(Method::POST, &format!("/invitations{path}/accept"), None, Some(body)).await;
        let token = came.expect(StatusCode::CREATED).text("token");
        let me = node.get("/me", &token).await.ok();
        assert_eq!(
            (&me.json["org"]["name"], &me.json["roles"][0]["role"]),
            (&json!("望川区"), &json!("owner"))
        );
        assert_eq!(me.json["permissions"]["manage_policy"], true);
        assert!(admin.owner_link().await.unwrap().is_none());
        assert_eq!(admin.organisation().await.unwrap().unwrap().name, "望川区");
        assert_eq!(admin.overview().await.unwrap().active, 1);
    });
}

#[test]
fn logins_are_listed_with_the_owner_first() {
    in_an_office(async |app| {
        let admin = &app.node.admin;
        let first = admin.list(None, 3).await.unwrap();
        let logins: Vec<&str> = first.iter().map(|listed| listed.login.as_str()).collect();
        assert_eq!(logins, ["owner", "admin", "scoped"]);
        assert_eq!((first[0].role, first[2].role), (Some(Role::Owner), Some(Role::Admin)));
        let rest = admin.list(first.last(), 10).await.unwrap();
        let logins: Vec<&str> = rest.iter().map(|listed| listed.login.as_str()).collect();
        assert_eq!(logins, ["liujw", "shanxx"]);
        assert_eq!((rest[0].state, rest[0].role), (UserState::Active, None));
    });
}

#[test]
fn passwords_are_set_and_tokens_made() {
    in_an_office(async |app| {
        let admin = &app.node.admin;
        let liu = app.token(LIU).await;
        let bad = admin.set_password("liujw", "short".to_owned(), false).await.unwrap_err();
        assert_eq!(bad.fields()[0].code.id, "people.password_too_short");
        admin.set_password("13800000003", "set by the operator".to_owned(), true).await.unwrap();
        testkit::wait_until("the old session to end", async || {
            app.node.get("/me", &liu).await.status == StatusCode::UNAUTHORIZED
        })
        .await;
        let reply = app.node.sign_in("liujw", "set by the operator").await.expect(StatusCode::CREATED);
        assert_eq!(reply.json["must_change_password"], true);
        let new = reply.text("token");
        assert_eq!(app.node.get("/me", &new).await.ok().json["must_change_password"], true);
        // Until then that session is for choosing one.
        for path in ["/users", "/tokens", "/departments/tree"] {
            let reply = app.node.get(path, &new).await;
            assert_eq!(
                (reply.status, reply.code()),
                (StatusCode::FORBIDDEN, "http.password_first"),
                "{path}"
            );
        }
        let chosen = json!({ "current": "set by the operator", "new": "chosen by herself" });
        app.node
            .call(Method::PUT, "/me/password", Some(&new), Some(chosen))
            .await
            .expect(StatusCode::NO_CONTENT);
        app.node.get("/users", &new).await.ok();
        assert_eq!(admin.suspend("nobody").await.unwrap_err().code().id, "people.user_not_found");
        let token = admin.create_token("liujw", "backup", vec![Scope::PeopleRead], None).await.unwrap();
        app.node.get("/users", &token).await.ok();
        let link = admin.link("liujw").await.unwrap();
        assert!(link.url.starts_with("http://office.example/invite/cy_"));
    });
}

#[test]
fn filling_is_all_or_nothing() {
    testkit::on_both_engines(&migrations(), async |store| {
        let (core, _committed) = core(&store, store.db.clone()).await;
        let admin = Admin::new(&core, config()).unwrap();
        let departments = [BulkDepartment { name: "一处".to_owned(), parent: None }];
        let person = |name: &str, login: &str| BulkPerson {
            name: name.to_owned(),
            login: Some(login.to_owned()),
            ..BulkPerson::default()
        };
        let twice = [person("甲", "same"), person("乙", "same")];
        let error = admin.fill("新组织", &departments, &twice, PASSWORD.to_owned()).await.unwrap_err();
        assert_eq!(error.fields()[0].code.id, "people.login_taken");
        let bad = [person("\u{200b}", "a b")];
        let error = admin.fill("新组织", &departments, &bad, PASSWORD.to_owned()).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "people[0].name");
        assert_eq!(admin.organisation().await.unwrap(), None);
        assert_eq!(admin.overview().await.unwrap().active, 0);
        let good = [person("甲", "jia"), person("乙", "yi")];
        let filled = admin.fill("新组织", &departments, &good, PASSWORD.to_owned()).await.unwrap();
        assert_eq!((filled.departments.len(), filled.people.len()), (1, 2));
    });
}
