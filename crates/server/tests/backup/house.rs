//! Offices on either engine, lived in a little, and what all their tables hold.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Clock, Id, Millis, Result, Role};
use module_chat::fill::{PastChat, PastKind, PastMessage, fill};
use module_people::{Admin, BulkDepartment, BulkPerson, BulkPlace};
use platform_blob::MasterKey;
use platform_config::Config;
use platform_core::Core;
use platform_db::{Engine, Val};
use serde_json::{Value, json};
use server::backup::{BackupOptions, RestoreOptions, Restored, Taken, back_up, restore};
use server::migrate_store::{Moved, migrate_store};
use server::office::{Composed, compose, migrations, open_db, people_config};
use testkit::postgres::Database;
use tower::ServiceExt;

/// The password of everybody.
const PASSWORD: &str = "a password for tests";
/// People of an office.
const PEOPLE: usize = 12;
/// Messages of its history.
const MESSAGES: i64 = 400;

/// A place for an office. It is gone with the value.
pub(crate) struct House {
    pub(crate) config: Config,
    pub(crate) engine: Engine,
    folder: tempfile::TempDir,
    _database: Option<Database>,
}

impl House {
    pub(crate) fn new(engine: Engine) -> Self {
        let folder = testkit::fixture::folder();
        let mut config = Config::default();
        config.data.dir = folder.path().join("office");
        // As cheap as argon2id may be: what is tested is not the hash.
        config.security.argon2_memory_mib = 1;
        config.security.argon2_passes = 1;
        config.limits.requests_per_second = 100_000;
        config.limits.burst = 100_000;
        config.database.pool = 6;
        let database = (engine == Engine::Postgres).then(|| testkit::postgres::server().create(&[]));
        config.database.url = database.as_ref().map(|database| database.url().as_str().into());
        Self { config, engine, folder, _database: database }
    }

    /// A place whose files and backups are encrypted.
    pub(crate) fn with_key(engine: Engine, key: &MasterKey) -> Self {
        let mut house = Self::new(engine);
        house.config.blobs.master_keys = vec![key.to_text().as_str().into()];
        house
    }

    /// A file beside the office.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) async fn open(&self) -> Office {
        let Composed { core, mut modules, .. } = compose(&self.config).await.unwrap();
        for module in &mut modules {
            if let Some(start) = module.start.take() {
                start().await.unwrap();
            }
        }
        let stopping = Arc::new(AtomicBool::new(false));
        let router = server::app::router(&core, &mut modules, &self.config, None, stopping).unwrap();
        Office { router, core }
    }

    /// Lets people in, who talk and send a file; the office, and the id of the group they talk in.
    pub(crate) async fn settle(&self) -> (Office, String) {
        let people = {
            let Composed { core, .. } = compose(&self.config).await.unwrap();
            let admin = Admin::new(&core, people_config(&self.config)).unwrap();
            let parts = [("总部", None), ("研发", Some(0))];
            let departments = parts.map(|(name, parent)| BulkDepartment { name: name.to_owned(), parent });
            let people: Vec<BulkPerson> = (0..PEOPLE).map(person).collect();
            admin.fill("测试组织", &departments, &people, PASSWORD.to_owned()).await.unwrap()
        };
        let office = self.open().await;
        let past = PastChat {
            kind: PastKind::Group,
            title: "项目".to_owned(),
            announcement: "「周五」上线\n\\o/ 🀄".to_owned(),
            owner: people.people.first().copied(),
            members: people.people.clone(),
            created_at: Millis(1_767_574_800_000),
            messages: (0..MESSAGES).map(|i| message(i, &people.people)).collect(),
            read: HashMap::from([(people.people[1], 7)]),
        };
        let chat = fill(&office.core, people.organisation, past).await.unwrap().to_string();
        let token = office.sign_in("p1").await;
        let file = office.send_file(&token, "图.txt", "文件内容".repeat(30_000).into_bytes()).await;
        let body = json!({ "text": "请看附件", "files": [file], "kind": "file" });
        office.post(&chat, &token, body).await;
        (office, chat)
    }

    pub(crate) async fn back_up(&self, out: PathBuf) -> Result<Taken> {
        let options = BackupOptions { out, files: true };
        back_up(&self.config, &options, &Clock::system(), &mut |_| {}).await
    }

    pub(crate) async fn restore(&self, from: impl Into<PathBuf>) -> Result<Restored> {
        let options = RestoreOptions { from: from.into(), files: true };
        restore(&self.config, &options, &Clock::system(), &mut |_| {}).await
    }

    /// Moves the office into another place.
    pub(crate) async fn move_to(&self, other: &Self) -> Result<Moved> {
        migrate_store(&self.config, &other.config, &Clock::system(), &mut |_| {}).await
    }

    /// Nobody has it open any more: the minute that a killed process keeps its number for is over.
    pub(crate) async fn close(&self) {
        let db = open_db(&self.config).await.unwrap();
        db.write(|tx| Box::pin(async move { platform_events::begin_anew(tx).await })).await.unwrap();
    }

    /// Whether nothing at all is in it.
    pub(crate) async fn is_untouched(&self) -> bool {
        let no_tables = match self.engine {
            Engine::Sqlite => true,
            Engine::Postgres => self.tables().await.is_empty(),
        };
        no_tables && !self.config.data.dir.exists()
    }

    /// Every row of every table, as text that is the same on both engines.
    pub(crate) async fn tables(&self) -> BTreeMap<String, Vec<String>> {
        let db = open_db(&self.config).await.unwrap();
        let mut sets = migrations(self.engine);
        sets.retain(|set| set.owner != "search");
        let mut snapshot = db.snapshot().await.unwrap();
        let mut all = BTreeMap::new();
        for table in snapshot.tables(&sets).await.unwrap() {
            // What belongs to the processes of an office and not to the office.
            if ["events_leases", "events_bus"].contains(&table.name.as_str()) {
                continue;
            }
            let rows = snapshot.page(&table, None, 100_000).await.unwrap();
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let rows = rows.iter().map(|row| format!("{names:?} {:?}", plain(row.values()))).collect();
            all.insert(table.name, rows);
        }
        snapshot.end().await.unwrap();
        all
    }
}

