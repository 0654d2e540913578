//! `courtyard doctor`: whether everything the configuration points at works, and what to do where it does not.

use std::fs;
use std::net::TcpListener;

use platform_config::{Config, Loaded, Store, TlsMode};
use platform_db::pending;
use server::office::{compose, migrations, open_db, public_url};

use crate::cli::{Failure, Outcome};
use crate::cmd::exists;
use crate::say;

/// Checks one after the other; fails when one of them did.
pub(crate) async fn doctor(loaded: Loaded) -> Outcome {
    let config = loaded.config;
    say!("configuration");
    for setting in loaded.settings.iter().filter(|setting| setting.source != "default") {
        say!("  {setting}");
    }
    let mut report = Report::default();
    folder(&mut report, &config);
    address(&mut report, &config);
    tls(&mut report, &config);
    if exists(&config) {
        if database(&mut report, &config).await {
            office(&mut report, &config).await;
        }
    } else {
        report.note(&format!(
            "there is no office in {} yet: courtyard serve makes one. The rest is checked with an empty one",
            config.data.dir.display()
        ));
        // Looking must leave nothing behind.
        match tempfile::tempdir() {
            Ok(folder) => {
                let mut empty = config.clone();
                empty.data.dir = folder.path().to_owned();
                office(&mut report, &empty).await;
            }
            Err(error) => report.bad(
                &format!("no temporary folder: {error}"),
                "Make the folder for temporary files writable.",
            ),
        }
    }
    if report.bad == 0 {
        say!("everything checked works");
        Ok(())
    } else {
        Err(Failure(format!("{} check(s) failed; what to do stands beside each", report.bad)))
    }
}

#[derive(Default)]
struct Report {
    bad: usize,
}

impl Report {
    fn ok(&mut self, what: &str) {
        say!("ok    {what}");
    }

    fn note(&mut self, what: &str) {
        say!("note  {what}");
    }

    fn bad(&mut self, what: &str, remedy: &str) {
        self.bad += 1;
        say!("BAD   {what}\n      {remedy}");
    }
}

fn folder(report: &mut Report, config: &Config) {
    let dir = &config.data.dir;
    if !dir.exists() {
        report.note(&format!("the data folder {} does not exist yet", dir.display()));
        return;
    }
    let probe = dir.join(".doctor");
    let done = fs::create_dir_all(dir)
        .and_then(|()| fs::write(&probe, b"probe"))
        .and_then(|()| fs::remove_file(&probe));
    match done {
        Ok(()) => report.ok(&format!("data folder {} can be written", dir.display())),
        Err(error) => report.bad(
            &format!("data folder {}: {error}", dir.display()),
            "Make it writable for the user that runs courtyard, or choose another with --data.",
        ),
    }
}

fn address(report: &mut Report, config: &Config) {
    match TcpListener::bind(config.server.listen) {
        Ok(_) => report.ok(&format!("{} is free to listen on", config.server.listen)),
        Err(error) => report.note(&format!(
            "{} cannot be listened on now ({error}); that is right while the office runs there",
            config.server.listen
        )),
    }
    if config.server.public_url.is_none() {
        report.note(&format!("server.public_url is not set: links start with {}", public_url(config)));
    }
}

fn tls(report: &mut Report, config: &Config) {
    match config.tls.mode {
        TlsMode::Off => {
            if !config.server.listen.ip().is_loopback() {
                report.note(
                    "tls.mode is off: put a proxy that does HTTPS in front, or passwords travel in the clear",
                );
            }
        }
        TlsMode::Files => {
            for (name, path) in [("tls.cert", &config.tls.cert), ("tls.key", &config.tls.key)] {
                match path {
                    None => report.bad(
                        &format!("{name} is not set"),
                        "tls.mode = \"files\" needs tls.cert and tls.key.",
                    ),
                    Some(path) => match fs::read(path) {
                        Ok(_) => report.ok(&format!("{name} {} can be read", path.display())),
                        Err(error) => report.bad(
                            &format!("{name} {}: {error}", path.display()),
                            "Give the path of a PEM file that the user running courtyard may read.",
                        ),
                    },
                }
            }
        }
        TlsMode::Acme => {
            if config.tls.domains.is_empty() {
                report.bad(
                    "tls.domains is empty",
                    "tls.mode = \"acme\" needs the names that lead to this machine.",
                );
            } else {
                report.note("certificates come by ACME: port 443 of these names must lead to this machine");
            }
        }
    }
}

async fn database(report: &mut Report, config: &Config) -> bool {
    let what = if config.database.url.is_some() { "PostgreSQL" } else { "SQLite" };
    let db = match open_db(config).await {
        Ok(db) => db,
        Err(error) => {
            report.bad(
                &format!("{what} cannot be opened: {}", Failure::from(error)),
                "Check database.url (host, port, user, password, sslmode), or the data folder.",
            );
            return false;
        }
    };
    report.ok(&format!("{what} answers"));
    match pending(&db, &migrations(db.engine())).await {
        Ok(list) if list.is_empty() => report.ok("the tables are up to date"),
        Ok(list) => report.note(&format!("{} migration(s) are missing: they are applied now", list.len())),
        Err(error) => {
            report.bad(
                &Failure::from(error).to_string(),
                "Start it with the version that wrote it, or a later one.",
            );
            return false;
        }
    }
    true
}

async fn office(report: &mut Report, config: &Config) {
    let composed = match compose(config).await {
        Ok(composed) => composed,
        Err(error) => {
            report.bad(
                &Failure::from(error).to_string(),
                "Mend what is named above, then run courtyard doctor again.",
            );
            return;
        }
    };
    let store = match config.blobs.store {
        Store::Folder => "the folder of the files",
        Store::S3 => "the bucket of the files",
    };
    match composed.core.blobs.check().await {
        Ok(()) => report.ok(&format!("{store} can be written, read and cleared")),
        Err(error) => report.bad(
            &format!("{store}: {}", Failure::from(error)),
            "Check [blobs]: folder and rights, or endpoint, bucket, region and keys.",
        ),
    }
    match composed.core.blobs.missing_keys().await {
        Ok(missing) if missing.is_empty() => {
            report.ok("every file can be decrypted with the configured keys")
        }
        Ok(missing) => {
            for (key, count) in missing {
                report.bad(
                    &format!(
                        "{count} file(s) are encrypted under the master key {key}, which is not configured"
                    ),
                    "Put the old key back into blobs.master_keys, after the present one.",
                );
            }
        }
        Err(error) => report.bad(&Failure::from(error).to_string(), "See the log for the cause."),
    }
    match composed.core.audit.checkpoint().await {
        Ok(_) => report.ok("the audit log can be signed"),
        Err(error) => report.bad(&Failure::from(error).to_string(), "See the log for the cause."),
    }
}
