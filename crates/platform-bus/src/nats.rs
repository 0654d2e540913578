//! Over NATS core: at most once, a tenth of a millisecond.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::{ConnectOptions, Event, ServerAddr};
use futures_util::{StreamExt, stream};
use kernel::{Error, Result};
use percent_encoding::percent_decode_str;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::way::{WAITING, pair};
use crate::{Incoming, Way};

/// A frame: far below the megabyte that NATS takes, large enough for a burst.
const FRAME: usize = 64 * 1024;
/// How often a silent connection is tried: two without an answer end it. Frames into one that is dead are lost until then.
const PING: Duration = Duration::from_secs(5);
/// Frames that may wait within the library: what is there when the connection stalls leaves when it is back.
const COMMANDS: usize = 64;
/// Longest wait for room there; what waits longer is too old to be said.
const STALLED: Duration = Duration::from_secs(1);
/// Longest wait for an answer when it is only to be seen whether there is one.
const ANSWER: Duration = Duration::from_secs(5);
/// Longest pause between attempts to connect.
const PAUSE: Duration = Duration::from_secs(2);

/// How to reach NATS.
pub struct NatsOptions {
    /// `nats://user:password@host:4222`, several with commas between them, of which the first that names a user counts for
    /// all; `tls://` for TLS. What has a meaning in an address is written as `%40`.
    pub url: String,
    /// What all nodes of the office talk under, and nobody else.
    pub subject: String,
}

/// Servers, and how to sign in to them: the library leaves out what an address says of that.
fn addressed(url: &str) -> Result<(ConnectOptions, Vec<ServerAddr>)> {
    let servers: Vec<ServerAddr> = url
        .split(',')
        .map(|url| url.trim().parse())
        .collect::<std::io::Result<_>>()
        .map_err(|error| Error::internal(format!("nats.url is not an address of NATS: {error}")))?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let connect = ConnectOptions::new().name("courtyard");
    let named = servers.iter().find_map(|server| server.username().map(|user| (user, server.password())));
    let connect = match named {
        None => connect,
        Some((user, Some(password))) => connect.user_and_password(decoded(user), decoded(password)),
        Some((token, None)) => connect.token(decoded(token)),
    };
    Ok((connect, servers))
}

/// Whether a server answers under this address, and lets us in.
pub async fn check_nats(url: &str) -> std::result::Result<(), String> {
    let (connect, servers) = addressed(url).map_err(|error| format!("{error:?}"))?;
    let asked = async {
        let client = connect.connect(servers).await.map_err(|error| error.to_string())?;
        client.flush().await.map_err(|error| error.to_string())
    };
    tokio::time::timeout(ANSWER, asked).await.unwrap_or_else(|_| Err("no answer".to_owned()))
}

/// A way over NATS. A server that is away is waited for: the office works without it meanwhile, only slower.
pub async fn nats(options: NatsOptions, stop: CancellationToken, tasks: &TaskTracker) -> Result<Way> {
    let (mut way, mut sent, news) = pair("nats", FRAME, Duration::ZERO);
    let (connect, servers) = addressed(&options.url)?;
    let client = connect
        .no_echo()
        .retry_on_initial_connect()
        .max_reconnects(None)
        .ping_interval(PING)
        .client_capacity(COMMANDS)
        .subscription_capacity(WAITING)
        .reconnect_delay_callback(|attempts| {
            PAUSE.min(Duration::from_millis(100) * u32::try_from(attempts).unwrap_or(u32::MAX).min(20))
        })
        .event_callback(move |event| {
            let news = news.clone();
            async move {
                let incoming = match event {
                    Event::Connected => Incoming::Up,
                    Event::Disconnected | Event::Closed => Incoming::Down,
                    Event::SlowConsumer(_) => Incoming::Lost,
                    other => return tracing::debug!(event = %other, "nats"),
                };
                let _ = news.send(incoming).await;
            }
        })
        .connect(servers)
        .await
        .map_err(|error| Error::internal(format!("NATS refuses us: {error}. Look at nats.url.")))?;
    let heard = client
        .subscribe(options.subject.clone())
        .await
        .map_err(|error| Error::internal(format!("nats: {error}")))?;
    let frames = heard.map(|message| Incoming::Frame(message.payload));
    way.incoming = Box::pin(stream::select(way.incoming, frames));
    tasks.spawn(async move {
        loop {
            tokio::select! {
                frame = sent.recv() => {
                    let Some(frame) = frame else { return };
                    // The library would send it when the server is back: late, and no longer true.
                    if client.connection_state() != State::Connected {
                        continue;
                    }
                    let published = client.publish(options.subject.clone(), frame);
                    match tokio::time::timeout(STALLED, published).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => tracing::debug!(%error, "a frame could not be sent"),
                        // So are all that wait behind it.
                        Err(_) => while sent.try_recv().is_ok() {},
                    }
                }
                () = stop.cancelled() => {
                    let _ = tokio::time::timeout(PAUSE, client.flush()).await;
                    return;
                }
            }
        }
    });
    Ok(way)
}
