//! Strangers get nothing, and another organisation does not exist.

use http::{Method, StatusCode};
use serde_json::json;

use crate::support::{EDUCATION, OWNER, in_an_office};

#[test]
fn every_operation_but_three_needs_somebody_signed_in() {
    in_an_office(async |app| {
        let public = ["people.sessions.create", "people.invitations.get", "people.invitations.accept"];
        let mut checked = 0;
        for (path, item) in &app.node.open_api.paths.paths {
            let path = path.replace("{id}", "7").replace("{token}", "x");
            for (method, operation) in [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ] {
                let Some(operation) = operation else { continue };
                let id = operation.operation_id.as_deref().unwrap();
                let reply = app.node.call(method, &path, None, Some(json!({}))).await;
                if !public.contains(&id) {
                    assert_eq!(
                        (reply.status, reply.code()),
                        (StatusCode::UNAUTHORIZED, "http.sign_in"),
                        "{id}"
                    );
                    checked += 1;
                }
            }
        }
        assert!(checked > 30, "{checked}");
    });
}

#[test]
fn ids_of_another_organisation_are_not_found() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        let (department, user) = app.other_organisation().await;
        let body = json!({});
        for (method, path, code) in [
            (Method::GET, format!("/users/{user}"), "people.user_not_found"),
            (Method::PATCH, format!("/users/{user}"), "people.user_not_found"),
            (Method::POST, format!("/users/{user}/invite"), "people.user_not_found"),
            (Method::POST, format!("/users/{user}/suspend"), "people.user_not_found"),
            (Method::POST, format!("/users/{user}/reactivate"), "people.user_not_found"),
            (Method::POST, format!("/users/{user}/leave"), "people.user_not_found"),
            (Method::POST, format!("/users/{user}/reset-password"), "people.user_not_found"),
            (Method::GET, format!("/departments/{department}"), "people.department_not_found"),
            (Method::PATCH, format!("/departments/{department}"), "people.department_not_found"),
            (Method::DELETE, format!("/departments/{department}"), "people.department_not_found"),
            (Method::GET, format!("/departments/{department}/members"), "people.department_not_found"),
            (Method::GET, format!("/departments?parent={department}"), "people.department_not_found"),
        ] {
            let reply = app.node.call(method, &path, Some(&owner), Some(body.clone())).await;
            assert_eq!((reply.status, reply.code()), (StatusCode::NOT_FOUND, code), "{path}");
        }
        // What hangs on other people, by ids that are real there.
        let (attribute, role, session, token) = app.things_of_another_organisation(user).await;
        for (method, path, code) in [
            (Method::PATCH, format!("/attributes/{attribute}"), "people.attribute_not_found"),
            (Method::DELETE, format!("/attributes/{attribute}"), "people.attribute_not_found"),
            (Method::DELETE, format!("/roles/{role}"), "people.role_not_found"),
            (Method::DELETE, format!("/sessions/{session}"), "people.session_not_found"),
            (Method::DELETE, format!("/tokens/{token}"), "people.token_not_found"),
        ] {
            let reply = app.node.call(method, &path, Some(&owner), Some(body.clone())).await;
            assert_eq!((reply.status, reply.code()), (StatusCode::NOT_FOUND, code), "{path}");
        }
        let cards = app.node.get(&format!("/users?ids={user}"), &owner).await.ok();
        assert_eq!(cards.json["items"], json!([]));
        assert_eq!(
            app.node.get(&format!("/users?department={department}"), &owner).await.ok().json["items"],
            json!([])
        );
        let into = json!({ "parent": department });
        assert_eq!(
            app.node.patch(&app.department(EDUCATION), &owner, into).await.faults(),
            ["parent: people.department_unknown"]
        );
        let role = json!({ "user": user, "role": "admin" });
        assert_eq!(app.node.post("/roles", &owner, role).await.code(), "people.user_not_found");
        assert!(app.node.get("/users?q=ada", &owner).await.ok().names().is_empty());
        // Its login is taken all the same: one signs in without naming the organisation.
        let login = json!({ "name": "Ada", "login": "ADA" });
        assert_eq!(app.node.post("/users", &owner, login).await.faults(), ["login: people.login_taken"]);
    });
}
