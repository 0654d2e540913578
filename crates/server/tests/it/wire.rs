//! HTTP/1.1 and WebSocket by hand over TCP, so that a test can also send what no library would.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// Far beyond what anything that works takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A line to the office.
pub(crate) struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

/// A reply, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
}

impl Wire {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self::over(TcpSocket::new_v4().unwrap(), address).await.unwrap()
    }

    /// Fails where nobody listens.
    pub(crate) async fn try_open(address: SocketAddr) -> io::Result<Self> {
        Self::over(TcpSocket::new_v4()?, address).await
    }

    /// A line that takes next to nothing in before it is read.
    pub(crate) async fn narrow(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(2_048).unwrap();
        Self::over(socket, address).await.unwrap()
    }

    async fn over(socket: TcpSocket, address: SocketAddr) -> io::Result<Self> {
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).await.unwrap();
    }

    pub(crate) async fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        timeout(PATIENCE, self.stream.write_all(bytes.as_ref())).await.expect("the office takes nothing in")
    }

    /// Says that nothing more will be sent.
    pub(crate) async fn finish(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// Sends the head of a request.
    pub(crate) async fn head(&mut self, method: &str, path: &str, headers: &[(&str, &str)]) {
        self.send(head(method, path, headers)).await;
    }

    /// Sends a request with a body that may be empty.
    pub(crate) async fn request(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
        self.try_request(method, path, headers, body).await.unwrap();
    }

    /// As [`Wire::request`]; fails where the line breaks.
    pub(crate) async fn try_request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<()> {
        let length = body.len().to_string();
        let headers: Vec<_> = headers.iter().copied().chain([("content-length", length.as_str())]).collect();
        self.try_send([head(method, path, &headers).as_bytes(), body].concat()).await
    }

    /// Reads one reply to its end.
    pub(crate) async fn answer(&mut self) -> io::Result<Answer> {
        timeout(PATIENCE, self.read_answer()).await.expect("the office does not answer")
    }

    async fn read_answer(&mut self) -> io::Result<Answer> {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head: Vec<u8> = self.read.drain(..end).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap().parse().unwrap();
        let headers: HeaderMap = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        let length = headers.get("content-length").map(|value| value.to_str().unwrap().parse().unwrap());
        let bytes = match length {
            Some(length) => {
                while self.read.len() < length {
                    self.more().await?;
                }
                self.read.drain(..length).collect()
            }
            None if status == StatusCode::SWITCHING_PROTOCOLS || status == StatusCode::NO_CONTENT => {
                Vec::new()
            }
            None => panic!("a reply without a length: {head}"),
        };
        Ok(Answer { status, headers, bytes })
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    async fn take(&mut self, count: usize) -> io::Result<Vec<u8>> {
        while self.read.len() < count {
            self.more().await?;
        }
        Ok(self.read.drain(..count).collect())
    }
}

fn head(method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: office.test\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text + "\r\n"
}

/// What a WebSocket says.
#[derive(Debug, PartialEq)]
pub(crate) enum Said {
    Json(Value),
    /// A close frame with its code.
    Close(u16),
    /// The line ended without a close frame.
    Gone,
}

pub(crate) const TEXT: u8 = 1;
pub(crate) const BINARY: u8 = 2;
pub(crate) const CLOSE: u8 = 8;
pub(crate) const PING: u8 = 9;
const PONG: u8 = 10;

/// A live socket.
pub(crate) struct Socket(pub(crate) Wire);

impl Socket {
    /// Opens the live socket; the greeting is read.
    pub(crate) async fn open(address: SocketAddr, token: &str) -> Self {
        let bearer = format!("Bearer {token}");
        let wire = Wire::open(address).await;
        let mut socket = Self::over(wire, &[("authorization", &bearer)]).await.unwrap();
        let Said::Json(hello) = socket.next().await else { panic!("no greeting") };
        assert_eq!(hello["type"], "hello", "{hello}");
        socket
    }

    /// Asks for the socket; the reply where it is refused.
    pub(crate) async fn over(wire: Wire, headers: &[(&str, &str)]) -> Result<Self, Answer> {
        Self::try_over(wire, headers).await.unwrap()
    }

    /// As [`Socket::over`]; fails where the line breaks.
    pub(crate) async fn try_over(
        mut wire: Wire,
        headers: &[(&str, &str)],
    ) -> io::Result<Result<Self, Answer>> {
        let mut all = vec![
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        all.extend(headers);
        wire.try_send(head("GET", "/api/v1/live", &all)).await?;
        let answer = wire.answer().await?;
        Ok(if answer.status == StatusCode::SWITCHING_PROTOCOLS { Ok(Self(wire)) } else { Err(answer) })
    }

    pub(crate) async fn say(&mut self, text: &str) {
        self.frame(TEXT, text.as_bytes()).await.unwrap();
    }

    /// One whole frame, masked with zeros as a client must.
    pub(crate) async fn frame(&mut self, opcode: u8, payload: &[u8]) -> io::Result<()> {
        let mut frame = vec![0x80 | opcode];
        match payload.len() {
            short @ ..126 => frame.push(0x80 | short as u8),
            long @ ..65_536 => {
                frame.push(0x80 | 126);
                frame.extend((long as u16).to_be_bytes());
            }
            huge => {
                frame.push(0x80 | 127);
                frame.extend((huge as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        self.0.try_send(frame).await
    }

    /// The next thing said; pings and pongs are passed over.
    pub(crate) async fn next(&mut self) -> Said {
        self.next_within(PATIENCE).await
    }

    async fn next_within(&mut self, time: Duration) -> Said {
        timeout(time, async { self.read().await.unwrap_or(Said::Gone) })
            .await
            .unwrap_or_else(|_| panic!("nothing was said for {time:?}"))
    }

    async fn read(&mut self) -> io::Result<Said> {
        loop {
            let head = self.0.take(2).await?;
            assert_eq!(head[1] & 0x80, 0, "a server does not mask");
            let length = match head[1] {
                126 => u64::from(u16::from_be_bytes(self.0.take(2).await?.try_into().unwrap())),
                127 => u64::from_be_bytes(self.0.take(8).await?.try_into().unwrap()),
                short => u64::from(short),
            };
            let payload = self.0.take(usize::try_from(length).unwrap()).await?;
            match head[0] & 0x0f {
                TEXT => return Ok(Said::Json(serde_json::from_slice(&payload).unwrap())),
                CLOSE => return Ok(Said::Close(u16::from_be_bytes([payload[0], payload[1]]))),
                PING | PONG => {}
                other => panic!("the office sent a frame of kind {other}"),
            }
        }
    }

    /// The next JSON that fits; what comes before is passed over.
    pub(crate) async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            match self.next().await {
                Said::Json(json) if fits(&json) => return json,
                Said::Json(_) => {}
                ended => panic!("the socket ended: {ended:?}"),
            }
        }
    }

    /// How the socket ends, which must be within `time`; what is said before is passed over.
    pub(crate) async fn end_within(&mut self, time: Duration) -> Said {
        let end = async {
            loop {
                match self.read().await.unwrap_or(Said::Gone) {
                    Said::Json(_) => {}
                    end => return end,
                }
            }
        };
        timeout(time, end).await.unwrap_or_else(|_| panic!("the socket is still open after {time:?}"))
    }
}
