//! Messages that are on disk before they are acknowledged.

use std::time::{Duration, Instant};

use serde_json::json;

use super::live::group;
use crate::Result;
use crate::client::Client;
use crate::office::Office;
use crate::process::Process;
use crate::table::{Table, Times};

/// People who send at the same time.
const SENDERS: usize = 64;
/// How long.
const FOR: Duration = Duration::from_secs(10);
/// Messages a second of the even load.
const EVEN: u32 = 1_000;

pub(super) async fn measure(office: &Office, table: &mut Table) -> Result<()> {
    let clients = office.clients(SENDERS).await?;
    let mut chats = Vec::new();
    for (at, client) in clients.iter().enumerate() {
        chats.push(group(client, &[&clients[(at + 1) % SENDERS]]).await?);
    }
    let alone = run(&office.process, &clients[..1], &chats, None, "one").await?;
    let flood = run(&office.process, &clients, &chats, None, "all").await?;
    let mut even = run(&office.process, &clients, &chats, Some(EVEN), "even").await?;
    let against = format!(
        "{:.1}× one sender; {:.3} CPU s per 1,000",
        flood.rate() / alone.rate(),
        flood.cpu_per_1000()
    );
    let measured = format!("{:.0}/s", flood.rate());
    table.note("durable posts, 64 senders", measured, against, "≥ 5,000/s");
    table.note(
        "durable posts at 1,000/s",
        even.times.words(),
        format!("{:.3} CPU s per 1,000", even.cpu_per_1000()),
        "p99 ≤ 30 ms",
    );
    Ok(())
}

/// A phase of load.
struct Phase {
    times: Times,
    lasted: Duration,
    cpu: f64,
}

impl Phase {
    fn rate(&self) -> f64 {
        count(&self.times) / self.lasted.as_secs_f64()
    }

    fn cpu_per_1000(&self) -> f64 {
        self.cpu / (count(&self.times) / 1_000.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of messages")]
fn count(times: &Times) -> f64 {
    times.len() as f64
}

/// Everybody sends, each into a chat of their own: the next as soon as one is acknowledged, or evenly.
async fn run(
    process: &Process,
    clients: &[Client],
    chats: &[String],
    rate: Option<u32>,
    name: &str,
) -> Result<Phase> {
    let (cpu, started) = (process.cpu()?, Instant::now());
    let every = rate.map(|rate| Duration::from_secs(1) * u32::try_from(clients.len()).unwrap_or(1) / rate);
    let mut senders = tokio::task::JoinSet::new();
    for (at, (client, chat)) in clients.iter().zip(chats).enumerate() {
        let (client, path, name) = (client.clone(), format!("/chat/chats/{chat}/messages"), name.to_owned());
        // Senders of an even load begin one after another, not all at once.
        let delay = every.map(|every| every * u32::try_from(at).unwrap_or(0) / 64).unwrap_or_default();
        senders.spawn(async move {
            tokio::time::sleep(delay).await;
            let mut timer = every.map(tokio::time::interval);
            let mut times = Times::default();
            while started.elapsed() < FOR {
                if let Some(timer) = &mut timer {
                    timer.tick().await;
                }
                let body = json!({ "text": "请今天下班前把材料报到办公室。", "client_id": format!("{name}-{}", times.len()) });
                let sent = Instant::now();
                client.post(&path, &body).await?;
                times.push(sent.elapsed());
            }
            Ok::<Times, String>(times)
        });
    }
    let mut times = Times::default();
    while let Some(done) = senders.join_next().await {
        times.extend(done.map_err(|error| error.to_string())??);
    }
    Ok(Phase { times, lasted: started.elapsed(), cpu: process.cpu()? - cpu })
}
