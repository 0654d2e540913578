//! People who write and read while things die under them, as a client does: who gets no answer sends the same again,
//! elsewhere; who sees a gap, or comes back, asks for what was missed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http::StatusCode;
use serde_json::{Value, json};

use crate::served::call;
use crate::wire::{Said, Socket, Wire};

/// Longest that anybody waits for one node before trying the next.
const PATIENCE: Duration = Duration::from_secs(3);
/// Pause before the next node is tried.
const PAUSE: Duration = Duration::from_millis(50);

/// What was acknowledged, and how the talk goes.
pub(crate) struct Talk {
    nodes: Vec<SocketAddr>,
    chats: Vec<String>,
    /// By chat and place: the name of the message.
    acknowledged: Mutex<BTreeMap<(usize, i64), String>>,
    over: AtomicBool,
    /// Who still writes.
    writers: AtomicUsize,
    written: AtomicUsize,
    longest: Mutex<Duration>,
}

impl Talk {
    pub(crate) fn new(nodes: &[SocketAddr], chats: &[String], writers: usize) -> Self {
        Self {
            nodes: nodes.to_vec(),
            chats: chats.to_vec(),
            acknowledged: Mutex::default(),
            over: AtomicBool::new(false),
            writers: AtomicUsize::new(writers),
            written: AtomicUsize::new(0),
            longest: Mutex::default(),
        }
    }

