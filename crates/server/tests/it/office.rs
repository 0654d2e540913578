//! An office in a temporary folder, and people who call it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::body::Body;
use http::{Request, StatusCode, header};
use module_people::{Admin, BulkDepartment, BulkPerson, BulkPlace};
use platform_config::Config;
use platform_core::Core;
use serde_json::{Value, json};
use server::office::{Composed, compose, people_config};
use testkit::Api;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "a password for tests";

/// An office with four people: `owner`, `admin`, `anna`, `bob`.
pub(crate) struct Office {
    pub(crate) api: Api,
    pub(crate) documents: BTreeMap<&'static str, Value>,
    pub(crate) core: Core,
    _folder: tempfile::TempDir,
}

/// A reply, read whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Value,
}

/// What an office of a test is told, in this folder.
pub(crate) fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.data.dir = folder.to_owned();
    // As cheap as argon2id may be: what is tested is not the hash.
    config.security.argon2_memory_mib = 1;
    config.security.argon2_passes = 1;
    config.limits.requests_per_second = 10_000;
    config.limits.burst = 10_000;
    config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    config
}

/// Lets the four people in.
pub(crate) async fn fill(core: &Core, config: &Config) {
    let admin = Admin::new(core, people_config(config)).unwrap();
    let departments = [BulkDepartment { name: "测试局".to_owned(), parent: None }];
    let people: Vec<BulkPerson> = [("owner", "欧文"), ("admin", "阿敏"), ("anna", "单安娜"), ("bob", "曾博")]
        .into_iter()
        .map(|(login, name)| BulkPerson {
            name: name.to_owned(),
            login: Some(login.to_owned()),
            employee_no: None,
            email: None,
            phones: Vec::new(),
            places: vec![BulkPlace { department: 0, title: None, head: false, order: 0 }],
            manager: None,
            role: match login {
                "owner" => Some(kernel::Role::Owner),
                "admin" => Some(kernel::Role::Admin),
                _ => None,
            },
            administers: None,
        })
        .collect();
    admin.fill("测试组织", &departments, &people, PASSWORD.to_owned()).await.unwrap();
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// An office that is told something else.
    pub(crate) async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = testkit::fixture::folder();
        let mut config = config(folder.path());
        change(&mut config);
        let Composed { core, mut modules, .. } = compose(&config).await.unwrap();
        fill(&core, &config).await;
        let documents: BTreeMap<&str, Value> = server::api::documents(&modules)
            .into_iter()
            .map(|(name, json)| (name, serde_json::from_str(&json).unwrap()))
            .collect();
        for module in &mut modules {
            if let Some(start) = module.start.take() {
                start().await.unwrap();
            }
        }
        let stopping = Arc::new(AtomicBool::new(false));
        let router = server::app::router(&core, &mut modules, &config, None, stopping).unwrap();
        let api = Api::new(router, documents.values());
        Self { api, documents, core, _folder: folder }
    }

    /// Sends a request; `token` is a bearer token.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, bytes) = self.api.send(request).await;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Signs in; the token and the id of the person.
    pub(crate) async fn sign_in(&self, login: &str) -> (String, String) {
        let body = json!({ "login": login, "password": PASSWORD });
        let reply = self.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&reply.body["token"]), text(&reply.body["user"]["id"]))
    }
}
