//! A client as programs write one: JSON over kept connections, and the live socket.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::Result;

/// A socket of a client.
pub(crate) type Live = WebSocketStream<TcpStream>;

/// Read buffer of a socket of the generator: the library's own size times thousands would be measured as ours.
const BUFFER: usize = 4 * 1024;

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Client {
    http: Http<HttpConnector, Full<Bytes>>,
    address: SocketAddr,
    token: String,
    /// The person's id.
    pub(crate) user: String,
}

impl Client {
    /// Signs in.
    pub(crate) async fn sign_in(address: SocketAddr, login: &str, password: &str) -> Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let http = Http::builder(TokioExecutor::new()).build(connector);
        let mut client = Self { http, address, token: String::new(), user: String::new() };
        let body = json!({ "login": login, "password": password });
        let reply = client.post("/people/sessions", &body).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        client.token = text(&reply["token"]);
        client.user = text(&reply["user"]["id"]);
        Ok(client)
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        self.call(Method::GET, path, Bytes::new()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.call(Method::POST, path, Bytes::from(body.to_string())).await
    }

    async fn call(&self, method: Method, path: &str, body: Bytes) -> Result<Value> {
        let (status, bytes) = self.send(method, &format!("/api/v1{path}"), body).await?;
        if !status.is_success() {
            return Err(format!("{path}: {status} {}", String::from_utf8_lossy(&bytes)));
        }
        serde_json::from_slice(&bytes).map_err(|error| format!("{path}: {error}"))
    }

    /// A request, whatever becomes of it.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Bytes) -> Result<(StatusCode, Bytes)> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body))
            .map_err(|error| error.to_string())?;
        let reply = self.http.request(request).await.map_err(|error| format!("{path}: {error}"))?;
        let status = reply.status();
        let body = reply.into_body().collect().await.map_err(|error| format!("{path}: {error}"))?;
        Ok((status, body.to_bytes()))
    }

    /// Opens the live socket from this address of loopback; each has 28,000 ports of its own.
    pub(crate) async fn live(&self, from: SocketAddr) -> Result<Live> {
        let fail = |error: &dyn std::fmt::Display| format!("the live socket: {error}");
        let socket = TcpSocket::new_v4().map_err(|error| fail(&error))?;
        socket.bind(from).map_err(|error| fail(&error))?;
        let stream = socket.connect(self.address).await.map_err(|error| fail(&error))?;
        stream.set_nodelay(true).map_err(|error| fail(&error))?;
        let mut request = format!("ws://{}/api/v1/live", self.address)
            .into_client_request()
            .map_err(|error| fail(&error))?;
        let bearer = format!("Bearer {}", self.token).parse().map_err(|error| fail(&error))?;
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
        let opened = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await;
        opened.map(|(socket, _)| socket).map_err(|error| fail(&error))
    }
}
