//! An office of a few people, and calling it in the process.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use contracts::people::events;
use http::{HeaderMap, Method, Request, StatusCode, header};
use kernel::{Id, Locale, Millis, Page, Role};
use module_people::{Admin, BulkDepartment, BulkPerson, BulkPlace, PeopleConfig};
use platform_access::Access;
use platform_audit::{Audit, AuditFilter, AuditOptions, AuditRecord};
use platform_blob::{BlobOptions, Blobs};
use platform_bus::Bus;
use platform_core::{Core, CoreParts, Office, Ports, Providers};
use platform_db::{Db, Engine, Migrations};
use platform_events::{Event, Events, JobKind, Jobs};
use platform_http::{EdgeOptions, document, edge, scoped};
use platform_live::Hub;
use platform_notify::Notify;
use platform_search::{Search, SearchStore};
use serde_json::{Value, json};
use testkit::{Api, Store};
use tokio::sync::mpsc;

/// The password of everybody in [`App::open`].
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Where people are: places in the list of departments that [`App::open`] makes.
pub(crate) const GOVERNMENT: usize = 0;
pub(crate) const EDUCATION: usize = 1;
pub(crate) const EDUCATION_OFFICE: usize = 2;
pub(crate) const HEALTH: usize = 3;
pub(crate) const HEALTH_MEDICAL: usize = 4;

/// Who is there: places in the list of people that [`App::open`] makes.
pub(crate) const OWNER: usize = 0;
pub(crate) const ADMIN: usize = 1;
/// Administers education.
pub(crate) const SCOPED: usize = 2;
pub(crate) const LIU: usize = 3;
pub(crate) const SHAN: usize = 4;

const LOGINS: [&str; 5] = ["owner", "admin", "scoped", "liujw", "shanxx"];

/// Every table an office with people has.
pub(crate) fn migrations() -> Vec<Migrations> {
    vec![
        platform_events::MIGRATIONS,
        platform_http::MIGRATIONS,
        platform_access::MIGRATIONS,
        platform_audit::MIGRATIONS,
        platform_blob::MIGRATIONS,
        platform_notify::MIGRATIONS,
        module_people::MIGRATIONS,
    ]
}

/// A cost of password hashing that tests can pay.
pub(crate) fn config() -> PeopleConfig {
    PeopleConfig { password_memory_kib: 64, password_passes: 1, ..PeopleConfig::default() }
}

/// Runs a test in an office of five people, on each engine.
pub(crate) fn in_an_office(test: impl AsyncFn(App)) {
    testkit::on_both_engines(&migrations(), async |store| test(App::open(store).await).await);
}

/// A process of the office.
pub(crate) struct Node {
    pub(crate) core: Core,
    pub(crate) admin: Admin,
    pub(crate) router: Router,
    pub(crate) api: Api,
    pub(crate) committed: mpsc::Receiver<Arc<Event>>,
    pub(crate) open_api: utoipa::openapi::OpenApi,
    pub(crate) jobs: Vec<JobKind>,
}

/// What a process of the office stands on, before it has modules.
pub(crate) async fn core(store: &Store, db: Db) -> (Core, mpsc::Receiver<Arc<Event>>) {
    let (clock, ids) = (store.clock.clone(), store.ids.clone());
    let (events, committed) = Events::new(clock.clone(), ids.clone());
    let place = match db.engine() {
        Engine::Postgres => SearchStore::Postgres(db.clone()),
        Engine::Sqlite => SearchStore::Sqlite {
            index: store.folder.path().join("search.db"),
            office: store.folder.path().join("store/courtyard.db"),
        },
    };
    let url = "http://office.example";
    let blobs = BlobOptions::folder(store.folder.path().join("blobs"));
    let audit = AuditOptions {
        db: db.clone(),
        clock: clock.clone(),
        origin: "office.example/audit".to_owned(),
        master_keys: Vec::new(),
    };
    let core = Core::new(CoreParts {
        jobs: Jobs::new(clock.clone(), ids.clone()),
        live: Hub::new(Bus::alone()),
        blobs: Blobs::open(blobs, db.clone(), clock.clone(), ids.clone()).await.unwrap(),
        access: Access::new(events.clone(), clock.clone(), url).unwrap(),
        search: Search::open(place, &clock).await.unwrap(),
        notify: Notify::new(clock.clone(), ids.clone(), Arc::new(|_, _| {})),
        audit: Audit::open(audit).await.unwrap(),
        office: Office { public_url: url.to_owned(), https: false, modules: Vec::new() },
        ports: Ports::default(),
        providers: Providers::default(),
        db,
        clock,
        ids,
        events,
    });
    (core, committed)
}

