//! Several nodes that are one office, on PostgreSQL, a bucket and perhaps NATS, each a process that can be killed.

use std::net::SocketAddr;
use std::process::Command;

use http::StatusCode;
use serde_json::{Value, json};
use server::office::compose_beside;
use testkit::nats::{Nats, free_port};
use testkit::postgres::OwnServer;

use crate::bucket::Bucket;
use crate::office::{config, fill};
use crate::program::Program;
use crate::served::{call, sign_in};

/// The office.
pub(crate) struct House {
    // In the order in which they end.
    nodes: Vec<Option<Program>>,
    pub(crate) postgres: OwnServer,
    pub(crate) nats: Option<Nats>,
    pub(crate) bucket: Bucket,
    /// Where the nodes listen, also those that are down.
    pub(crate) addresses: Vec<SocketAddr>,
    settings: Vec<String>,
    folder: tempfile::TempDir,
}

impl House {
    /// An office of so many nodes, with NATS or without.
    pub(crate) async fn open(count: usize, with_nats: bool) -> Self {
        let folder = testkit::fixture::folder();
        let postgres = OwnServer::start();
        let nats = with_nats.then(Nats::start);
        let (bucket, tell) = Bucket::open().await;
        let mut config = config(folder.path());
        tell(&mut config);
        config.database.url = Some(postgres.url().as_str().into());
        let composed = compose_beside(&config).await.unwrap();
        fill(&composed.core, &config).await;
        composed.close().await;
        let s3 = &config.blobs.s3;
        let mut settings = vec![
            format!("database.url={}", postgres.url()),
            "database.pool=8".to_owned(),
            "blobs.store=s3".to_owned(),
            format!("blobs.s3.endpoint={}", s3.endpoint.clone().unwrap()),
            format!("blobs.s3.bucket={}", s3.bucket),
            "blobs.s3.access_key=key".to_owned(),
            "blobs.s3.secret_key=secret".to_owned(),
            "security.argon2_memory_mib=8".to_owned(),
            "security.argon2_passes=1".to_owned(),
        ];
        settings.extend(nats.as_ref().map(|nats| format!("nats.url={}", nats.url())));
        let addresses = (0..count).map(|_| SocketAddr::from(([127, 0, 0, 1], free_port()))).collect();
        let mut house = Self { postgres, nats, bucket, nodes: Vec::new(), addresses, settings, folder };
        for node in 0..count {
            house.nodes.push(None);
            house.start(node).await;
        }
        house
    }

    /// Starts a node under its address.
    pub(crate) async fn start(&mut self, node: usize) {
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        let folder = self.folder.path().join(format!("node-{node}"));
        let program = Program::start_at(&folder, &self.addresses[node].to_string(), &settings).await;
        self.nodes[node] = Some(program);
    }

    /// Starts a node that must refuse; what it says.
    pub(crate) async fn refused(&self, node: usize) -> String {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_courtyard"));
        serve.args(["serve", "--listen", &self.addresses[node].to_string()]);
        serve.args(self.settings.iter().flat_map(|setting| ["--set", setting]));
        serve.arg("--data").arg(self.folder.path().join(format!("node-{node}")));
        let ended = tokio::task::spawn_blocking(move || serve.output().unwrap()).await.unwrap();
        assert!(!ended.status.success(), "it did not refuse");
        String::from_utf8_lossy(&ended.stderr).into_owned()
    }

    /// Kills a node.
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node] = None;
    }

    /// Asks a node to end, as a service manager does, and waits until it did.
    pub(crate) async fn stop(&mut self, node: usize) {
        let program = self.nodes[node].as_mut().unwrap();
        program.process.terminate();
        let mut ended = None;
        testkit::wait_until("the node to end", async || {
            ended = program.process.ended();
            ended.is_some()
        })
        .await;
        assert!(ended.unwrap().success(), "{ended:?}");
        self.nodes[node] = None;
    }

    /// The nodes that run.
    pub(crate) fn running(&self) -> impl Iterator<Item = &Program> {
        self.nodes.iter().flatten()
    }

    /// What a node says of itself at `/readyz`; `None` when it takes no requests.
    pub(crate) async fn readiness(&self, node: usize) -> Option<(u16, String)> {
        let answer = call(self.addresses[node], "GET", "/readyz", None, None).await.ok()?;
        Some((answer.status.as_u16(), String::from_utf8_lossy(&answer.bytes).into_owned()))
    }

    /// Waits until every node says so of itself.
    pub(crate) async fn all_say(&self, status: u16, words: &str) {
        for node in 0..self.addresses.len() {
            testkit::wait_until(&format!("node {node} to say {status} {words}"), async || {
                let said = self.readiness(node).await;
                said.is_some_and(|(code, said)| code == status && said.starts_with(words))
            })
            .await;
        }
    }

    pub(crate) fn node(&self, node: usize) -> &Program {
        self.nodes[node].as_ref().unwrap()
    }

    /// Signs in at a node; the token and the id of the person.
    pub(crate) async fn sign_in(&self, node: usize, login: &str) -> (String, String) {
        sign_in(self.addresses[node], login).await
    }

    /// A group of its maker and these others, made at the first node.
    pub(crate) async fn group(&self, token: &str, members: &[&str]) -> String {
        let new = json!({ "kind": "group", "title": "组", "members": members });
        let made = self.call(0, "POST", "/api/v1/chat/chats", token, Some(new)).await;
        assert_eq!(made.0, StatusCode::CREATED, "{made:?}");
        made.1["id"].as_str().unwrap().to_owned()
    }

    /// A request to a node that must answer.
    pub(crate) async fn call(
        &self,
        node: usize,
        method: &str,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let answer = call(self.addresses[node], method, path, Some(token), body).await.unwrap();
        (answer.status, answer.json())
    }
}
