//! The database goes away and comes back, while people work.

use std::net::SocketAddr;
use std::path::PathBuf;

use futures_util::future::join_all;
use http::StatusCode;
use platform_db::Engine;
use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, UnixStream};
use tokio_util::sync::CancellationToken;

use crate::served::Served;
use crate::wire::{Answer, Socket};

/// The way to the server of the tests, which others use too: cut here, it is gone for this office only.
struct Way {
    address: SocketAddr,
    server: PathBuf,
    open: CancellationToken,
}

impl Way {
    async fn open(server: PathBuf) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut way = Self { address, server, open: CancellationToken::new() };
        way.mend();
        way
    }

    /// Every connection breaks, and new ones are refused, as when the server has stopped.
    async fn cut(&self) {
        self.open.cancel();
        testkit::wait_until("connections to be refused", async || {
            tokio::net::TcpStream::connect(self.address).await.is_err()
        })
        .await;
    }

    fn mend(&mut self) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(self.address).unwrap();
        let listener = socket.listen(64).unwrap();
        self.address = listener.local_addr().unwrap();
        self.open = CancellationToken::new();
        tokio::spawn(forward(listener, self.server.clone(), self.open.clone()));
    }
}

async fn forward(listener: TcpListener, server: PathBuf, open: CancellationToken) {
    loop {
        let mut client = tokio::select! {
            client = listener.accept() => client.unwrap().0,
            () = open.cancelled() => return,
        };
        let (server, open) = (server.clone(), open.clone());
        tokio::spawn(async move {
            let mut server = UnixStream::connect(server).await.unwrap();
            tokio::select! {
                _ = copy_bidirectional(&mut client, &mut server) => {}
                () = open.cancelled() => {}
            }
        });
    }
}

/// `postgres://user@%2Ffolder/name`: the folder of the socket, and the name.
fn parts(url: &str) -> (PathBuf, String) {
    let (_, rest) = url.split_once('@').unwrap();
    let (host, name) = rest.rsplit_once('/').unwrap();
    let mut folder = Vec::new();
    let mut bytes = host.bytes();
    while let Some(byte) = bytes.next() {
        folder.push(match byte {
            b'%' => {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    (PathBuf::from(String::from_utf8(folder).unwrap()).join(".s.PGSQL.5432"), name.to_owned())
}

fn is_away(answer: &Answer) {
    let problem = answer.json();
    assert_eq!(
        (answer.status.as_u16(), &problem["code"]),
        (503, &json!("core.store_unavailable")),
        "{answer:?}"
    );
    let after: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&after));
    assert!(problem["title"].as_str().unwrap().contains("稍后"), "{problem}");
}

#[test]
fn a_database_that_goes_away_is_told_and_comes_back_by_itself() {
    let sets = server::office::migrations(Engine::Postgres);
    testkit::on_postgres(&sets, async |store| {
        let (server, name) = parts(&store.postgres().url());
        let mut way = Way::open(server).await;
        let url = format!("postgres://courtyard@{}/{name}?sslmode=disable", way.address);
        let office = Served::open_with(|config| {
            config.database.url = Some(url.as_str().into());
            config.database.pool = 8;
        })
        .await;
        let (anna, anna_id) = office.sign_in("anna").await;
        let (bob, _) = office.sign_in("bob").await;
        let chat = office.group(&bob, &[&anna_id]).await;
        let path = format!("/api/v1/chat/chats/{chat}/messages");
        let mut socket = Socket::open(office.address, &anna).await;
        let post = async |n: usize| {
            let body = json!({ "text": format!("第{n}条消息"), "client_id": format!("c{n}") });
            office.call("POST", &path, Some(&bob), Some(body)).await
        };
        let first = post(0).await;
        assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
        let (second, _) = office.sign_in("bob").await;

        // It goes while many write.
        let (answers, ()) = tokio::join!(join_all((1..40).map(post)), async {
            socket
                .until(|json| {
                    json["kind"] == "chat.message.posted.v1" && json["data"]["seq"].as_i64() > Some(5)
                })
                .await;
            way.cut().await;
        });
        let mut told = vec![0];
        for (n, answer) in answers.iter().enumerate() {
            match answer.status {
                StatusCode::CREATED => told.push(n + 1),
                // Cut between its commit and the answer to that, nobody knows.
                _ if answer.json()["code"] == "core.outcome_unknown" => {
                    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
                }
                _ => is_away(answer),
            }
        }
        for (method, address, body) in [
            ("GET", "/api/v1/chat/chats", None),
            ("POST", path.as_str(), Some(json!({ "text": "x" }))),
            (
                "POST",
                "/api/v1/people/sessions",
                Some(json!({ "login": "bob", "password": crate::office::PASSWORD })),
            ),
            ("POST", "/api/v1/core/uploads", Some(json!({ "name": "x", "size": 1 }))),
        ] {
            is_away(&office.call(method, address, Some(&bob), body).await);
        }
        // Who is not remembered is not a stranger for that.
        is_away(&office.call("GET", "/api/v1/people/me", Some(&second), None).await);
        let ready = office.call("GET", "/readyz", None, None).await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE, "{ready:?}");
        // The line to the client is not the line to the database.
        socket.say(r#"{"type":"ping"}"#).await;
        socket.until(|json| json["type"] == "pong").await;

        way.mend();
        testkit::wait_until("the office to be ready again", async || {
            office.call("GET", "/readyz", None, None).await.status == StatusCode::OK
        })
        .await;
        let after = post(100).await;
        assert_eq!(after.status, StatusCode::CREATED, "{after:?}");
        told.push(100);
        assert_eq!(office.call("GET", "/api/v1/people/me", Some(&second), None).await.status, StatusCode::OK);
        socket.until(|json| json["data"]["client_id"] == "c100").await;

        // Whoever sends again what was not acknowledged has it once.
        for n in 1..40 {
            assert_eq!(post(n).await.status, StatusCode::CREATED);
        }
        let page = office.call("GET", &format!("{path}?limit=200"), Some(&anna), None).await.json();
        let items = page["items"].as_array().unwrap();
        let count = |n: usize| items.iter().filter(|item| item["client_id"] == format!("c{n}")).count();
        for n in (0..40).chain([100]) {
            assert_eq!(count(n), 1, "message {n} of {told:?}");
        }
        let places: Vec<Value> = items.iter().map(|item| item["seq"].clone()).collect();
        assert_eq!(places, (1..=42).map(Value::from).collect::<Vec<_>>());
        // What works in the background found its way back too.
        testkit::wait_until("the index to hold what was posted since", async || {
            let search = "/api/v1/chat/search?q=%E7%AC%AC100%E6%9D%A1";
            let found = office.call("GET", search, Some(&anna), None).await.json();
            found["items"].as_array().is_some_and(|items| items.len() == 1)
        })
        .await;
    });
}