impl Node {
    pub(crate) async fn start(core: Core, committed: mpsc::Receiver<Arc<Event>>) -> Self {
        let module = module_people::module(&core, config()).unwrap();
        (module.start.unwrap())().await.unwrap();
        let jobs = module.jobs;
        let described = document(module.name, "0", module.routes.get_openapi(), module.public.get_openapi());
        let described = serde_json::to_value(described).unwrap();
        let (routes, open_api) = module.routes.merge(module.public).split_for_parts();
        let routes = scoped(routes, module.scopes.0, module.scopes.1);
        let options = EdgeOptions {
            db: core.db.clone(),
            clock: core.clock.clone(),
            ids: core.ids.clone(),
            people: Arc::clone(core.ports.authenticate().unwrap()),
            trusted_proxies: Vec::new(),
            public_origin: None,
            https: false,
            requests_per_second: 10_000,
            burst: 10_000,
        };
        let router = edge(Router::new().nest("/api/v1/people", routes), options);
        let api = Api::new(router.clone(), [&described]);
        let admin = Admin::new(&core, config()).unwrap();
        Self { core, admin, router, api, committed, open_api, jobs }
    }

    /// Sends a request; `token` is a bearer token.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/api/v1/people{path}"));
        request = request.header(header::ACCEPT_LANGUAGE, "en").header(header::USER_AGENT, "tests");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, bytes) = self.api.send(request).await;
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: parts.status, headers: parts.headers, json }
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.call(Method::GET, path, Some(token), None).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> Reply {
        self.call(Method::POST, path, Some(token), Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, token: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path, Some(token), Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, token: &str) -> Reply {
        self.call(Method::DELETE, path, Some(token), None).await
    }

    /// Tries to sign in.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Reply {
        let body = json!({ "login": login, "password": password });
        self.call(Method::POST, "/sessions", None, Some(body)).await
    }

    /// Signs in and gives the token.
    pub(crate) async fn token(&self, login: &str) -> String {
        let reply = self.sign_in(login, PASSWORD).await.expect(StatusCode::CREATED);
        reply.text("token")
    }

    /// Events committed by this process since the last call: kind and body.
    pub(crate) fn committed(&mut self) -> Vec<(String, Value)> {
        let mut events = Vec::new();
        while let Ok(event) = self.committed.try_recv() {
            events.push((event.kind.clone(), event.body.clone()));
        }
        events
    }
}

/// A reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) json: Value,
}

