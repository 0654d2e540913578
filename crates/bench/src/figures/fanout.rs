//! Messages to groups whose members are all online, every message on disk before it is sent on.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::live::group;
use crate::Result;
use crate::client::{Client, Live};
use crate::office::Office;
use crate::process::Tree;
use crate::table::{Table, Times};

/// Members of the groups.
pub(crate) const SIZES: [usize; 3] = [50, 200, 1_000];
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
        let (room, mut sender) = room_of(&office.clients(size).await?).await?;
        phases(&room, &mut sender, &Tree(vec![office.process.id()]), "Courtyard", table).await?;
    }
    Ok(())
}

/// A group of these people, who all listen; the first of them speaks.
pub(super) async fn room_of(clients: &[Client]) -> Result<(Room, Sender)> {
    let others: Vec<&Client> = clients[1..].iter().collect();
    let chat = group(&clients[0], &others).await?;
    let mut room = Room::new(clients.len());
    for client in clients {
        room.listen(client.live(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?);
    }
    let path = format!("/chat/chats/{chat}/messages");
    Ok((room, Sender::Office { client: Box::new(clients[0].clone()), path }))
}

/// An even load and as fast as it goes, in a room of some server.
pub(crate) async fn phases(
    room: &Room,
    sender: &mut Sender,
    server: &Tree,
    name: &str,
    table: &mut Table,
) -> Result<()> {
    let size = room.members;
    let size_u32 = u32::try_from(size).unwrap_or(u32::MAX);
    for (kind, every, bar) in [
        ("1,000 deliveries/s", Some(Duration::from_secs(1) * size_u32 / EVEN), "p99 ≤ 50 ms"),
        ("one after another", None, ""),
    ] {
        let mut phase = room.send(sender, server, every).await?;
        table.note(
            &format!("{name}: {size} members online, {kind}"),
            format!("{}; {:.0} deliveries/s", phase.times.words(), phase.rate()),
            format!("{:.4} CPU s per 1,000 deliveries", phase.cpu_per_1000()),
            if name == "Courtyard" { bar } else { "" },
        );
    }
    Ok(())
}

/// Somebody who speaks in a room.
pub(crate) enum Sender {
    /// In an office.
    Office {
        /// Who.
        client: Box<Client>,
        /// Where messages go.
        path: String,
    },
    /// In a room of an XMPP server, where the echo is the acknowledgement.
    Xmpp {
        /// The way out.
        writer: OwnedWriteHalf,
        /// Numbers of messages that came back.
        echoes: mpsc::UnboundedReceiver<usize>,
    },
}

impl Sender {
    /// Says something; returns when it is acknowledged.
    async fn say(&mut self, number: usize, kind: &str) -> Result<()> {
        match self {
            Self::Office { client, path } => {
                let body =
                    json!({ "text": format!("{TEXT}#{number}#"), "client_id": format!("{kind}-{number}") });
                client.post(path, &body).await.map(drop)
            }
            Self::Xmpp { writer, echoes } => {
                let message = format!(
                    "<message type='groupchat' to='bench@conference.localhost' id='{kind}-{number}'>\
                     <body>{TEXT}#{number}#</body></message>"
                );
                writer.write_all(message.as_bytes()).await.map_err(|error| error.to_string())?;
                while let Some(echo) = echoes.recv().await {
                    if echo == number {
                        return Ok(());
                    }
                }
                Err("the peer ended".to_owned())
            }
        }
    }
}

/// A group whose members listen.
pub(crate) struct Room {
    members: usize,
    tell: mpsc::UnboundedSender<(usize, Instant)>,
    arrivals: tokio::sync::Mutex<mpsc::UnboundedReceiver<(usize, Instant)>>,
    delivered: Arc<AtomicUsize>,
    listeners: JoinSet<()>,
    kept: Vec<OwnedWriteHalf>,
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
    /// A room of so many, of whom nobody listens yet.
    pub(crate) fn new(members: usize) -> Self {
        let (tell, arrivals) = mpsc::unbounded_channel();
        Self {
            members,
            tell,
            arrivals: tokio::sync::Mutex::new(arrivals),
            delivered: Arc::default(),
            listeners: JoinSet::new(),
            kept: Vec::new(),
        }
    }

    /// Listens to a live socket.
    pub(crate) fn listen(&mut self, mut socket: Live) {
        let (tell, delivered) = (self.tell.clone(), Arc::clone(&self.delivered));
        self.listeners.spawn(async move {
            while let Some(Ok(frame)) = socket.next().await {
                if let Some(number) = frame.to_text().ok().and_then(number_of) {
                    delivered.fetch_add(1, Ordering::Relaxed);
                    if tell.send((number, Instant::now())).is_err() {
                        return;
                    }
                }
            }
        });
    }

    /// Listens to a stream of stanzas; the numbers that arrive, for who speaks.
    pub(crate) fn listen_xmpp(&mut self, mut reader: OwnedReadHalf) -> mpsc::UnboundedReceiver<usize> {
        let (tell, delivered) = (self.tell.clone(), Arc::clone(&self.delivered));
        let (echo, echoes) = mpsc::unbounded_channel();
        self.listeners.spawn(async move {
            let mut read = Vec::new();
            while let Ok(1..) = reader.read_buf(&mut read).await {
                // What is cut in the middle of a character waits for the rest.
                let text = match std::str::from_utf8(&read) {
                    Ok(text) => text,
                    Err(error) => std::str::from_utf8(&read[..error.valid_up_to()]).unwrap_or_default(),
                };
                let mut used = 0;
                while let Some((number, end)) = text.get(used..).and_then(next_number) {
                    used += end;
                    delivered.fetch_add(1, Ordering::Relaxed);
                    // Only one of the members speaks, and listens to this.
                    let _ = echo.send(number);
                    if tell.send((number, Instant::now())).is_err() {
                        return;
                    }
                }
                read.drain(..used);
            }
        });
        echoes
    }

    /// Keeps the way out of a member who only listens.
    pub(crate) fn keep(&mut self, writer: OwnedWriteHalf) {
        self.kept.push(writer);
    }

    /// Sends for a while, evenly or the next as soon as one is acknowledged, and waits for every delivery.
    async fn send(&self, sender: &mut Sender, server: &Tree, every: Option<Duration>) -> Result<Phase> {
        let mut arrivals = self.arrivals.lock().await;
        self.delivered.store(0, Ordering::Relaxed);
        let (cpu, started) = (server.cpu()?, Instant::now());
        let mut sent: Vec<Instant> = Vec::new();
        let mut timer = every.map(tokio::time::interval);
        let kind = if every.is_some() { "even" } else { "full" };
        while started.elapsed() < FOR {
            if let Some(timer) = &mut timer {
                timer.tick().await;
            }
            let number = sent.len();
            sent.push(Instant::now());
            sender.say(number, kind).await?;
        }
        let expected = sent.len() * self.members;
        let last = Instant::now();
        while self.delivered.load(Ordering::Relaxed) < expected && last.elapsed() < LATE {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let (lasted, cpu) = (started.elapsed(), server.cpu()? - cpu);
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
    next_number(frame).map(|(number, _)| number)
}

/// The number in the first message of ours, and where it ends.
fn next_number(text: &str) -> Option<(usize, usize)> {
    let start = text.find(TEXT)? + TEXT.len();
    let rest = text.get(start..)?.strip_prefix('#')?;
    let (number, _) = rest.split_once('#')?;
    Some((number.parse().ok()?, start + number.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_frames() {
        let frame = format!("{{\"text\":\"{TEXT}#17#\"}}");
        assert_eq!(number_of(&frame), Some(17));
        assert_eq!(number_of("{\"type\":\"pong\"}"), None);
    }

    #[test]
    fn stanzas_are_read_one_after_the_other_and_not_before_they_are_whole() {
        let stream = format!("<a>{TEXT}#1#</a><b>{TEXT}#22#</b>{TEXT}#3");
        let (one, end) = next_number(&stream).unwrap();
        let (two, next) = next_number(&stream[end..]).unwrap();
        assert_eq!((one, two), (1, 22));
        assert_eq!(next_number(&stream[end + next..]), None);
    }
}
