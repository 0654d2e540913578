//! As much of XMPP (RFC 6120, XEP-0045) as a member of a room needs.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::Result;

/// Longest wait for an answer while signing in and joining.
const ANSWER: Duration = Duration::from_secs(60);
const OPEN: &str = "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' \
                    xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

/// A client.
pub(crate) struct Xmpp {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Xmpp {
    /// Signs in as nobody in particular.
    pub(crate) async fn sign_in(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let mut client = Self { stream, read: Vec::new() };
        client.ask(OPEN, "</stream:features>").await?;
        client
            .ask("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>", "<success")
            .await?;
        client.ask(OPEN, "</stream:features>").await?;
        client
            .ask("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>")
            .await?;
        Ok(client)
    }

    /// Enters a room; the first who does makes it.
    pub(crate) async fn join(&mut self, room: &str, member: usize) -> Result<()> {
        let enter = format!(
            "<presence to='{room}@conference.localhost/m{member}'><x xmlns='http://jabber.org/protocol/muc'>\
             <history maxstanzas='0'/></x></presence>"
        );
        // The subject comes last, after the presence of everybody who is there.
        self.ask(&enter, "<subject").await?;
        if member == 0 {
            let accept = format!(
                "<iq type='set' id='made' to='{room}@conference.localhost'>\
                 <query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>"
            );
            self.ask(&accept, "id='made'").await?;
        }
        Ok(())
    }

    /// The two directions.
    pub(crate) fn split(self) -> (OwnedReadHalf, OwnedWriteHalf) {
        self.stream.into_split()
    }

    /// Sends something and reads until this text arrives.
    async fn ask(&mut self, text: &str, until: &str) -> Result<()> {
        self.stream.write_all(text.as_bytes()).await.map_err(|error| error.to_string())?;
        let read = async {
            let mut chunk = vec![0; 16 * 1024];
            loop {
                if let Some(at) = self.read.windows(until.len()).position(|window| window == until.as_bytes())
                {
                    self.read.drain(..at + until.len());
                    return Ok(());
                }
                let count = self.stream.read(&mut chunk).await.map_err(|error| error.to_string())?;
                if count == 0 {
                    return Err(format!("the peer ended before {until}"));
                }
                self.read.extend_from_slice(&chunk[..count]);
            }
        };
        tokio::time::timeout(ANSWER, read).await.map_err(|_| format!("the peer does not say {until}"))?
    }
}
