//! ejabberd as Debian packages it (`ejabberd`, and `erlang-p1-pgsql` for its archive), set in its favour: no TLS, anonymous
//! sign-in, no shaping, no history for who comes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use testkit::nats::free_port;
use testkit::postgres::OwnServer;
use testkit::process::Process;

use crate::Result;
use crate::figures::fanout::{Room, Sender};
use crate::peers::xmpp::Xmpp;
use crate::process::Tree;

/// Where Debian keeps its libraries.
const LIBRARIES: &str = "/usr/lib/x86_64-linux-gnu";
/// The tables of its archive.
const TABLES: &str = "/usr/share/ejabberd/sql/pg.sql";
/// Longest start that is waited for.
const START: Duration = Duration::from_secs(60);

/// A running server.
pub(crate) struct Ejabberd {
    process: Process,
    postgres: Option<OwnServer>,
    port: u16,
    _folder: TempDir,
}

impl Ejabberd {
    /// Starts one, with every message of a room in an archive on PostgreSQL or without.
    pub(crate) async fn start(archive: bool) -> Result<Self> {
        let erl = Path::new("/usr/bin/erl");
        if !erl.is_file() || !Path::new(TABLES).is_file() {
            return Err("ejabberd is not installed: apt-get install ejabberd erlang-p1-pgsql".to_owned());
        }
        let folder = TempDir::with_prefix("courtyard-bench-").map_err(|error| error.to_string())?;
        let port = free_port();
        let postgres = archive.then(OwnServer::start_on_tcp);
        if let Some(postgres) = &postgres {
            let tables = fs::read_to_string(TABLES).map_err(|error| format!("{TABLES}: {error}"))?;
            postgres.run_statements(&tables)?;
        }
        let file = folder.path().join("ejabberd.yml");
        fs::write(&file, settings(port, postgres.as_ref())).map_err(|error| error.to_string())?;
        let mut command = Command::new(erl);
        command
            .args(["-noinput", "+K", "true", "-mnesia", "dir"])
            .arg(format!("\"{}\"", folder.path().join("db").display()))
            .args(["-s", "ejabberd"])
            .current_dir(folder.path())
            .env("ERL_LIBS", LIBRARIES)
            .env("EJABBERD_CONFIG_PATH", &file)
            .env("EJABBERD_LOG_PATH", folder.path().join("ejabberd.log"));
        let process = Process::start(&command).map_err(|error| format!("erl: {error}"))?;
        let server = Self { process, postgres, port, _folder: folder };
        let started = Instant::now();
        while Xmpp::sign_in(server.port).await.is_err() {
            if started.elapsed() > START {
                return Err("ejabberd does not start".to_owned());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(server)
    }

    /// What works for it.
    pub(crate) fn processes(&self) -> Tree {
        let postgres = self.postgres.as_ref().and_then(OwnServer::id);
        Tree([Some(self.process.id()), postgres].into_iter().flatten().collect())
    }

    /// A room whose members are all there, the first of whom speaks.
    pub(crate) async fn room(&self, members: usize) -> Result<(Room, Sender)> {
        let mut room = Room::new(members);
        let mut speaker = None;
        for member in 0..members {
            let mut client = Xmpp::sign_in(self.port).await?;
            client.join("bench", member).await?;
            let (reader, writer) = client.split();
            let echoes = room.listen_xmpp(reader);
            match speaker {
                None => speaker = Some(Sender::Xmpp { writer, echoes }),
                Some(_) => room.keep(writer),
            }
        }
        let sender = speaker.ok_or("a room without members")?;
        Ok((room, sender))
    }
}

fn settings(port: u16, postgres: Option<&OwnServer>) -> String {
    let (sql, archive) = match postgres {
        Some(postgres) => (
            format!(
                "sql_type: pgsql\nsql_server: \"127.0.0.1\"\nsql_port: {}\nsql_database: postgres\n\
                 sql_username: courtyard\nsql_password: none\n",
                postgres.port()
            ),
            "  mod_mam:\n    default: always\n    db_type: sql\n",
        ),
        None => (String::new(), ""),
    };
    format!(
        "hosts:\n  - localhost\nloglevel: error\nlisten:\n  -\n    port: {port}\n    ip: \"127.0.0.1\"\n    \
         module: ejabberd_c2s\n    max_stanza_size: 262144\n    access: all\nauth_method: [anonymous]\n\
         anonymous_protocol: sasl_anon\nallow_multiple_connections: true\n{sql}modules:\n  mod_disco: {{}}\n{archive}  \
         mod_muc:\n    access: all\n    access_create: all\n    max_users: 5000\n    min_message_interval: 0\n    \
         min_presence_interval: 0\n    history_size: 0\n    default_room_options:\n      max_users: 5000\n      \
         anonymous: false\n      mam: {}\n",
        postgres.is_some()
    )
}
