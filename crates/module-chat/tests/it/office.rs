//! An office of a few people who chat, and calling it in the process.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use contracts::people::events;
use http::{Method, Request, StatusCode, header};
use kernel::{Error, Id};
use platform_access::{Access, NewObject};
use platform_audit::{Audit, AuditOptions};
use platform_blob::{BlobOptions, Blobs, NewFile, Owner};
use platform_bus::Bus;
use platform_core::{Core, CoreParts, FILE_OBJECT, Office, Ports, Providers};
use platform_db::{Engine, Migrations};
use platform_events::{Consumer, Events, JobKind, Jobs, NewEvent, Runner};
use platform_http::{EdgeOptions, document, edge};
use platform_live::{Dispatcher, Hub};
use platform_notify::Notify;
use platform_search::{Search, SearchStore};
use serde_json::{Value, json};
use testkit::{Api, Store};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::directory::{Directory, Person};

/// Who is there: places in [`App::people`]. Wen owns the organisation; Anna and Bob are of the town office, Carl of the
/// station below it, Dora of the hall; Eve is of another organisation.
pub(crate) const WEN: usize = 0;
pub(crate) const ANNA: usize = 1;
pub(crate) const BOB: usize = 2;
pub(crate) const CARL: usize = 3;
pub(crate) const DORA: usize = 4;
pub(crate) const EVE: usize = 5;

const NAMES: [&str; 6] = ["文清", "单安娜", "曾博", "卡尔", "朵拉", "夏娃"];

/// Departments: places in [`App::departments`].
pub(crate) const TOWN: usize = 0;
pub(crate) const STATION: usize = 1;
pub(crate) const HALL: usize = 2;

/// The edge reads no more of a body than this.
pub(crate) const MAX_BODY: usize = 1 << 20;

fn migrations(engine: Engine) -> Vec<Migrations> {
    let mut sets = vec![
        platform_events::MIGRATIONS,
        platform_http::MIGRATIONS,
        platform_access::MIGRATIONS,
        platform_audit::MIGRATIONS,
        platform_blob::MIGRATIONS,
        platform_notify::MIGRATIONS,
        module_chat::MIGRATIONS,
    ];
    sets.extend(platform_search::main_migrations(engine));
    sets
}

/// Runs a test in the office, on each engine.
pub(crate) fn in_an_office(test: impl AsyncFn(App)) {
    testkit::on_sqlite(&migrations(Engine::Sqlite), async |store| test(App::open(store).await).await);
    testkit::on_postgres(&migrations(Engine::Postgres), async |store| test(App::open(store).await).await);
}

/// The office.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) core: Core,
    pub(crate) directory: Arc<Directory>,
    pub(crate) org: Id,
    pub(crate) people: Vec<Id>,
    pub(crate) departments: Vec<Id>,
    pub(crate) operations: Vec<(Method, String, String)>,
    api: Api,
    runner: Runner,
    consumers: Vec<Consumer>,
    jobs: Vec<JobKind>,
}

impl Drop for App {
    fn drop(&mut self) {
        self.runner.stop.cancel();
    }
}

