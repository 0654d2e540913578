//! Messages to groups whose members are all online, every message on disk before it is sent on.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use serde_json::json;
use tokio::sync::mpsc;

use super::live::group;
use crate::Result;
use crate::client::Client;
use crate::office::Office;
use crate::table::{Table, Times};

/// Members of the groups.
const SIZES: [usize; 3] = [50, 200, 1_000];
/// Deliveries a second of the even load.
const EVEN: u32 = 1_000;
/// How long each load lasts.
const FOR: Duration = Duration::from_secs(8);
/// How long the last messages may take.
const LATE: Duration = Duration::from_secs(10);
/// About as long as a message of an office: 120 bytes.
const TEXT: &str = "各科室：今天下午三点在二楼会议室召开工作例会，请提前五分钟到场。";

pub(super) async fn measure(office: &Office, table: &mut Table) -> Result<()> {
    for size in SIZES {
        let clients = office.clients(size).await?;
        let others: Vec<&Client> = clients[1..].iter().collect();
        let chat = group(&clients[0], &others).await?;
        let room = Room::open(&clients).await?;
        let size_u32 = u32::try_from(size).unwrap_or(u32::MAX);
        let even =
            room.send(office, &clients[0], &chat, Some(Duration::from_secs(1) * size_u32 / EVEN)).await?;
        let full = room.send(office, &clients[0], &chat, None).await?;
        for (name, mut phase, bar) in
            [("1,000 deliveries/s", even, "p99 ≤ 50 ms"), ("one after another", full, "")]
        {
            table.note(
                &format!("{size} members online, {name}"),
                format!("{}; {:.0} deliveries/s", phase.times.words(), phase.rate()),
                format!("{:.4} CPU s per 1,000 deliveries", phase.cpu_per_1000()),
                bar,
            );
        }
    }
    Ok(())
}

/// A group whose members listen.
struct Room {
    members: usize,
    arrivals: tokio::sync::Mutex<mpsc::UnboundedReceiver<(usize, Instant)>>,
    delivered: Arc<AtomicUsize>,
    listeners: tokio::task::JoinSet<()>,
}

/// A phase of load.
struct Phase {
    times: Times,
    lasted: Duration,
    cpu: f64,
}

impl Phase {
    #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
    fn rate(&self) -> f64 {
        self.times.len() as f64 / self.lasted.as_secs_f64()
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
    fn cpu_per_1000(&self) -> f64 {
        self.cpu / (self.times.len() as f64 / 1_000.0)
    }
}

impl Room {
    async fn open(clients: &[Client]) -> Result<Self> {
        let (tell, arrivals) = mpsc::unbounded_channel();
        let delivered = Arc::new(AtomicUsize::new(0));
        let mut listeners = tokio::task::JoinSet::new();
        for client in clients {
            let mut socket = client.live(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
            let (tell, delivered) = (tell.clone(), Arc::clone(&delivered));
            listeners.spawn(async move {
                while let Some(Ok(frame)) = socket.next().await {
                    let number = frame.to_text().ok().and_then(number_of);
                    if let Some(number) = number {
                        delivered.fetch_add(1, Ordering::Relaxed);
                        if tell.send((number, Instant::now())).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        Ok(Self { members: clients.len(), arrivals: tokio::sync::Mutex::new(arrivals), delivered, listeners })
    }

    /// Sends for a while, evenly or the next as soon as one is acknowledged, and waits for every delivery.
    async fn send(
        &self,
        office: &Office,
        sender: &Client,
        chat: &str,
        every: Option<Duration>,
    ) -> Result<Phase> {
        let path = format!("/chat/chats/{chat}/messages");
        let mut arrivals = self.arrivals.lock().await;
        self.delivered.store(0, Ordering::Relaxed);
        let (cpu, started) = (office.process.cpu()?, Instant::now());
        let mut sent: Vec<Instant> = Vec::new();
        let mut timer = every.map(tokio::time::interval);
        let kind = if every.is_some() { "even" } else { "full" };
        while started.elapsed() < FOR {
            if let Some(timer) = &mut timer {
                timer.tick().await;
            }
            let number = sent.len();
            sent.push(Instant::now());
            let body =
                json!({ "text": format!("{TEXT}#{number}#"), "client_id": format!("{kind}-{number}") });
            sender.post(&path, &body).await?;
        }
        let expected = sent.len() * self.members;
        let last = Instant::now();
        while self.delivered.load(Ordering::Relaxed) < expected && last.elapsed() < LATE {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let (lasted, cpu) = (started.elapsed(), office.process.cpu()? - cpu);
        let mut times = Times::default();
        while let Ok((number, at)) = arrivals.try_recv() {
            if let Some(sent) = sent.get(number) {
                times.push(at.saturating_duration_since(*sent));
            }
        }
        if times.len() != expected {
            return Err(format!(
                "{} of {expected} deliveries to {} members",
                times.len(),
                self.listeners.len()
            ));
        }
        Ok(Phase { times, lasted, cpu })
    }
}

/// The number in a message of ours.
fn number_of(frame: &str) -> Option<usize> {
    let (_, rest) = frame.split_once(&format!("{TEXT}#"))?;
    rest.split_once('#')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_found_in_frames() {
        let frame = format!("{{\"text\":\"{}#17#\"}}", super::TEXT);
        assert_eq!(super::number_of(&frame), Some(17));
        assert_eq!(super::number_of("{\"type\":\"pong\"}"), None);
    }
}
