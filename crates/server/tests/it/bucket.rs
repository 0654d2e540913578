//! A bucket as S3 speaks, in memory, that can be full or away.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::{Method, StatusCode};
use platform_config::{Config, Store};

/// How it feels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Mood {
    #[default]
    Well,
    Full,
    Away,
    /// Each answer takes a second.
    Slow,
    /// Every other request fails.
    Failing,
    /// Nothing is answered.
    Silent,
}

/// The bucket.
#[derive(Clone, Default)]
pub(crate) struct Bucket(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    mood: Mood,
    asked: usize,
    objects: BTreeMap<String, Vec<u8>>,
}

impl Bucket {
    /// A bucket of its own, and what an office is told to use it.
    pub(crate) async fn open() -> (Self, impl FnOnce(&mut Config)) {
        let bucket = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(answer).with_state(bucket.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let tell = |config: &mut Config| {
            config.blobs.store = Store::S3;
            config.blobs.s3.endpoint = Some(endpoint);
            config.blobs.s3.bucket = "office".to_owned();
            config.blobs.s3.access_key = Some("key".to_owned());
            config.blobs.s3.secret_key = Some("secret".into());
            config.blobs.s3.path_style = true;
        };
        (bucket, tell)
    }

    pub(crate) fn is(&self, mood: Mood) {
        self.0.lock().unwrap().mood = mood;
    }

    fn mood(&self) -> Mood {
        self.0.lock().unwrap().mood
    }

    /// How many objects it holds.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().objects.len()
    }
}

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (head, content) = request.into_parts();
    let content = to_bytes(content, usize::MAX).await.unwrap();
    let reply = |status: StatusCode, body: Body| {
        let built = Response::builder().status(status).header("etag", "\"e\"");
        built.header("last-modified", "Mon, 05 Jan 2026 01:00:00 GMT").body(body).unwrap()
    };
    match bucket.mood() {
        Mood::Slow => testkit::for_a_while(Duration::from_secs(1)).await,
        Mood::Silent => {
            while bucket.mood() == Mood::Silent {
                testkit::for_a_while(Duration::from_millis(50)).await;
            }
            return reply(StatusCode::SERVICE_UNAVAILABLE, Body::empty());
        }
        _ => {}
    }
    let mut inside = bucket.0.lock().unwrap();
    inside.asked += 1;
    let fails = inside.mood == Mood::Failing && inside.asked % 2 == 1;
    let key = head.uri.path().to_owned();
    match (inside.mood, head.method) {
        _ if fails => {
            reply(StatusCode::INTERNAL_SERVER_ERROR, "<Error><Code>InternalError</Code></Error>".into())
        }
        (Mood::Away, _) => reply(StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>".into()),
        (Mood::Full, Method::PUT | Method::POST) => {
            let full = "<Error><Code>XMinioStorageFull</Code></Error>";
            reply(StatusCode::INSUFFICIENT_STORAGE, full.into())
        }
        (_, Method::PUT) => {
            inside.objects.insert(key, content.to_vec());
            reply(StatusCode::OK, Body::empty())
        }
        (_, Method::DELETE) => {
            inside.objects.remove(&key);
            reply(StatusCode::NO_CONTENT, Body::empty())
        }
        _ => {
            let Some(object) = inside.objects.get(&key) else {
                return reply(StatusCode::NOT_FOUND, Body::empty());
            };
            let range =
                head.headers.get("range").and_then(|value| value.to_str().ok()?.strip_prefix("bytes="));
            let Some((start, end)) = range.and_then(|range| range.split_once('-')) else {
                return reply(StatusCode::OK, object.clone().into());
            };
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            let end = end.min(object.len() - 1);
            let mut part = reply(StatusCode::PARTIAL_CONTENT, object[start..=end].to_vec().into());
            let shown = format!("bytes {start}-{end}/{}", object.len());
            part.headers_mut().insert("content-range", shown.parse().unwrap());
            part
        }
    }
}