impl App {
    async fn open(store: Store) -> Self {
        let (clock, ids, db) = (store.clock.clone(), store.ids.clone(), store.db.clone());
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
            db: db.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            events,
        });
        let directory = Arc::new(Directory::default());
        core.ports.give_people(directory.clone(), directory.clone());
        let (org, other, departments) = (ids.next(), ids.next(), vec![ids.next(), ids.next(), ids.next()]);
        let places = [None, Some(TOWN), Some(TOWN), Some(STATION), Some(HALL), None];
        let mut people = Vec::new();
        for (at, name) in NAMES.iter().enumerate() {
            let person = Person {
                org: if at == EVE { other } else { org },
                name: (*name).to_owned(),
                department: places[at].map(|place| departments[place]),
                owner: at == WEN,
                here: true,
            };
            people.push(ids.next());
            directory.people.write().insert(people[at], person);
        }
        directory.departments.write().extend([
            (departments[TOWN], ("镇政府".to_owned(), None)),
            (departments[STATION], ("农业站".to_owned(), Some(departments[TOWN]))),
            (departments[HALL], ("大厅".to_owned(), None)),
        ]);

        let module = module_chat::module(&core);
        core.search.verify().await.unwrap();
        let described = document(module.name, "0", module.routes.get_openapi(), module.public.get_openapi());
        let described = serde_json::to_value(described).unwrap();
        let operations = operations(&described);
        let (routes, _) = module.routes.split_for_parts();
        let options = EdgeOptions {
            db: db.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            people: directory.clone(),
            trusted_proxies: Vec::new(),
            public_origin: None,
            https: false,
            requests_per_second: 100_000,
            burst: 100_000,
        };
        let router = edge(Router::new().nest("/api/v1/chat", routes), options);
        let runner = Runner {
            db,
            clock,
            ids,
            owner: "tests".to_owned(),
            shared: true,
            bus: Bus::alone(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let dispatcher = Dispatcher { hub: core.live.clone(), renderers: module.renderers };
        tokio::spawn(dispatcher.run(committed, runner.stop.clone()));
        Self {
            api: Api::new(router, [&described]),
            consumers: module.consumers,
            jobs: module.jobs,
            store,
            core,
            directory,
            org,
            people,
            departments,
            operations,
            runner,
        }
    }

    /// Lets what follows from events happen: the search index, notifications, groups that follow the directory.
    pub(crate) async fn settle(&self) {
        for consumer in &self.consumers {
            self.runner.drain(consumer).await.unwrap();
        }
        self.core.jobs.drain(&self.core.db, &self.jobs).await.unwrap();
    }

    /// Changes the directory, tells of it, and lets chats catch up.
    pub(crate) async fn people_change(&self, kind: &'static str, who: usize, change: impl Fn(&mut Person)) {
        let user = self.people[who];
        change(self.directory.people.write().get_mut(&user).unwrap());
        let (events, org) = (self.core.events.clone(), self.org);
        self.core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (stream, body) = ("people".to_owned(), json!({ "user": user }));
                    let event = NewEvent { org, stream, seq: None, kind, actor: None, body, live: None };
                    events.append(tx, event).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        self.settle().await;
    }

    /// Somebody goes to another department, or to none.
    pub(crate) async fn moves(&self, who: usize, to: Option<usize>) {
        let to = to.map(|place| self.departments[place]);
        self.people_change(events::USER_MOVED, who, |person| person.department = to).await;
    }

    /// Somebody leaves the organisation.
    pub(crate) async fn leaves(&self, who: usize) {
        self.people_change(events::USER_LEFT, who, |person| person.here = false).await;
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, ms: i64) {
        self.store.clock.advance(ms);
    }

    /// A file that somebody uploaded.
    pub(crate) async fn file(&self, who: usize, name: &str, bytes: &[u8]) -> String {
        let (org, owner) = (self.directory.people.read()[&self.people[who]].org, self.people[who]);
        let blob = self.core.blobs.put_bytes(bytes.to_vec()).await.unwrap();
        let new =
            NewFile { owner: Owner { org, user: owner }, name: name.to_owned(), blob, declared_type: None };
        let id = self.core.blobs.create_file(new).await.unwrap().id;
        let (access, title) = (self.core.access.clone(), name.to_owned());
        self.core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let object = NewObject { id, org, kind: FILE_OBJECT, owner, parent: None, title: &title };
                    access.register(tx, object).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
            .unwrap();
        id.to_string()
    }

    /// The id of somebody, as on the wire.
    pub(crate) fn id(&self, who: usize) -> String {
        self.people[who].to_string()
    }

    /// Sends a request as somebody.
    pub(crate) async fn call(&self, who: usize, method: Method, path: &str, body: Option<Value>) -> Reply {
        self.raw(who, method, path, body.map_or_else(String::new, |body| body.to_string())).await
    }

    /// Sends a body as it is.
    pub(crate) async fn raw(&self, who: usize, method: Method, path: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/chat{path}"))
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.people[who]))
            .body(body.into())
            .unwrap();
        let (parts, bytes) = self.api.send(request).await;
        Reply { status: parts.status, json: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    pub(crate) async fn get(&self, who: usize, path: &str) -> Reply {
        self.call(who, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, who: usize, path: &str, body: Value) -> Reply {
        self.call(who, Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, who: usize, path: &str, body: Value) -> Reply {
        self.call(who, Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, who: usize, path: &str, body: Value) -> Reply {
        self.call(who, Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, who: usize, path: &str) -> Reply {
        self.call(who, Method::DELETE, path, None).await
    }

    /// A group of these people; the path of it. The first owns it.
    pub(crate) async fn group(&self, who: &[usize]) -> String {
        let members: Vec<String> = who[1..].iter().map(|who| self.id(*who)).collect();
        let new = json!({ "kind": "group", "title": "项目组", "members": members });
        let made = self.post(who[0], "/chats", new).await.expect(StatusCode::CREATED);
        format!("/chats/{}", made.id())
    }

    /// Posts words; the message.
    pub(crate) async fn say(&self, who: usize, chat: &str, text: &str) -> Value {
        let body = json!({ "text": text });
        self.post(who, &format!("{chat}/messages"), body).await.expect(StatusCode::CREATED).json
    }

    /// Texts of the latest messages that somebody reads, without the notes of the office.
    pub(crate) async fn texts(&self, who: usize, chat: &str) -> Vec<String> {
        let page = self.get(who, &format!("{chat}/messages?limit=200")).await.ok();
        let said = page.items().iter().filter(|message| message["kind"] != "system");
        said.map(|message| message["text"].as_str().unwrap().to_owned()).collect()
    }

    /// The side of a chat that is somebody's own.
    pub(crate) async fn me(&self, who: usize, chat: &str) -> Value {
        self.get(who, chat).await.ok().json["me"].clone()
    }
}

/// The path of a message.
pub(crate) fn path(message: &Value) -> String {
    format!("/messages/{}", message["id"].as_str().unwrap())
}

/// Method, path below the module's, and name of every operation.
fn operations(document: &Value) -> Vec<(Method, String, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(name) = operation["operationId"].as_str() else { continue };
            let method = method.to_uppercase().parse().unwrap();
            let path = path.strip_prefix("/api/v1/chat").unwrap();
            all.push((method, path.to_owned(), name.to_owned()));
        }
    }
    all
}

/// A reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
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

    /// The reply as 204.
    #[track_caller]
    pub(crate) fn done(self) {
        self.expect(StatusCode::NO_CONTENT);
    }

    /// Fails unless this is a failure with this status and code.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) {
        assert_eq!(
            (self.status.as_u16(), self.json["code"].as_str()),
            (status, Some(code)),
            "{:#}",
            self.json
        );
    }

    #[track_caller]
    pub(crate) fn items(&self) -> &[Value] {
        self.json["items"].as_array().unwrap_or_else(|| panic!("no list: {} {:#}", self.status, self.json))
    }

    /// One field of all items.
    #[track_caller]
    pub(crate) fn each(&self, pointer: &str) -> Vec<Value> {
        self.items().iter().map(|item| item.pointer(pointer).cloned().unwrap_or_default()).collect()
    }

    #[track_caller]
    pub(crate) fn id(&self) -> String {
        self.json["id"].as_str().unwrap_or_else(|| panic!("no id in {:#}", self.json)).to_owned()
    }
}
