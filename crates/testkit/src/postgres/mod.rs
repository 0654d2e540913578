//! PostgreSQL for tests: one server for all test processes of a checkout, one database for each test.
//!
//! The first process that needs the server starts it, the others find it; nextest runs every test in a process of its
//! own, and a server for each would cost a second or two. It listens on a Unix socket in a folder only its user can
//! enter, and gives up safety against power cuts for speed. A small shell loop (`watch.sh`) runs it and ends it, by the
//! number of its own child, once no test process has used it for two minutes.

mod database;
mod install;
mod instance;
mod own;

use std::path::PathBuf;
use std::sync::OnceLock;

pub use database::Database;
pub use own::OwnServer;

/// The server that the tests share.
#[derive(Debug)]
pub struct Server {
    socket: PathBuf,
}

/// The server; started when no other process has done so.
///
/// # Panics
/// When PostgreSQL is not installed, with the command that installs it, or does not start, with its log.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match instance::join() {
        Ok(socket) => Server { socket },
        Err(words) => panic!("{words}"),
    })
}
