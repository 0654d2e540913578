//! Short texts between the processes that share a PostgreSQL store (LISTEN and NOTIFY).

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use tokio::sync::mpsc;
use tokio_postgres::AsyncMessage;

use crate::postgres::{client_config, tls};
use crate::{DbError, DbResult, PostgresOptions};

/// Texts that may wait to be taken. Whoever is further behind loses the connection, and begins anew.
const WAITING: usize = 4_096;

/// One connection that says and hears texts on one channel. Never part of a transaction of the office: commits that
/// notify wait for each other, across the whole server.
pub struct Notices {
    client: tokio_postgres::Client,
    say: &'static str,
    channel: &'static str,
    heard: mpsc::Receiver<String>,
}

impl Notices {
    /// Connects and listens. `channel` is a name of ours, which needs no quoting. Texts of this connection come back too.
    pub async fn open(options: &PostgresOptions, channel: &'static str) -> DbResult<Self> {
        let (client, mut connection) = client_config(options)?.connect(tls()?).await?;
        let (hear, heard) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            // Runs as long as the client lives and the line does.
            let driven = poll_fn(|cx| {
                loop {
                    match Pin::new(&mut connection).poll_message(cx) {
                        Poll::Ready(Some(Ok(AsyncMessage::Notification(notice)))) => {
                            if hear.try_send(notice.payload().to_owned()).is_err() {
                                return Poll::Ready(());
                            }
                        }
                        Poll::Ready(Some(Ok(_))) => {}
                        Poll::Ready(None | Some(Err(_))) => return Poll::Ready(()),
                        Poll::Pending => return Poll::Pending,
                    }
                }
            });
            driven.await;
        });
        client.batch_execute(&format!("LISTEN {channel}")).await?;
        Ok(Self { client, say: "SELECT pg_notify($1, $2)", channel, heard })
    }

    /// Says something, 7,999 bytes at most.
    pub async fn say(&self, text: &str) -> DbResult<()> {
        self.client.execute(self.say, &[&self.channel, &text]).await?;
        Ok(())
    }

    /// What is heard next; an error when the connection is gone.
    pub async fn next(&mut self) -> DbResult<String> {
        let lost = || DbError::Unavailable("the connection was lost".to_owned());
        self.heard.recv().await.ok_or_else(lost)
    }
}
