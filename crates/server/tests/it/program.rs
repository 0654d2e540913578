//! The program as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use testkit::process::Process;

/// `courtyard serve`. Killed when dropped.
pub(crate) struct Program {
    pub(crate) process: Process,
    pub(crate) address: SocketAddr,
}

impl Program {
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[]).await
    }

    /// With settings, each `KEY=VALUE`.
    pub(crate) async fn start_with(folder: &Path, settings: &[&str]) -> Self {
        Self::start_at(folder, "127.0.0.1:0", settings).await
    }

    /// At an address that is known before.
    pub(crate) async fn start_at(folder: &Path, listen: &str, settings: &[&str]) -> Self {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_courtyard"));
        serve
            .args(["serve", "--listen", listen, "--set", "log.format=text"])
            .args(settings.iter().flat_map(|setting| ["--set", setting]))
            .args(["--set", "limits.requests_per_second=10000", "--set", "limits.burst=10000", "--data"])
            .arg(folder);
        let (process, log) = Process::start_telling(&serve).unwrap();
        let (found, address) = tokio::sync::oneshot::channel();
        // Reads on to the end: a full pipe would hold the program up.
        std::thread::spawn(move || {
            let mut found = Some(found);
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                eprintln!("{line}");
                let word = line.split_whitespace().find_map(|word| word.strip_prefix("address="));
                if let (Some(address), true) = (word, found.is_some()) {
                    let _ = found.take().unwrap().send(address.to_owned());
                }
            }
        });
        let address = tokio::time::timeout(Duration::from_secs(60), address).await;
        let address =
            address.expect("the program does not open").expect("the program ended").parse().unwrap();
        Self { process, address }
    }

    pub(crate) async fn end(&mut self) -> ExitStatus {
        let mut status = None;
        testkit::wait_until("the program to end", async || {
            status = self.process.ended();
            status.is_some()
        })
        .await;
        status.unwrap()
    }
}