fn plain(values: &[Val]) -> Vec<Val> {
    let as_number = |value: &Val| match value {
        Val::Bool(yes) => Val::Int(i64::from(*yes)),
        other => other.clone(),
    };
    values.iter().map(as_number).collect()
}

fn person(i: usize) -> BulkPerson {
    BulkPerson {
        name: format!("单{i}"),
        login: Some(format!("p{i}")),
        employee_no: Some(format!("E{i:04}")),
        email: None,
        phones: vec![("mobile".to_owned(), format!("1380000{i:04}"))],
        places: vec![BulkPlace { department: i % 2, title: None, head: i < 2, order: i as i64 }],
        // Some report to people who come after them: rows refer to later rows.
        manager: (i > 0).then_some(if i == 3 { 9 } else { 0 }),
        role: (i == 0).then_some(Role::Owner),
        administers: None,
    }
}

fn message(i: i64, people: &[Id]) -> PastMessage {
    let who = |n: i64| people[usize::try_from(n).unwrap() % people.len()];
    PastMessage {
        sender: who(i),
        at: Millis(1_767_574_800_000 + i * 1_000),
        text: format!("第 {i} 条 “引号” \\ 换行\n<@{}> 😀", who(i + 1)),
        reply_to: (i > 10).then_some(3),
        reactions: if i % 5 == 0 { vec![("👍".to_owned(), who(i + 2))] } else { Vec::new() },
        pinned: i == 8,
    }
}

/// A running office, called in process.
pub(crate) struct Office {
    router: Router,
    pub(crate) core: Core,
}

impl Office {
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let body = body.map_or(Body::empty(), |json| Body::from(json.to_string()));
        let (status, bytes) =
            self.send(method, path, token, &[("content-type", "application/json")], body).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Body,
    ) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, body.collect().await.unwrap().to_bytes().to_vec())
    }

    pub(crate) async fn sign_in(&self, login: &str) -> String {
        let body = json!({ "login": login, "password": PASSWORD });
        let (status, reply) = self.call("POST", "/api/v1/people/sessions", None, Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{reply}");
        reply["token"].as_str().unwrap().to_owned()
    }

    /// Posts a message; its place in the chat.
    pub(crate) async fn post(&self, chat: &str, token: &str, body: Value) -> i64 {
        let path = format!("/api/v1/chat/chats/{chat}/messages");
        let (status, reply) = self.call("POST", &path, Some(token), Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{reply}");
        reply["seq"].as_i64().unwrap()
    }

    async fn send_file(&self, token: &str, name: &str, bytes: Vec<u8>) -> Value {
        let new = json!({ "name": name, "size": bytes.len() });
        let (status, upload) = self.call("POST", "/api/v1/core/uploads", Some(token), Some(new)).await;
        assert_eq!(status, StatusCode::CREATED, "{upload}");
        let path = format!("/api/v1/core/uploads/{}", upload["id"].as_str().unwrap());
        let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", "0")];
        let (status, _) = self.send("PATCH", &path, Some(token), &headers, Body::from(bytes)).await;
        assert!(status.is_success(), "{status}");
        let (_, upload) = self.call("GET", &path, Some(token), None).await;
        upload["file"]["id"].clone()
    }
}
