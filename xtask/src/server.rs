//! The server: building it, finding its program and a port for it.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Result;
use crate::place::Place;
use crate::shell::{self, Shell};

/// How carefully the compiler works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Profile {
    /// Our own code quick to build, libraries optimised: what tests use too, so that nothing is built twice.
    Dev,
    /// What is shipped.
    Release,
}

/// Where the program lies after a build.
pub(crate) fn program(place: &Place, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    place.target.join(folder).join(format!("courtyard{}", std::env::consts::EXE_SUFFIX))
}

/// Builds the program alone.
pub(crate) fn build(place: &Place, profile: Profile) -> Result<PathBuf> {
    let cargo = shell::cargo(place).args(["build", "--package", "server"]);
    match profile {
        Profile::Dev => cargo.run()?,
        Profile::Release => cargo.arg("--release").run()?,
    }
    Ok(program(place, profile))
}

/// The program with its data folder.
pub(crate) fn courtyard(program: &Path, command: &[&str], data: &Path) -> Shell {
    Shell::new(program).args(command).arg("--data").arg(data)
}

/// Fails with what to do when the port cannot be listened on.
pub(crate) fn port_is_free(port: u16) -> Result {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Err(error) = TcpListener::bind(address) else { return Ok(()) };
    let other = (port.saturating_add(1)..=u16::MAX)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok());
    let mut words = if is_ready(address) {
        format!(
            "Port {port} is taken by a Courtyard that runs already: open http://{address}, or stop it (Ctrl-C where it was started)."
        )
    } else if error.kind() == std::io::ErrorKind::AddrInUse {
        format!("Port {port} is taken by another program.")
    } else {
        format!("Port {port} cannot be listened on: {error}.")
    };
    if let Some(other) = other {
        let _ = write!(words, "\nOr use a free one: cargo xtask up --port {other}");
    }
    Err(words)
}

/// Whether a server says that it is ready.
fn is_ready(address: SocketAddr) -> bool {
    let asked = || -> std::io::Result<bool> {
        let patience = Duration::from_millis(500);
        let mut stream = TcpStream::connect_timeout(&address, patience)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        stream.write_all(
            format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b" 200"))
    };
    asked().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_with_a_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let words = port_is_free(port).unwrap_err();
        assert!(words.contains(&format!("Port {port} is taken by another program")), "{words}");
        assert!(words.contains("--port"), "{words}");
        drop(taken);
        assert_eq!(port_is_free(port), Ok(()));
    }

    #[test]
    fn a_running_office_is_recognised() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let answering = std::thread::spawn(move || {
            let (mut stream, _) = taken.accept().unwrap();
            let _ = stream.read(&mut [0; 256]).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            drop(stream);
            taken
        });
        let words = port_is_free(port).unwrap_err();
        assert!(words.contains("runs already"), "{words}");
        answering.join().unwrap();
    }
}
