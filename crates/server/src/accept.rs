//! Taking connections: small frames leave at once, and who says nothing is not waited for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// Longest that a client may take over the TLS handshake, and then over saying which version of HTTP it speaks. After
/// that the server's own limits hold: hyper counts from the first request on only.
const OPENING: Duration = Duration::from_secs(30);

/// First bytes of a connection that speaks HTTP/2 (RFC 9113 section 3.4); what differs from them is HTTP/1.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Accepts as `A` does, but for [`OPENING`] at most.
#[derive(Clone)]
pub(crate) struct Prompt<A>(pub(crate) A);

impl<A, S> Accept<TcpStream, S> for Prompt<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
{
    type Stream = Opening<A::Stream>;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        let accepted = tokio::time::timeout(OPENING, self.0.accept(stream, service));
        Box::pin(async move {
            let (stream, service) =
                accepted.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            Ok((Opening::new(stream, OPENING), service))
        })
    }
}

/// A stream that fails when its client takes too long to begin.
pub(crate) struct Opening<S> {
    stream: S,
    /// How much of [`PREFACE`] has come.
    matched: usize,
    /// Gone once the client has begun.
    end: Option<Pin<Box<Sleep>>>,
}

impl<S> Opening<S> {
    fn new(stream: S, patience: Duration) -> Self {
        Self { stream, matched: 0, end: Some(Box::pin(tokio::time::sleep(patience))) }
    }

    /// Takes note of what was read.
    fn heard(&mut self, bytes: &[u8]) {
        let rest = &PREFACE[self.matched..];
        if rest.len() > bytes.len() && rest.starts_with(bytes) {
            self.matched += bytes.len();
        } else {
            self.end = None;
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Opening<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if let Some(end) = &mut self.end {
            match read {
                Poll::Ready(Ok(())) => self.heard(&buf.filled()[before..]),
                Poll::Ready(Err(_)) => {}
                Poll::Pending if end.as_mut().poll(cx).is_ready() => {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
                Poll::Pending => {}
            }
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Opening<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    /// What a server reads from a client that sends this and then nothing.
    async fn hears(sent: &[u8]) -> io::Result<usize> {
        let (mut client, server) = duplex(64);
        client.write_all(sent).await?;
        let mut stream = Opening::new(server, Duration::from_millis(100));
        let mut read = 0;
        loop {
            let more = tokio::time::timeout(Duration::from_millis(500), stream.read(&mut [0; 8])).await;
            match more {
                Ok(more) => read += more?,
                Err(_) => return Ok(read),
            }
        }
    }

    #[tokio::test]
    async fn who_does_not_begin_is_let_go_and_who_has_begun_is_not() {
        for silent in [&b""[..], b"P", b"PRI * HTT"] {
            assert_eq!(hears(silent).await.unwrap_err().kind(), io::ErrorKind::TimedOut, "{silent:?}");
        }
        for begun in [&b"G"[..], b"PO", b"PRI * HTTP/1", PREFACE] {
            assert_eq!(hears(begun).await.unwrap(), begun.len(), "{begun:?}");
        }
    }
}
