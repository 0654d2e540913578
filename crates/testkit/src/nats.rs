//! A NATS server for one test, which it may kill and start again.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Process;

const MISSING: &str = "\
The NATS server is not installed, and the tests of several nodes need it. Install it; it need not be running:
  Debian, Ubuntu   sudo apt-get install -y nats-server
  macOS            brew install nats-server";
/// Far beyond what it takes to start.
const START: Duration = Duration::from_secs(20);

/// The server.
#[derive(Debug)]
pub struct Nats {
    program: PathBuf,
    port: u16,
    process: Option<Process>,
}

impl Nats {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When it is not installed, with the command that installs it, or does not start.
    #[must_use]
    pub fn start() -> Self {
        let program = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"]
            .into_iter()
            .map(PathBuf::from)
            .chain(
                std::env::var_os("PATH")
                    .iter()
                    .flat_map(std::env::split_paths)
                    .map(|folder| folder.join("nats-server")),
            )
            .find(|path| path.is_file())
            .unwrap_or_else(|| panic!("{MISSING}"));
        let mut nats = Self { program, port: free_port(), process: None };
        nats.run();
        nats
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        // The password has what must be written otherwise in an address.
        format!("nats://courtyard:p%40ss%2Fword@127.0.0.1:{}", self.port)
    }

    /// The number of its process.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    /// Kills it.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it again under the same address.
    ///
    /// # Panics
    /// When it does not start.
    pub fn run(&mut self) {
        let mut command = Command::new(&self.program);
        command.args(["-a", "127.0.0.1", "-p", &self.port.to_string()]).current_dir(Path::new("/"));
        command.args(["--user", "courtyard", "--pass", "p@ss/word"]);
        self.process = Some(Process::start(&command).expect("nats-server cannot be started"));
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            assert!(started.elapsed() < START, "nats-server does not start");
            thread::park_timeout(Duration::from_millis(10));
        }
    }
}

/// Ports that are tried: below those from which systems take the ends of outgoing connections, of which one could have
/// it first.
const PORTS: RangeInclusive<u16> = 10_000..=32_000;
/// Ports that were given away, of which none is given twice.
static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A port that nothing listens on at the moment, and that nobody else in this process gets.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let count = u64::from(PORTS.end() - PORTS.start()) + 1;
    // Tests run side by side, each in a process of its own: they begin at different places.
    let start = RandomState::new().build_hasher().finish() % count;
    let free = (0..count)
        .filter_map(|step| u16::try_from((start + step) % count).ok())
        .map(|offset| PORTS.start() + offset)
        .find(|port| !given.contains(port) && TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("no free port");
    given.insert(free);
    free
}
