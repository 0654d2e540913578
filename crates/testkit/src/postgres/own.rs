//! A PostgreSQL server for one test, as safe as in an office, which the test may kill and start again.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::database::{ADMIN, answers_at, run_at, url};
use super::install::{Account, account, programs};
use super::instance::command;
use crate::nats::free_port;
use crate::process::Process;

/// Time for a server to come up, also after it was killed under load.
const START: Duration = Duration::from_secs(60);

/// The server.
#[derive(Debug)]
pub struct OwnServer {
    programs: PathBuf,
    account: Account,
    folder: TempDir,
    process: Option<Process>,
    /// Where it listens beside its socket, for programs that know no sockets.
    port: Option<u16>,
}

impl OwnServer {
    /// Starts one with an empty database.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, with the command that installs it, or does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// The same, listening on a port of loopback as well.
    ///
    /// # Panics
    /// As [`OwnServer::start`].
    #[must_use]
    pub fn start_on_tcp() -> Self {
        Self::start_with(Some(free_port()))
    }

    fn start_with(port: Option<u16>) -> Self {
        let programs = programs().unwrap_or_else(|words| panic!("{words}"));
        let account = account().unwrap_or_else(|words| panic!("{words}"));
        let folder = crate::fixture::folder();
        chown(folder.path(), Some(account.user), Some(account.group)).expect("a folder cannot be given away");
        let mut initdb = command(&programs.join("initdb"), folder.path(), account);
        initdb.arg("--pgdata").arg(folder.path().join("data"));
        let made = initdb
            .args([
                "--username=courtyard",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .output()
            .expect("initdb cannot be started");
        assert!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        let mut server = Self { programs, account, folder, process: None, port };
        server.run();
        server
    }

    /// A standby that follows it and can be read. The server is stopped for a moment, to be copied.
    ///
    /// # Panics
    /// When it cannot be made or does not start.
    #[must_use]
    pub fn standby(&mut self) -> Self {
        let folder = crate::fixture::folder();
        let Account { user, group } = self.account;
        chown(folder.path(), Some(user), Some(group)).expect("a folder cannot be given away");
        // Cut off, as by a power cut: what is copied is a store that recovers, and then follows.
        self.kill();
        let data = folder.path().join("data");
        let copied = command(Path::new("cp"), folder.path(), self.account)
            .arg("-a")
            .arg(self.folder.path().join("data"))
            .arg(&data)
            .status()
            .expect("there is no program cp");
        assert!(copied.success(), "the server cannot be copied");
        let _ = std::fs::remove_file(data.join("postmaster.pid"));
        let from = format!("primary_conninfo = 'user=courtyard host={}'\n", self.folder.path().display());
        for (name, text) in [("postgresql.auto.conf", from.as_str()), ("standby.signal", "")] {
            std::fs::write(data.join(name), text).expect("the standby cannot be configured");
        }
        self.run();
        let (programs, account) = (self.programs.clone(), self.account);
        let mut standby = Self { programs, account, folder, process: None, port: None };
        standby.run();
        standby
    }

    /// The address of its database.
    #[must_use]
    pub fn url(&self) -> String {
        let url = url(self.folder.path(), ADMIN);
        let host = url.strip_suffix(ADMIN).and_then(|url| url.strip_suffix('/')).unwrap_or(&url);
        format!("{host}:{}/{ADMIN}", self.port())
    }

    /// Kills the server and all that serve its connections, as a machine that loses its power does.
    ///
    /// # Panics
    /// When the system has no `pkill`.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        // Its children first: orphans hold the memory they share, and a new server must wait for them.
        let children = Command::new("pkill").args(["-KILL", "-P", &process.id().to_string()]).status();
        children.expect("there is no program pkill");
        process.kill();
    }

    /// Starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn run(&mut self) {
        let mut server = command(&self.programs.join("postgres"), self.folder.path(), self.account);
        server.arg("-D").arg(self.folder.path().join("data")).arg("-k").arg(self.folder.path());
        match self.port {
            Some(port) => server.args(["-c", "listen_addresses=127.0.0.1", "-p", &port.to_string()]),
            None => server.args(["-c", "listen_addresses="]),
        };
        for setting in ["max_connections=200", "shared_buffers=64MB", "jit=off"] {
            server.arg("-c").arg(setting);
        }
        let started = Instant::now();
        let mut process = self.start_as(&server);
        while !answers_at(&self.url()) {
            // What the killed one left may still be going: then it ends at once, and is started once more.
            if process.ended().is_some() {
                process = self.start_as(&server);
            }
            assert!(
                started.elapsed() < START,
                "PostgreSQL does not start in {}",
                self.folder.path().display()
            );
            thread::park_timeout(Duration::from_millis(50));
        }
        self.process = Some(process);
    }

    fn start_as(&self, server: &Command) -> Process {
        Process::start_as(server, Some((self.account.user, self.account.group)))
            .expect("PostgreSQL cannot be started")
    }

    /// The number of its first process.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    /// Runs statements in its database.
    ///
    /// # Errors
    /// When the server refuses one, in its words.
    pub fn run_statements(&self, sql: &str) -> Result<(), String> {
        run_at(&self.url(), sql)
    }

    /// The port it listens on; that of its socket's name where it listens on none.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(5_432)
    }
}
