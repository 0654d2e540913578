//! Every field of every request, as the OpenAPI documents name them, with text that deceives, breaks or overflows, and
//! with values of other kinds: never a fault of ours, and nothing stored that a reader could be deceived by. A new
//! operation must be given an example here and is covered then.

use std::collections::BTreeMap;

use http::StatusCode;
use platform_db::args;
use serde_json::{Value, json};

use crate::office::PASSWORD;
use crate::served::Served;
use crate::wire::Answer;

/// The first character of a text that nobody can see and that no text of ours needs.
pub(crate) fn unclean(text: &str) -> Option<char> {
    text.chars().find(|c| {
        matches!(u32::from(*c),
            0..=8 | 0xb..=0x1f | 0x7f..=0x9f | 0xad | 0x200b | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffc)
    })
}

fn unclean_within(value: &Value) -> Option<char> {
    match value {
        Value::String(text) => unclean(text),
        Value::Array(items) => items.iter().find_map(unclean_within),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| unclean(name).or_else(|| unclean_within(value)))
        }
        _ => None,
    }
}

/// What is put into each field; `n` keeps what must be unique apart.
fn nasty(n: usize) -> Vec<Value> {
    vec![
        json!(format!("n{n}\0\u{1}\u{1b}[31m\u{7f}\u{9b}b")),
        json!(format!("m{n}\u{202e}\u{202a}\u{2066}\u{2069}\u{206a}b")),
        json!(format!("l{n}\u{200b}\u{feff}\u{ad}\u{2060}\u{fffc}b")),
        json!(format!("k{n}\r\n\u{2028}\u{2029}\u{b}\u{85}b")),
        json!(format!("j{n}<script>alert(1)</script>'\"; DROP TABLE people_users; --%s{{0}}${{x}}\\")),
        json!(format!("i{n}{}", "\u{301}".repeat(500))),
        json!(format!("h{n}\u{10ffff}\u{fdd0}\u{e000}🏴\u{e0067}")),
        json!("\u{200b}\u{202e}\u{2069}"),
        json!(""),
        json!(" \n\t "),
        json!("长".repeat(100_000)),
        json!("../../etc/passwd"),
        json!("9223372036854775808"),
        json!("-1"),
        Value::Null,
        json!(true),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!(vec!["1"; 20_000]),
        json!({ "\0": "\u{202e}" }),
    ]
}

/// An office and somebody who may do everything in it.
struct Scene {
    office: Served,
    owner: String,
    owner_id: String,
    bob_id: String,
    made: usize,
}

/// What a request of one operation looks like when it is right.
struct Example {
    path: String,
    body: Value,
    token: Option<String>,
}

