//! What an office takes after it was used for long: nothing may grow without bound.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use serde_json::json;

use super::live::group;
use super::search::{escape, timed};
use crate::office::Office;
use crate::table::{Table, ms};
use crate::{Options, Result};

/// People who write and read.
const PEOPLE: usize = 200;
/// Messages a second, all together, each to one of the groups.
const EVERY: Duration = Duration::from_millis(10);
/// Groups they write in.
const GROUPS: usize = 20;
/// Messages between a search, and between a person who goes and comes back.
const SEARCH: usize = 50;
const RETURN: usize = 100;
/// Until what was needed is given back.
const SETTLE: Duration = Duration::from_secs(60);

pub(super) async fn measure(office: &mut Office, options: &Options, table: &mut Table) -> Result<()> {
    office.restart().await?;
    let first_start = office.started_in;
    tokio::time::sleep(SETTLE / 6).await;
    let before = office.process.memory_mb()?;
    let clients = office.clients(PEOPLE).await?;
    let mut chats = Vec::new();
    for at in 0..GROUPS {
        let others: Vec<_> = (1..PEOPLE / 4).map(|step| &clients[(at + step * 3) % PEOPLE]).collect();
        let others: Vec<_> = others.into_iter().filter(|one| one.user != clients[at].user).collect();
        chats.push(group(&clients[at], &others).await?);
    }
    let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let mut listeners = Vec::new();
    for client in &clients {
        let mut socket = client.live(local).await?;
        listeners.push(tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} }));
    }
    let (started, lasts) = (Instant::now(), Duration::from_secs(options.minutes * 60));
    let (mut sent, mut most) = (0_usize, 0_f64);
    let mut half: Option<f64> = None;
    let mut timer = tokio::time::interval(EVERY);
    while started.elapsed() < lasts {
        timer.tick().await;
        let at = sent % GROUPS;
        let body = json!({ "text": format!("第{sent}条：请各科室把材料报到办公室，谢谢配合。") });
        clients[at].post(&format!("/chat/chats/{}/messages", chats[at]), &body).await?;
        sent += 1;
        if sent % SEARCH == 0 {
            timed(&clients[sent % PEOPLE], &format!("/chat/search?q={}&limit=20", escape("材料"))).await?;
            timed(&clients[sent % PEOPLE], &format!("/people/users?q={}&limit=20", escape("王"))).await?;
        }
        if sent % RETURN == 0 {
            let at = (sent / RETURN) % PEOPLE;
            listeners[at].abort();
            let mut socket = clients[at].live(local).await?;
            listeners[at] = tokio::spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
            most = most.max(office.process.memory_mb()?);
        }
        if half.is_none() && started.elapsed() > lasts / 2 {
            half = Some(office.process.memory_mb()?);
        }
    }
    let (half, end) = (half.unwrap_or(before), office.process.memory_mb()?);
    listeners.iter().for_each(tokio::task::JoinHandle::abort);
    drop(listeners);
    tokio::time::sleep(SETTLE).await;
    let after = office.process.memory_mb()?;
    let minutes = options.minutes;
    table.note(
        &format!("memory at rest after {minutes} minutes of load"),
        format!("{after:.0} MB"),
        format!("{before:.0} MB before; under load {half:.0} MB at half time, {end:.0} MB at the end, {most:.0} MB at most; {sent} messages"),
        "≤ 120 MB",
    );
    office.restart().await?;
    table.note(
        &format!("start after {minutes} minutes of load"),
        ms(office.started_in),
        format!("{} before", ms(first_start)),
        "≤ 1 s",
    );
    Ok(())
}
