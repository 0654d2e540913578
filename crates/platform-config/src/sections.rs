//! Every setting. The comments here are those of `config.example.toml`.

use std::net::SocketAddr;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Network, Secret};

/// The whole configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Where the office is reached.
    pub server: Server,
    /// Where the office keeps what it needs.
    pub data: Data,
    /// The database.
    pub database: Database,
    /// The bus between the nodes of an office with PostgreSQL.
    pub nats: Nats,
    /// Files.
    pub blobs: Blobs,
    /// HTTPS served by the office itself. Behind a proxy that does HTTPS leave it off.
    pub tls: Tls,
    /// Hashing of passwords.
    pub security: Security,
    /// What is accepted.
    pub limits: Limits,
    /// The log, on standard error.
    pub log: Log,
    /// Figures for Prometheus at /metrics.
    pub metrics: Metrics,
    /// Rooms of the house. What is off shows nothing and runs nothing; its data stays.
    pub modules: Modules,
}

/// Where the office is reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Server {
    /// Address and port to listen on. 0.0.0.0 listens on all addresses of the machine.
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// Address under which people open the office, such as https://office.example. Links in invitations start with it.
    /// Without it, http:// (https:// with tls.mode) and the address above.
    pub public_url: Option<String>,
    /// Addresses of proxies in front of the office, or networks such as 10.0.0.0/8: their X-Forwarded-For is believed.
    #[schemars(with = "Vec<String>")]
    pub trusted_proxies: Vec<Network>,
    /// Number of this node, 0 to 1022, which no other node of the office may have. Without it the node takes a free one
    /// from the database.
    pub node: Option<u16>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            node: None,
        }
    }
}

/// Where the office keeps what it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Data {
    /// Folder for the database, files, search index and backups; made when absent.
    #[schemars(with = "String")]
    pub dir: PathBuf,
}

impl Default for Data {
    fn default() -> Self {
        Self { dir: PathBuf::from("data") }
    }
}

/// The database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Database {
    /// Address of a PostgreSQL database: postgres://user:password@host:5432/courtyard?sslmode=require. Without it the
    /// office uses SQLite in the data folder.
    #[schemars(with = "Option<String>")]
    pub url: Option<Secret>,
    /// Address of a read replica of that database, for what may be two seconds old: search, the audit log. Without it, or
    /// while it is away or far behind, the database itself is asked.
    #[schemars(with = "Option<String>")]
    pub replica_url: Option<Secret>,
    /// Connections to PostgreSQL, and to its replica, that this node holds at most.
    pub pool: usize,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: None, replica_url: None, pool: 16 }
    }
}

/// The bus between nodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Nats {
    /// Address of NATS: nats://user:password@host:4222, several with commas between them; tls:// for TLS. Without it the
    /// nodes talk through PostgreSQL, which is slower.
    #[schemars(with = "Option<String>")]
    pub url: Option<Secret>,
}

/// Where files are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// In a folder.
    #[default]
    Folder,
    /// In a bucket of a store that speaks S3.
    S3,
}

/// Files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Blobs {
    /// folder or s3.
    #[schemars(with = "String")]
    pub store: Store,
    /// Folder of the files; "blobs" in the data folder unless given.
    #[schemars(with = "Option<String>")]
    pub folder: Option<PathBuf>,
    /// Master keys for encryption at rest, each 32 bytes as base64 (courtyard key). The first encrypts what is written
    /// from now on, all decrypt. Losing them is losing the files.
    #[schemars(with = "Vec<String>")]
    pub master_keys: Vec<Secret>,
    /// The bucket, for store = "s3".
    pub s3: S3,
}

/// A bucket of a store that speaks S3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct S3 {
    /// Address of the store, such as https://s3.example; absent for Amazon's own.
    pub endpoint: Option<String>,
    /// The bucket; it must exist.
    pub bucket: String,
    /// The region.
    pub region: String,
    /// Access key.
    pub access_key: Option<String>,
    /// Secret key.
    #[schemars(with = "Option<String>")]
    pub secret_key: Option<Secret>,
    /// endpoint/bucket/object instead of bucket.endpoint/object: what most stores other than Amazon's need.
    pub path_style: bool,
    /// Folder within the bucket, for a bucket shared with others.
    pub prefix: Option<String>,
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            endpoint: None,
            bucket: String::new(),
            region: "us-east-1".to_owned(),
            access_key: None,
            secret_key: None,
            path_style: true,
            prefix: None,
        }
    }
}

/// Whether and how the office itself does HTTPS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// Plain HTTP.
    #[default]
    Off,
    /// Certificate and key from files.
    Files,
    /// A certificate by ACME (Let's Encrypt), renewed by itself.
    Acme,
}

/// HTTPS.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Tls {
    /// off, files or acme.
    #[schemars(with = "String")]
    pub mode: TlsMode,
    /// Certificate chain in PEM, for mode = "files".
    #[schemars(with = "Option<String>")]
    pub cert: Option<PathBuf>,
    /// Private key in PEM, for mode = "files".
    #[schemars(with = "Option<String>")]
    pub key: Option<PathBuf>,
    /// Names for the certificate, for mode = "acme". They must lead to this machine's port 443.
    pub domains: Vec<String>,
    /// E-mail address for the certificate authority, for mode = "acme".
    pub contact: Option<String>,
    /// Use the authority's test service, for mode = "acme".
    pub staging: bool,
}

/// Hashing of passwords (argon2id). More is slower for everybody, also for thieves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Security {
    /// Memory of one hash in MiB.
    pub argon2_memory_mib: u32,
    /// Passes over that memory.
    pub argon2_passes: u32,
}

impl Default for Security {
    fn default() -> Self {
        // RFC 9106 and OWASP: 19 MiB and two passes are the least advised for interactive use.
        Self { argon2_memory_mib: 19, argon2_passes: 2 }
    }
}

/// What is accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Limits {
    /// Largest file in MiB.
    pub file_mib: u64,
    /// What one person's files may have together, in MiB; 0 for no limit.
    pub user_mib: u64,
    /// What an organisation's files may have together, in MiB; 0 for no limit.
    pub org_mib: u64,
    /// Requests a second that one person may make in the long run: far more than a person or a careful program needs,
    /// so that only what ran wild meets it.
    pub requests_per_second: u32,
    /// Requests of one person that may come at once before that.
    pub burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_mib: 2_048, user_mib: 51_200, org_mib: 0, requests_per_second: 1_000, burst: 2_000 }
    }
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// The log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Log {
    /// What is logged: error, warn, info, debug, or parts such as "info,platform_http=debug".
    pub filter: String,
    /// text or json.
    #[schemars(with = "String")]
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Text }
    }
}

/// Figures for Prometheus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Metrics {
    /// Token that Prometheus sends as a bearer token. Without it only this machine may read the figures.
    #[schemars(with = "Option<String>")]
    pub token: Option<Secret>,
}

/// Rooms of the house.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Modules {
    /// Chats.
    pub chat: bool,
    /// Audit, jobs and system for administrators.
    pub admin: bool,
}

impl Default for Modules {
    fn default() -> Self {
        Self { chat: true, admin: true }
    }
}
