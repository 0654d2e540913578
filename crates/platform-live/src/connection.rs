//! One client's socket.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::{SinkExt, StreamExt};
use kernel::{Actor, Clock, Id};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::hub::Connection;
use crate::{CloseReason, Hub};

/// Silence after which the server pings, and after which a dead line is given up: proxies cut at 60 s.
const PING: Duration = Duration::from_secs(25);
const DEAD: Duration = Duration::from_secs(70);
/// Longest wait for a client's socket to take a frame.
const WRITE: Duration = Duration::from_secs(10);
/// Longest time for saying why a connection ends.
const GOODBYE: Duration = Duration::from_secs(1);
/// Frames a client may send: bursts of 60, 10 a second in the long run. People type slower.
const BURST: f64 = 60.0;
const RATE: f64 = 10.0;
/// People one connection may watch: what fits on a screen, many times over.
const WATCHED: usize = 500;
/// Frames sent together before the socket is flushed.
const BATCH: usize = 64;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ClientFrame {
    Ping,
    Watch { users: Vec<Id> },
    State { state: ClientState },
    Signal { kind: String, data: Value },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClientState {
    Active,
    Away,
}

/// Serves one client until either side ends it.
pub async fn serve(hub: Hub, clock: Clock, actor: Arc<Actor>, socket: WebSocket) {
    let (connection, queue) = hub.join(Arc::clone(&actor));
    connection.send(
        format!(
            r#"{{"type":"hello","session":"{}","user":"{}","now":{}}}"#,
            actor.session,
            actor.user,
            clock.now().0
        )
        .into(),
    );
    let _leaving = Leaving(&hub, &connection);
    hub.track(run(&hub, &connection, queue, socket)).await;
}

/// Takes the connection out of the hub however its task ends, also by a panic.
struct Leaving<'c>(&'c Hub, &'c Arc<Connection>);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.leave(self.1);
    }
}

async fn run(
    hub: &Hub,
    connection: &Arc<Connection>,
    mut queue: mpsc::Receiver<Utf8Bytes>,
    socket: WebSocket,
) {
    let (mut sink, mut stream) = socket.split();
    let mut allowance = Allowance { left: BURST, at: Instant::now() };
    let mut heard = Instant::now();
    let mut ping = tokio::time::interval(PING);
    ping.reset();
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        tokio::select! {
            biased;
            () = connection.closed.cancelled() => break,
            count = queue.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    break;
                }
                let write = async {
                    for text in batch.drain(..) {
                        sink.feed(Message::Text(text)).await?;
                    }
                    sink.flush().await
                };
                let written = tokio::select! {
                    biased;
                    // Its queue overflowed meanwhile, or it lost the right: there is nothing to wait for.
                    () = connection.closed.cancelled() => break,
                    written = tokio::time::timeout(WRITE, write) => written,
                };
                match written {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => return,
                    Err(_) => {
                        connection.close(CloseReason::TooSlow);
                        break;
                    }
                }
            }
            message = stream.next() => {
                let message = match message {
                    Some(Ok(message)) => message,
                    // Too large, or against the protocol; where the line broke, nobody hears the answer.
                    Some(Err(_)) => {
                        connection.close(CloseReason::BadFrame);
                        break;
                    }
                    None => return,
                };
                heard = Instant::now();
                if !allowance.take() {
                    connection.close(CloseReason::Flooding);
                    break;
                }
                match message {
                    Message::Text(text) => {
                        if !receive(hub, connection, &text).await {
                            connection.close(CloseReason::BadFrame);
                            break;
                        }
                    }
                    Message::Binary(_) => {
                        connection.close(CloseReason::BadFrame);
                        break;
                    }
                    Message::Close(_) => {
                        // The answer that the protocol owes is written by the library; it must also leave.
                        let _ = tokio::time::timeout(GOODBYE, sink.flush()).await;
                        return;
                    }
                    Message::Ping(_) | Message::Pong(_) => {}
                }
            }
            _ = ping.tick() => {
                if heard.elapsed() > DEAD {
                    return;
                }
                let sent = tokio::time::timeout(WRITE, sink.send(Message::Ping(Vec::new().into()))).await;
                if !matches!(sent, Ok(Ok(()))) {
                    return;
                }
            }
        }
    }
    let reason = connection.reason();
    let frame = CloseFrame { code: reason.code(), reason: reason.text().into() };
    let goodbye = async {
        if sink.send(Message::Close(Some(frame))).await.is_ok() {
            // What the client still sends is read and dropped: a line closed over unread bytes is reset, and many
            // systems then throw away the reason before the client has seen it.
            while let Some(Ok(_)) = stream.next().await {}
        }
    };
    // A client that does not listen, or does not stop, does not get to hold the task up.
    let _ = tokio::time::timeout(GOODBYE, goodbye).await;
}

/// Handles a frame; whether it was one.
async fn receive(hub: &Hub, connection: &Arc<Connection>, text: &str) -> bool {
    let Ok(frame) = serde_json::from_str::<ClientFrame>(text) else { return false };
    match frame {
        ClientFrame::Ping => connection.send(r#"{"type":"pong"}"#.into()),
        ClientFrame::Watch { mut users } => {
            users.truncate(WATCHED);
            hub.watch(connection, users);
        }
        ClientFrame::State { state } => {
            connection.away.store(matches!(state, ClientState::Away), Ordering::Relaxed);
            hub.presence_changed(connection.actor.user);
        }
        ClientFrame::Signal { kind, data } => {
            let Some(handler) = hub.signal_handler(&kind) else { return true };
            if let Err(error) = handler(Arc::clone(&connection.actor), data).await {
                let code = error.code().id;
                let title = serde_json::to_string(&error.text(connection.actor.locale)).unwrap_or_default();
                connection.send(format!(r#"{{"type":"error","code":"{code}","title":{title}}}"#).into());
            }
        }
    }
    true
}

/// A bucket of frames that refills with time.
struct Allowance {
    left: f64,
    at: Instant,
}

impl Allowance {
    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * RATE).min(BURST);
        self.at = now;
        self.left -= 1.0;
        self.left >= 0.0
    }
}
