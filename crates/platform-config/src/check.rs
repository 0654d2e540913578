//! Rules that a type cannot tell: ranges, and settings that need one another.

use crate::{Config, Store, TlsMode};

/// Largest number of a node: an id has ten bits for it, and two nodes with the same number would make the same ids. The last
/// number is that of commands run beside a server.
const MAX_NODE: u16 = 1_022;

/// What does not hold: the setting that asks for it, and what to do.
pub(crate) fn check(config: &Config) -> Vec<(&'static str, String)> {
    let Config { server, database, nats, blobs, tls, security, limits, .. } = config;
    let mut wrong = Vec::new();
    let mut must = |holds: bool, key: &'static str, text: &str| {
        if !holds {
            wrong.push((key, text.to_owned()));
        }
    };
    must(server.node.is_none_or(|node| node <= MAX_NODE), "server.node", "server.node must be 0 to 1022");
    let url = server.public_url.as_deref();
    must(
        url.is_none_or(|url| url.starts_with("https://") || url.starts_with("http://")),
        "server.public_url",
        "server.public_url must start with https:// (or http://)",
    );
    must(database.pool >= 2, "database.pool", "database.pool must be at least 2");
    must(
        database.replica_url.is_none() || database.url.is_some(),
        "database.replica_url",
        "database.replica_url needs database.url: a replica is one of that database",
    );
    must(
        nats.url.is_none() || database.url.is_some(),
        "nats.url",
        "nats.url needs database.url: an office on SQLite is one process and has nobody to talk to",
    );
    must(
        blobs.store != Store::S3 || !blobs.s3.bucket.is_empty(),
        "blobs.store",
        "blobs.store = \"s3\" needs blobs.s3.bucket",
    );
    must(
        tls.mode != TlsMode::Files || (tls.cert.is_some() && tls.key.is_some()),
        "tls.mode",
        "tls.mode = \"files\" needs tls.cert and tls.key, the paths of two PEM files",
    );
    must(
        tls.mode != TlsMode::Acme || !tls.domains.is_empty(),
        "tls.mode",
        "tls.mode = \"acme\" needs tls.domains, the names that lead to this machine",
    );
    // RFC 9106: at least eight blocks of 1 KiB, and one pass; less than a few MiB protects nothing.
    must(
        (8..=4_096).contains(&security.argon2_memory_mib),
        "security.argon2_memory_mib",
        "security.argon2_memory_mib must be 8 to 4096",
    );
    must(
        (1..=100).contains(&security.argon2_passes),
        "security.argon2_passes",
        "security.argon2_passes must be 1 to 100",
    );
    must(limits.file_mib > 0, "limits.file_mib", "limits.file_mib must be at least 1");
    must(
        limits.requests_per_second > 0,
        "limits.requests_per_second",
        "limits.requests_per_second must be at least 1",
    );
    must(limits.burst > 0, "limits.burst", "limits.burst must be at least 1");
    wrong
}