impl Scene {
    async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.office.call(method, path, Some(&self.owner), Some(body)).await;
        assert!(answer.status.is_success(), "{method} {path}: {answer:?}");
        answer.json()
    }

    async fn made(&self, path: &str, body: Value) -> String {
        self.ok("POST", path, body).await["id"].as_str().unwrap().to_owned()
    }

    async fn file(&self, name: &str, bytes: &str) -> String {
        let upload = self.made("/api/v1/core/uploads", json!({ "name": name, "size": bytes.len() })).await;
        let mut wire = crate::wire::Wire::open(self.office.address).await;
        let bearer = format!("Bearer {}", self.owner);
        let head = [("authorization", bearer.as_str()), ("connection", "close"), ("upload-offset", "0")];
        wire.request("PATCH", &format!("/api/v1/core/uploads/{upload}"), &head, bytes.as_bytes()).await;
        wire.answer().await.unwrap().json()["file"]["id"].as_str().unwrap().to_owned()
    }

    async fn department(&self) -> String {
        self.made("/api/v1/people/departments", json!({ "name": format!("科{}", self.made) })).await
    }

    async fn person(&self) -> String {
        self.made("/api/v1/people/users", json!({ "name": "新人", "login": format!("new{}", self.made) }))
            .await
    }

    /// Makes room for fields that the organisation defines: there may be fifty.
    async fn clear_fields(&self) {
        let fields = self.ok("GET", "/api/v1/people/attributes", json!({})).await;
        for field in fields["items"].as_array().unwrap() {
            self.ok(
                "DELETE",
                &format!("/api/v1/people/attributes/{}", field["id"].as_str().unwrap()),
                json!({}),
            )
            .await;
        }
    }

    /// The token of the link by which a new person comes in.
    async fn invitation(&self) -> String {
        let person = self.person().await;
        let invited = self.ok("POST", &format!("/api/v1/people/users/{person}/invite"), json!({})).await;
        invited["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    /// A chat that is the owner's, and a message in it.
    async fn chat(&self) -> (String, String) {
        let new = json!({ "kind": "group", "title": "组", "members": [self.bob_id] });
        let chat = self.made("/api/v1/chat/chats", new).await;
        let message =
            self.made(&format!("/api/v1/chat/chats/{chat}/messages"), json!({ "text": "好" })).await;
        (chat, message)
    }

    /// A right request, on things of its own.
    async fn example(&mut self, operation: &str, path: &str) -> Example {
        self.made += 1;
        let n = self.made;
        let own = |path: &str, id: &str| path.replace("{id}", id);
        let mut token = Some(self.owner.clone());
        let (path, body) = match operation {
            "chat.chats.create" => {
                let department = self.department().await;
                (
                    path.to_owned(),
                    json!({ "kind": "group", "title": "题", "members": [self.bob_id], "department": department }),
                )
            }
            "chat.chats.update" => {
                let settings = json!({
                    "history_for_new": true, "who_can_post": "all", "who_can_add": "all", "who_can_mention_all": "all",
                });
                let body = json!({ "title": "题", "announcement": "公告", "avatar_file": null, "settings": settings });
                (own(path, &self.chat().await.0), body)
            }
            "chat.chats.draft" => {
                let (chat, message) = self.chat().await;
                (own(path, &chat), json!({ "text": "草稿", "reply_to": message }))
            }
            "chat.chats.settle" => {
                let body = json!({ "level": "all", "muted": true, "pinned": true, "hidden": false });
                (own(path, &self.chat().await.0), body)
            }
            "chat.chats.read" => (own(path, &self.chat().await.0), json!({ "seq": 1 })),
            "chat.chats.transfer" => (own(path, &self.chat().await.0), json!({ "user": self.bob_id })),
            "chat.members.add" => {
                let (person, department) = (self.person().await, self.department().await);
                (own(path, &self.chat().await.0), json!({ "users": [person], "departments": [department] }))
            }
            "chat.members.change" => {
                (own(path, &self.chat().await.0).replace("{user}", &self.bob_id), json!({ "role": "admin" }))
            }
            "chat.messages.post" => {
                let (chat, message) = self.chat().await;
                let file = self.file("a.txt", "x").await;
                let body = json!({ "text": "字", "client_id": format!("c{n}"), "reply_to": message, "files": [file] });
                (own(path, &chat), body)
            }
            "chat.messages.edit" => (own(path, &self.chat().await.1), json!({ "text": "改" })),
            "core.notifications.read" => (path.to_owned(), json!({ "ids": ["1"] })),
            "core.uploads.create" => {
                let body =
                    json!({ "name": "a.txt", "size": 1, "type": "text/plain", "sha256": "0".repeat(64) });
                (path.to_owned(), body)
            }
            "people.attributes.create" => {
                self.clear_fields().await;
                let body = json!({
                    "key": format!("key{n}"), "label": "标", "kind": "choice", "choices": ["甲"], "visible_to": "all",
                    "order": 1,
                });
                (path.to_owned(), body)
            }
            "people.attributes.update" => {
                self.clear_fields().await;
                let new = json!({
                    "key": format!("old{n}"), "label": "标", "kind": "choice", "choices": ["甲"], "visible_to": "all",
                });
                let id = self.made("/api/v1/people/attributes", new).await;
                let body = json!({ "label": "签", "kind": "choice", "choices": ["乙"], "visible_to": "admins", "order": 2 });
                (own(path, &id), body)
            }
            "people.departments.create" => {
                let parent = self.department().await;
                let body =
                    json!({ "name": format!("处{n}"), "parent": parent, "order": 1, "heads": [self.bob_id] });
                (path.to_owned(), body)
            }
            "people.departments.update" => {
                let department = self.department().await;
                self.made += 1;
                let parent = self.department().await;
                let body = json!({ "name": format!("室{n}"), "parent": parent, "order": 1, "before": null, "heads": [self.bob_id] });
                (own(path, &department), body)
            }
            "people.imports.create" => {
                let file = self.file("人.csv", "姓名,工号\n赵一,A1\n").await;
                (path.to_owned(), json!({ "file": file, "options": { "include_leaving": false } }))
            }
            "people.imports.update" => {
                let file = self.file("人.csv", "姓名,工号\n赵一,A1\n").await;
                let import = self.made("/api/v1/people/imports", json!({ "file": file })).await;
                let one = format!("/api/v1/people/imports/{import}");
                testkit::wait_until("the table to be read", async || {
                    self.ok("GET", &one, json!({})).await["state"] == "ready"
                })
                .await;
                (own(path, &import), json!({ "mapping": { "姓名": "name" }, "include_leaving": false }))
            }
            "people.invitations.accept" => {
                token = None;
                let path = path.replace("{token}", &self.invitation().await);
                (path, json!({ "password": "a good long password", "org_name": "新名", "name": "新人" }))
            }
            "people.me.update" => {
                let body = json!({
                    "locale": "zh-CN", "theme": "dark", "email": "o@office.example",
                    "phones": [{ "number": "13900000000", "label": "mobile" }], "avatar_file": null,
                });
                (path.to_owned(), body)
            }
            "people.me.set_password" => {
                let accept = format!("/api/v1/people/invitations/{}/accept", self.invitation().await);
                let come_in = json!({ "password": PASSWORD });
                let answer = self.office.call("POST", &accept, None, Some(come_in)).await;
                token = Some(answer.json()["token"].as_str().unwrap().to_owned());
                (path.to_owned(), json!({ "current": PASSWORD, "new": "another good password" }))
            }
            "people.org.update" => (path.to_owned(), json!({ "name": "组织", "logo_file": null })),
            "people.policy.set" => {
                let body = json!({
                    "min_password_length": 8, "require_mixed": false, "session_days": 30, "lock_after_attempts": 100,
                    "lock_minutes": 1, "allow_self_edit": ["phones"],
                });
                (path.to_owned(), body)
            }
            "people.roles.grant" => {
                let (user, department) = (self.person().await, self.department().await);
                (path.to_owned(), json!({ "user": user, "role": "admin", "department": department }))
            }
            "people.sessions.create" => {
                token = None;
                (path.to_owned(), json!({ "login": "bob", "password": PASSWORD }))
            }
            "people.tokens.create" => (
                path.to_owned(),
                json!({ "name": "名", "scopes": ["people:read"], "expires_at": 9_000_000_000_000_i64 }),
            ),
            "people.users.create" | "people.users.update" => {
                self.clear_fields().await;
                let department = self.department().await;
                let new = json!({ "key": "extra", "label": "标", "kind": "text", "visible_to": "all" });
                self.made("/api/v1/people/attributes", new).await;
                let body = json!({
                    "name": "人", "login": format!("u{n}"), "employee_no": format!("E{n}"),
                    "phones": [{ "number": format!("1370000{n:04}"), "label": "office" }],
                    "email": format!("u{n}@office.example"),
                    "departments": [{ "id": department, "title": "职", "order": 1, "head": true, "primary": true }],
                    "manager": self.bob_id, "dotted_managers": [self.owner_id], "attributes": { "extra": "值" },
                });
                let path = if operation == "people.users.update" {
                    own(path, &self.person().await)
                } else {
                    path.to_owned()
                };
                (path, body)
            }
            other => panic!("give {other} an example of a right request"),
        };
        Example { path, body, token }
    }
}

/// Follows references and options of null.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolved(document, document.pointer(name.trim_start_matches('#')).unwrap());
    }
    let options = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[*key].as_array());
    match options.into_iter().flatten().find(|option| option["type"] != "null") {
        Some(option) => resolved(document, option),
        None => schema,
    }
}

