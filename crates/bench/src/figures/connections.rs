//! Sockets that are open and silent: what each costs.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;

use crate::Result;
use crate::office::Office;
use crate::table::Table;

/// Sockets that are opened, fewer where the system allows fewer files.
const SOCKETS: usize = 30_000;
/// Sockets of each person; the server takes a few more.
const EACH: usize = 30;
/// Files this program needs beside its sockets: a kept connection of each person, and its own.
const SPARE: usize = 2_000;
/// Sockets from one address of loopback: less than it has ports.
const PER_ADDRESS: usize = 20_000;
/// Until what was needed for opening is given back.
const SETTLE: Duration = Duration::from_secs(5);

pub(super) async fn measure(office: &mut Office, table: &mut Table) -> Result<()> {
    office.restart().await?;
    let sockets = SOCKETS.min(files()?.saturating_sub(SPARE));
    let people = sockets.div_ceil(EACH);
    let clients = office.clients(people).await?;
    tokio::time::sleep(SETTLE).await;
    let before = office.process.memory_mb()?;
    let mut open = Vec::with_capacity(sockets);
    for at in 0..sockets {
        let part = u8::try_from(1 + at / PER_ADDRESS).unwrap_or(1);
        let from = SocketAddr::from((Ipv4Addr::new(127, 0, 0, part), 0));
        let mut socket = clients[at / EACH].live(from).await?;
        // The first frame says that the server took it.
        socket.next().await.ok_or("the live socket was closed")?.map_err(|error| error.to_string())?;
        open.push(socket);
    }
    tokio::time::sleep(SETTLE).await;
    let after = office.process.memory_mb()?;
    #[expect(clippy::cast_precision_loss, reason = "a count of sockets")]
    let each = (after - before) * 1024.0 / sockets as f64;
    table.note(
        &format!("memory with {sockets} idle sockets"),
        format!("{after:.0} MB"),
        format!("{before:.0} MB without, {each:.1} kB a socket"),
        "≤ 600 MB with 30,000",
    );
    Ok(())
}

/// Files this process may have open; the server inherits the same.
fn files() -> Result<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").map_err(|error| error.to_string())?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    Ok(soft.unwrap_or(usize::MAX))
}