    /// How many messages were acknowledged.
    pub(crate) fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }

    /// Waits until so many more were.
    pub(crate) async fn more(&self, count: usize) {
        let enough = self.written() + count;
        testkit::wait_until("messages to be acknowledged", async || self.written() >= enough).await;
    }

    /// Longest that a writer waited for an acknowledgement.
    pub(crate) fn longest(&self) -> Duration {
        *self.longest.lock().unwrap()
    }

    /// Nobody begins another message; readers read to the end.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// Writes one message after the other, to chat after chat, until the end; each until it is acknowledged.
    pub(crate) async fn write(&self, writer: usize, token: &str) {
        let mut node = writer;
        for n in 0.. {
            if self.over.load(Ordering::SeqCst) {
                self.writers.fetch_sub(1, Ordering::SeqCst);
                return;
            }
            let chat = (writer + n) % self.chats.len();
            let name = format!("w{writer}n{n}");
            let body = json!({ "text": format!("消息 {name}"), "client_id": name });
            let path = format!("/api/v1/chat/chats/{}/messages", self.chats[chat]);
            let begun = Instant::now();
            let place = loop {
                let address = self.nodes[node % self.nodes.len()];
                let asked = call(address, "POST", &path, Some(token), Some(body.clone()));
                match tokio::time::timeout(PATIENCE, asked).await {
                    Ok(Ok(answer)) if answer.status == StatusCode::CREATED => {
                        break answer.json()["seq"].as_i64().unwrap();
                    }
                    // Away, or not now: the same again, elsewhere.
                    Ok(Ok(answer)) if answer.status.is_server_error() => {}
                    Ok(Ok(answer)) => panic!("{name} is refused: {answer:?}"),
                    Ok(Err(_)) | Err(_) => {}
                }
                node += 1;
                testkit::for_a_while(PAUSE).await;
            };
            let mut longest = self.longest.lock().unwrap();
            *longest = begun.elapsed().max(*longest);
            drop(longest);
            let before = self.acknowledged.lock().unwrap().insert((chat, place), name.clone());
            assert_eq!(before, None, "two messages have one place");
            self.written.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Reads along until the talk is over and everything acknowledged was seen; what was seen, by chat and place.
    pub(crate) async fn read(&self, reader: usize, token: &str) -> BTreeMap<(usize, i64), String> {
        let mut seen = BTreeMap::new();
        let mut heads = vec![0_i64; self.chats.len()];
        let mut node = reader;
        loop {
            let address = self.nodes[node % self.nodes.len()];
            let along = self.read_along(address, token, &mut heads, &mut seen);
            if along.await.is_some_and(|finished| finished) {
                return seen;
            }
            node += 1;
            testkit::for_a_while(PAUSE).await;
        }
    }

    /// Reads at one node until it ends; whether everything was seen.
    async fn read_along(
        &self,
        address: SocketAddr,
        token: &str,
        heads: &mut [i64],
        seen: &mut BTreeMap<(usize, i64), String>,
    ) -> Option<bool> {
        let bearer = format!("Bearer {token}");
        let open = async {
            let wire = Wire::try_open(address).await.ok()?;
            Socket::try_over(wire, &[("authorization", &bearer)]).await.ok()?.ok()
        };
        let mut socket = tokio::time::timeout(PATIENCE, open).await.ok()??;
        // First the socket, then what was missed: nothing falls between.
        for chat in 0..heads.len() {
            self.catch_up(address, token, chat, heads, seen).await?;
        }
        loop {
            if self.writers.load(Ordering::SeqCst) == 0 && self.is_all(seen) {
                return Some(true);
            }
            let said = match tokio::time::timeout(PATIENCE, socket.next()).await {
                Ok(Said::Json(said)) => said,
                Ok(_) => return None,
                // Silence may be a node that hangs: a client asks whether it lives.
                Err(_) => {
                    for chat in 0..heads.len() {
                        self.catch_up(address, token, chat, heads, seen).await?;
                    }
                    continue;
                }
            };
            let topic = said["topic"].as_str().unwrap_or_default();
            let Some(chat) = self.chats.iter().position(|id| topic.strip_prefix("chat:") == Some(id)) else {
                continue;
            };
            let seq = said["seq"].as_i64().unwrap();
            if seq <= heads[chat] {
                continue;
            }
            if seq > heads[chat] + 1 {
                self.catch_up(address, token, chat, heads, seen).await?;
                continue;
            }
            heads[chat] = seq;
            note(seen, chat, &said["kind"], &said["data"]);
        }
    }

    async fn catch_up(
        &self,
        address: SocketAddr,
        token: &str,
        chat: usize,
        heads: &mut [i64],
        seen: &mut BTreeMap<(usize, i64), String>,
    ) -> Option<()> {
        loop {
            let path =
                format!("/api/v1/chat/chats/{}/events?after={}&limit=200", self.chats[chat], heads[chat]);
            let answer = tokio::time::timeout(PATIENCE, call(address, "GET", &path, Some(token), None));
            let answer = answer.await.ok()?.ok()?;
            if answer.status != StatusCode::OK {
                return None;
            }
            let page = answer.json();
            for event in page["items"].as_array()? {
                let seq = event["seq"].as_i64()?;
                assert_eq!(seq, heads[chat] + 1, "a gap among the events of a chat");
                heads[chat] = seq;
                note(seen, chat, &event["kind"], &event["data"]);
            }
            if page["next"].is_null() {
                return Some(());
            }
        }
    }

    fn is_all(&self, seen: &BTreeMap<(usize, i64), String>) -> bool {
        self.acknowledged.lock().unwrap().keys().all(|place| seen.contains_key(place))
    }

    /// Holds what a reader saw against what was acknowledged: all of it, once, in the order of each writer.
    pub(crate) fn check(&self, seen: &BTreeMap<(usize, i64), String>) {
        let acknowledged = self.acknowledged.lock().unwrap();
        for (place, name) in &*acknowledged {
            assert_eq!(seen.get(place), Some(name), "what was acknowledged is not there, or another");
        }
        let mut once: Vec<&String> = seen.values().collect();
        once.sort_unstable();
        let count = once.len();
        once.dedup();
        assert_eq!(once.len(), count, "a message is there twice");
        let mut last: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for ((chat, _), name) in seen {
            let (writer, n) = name.split_once('n').unwrap();
            let n: usize = n.parse().unwrap();
            if let Some(before) = last.insert((*chat, writer), n) {
                assert!(before < n, "{writer} wrote {n} after {before}");
            }
        }
    }
}

fn note(seen: &mut BTreeMap<(usize, i64), String>, chat: usize, kind: &Value, data: &Value) {
    if kind == "chat.message.posted.v1"
        && let (Some(seq), Some(name)) = (data["seq"].as_i64(), data["client_id"].as_str())
    {
        let before = seen.insert((chat, seq), name.to_owned());
        assert_eq!(before, None, "a place was told twice");
    }
}