/// Where the fields of a schema stand in its example.
fn places(document: &Value, schema: &Value, example: &Value, at: &str, found: &mut Vec<String>) {
    let schema = resolved(document, schema);
    if !at.is_empty() {
        found.push(at.to_owned());
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let within = example.get(name).unwrap_or_else(|| panic!("the example says nothing of {at}/{name}"));
        if !within.is_null() {
            places(document, inner, within, &format!("{at}/{name}"), found);
        } else {
            found.push(format!("{at}/{name}"));
        }
    }
    if let Some(first) = example.get(0).filter(|_| schema["items"].is_object()) {
        places(document, &schema["items"], first, &format!("{at}/0"), found);
    }
    if let (Some(fields), true) = (example.as_object(), schema["additionalProperties"].is_object()) {
        for (name, value) in fields {
            places(document, &schema["additionalProperties"], value, &format!("{at}/{name}"), found);
        }
    }
}

async fn documents(office: &Served) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for module in ["people", "core", "chat", "admin"] {
        let answer = office.call("GET", &format!("/api/v1/openapi/{module}.json"), None, None).await;
        assert_eq!(answer.status, StatusCode::OK);
        all.insert(module, answer.json());
    }
    all
}

async fn scene() -> Scene {
    let office = Served::open().await;
    let (owner, owner_id) = office.sign_in("owner").await;
    let (_, bob_id) = office.sign_in("bob").await;
    Scene { office, owner, owner_id, bob_id, made: 0 }
}