impl Reply {
    /// The reply, if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{:#}", self.json);
        self
    }

    /// The reply as 200.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.expect(StatusCode::OK)
    }

    /// The code of a problem.
    #[track_caller]
    pub(crate) fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_else(|| panic!("not a problem: {} {:#}", self.status, self.json))
    }

    /// Codes of wrong fields, `field: code`.
    pub(crate) fn faults(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().into_iter().flatten();
        errors
            .map(|error| {
                let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
                format!("{}: {}", text("field"), text("code"))
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn text(&self, field: &str) -> String {
        self.json[field].as_str().unwrap_or_else(|| panic!("no {field} in {:#}", self.json)).to_owned()
    }

    #[track_caller]
    pub(crate) fn id(&self) -> String {
        self.text("id")
    }

    /// Names of the items.
    pub(crate) fn names(&self) -> Vec<String> {
        let items = self.json["items"].as_array().into_iter().flatten();
        items.map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// An office of five people.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) node: Node,
    pub(crate) org: Id,
    pub(crate) departments: Vec<Id>,
    pub(crate) people: Vec<Id>,
}

impl App {
    pub(crate) async fn open(store: Store) -> Self {
        let (core, committed) = core(&store, store.db.clone()).await;
        let place = |department: usize, title: &str, head: bool| BulkPlace {
            department,
            title: Some(title.to_owned()),
            head,
            order: 0,
        };
        let department = |name: &str, parent: Option<usize>| BulkDepartment { name: name.to_owned(), parent };
        let departments = [
            department("区政府", None),
            department("教育局", Some(GOVERNMENT)),
            department("办公室", Some(EDUCATION)),
            department("卫健局", Some(GOVERNMENT)),
            department("医政科", Some(HEALTH)),
        ];
        let person = |at: usize, name: &str, place: BulkPlace| BulkPerson {
            name: name.to_owned(),
            login: Some(LOGINS[at].to_owned()),
            employee_no: Some(format!("A{at:03}")),
            email: Some(format!("{}@office.example", LOGINS[at])),
            phones: vec![("mobile".to_owned(), format!("1380000000{at}"))],
            places: vec![place],
            ..BulkPerson::default()
        };
        let people = [
            BulkPerson {
                role: Some(Role::Owner), ..person(OWNER, "王芳", place(GOVERNMENT, "区长", true))
            },
            BulkPerson {
                role: Some(Role::Admin), ..person(ADMIN, "李雷", place(GOVERNMENT, "主任", false))
            },
            BulkPerson {
                administers: Some(EDUCATION),
                ..person(SCOPED, "韩梅", place(EDUCATION, "局长", true))
            },
            BulkPerson {
                manager: Some(SCOPED),
                ..person(LIU, "刘竞文", place(EDUCATION_OFFICE, "科员", false))
            },
            BulkPerson {
                manager: Some(OWNER),
                ..person(SHAN, "单雄信", place(HEALTH_MEDICAL, "医师", false))
            },
        ];
        let admin = Admin::new(&core, config()).unwrap();
        let filled = admin.fill("望川区", &departments, &people, PASSWORD.to_owned()).await.unwrap();
        let mut node = Node::start(core, committed).await;
        node.committed();
        Self { store, node, org: filled.organisation, departments: filled.departments, people: filled.people }
    }

    /// Signs one of the five in.
    pub(crate) async fn token(&self, who: usize) -> String {
        self.node.token(LOGINS[who]).await
    }

    /// Path of one of the five.
    pub(crate) fn user(&self, who: usize) -> String {
        format!("/users/{}", self.people[who])
    }

    /// Path of a department.
    pub(crate) fn department(&self, which: usize) -> String {
        format!("/departments/{}", self.departments[which])
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, ms: i64) {
        self.store.clock.advance(ms);
    }

    /// The audit log, latest first, in English.
    pub(crate) async fn audited(&self) -> Vec<AuditRecord> {
        let (audit, org) = (self.node.core.audit.clone(), self.org);
        self.node
            .core
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let page = Page { limit: Some(200), cursor: None };
                    let found = audit.list(tx, org, &AuditFilter::default(), &page, Locale::En).await?;
                    Ok(found.items)
                })
            })
            .await
            .unwrap()
    }

    /// Kinds of the audit log, latest first.
    pub(crate) async fn acts(&self) -> Vec<String> {
        self.audited().await.into_iter().map(|record| record.kind).collect()
    }

    /// Adds another organisation with one department and one person to the same office: their ids.
    pub(crate) async fn other_organisation(&self) -> (Id, Id) {
        let ids = &self.store.ids;
        let (org, department, user, now) = (ids.next(), ids.next(), ids.next(), self.store.clock.now());
        self.node
            .core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO people_orgs (id, name, policy, created_at, updated_at)
                         VALUES ($1, 'Other', '{}', $2, $2)",
                        platform_db::args![org, now],
                    )
                    .await?;
                    tx.exec(
                        "INSERT INTO people_departments (id, org_id, name, name_key, name_sort, pinyin, position,
                           path, created_at, updated_at) VALUES ($1, $2, 'Lab', 'lab', 'lab', 'lab', 0, $3, $4, $4)",
                        platform_db::args![department, org, format!("/{department}/"), now],
                    )
                    .await?;
                    tx.exec(
                        "INSERT INTO people_users (id, org_id, name, name_sort, pinyin, state, login, login_key,
                           must_change_password, preferences, created_at, updated_at)
                         VALUES ($1, $2, 'Ada', 'ada', 'ada', 'active', 'ada', 'ada', FALSE, '{}', $3, $3)",
                        platform_db::args![user, org, now],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        (department, user)
    }

    /// Gives a person of another organisation an attribute, a role, a session and a token: their ids.
    pub(crate) async fn things_of_another_organisation(&self, user: Id) -> (Id, Id, Id, Id) {
        let ids = &self.store.ids;
        let (attribute, role, session, token) = (ids.next(), ids.next(), ids.next(), ids.next());
        let now = self.store.clock.now();
        let later = now.plus(Millis::DAY);
        self.node
            .core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let sql = "SELECT org_id FROM people_users WHERE id = $1";
                    let org: Id = tx.one(sql, platform_db::args![user]).await?.get(0)?;
                    tx.exec(
                        "INSERT INTO people_attributes (id, org_id, field_key, label, kind, choices, visible_to, position,
                           created_at) VALUES ($1, $2, 'desk', 'Desk', 'text', '[]', 'all', 0, $3)",
                        platform_db::args![attribute, org, now],
                    )
                    .await?;
                    tx.exec(
                        "INSERT INTO people_roles (id, org_id, user_id, role, created_at) VALUES ($1, $2, $3, 'owner', $4)",
                        platform_db::args![role, org, user, now],
                    )
                    .await?;
                    tx.exec(
                        "INSERT INTO people_sessions (id, org_id, user_id, token_hash, agent, ip, created_at, seen_at,
                           expires_at) VALUES ($1, $2, $3, $4, '', '', $5, $5, $6)",
                        platform_db::args![session, org, user, vec![1_u8; 32], now, later],
                    )
                    .await?;
                    tx.exec(
                        "INSERT INTO people_tokens (id, org_id, user_id, name, token_hash, scopes, created_at)
                         VALUES ($1, $2, $3, 'x', $4, 'people:read', $5)",
                        platform_db::args![token, org, user, vec![2_u8; 32], now],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        (attribute, role, session, token)
    }
}

/// Kinds of events, for comparing.
pub(crate) fn kinds(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(kind, _)| kind.as_str()).collect()
}

/// A moment after which a session of the default policy that was never used has ended.
pub(crate) const SESSION_ENDS_MS: i64 = 31 * Millis::DAY;

/// Somebody changed and nothing else.
pub(crate) const CHANGED: [&str; 1] = [events::USER_CHANGED];
