//! Over PostgreSQL's NOTIFY, for an office of two nodes without NATS.
//!
//! Every commit that notifies waits for every other one, across the whole server, so that nothing is notified inside
//! the transactions of the office: words are gathered for 50 ms and sent by a connection of their own.

use std::time::Duration;

use bytes::Bytes;
use platform_db::{Notices, PostgresOptions};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::way::pair;
use crate::{Incoming, Way};

/// PostgreSQL takes 7,999 bytes.
const FRAME: usize = 7_500;
/// How long words are gathered.
const GATHER: Duration = Duration::from_millis(50);
/// Pause before a lost connection is made again.
const PAUSE: Duration = Duration::from_secs(1);
const CHANNEL: &str = "courtyard_bus";

/// A way over the office's PostgreSQL.
#[must_use]
pub fn notify(options: PostgresOptions, stop: CancellationToken, tasks: &TaskTracker) -> Way {
    let (way, sent, arrived) = pair("notify", FRAME, GATHER);
    tasks.spawn(async move {
        tokio::select! {
            () = carry(options, sent, arrived) => {}
            () = stop.cancelled() => {}
        }
    });
    way
}

async fn carry(options: PostgresOptions, mut sent: mpsc::Receiver<Bytes>, arrived: mpsc::Sender<Incoming>) {
    loop {
        match Notices::open(&options, CHANNEL).await {
            Ok(mut notices) => {
                // What was said into the outage is old by now; its numbers are missing, so that nobody waits for it.
                while sent.try_recv().is_ok() {}
                if arrived.send(Incoming::Up).await.is_err() {
                    return;
                }
                let error = loop {
                    tokio::select! {
                        heard = notices.next() => match heard {
                            Ok(text) => {
                                if arrived.send(Incoming::Frame(text.into())).await.is_err() {
                                    return;
                                }
                            }
                            Err(error) => break error,
                        },
                        frame = sent.recv() => {
                            let Some(frame) = frame else { return };
                            let text = String::from_utf8_lossy(&frame).into_owned();
                            if let Err(error) = notices.say(&text).await {
                                break error;
                            }
                        }
                    }
                };
                tracing::debug!(%error, "the connection of the bus was lost");
                if arrived.send(Incoming::Down).await.is_err() {
                    return;
                }
            }
            Err(error) => tracing::debug!(%error, "the bus cannot reach the database"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
