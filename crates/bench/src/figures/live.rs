//! From sending a message until the other side has it, one after another.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use bytes::Bytes;
use futures_util::StreamExt;
use http::Method;
use serde_json::json;

use crate::Result;
use crate::client::{Client, Live};
use crate::office::Office;
use crate::table::{Table, Times, times};

/// Messages that are sent.
const MESSAGES: usize = 500;

pub(super) async fn measure(office: &Office, table: &mut Table) -> Result<()> {
    let (sender, reader) = (office.client(0).await?, office.client(1).await?);
    let chat = group(&sender, &[&reader]).await?;
    let mut socket = reader.live(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let (mut empty, mut seen) = (Times::default(), Times::default());
    for number in 0..MESSAGES {
        let started = Instant::now();
        sender.send(Method::GET, "/healthz", Bytes::new()).await?;
        empty.push(started.elapsed());

        let body = json!({ "text": format!("live-{number}-"), "client_id": format!("live-{number}") });
        let sent = Instant::now();
        let path = format!("/chat/chats/{chat}/messages");
        let (posted, arrived) = tokio::join!(sender.post(&path, &body), until(&mut socket, number));
        posted?;
        arrived?;
        seen.push(sent.elapsed());
    }
    let against =
        format!("p99 {} that of an empty request", times(seen.quantile(0.99), empty.quantile(0.99)));
    table.note("a message is seen by the other side", seen.words(), against, "≤ 50 ms");
    Ok(())
}

/// Reads until the message arrives.
async fn until(socket: &mut Live, number: usize) -> Result<()> {
    let mark = format!("live-{number}-");
    while let Some(frame) = socket.next().await {
        let frame = frame.map_err(|error| error.to_string())?;
        if frame.to_text().is_ok_and(|text| text.contains(&mark)) {
            return Ok(());
        }
    }
    Err("the live socket was closed".to_owned())
}

/// A new group of somebody and others.
pub(super) async fn group(owner: &Client, others: &[&Client]) -> Result<String> {
    let members: Vec<&str> = others.iter().map(|client| client.user.as_str()).collect();
    let body = json!({ "kind": "group", "title": "压力测试", "members": members });
    let made = owner.post("/chat/chats", &body).await?;
    Ok(made["id"].as_str().unwrap_or_default().to_owned())
}