/// What is wrong with an answer, whatever was asked.
fn fault(answer: &Answer) -> Option<String> {
    let shown = || String::from_utf8_lossy(&answer.bytes).chars().take(400).collect::<String>();
    let json = answer.json();
    let refused = answer.status.is_client_error();
    let worded = json["code"].as_str().is_some_and(|code| code.contains('.'))
        && !json["title"].as_str().unwrap_or_default().is_empty()
        && answer.headers["content-type"] == "application/problem+json";
    if answer.status.is_server_error() && answer.status != StatusCode::INSUFFICIENT_STORAGE {
        return Some(format!("{}: {}", answer.status, shown()));
    }
    if refused && !worded {
        return Some(format!("refused without words: {}", shown()));
    }
    if answer.bytes.len() > 200_000 {
        return Some(format!("{} bytes: {}", answer.bytes.len(), shown()));
    }
    unclean_within(&json).map(|c| format!("shows {c:?}: {}", shown()))
}

/// Columns that keep what was typed, each with the reason.
const AS_TYPED: &[(&str, &str, &str)] = &[];

/// What lies in the store that should not.
async fn stored_unclean(office: &Served) -> Vec<String> {
    office
        .core
        .db
        .read(|tx| {
            Box::pin(async move {
                let columns = tx
                    .all(
                        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                         WHERE t.type = 'table' AND c.type = 'TEXT' ORDER BY 1, 2",
                        args![],
                    )
                    .await?;
                let mut found = Vec::new();
                for column in columns {
                    let (table, column): (String, String) = (column.get(0)?, column.get(1)?);
                    let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
                    for row in tx.all_dyn(&sql, args![]).await? {
                        let text: String = row.get(0)?;
                        let within = serde_json::from_str::<Value>(&text).ok();
                        let bad = unclean(&text).or_else(|| within.as_ref().and_then(unclean_within));
                        let known = AS_TYPED.iter().any(|(t, c, _)| *t == table && *c == column);
                        if let (Some(bad), false) = (bad, known) {
                            found.push(format!(
                                "{table}.{column} holds {bad:?}: {:.200}",
                                text.escape_debug()
                            ));
                        }
                    }
                }
                Ok(found)
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn no_field_takes_what_deceives_or_breaks_it() {
    let mut scene = scene().await;
    let documents = documents(&scene.office).await;
    let (mut tried, mut taken, mut operations, mut faults) = (0, 0, 0, Vec::new());
    for document in documents.values() {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                let (Some(id), true) = (operation["operationId"].as_str(), schema.is_object()) else {
                    continue;
                };
                operations += 1;
                let method = method.to_uppercase();
                let right = scene.example(id, path).await;
                let token = right.token.as_deref();
                let answer = scene.office.call(&method, &right.path, token, Some(right.body)).await;
                if !answer.status.is_success() {
                    faults.push(format!("the example of {id} is wrong: {}", answer.json()));
                }
                let mut example = scene.example(id, path).await;
                let mut found = Vec::new();
                places(document, schema, &example.body, "", &mut found);
                for place in found {
                    for value in nasty(tried) {
                        let mut body = example.body.clone();
                        *body.pointer_mut(&place).unwrap() = value.clone();
                        let token = example.token.as_deref();
                        let answer = scene.office.call(&method, &example.path, token, Some(body)).await;
                        if let Some(fault) = fault(&answer) {
                            faults.push(format!("{id} with {:.80} at {place}: {fault}", value.to_string()));
                        }
                        tried += 1;
                        taken += usize::from(answer.status.is_success());
                        // What was taken changed things; whoever failed too often is locked out.
                        if answer.status.is_success() || answer.status == StatusCode::TOO_MANY_REQUESTS {
                            example = scene.example(id, path).await;
                        }
                    }
                }
            }
        }
    }
    assert!(
        operations > 25 && tried > 1_000 && taken > 100,
        "{operations} operations, {tried} tried, {taken} taken"
    );
    faults.extend(stored_unclean(&scene.office).await);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    // All of it is still there to be shown.
    for path in [
        "/api/v1/people/users?limit=200",
        "/api/v1/people/departments/tree",
        "/api/v1/people/attributes",
        "/api/v1/people/me",
        "/api/v1/people/tokens",
        "/api/v1/people/sessions",
        "/api/v1/people/imports",
        "/api/v1/chat/chats?limit=200",
        "/api/v1/core/notifications",
        "/api/v1/core/search?q=n1",
        "/api/v1/admin/audit?limit=200",
    ] {
        let answer = scene.office.call("GET", path, Some(&scene.owner), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        assert_eq!(unclean_within(&answer.json()), None, "{path}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn no_address_takes_what_breaks_it() {
    let scene = scene().await;
    let documents = documents(&scene.office).await;
    let long = "长".repeat(2_000);
    let words = [
        "\0",
        "\u{202e}",
        "'\"; DROP TABLE x; --",
        "%",
        "\u{10ffff}",
        "*\"(){}[]^~?:\\/AND OR NOT NEAR",
        &long,
        "",
        "-1",
        "1e9",
        "99999999999999999999",
        "null",
    ];
    let mut tried = 0;
    for document in documents.values() {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Some(id) = operation["operationId"].as_str() else { continue };
                // Ending the session that asks would end the test.
                if id == "people.sessions.end" {
                    continue;
                }
                let method = method.to_uppercase();
                let parameters: Vec<_> = operation["parameters"].as_array().into_iter().flatten().collect();
                let plain = path
                    .replace("{id}", &scene.owner_id)
                    .replace("{user}", &scene.bob_id)
                    .replace("{emoji}", "%F0%9F%91%8D")
                    .replace("{index}", "0")
                    .replace("{token}", "x");
                let mut addresses = Vec::new();
                for parameter in &parameters {
                    let name = parameter["name"].as_str().unwrap();
                    for word in words {
                        match parameter["in"].as_str() {
                            Some("query") if method == "GET" => {
                                let required = parameters.iter().filter(|p| {
                                    p["in"] == "query" && p["required"] == true && p["name"] != name
                                });
                                let rest: String =
                                    required.map(|p| format!("&{}=1", p["name"].as_str().unwrap())).collect();
                                addresses.push(format!("{plain}?{name}={}{rest}", encoded(word)));
                            }
                            Some("path") if !word.is_empty() => {
                                let other = path.replace(&format!("{{{name}}}"), &encoded(word));
                                addresses.push(
                                    other.replace("{id}", "1").replace("{user}", "1").replace("{emoji}", "x"),
                                );
                            }
                            _ => {}
                        }
                    }
                    // Bytes that are no text.
                    if parameter["in"] == "query" && method == "GET" {
                        addresses.push(format!("{plain}?{name}=%FF%FE&{name}=%ED%A0%80"));
                    } else if parameter["in"] == "path" {
                        addresses.push(
                            path.replace(&format!("{{{name}}}"), "%FF%FE")
                                .replace("{id}", "1")
                                .replace("{user}", "1")
                                .replace("{emoji}", "x"),
                        );
                    }
                }
                for address in addresses {
                    let answer =
                        scene.office.call(&method, &address, Some(&scene.owner), Some(json!({}))).await;
                    assert!(!answer.status.is_server_error(), "{id}: {method} {address:.200}: {answer:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 500, "only {tried} were tried");
    let me = scene.office.call("GET", "/api/v1/people/me", Some(&scene.owner), None).await;
    assert_eq!(me.status, StatusCode::OK);
    let found = stored_unclean(&scene.office).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
