//! An office that is served over TCP as the program serves it: with consumers, jobs and live delivery.

use std::net::SocketAddr;

use http::StatusCode;
use platform_config::Config;
use platform_core::Core;
use serde_json::{Value, json};
use server::office::compose;
use tokio::sync::oneshot;

use crate::office::{PASSWORD, config, fill};
use crate::wire::{Answer, Wire};

/// The office of [`crate::office::Office`], with an address.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) core: Core,
    /// Dropped, it says stop.
    _stop: oneshot::Sender<()>,
    _folder: tempfile::TempDir,
}

impl Served {
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// An office that is told something else.
    pub(crate) async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = testkit::fixture::folder();
        let mut config = config(folder.path());
        change(&mut config);
        let composed = compose(&config).await.unwrap();
        fill(&composed.core, &config).await;
        let core = composed.core.clone();
        let (stop, stopped) = oneshot::channel();
        let (ready, address) = oneshot::channel();
        tokio::spawn(async move {
            let until = async move {
                let _ = stopped.await;
            };
            server::serve::run(&config, composed, None, until, |address, _| ready.send(address).unwrap())
                .await
        });
        let address = address.await.unwrap();
        Self { address, core, _stop: stop, _folder: folder }
    }

    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Answer {
        call(self.address, method, path, token, body).await.unwrap()
    }

    /// Signs in; the token and the id of the person.
    pub(crate) async fn sign_in(&self, login: &str) -> (String, String) {
        sign_in(self.address, login).await
    }

    /// A group of its maker and these others.
    pub(crate) async fn group(&self, token: &str, members: &[&str]) -> String {
        let new = json!({ "kind": "group", "title": "组", "members": members });
        let made = self.call("POST", "/api/v1/chat/chats", Some(token), Some(new)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        made.json()["id"].as_str().unwrap().to_owned()
    }
}

/// One request on a line of its own.
pub(crate) async fn call(
    address: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> std::io::Result<Answer> {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("connection", "close")];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    if !body.is_empty() {
        headers.push(("content-type", "application/json"));
    }
    let mut wire = Wire::try_open(address).await?;
    wire.try_request(method, path, &headers, body.as_bytes()).await?;
    wire.answer().await
}

pub(crate) async fn sign_in(address: SocketAddr, login: &str) -> (String, String) {
    let body = json!({ "login": login, "password": PASSWORD });
    let reply = call(address, "POST", "/api/v1/people/sessions", None, Some(body)).await.unwrap();
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    let json = reply.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&json["token"]), text(&json["user"]["id"]))
}
