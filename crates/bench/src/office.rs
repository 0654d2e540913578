//! An office to be measured: made by the program's own commands, served on a free port.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;
use crate::client::Client;
use crate::process::{Process, timed};

/// Longest start that is waited for.
const START: Duration = Duration::from_secs(60);
/// The password of everybody in the office.
const PASSWORD: &str = "courtyard-bench";

/// A served office.
pub(crate) struct Office {
    pub(crate) process: Process,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it answered.
    pub(crate) started_in: Duration,
    /// Logins, the owner's first.
    pub(crate) logins: Vec<String>,
    pub(crate) folder: Folder,
    program: PathBuf,
}

/// The folder of an office, removed with its owner.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Result<Self> {
        TempDir::with_prefix("courtyard-bench-").map(Self).map_err(|error| error.to_string())
    }

    pub(crate) fn text(&self, inner: &str) -> String {
        self.0.path().join(inner).display().to_string()
    }
}

impl Office {
    /// Makes a demo office of so many people and serves it.
    pub(crate) async fn open(program: &Path, people: u32) -> Result<Self> {
        let folder = Folder::new()?;
        let data = folder.text("office");
        let words = ["demo", "--people", &people.to_string(), "--password", PASSWORD, "--data", &data];
        timed(program, &words)?;
        let listed = Command::new(program).args(["user", "list", "--data", &data]).output();
        let listed = listed.map_err(|error| error.to_string())?;
        let logins = String::from_utf8_lossy(&listed.stdout);
        let logins = logins.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned));
        let logins: Vec<String> = logins.collect();
        let (process, address, started_in) = serve(program, &data, &[]).await?;
        Ok(Self { process, address, started_in, logins, folder, program: program.to_owned() })
    }

    /// Ends the program and starts it again on the same data.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.process.end();
        let data = self.folder.text("office");
        let (process, address, started_in) = serve(&self.program, &data, &[]).await?;
        (self.process, self.address, self.started_in) = (process, address, started_in);
        Ok(())
    }

    /// Signs in the person at this place in the list of logins.
    pub(crate) async fn client(&self, at: usize) -> Result<Client> {
        let login = self.logins.get(at).ok_or("the office has too few people")?;
        Client::sign_in(self.address, login, PASSWORD).await
    }

    /// Signs in the first people, a few at a time: hashing passwords is meant to be slow.
    pub(crate) async fn clients(&self, count: usize) -> Result<Vec<Client>> {
        let mut clients = Vec::with_capacity(count);
        for at in 0..count {
            clients.push(self.client(at).await?);
        }
        Ok(clients)
    }
}

/// Several processes that are one office.
pub(crate) struct Nodes {
    pub(crate) processes: Vec<Process>,
    addresses: Vec<SocketAddr>,
    logins: Vec<String>,
    folder: Folder,
}

impl Nodes {
    /// Serves an office from so many processes with these settings; makes a demo office where there is none.
    pub(crate) async fn open(program: &Path, settings: &[String], people: u32, count: usize) -> Result<Self> {
        let folder = Folder::new()?;
        let data = folder.text("office");
        let set: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting.as_str()]).collect();
        let people = people.to_string();
        let list = |words: &[&str]| {
            let listed =
                Command::new(program).args(words).args(&set).output().map_err(|error| error.to_string())?;
            let text = String::from_utf8_lossy(&listed.stdout).into_owned();
            let logins = text.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned));
            Result::Ok(logins.collect::<Vec<String>>())
        };
        let mut logins = list(&["user", "list", "--data", &data])?;
        if logins.len() < 2 {
            let words = ["demo", "--people", &people, "--password", PASSWORD, "--data", &data];
            timed(program, &[&words[..], &set].concat())?;
            logins = list(&["user", "list", "--data", &data])?;
        }
        let mut nodes = Self { processes: Vec::new(), addresses: Vec::new(), logins, folder };
        for node in 0..count {
            let data = nodes.folder.text(&format!("node-{node}"));
            let (process, address, _) = serve(program, &data, &set).await?;
            nodes.processes.push(process);
            nodes.addresses.push(address);
        }
        Ok(nodes)
    }

    /// Signs in the person at this place in the list of logins, at one node after the other.
    pub(crate) async fn client(&self, at: usize) -> Result<Client> {
        let login = self.logins.get(at).ok_or("the office has too few people")?;
        Client::sign_in(self.addresses[at % self.addresses.len()], login, PASSWORD).await
    }
}

async fn serve(program: &Path, data: &str, set: &[&str]) -> Result<(Process, SocketAddr, Duration)> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    let address = free.local_addr().map_err(|error| error.to_string())?;
    drop(free);
    let started = Instant::now();
    let listen = address.to_string();
    let mut command = Command::new(program);
    command.args(["serve", "--data", data, "--listen", &listen, "--set", "log.filter=error"]).args(set);
    // One person sends what hundreds would: the limit is not what is measured.
    command.args(["--set", "limits.requests_per_second=100000", "--set", "limits.burst=100000"]);
    let process = Process::start(&mut command)?;
    while !answers(address).await {
        if started.elapsed() > START {
            return Err(format!("{} did not answer within {} s", program.display(), START.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok((process, address, started.elapsed()))
}

/// Whether the office answers a request: that its port takes connections says less.
async fn answers(address: SocketAddr) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n").await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    ask.await.unwrap_or(false)
}
