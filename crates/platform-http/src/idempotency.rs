//! `Idempotency-Key` on POST: the same request sent again gets the first reply again, and is not done again.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use kernel::{Actor, Clock, Error, Id, Millis};
use platform_db::{Db, args, noting_writes};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use crate::Problem;
use crate::error::{DONE_ALREADY, IN_PROGRESS, KEY_INVALID, KEY_REUSED, MALFORMED, TOO_LARGE};

/// Marks a reply that holds a secret, or words that may be taken back: nothing of it, nor of its request, is kept under a
/// key. Asked again, such a request is done again.
#[derive(Clone, Copy, Debug)]
pub struct HoldsSecret;

const HEADER: &str = "idempotency-key";
/// Longest key.
const MAX_KEY: usize = 128;
/// Largest request and reply that are remembered; uploads go by offsets and need no key.
const MAX_BODY: usize = 1 << 20;
/// How long replies are kept: longer than any client retries.
const KEEP_MS: i64 = Millis::DAY;
/// After this a request without a reply is taken for lost in a crash and may be done again.
const ABANDONED_MS: i64 = Millis::MINUTE;

/// What the middleware needs.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
}

enum Found {
    Fresh,
    Reply {
        status: u16,
        content_type: Option<String>,
        body: Vec<u8>,
    },
    /// Done, but there is no reply: it was too large to be kept, or what came after the change failed.
    Done,
}

/// Replays the reply of a request done before under the same key by the same person.
pub(crate) async fn replay(State(store): State<Store>, request: Request, next: Next) -> Response {
    let key = match request.headers().get(HEADER) {
        Some(key) if *request.method() == Method::POST => key.clone(),
        _ => return next.run(request).await,
    };
    // Without a person there is nobody to keep the reply for.
    let Some(user) = request.extensions().get::<Arc<Actor>>().map(|actor| actor.user) else {
        return next.run(request).await;
    };
    match key.to_str() {
        Ok(text) if !text.is_empty() && text.len() <= MAX_KEY => {
            once(&store, user, text.to_owned(), request, next)
                .await
                .unwrap_or_else(IntoResponse::into_response)
        }
        _ => Problem(Error::new(&KEY_INVALID)).into_response(),
    }
}

async fn once(
    store: &Store,
    user: Id,
    key: String,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            Error::new(&TOO_LARGE)
        } else {
            Error::new(&MALFORMED).with("reason", &error)
        }
    })?;
    let body = body.to_bytes();
    let mut hash = Sha256::new();
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(&body);
    let hash: [u8; 32] = hash.finalize().into();

    match begin(store, user, key.clone(), hash).await? {
        Found::Fresh => {}
        Found::Done => return Err(Error::new(&DONE_ALREADY).into()),
        Found::Reply { status, content_type, body } => {
            let mut response = Response::new(Body::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            if let Some(value) = content_type.and_then(|text| HeaderValue::from_str(&text).ok()) {
                response.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
            return Ok(response);
        }
    }
    // In a task of its own: a client whose line breaks takes the request with it, but not what was begun. It asks again,
    // and must find the reply.
    let (store, request) = (store.clone(), Request::from_parts(parts, Body::from(body)));
    let done = tokio::spawn(async move {
        let (response, wrote) = noting_writes(next.run(request)).await;
        keep(&store, user, key, response, wrote).await
    });
    done.await.map_err(Error::internal)?
}

/// Keeps the reply under the key.
async fn keep(
    store: &Store,
    user: Id,
    key: String,
    response: Response,
    wrote: bool,
) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    // Something was saved, or may have been, and then something failed: done again it might be there twice.
    let is_half = parts.status.is_server_error() && wrote;
    if !parts.status.is_success() && !is_half || parts.extensions.get::<HoldsSecret>().is_some() {
        // A refusal changed nothing: the same key may be tried again.
        forget(store, user, key).await?;
        return Ok(Response::from_parts(parts, body));
    }
    let body = body.collect().await.map_err(Error::internal)?.to_bytes();
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let whole = !is_half && body.len() <= MAX_BODY;
    let (status, bytes) = (i64::from(parts.status.as_u16()), whole.then(|| body.to_vec()));
    let kept = store
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "UPDATE http_idempotency SET status = $3, content_type = $4, body = $5
                     WHERE user_id = $1 AND idempotency_key = $2",
                    args![user, key, status, content_type, bytes],
                )
                .await?;
                Ok(())
            })
        })
        .await;
    if let Err(error) = kept {
        // It was done; that it will not be known again is no reason to call it failed.
        tracing::warn!(?error, "a reply could not be kept under its key");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

async fn begin(store: &Store, user: Id, key: String, hash: [u8; 32]) -> kernel::Result<Found> {
    let now = store.clock.now();
    store
        .db
        .write(move |tx| {
            Box::pin(async move {
                let fresh = tx
                    .exec(
                        "INSERT INTO http_idempotency (user_id, idempotency_key, request_hash, created_at)
                         VALUES ($1, $2, $3, $4)
                         ON CONFLICT (user_id, idempotency_key) DO UPDATE SET created_at = excluded.created_at
                         WHERE http_idempotency.status IS NULL AND http_idempotency.created_at < $5
                           AND http_idempotency.request_hash = excluded.request_hash",
                        args![user, &key, hash, now, now.plus(-ABANDONED_MS)],
                    )
                    .await?;
                if fresh > 0 {
                    return Ok(Found::Fresh);
                }
                let row = tx
                    .one(
                        "SELECT request_hash, status, content_type, body FROM http_idempotency
                         WHERE user_id = $1 AND idempotency_key = $2",
                        args![user, key],
                    )
                    .await?;
                if row.get::<Vec<u8>>(0)? != hash {
                    return Err(Error::new(&KEY_REUSED));
                }
                let Some(status) = row.get::<Option<i64>>(1)? else { return Err(Error::new(&IN_PROGRESS)) };
                let Some(body) = row.get::<Option<Vec<u8>>>(3)? else { return Ok(Found::Done) };
                Ok(Found::Reply {
                    status: u16::try_from(status).unwrap_or(200),
                    content_type: row.get(2)?,
                    body,
                })
            })
        })
        .await
}

async fn forget(store: &Store, user: Id, key: String) -> kernel::Result<()> {
    store
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "DELETE FROM http_idempotency WHERE user_id = $1 AND idempotency_key = $2",
                    args![user, key],
                )
                .await?;
                Ok(())
            })
        })
        .await
}

/// Whether there is room: writes more than any request does, under a key of nobody, and removes it again.
pub async fn probe_room(db: &Db, clock: &Clock) -> kernel::Result<()> {
    const ROOM: usize = 256 << 10;
    let now = clock.now();
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec(
                "INSERT INTO http_idempotency (user_id, idempotency_key, request_hash, body, created_at)
                 VALUES ($1, 'room', $2, $2, $3)
                 ON CONFLICT (user_id, idempotency_key) DO UPDATE SET body = excluded.body",
                args![Id(0), vec![0_u8; ROOM], now],
            )
            .await?;
            Ok(())
        })
    })
    .await?;
    db.write(|tx| {
        Box::pin(async move {
            tx.exec("DELETE FROM http_idempotency WHERE user_id = $1", args![Id(0)]).await?;
            Ok(())
        })
    })
    .await
}

/// Removes replies older than a day, a chunk at a time; how many.
pub async fn purge(db: &Db, clock: &Clock) -> kernel::Result<u64> {
    const CHUNK: i64 = 1_000;
    let before = clock.now().plus(-KEEP_MS);
    let mut total = 0;
    loop {
        let removed = db
            .write(move |tx| {
                Box::pin(async move {
                    Ok(tx
                        .exec(
                            "DELETE FROM http_idempotency WHERE (user_id, idempotency_key) IN
                               (SELECT user_id, idempotency_key FROM http_idempotency
                                WHERE created_at < $1 LIMIT $2)",
                            args![before, CHUNK],
                        )
                        .await?)
                })
            })
            .await?;
        total += removed;
        if removed < CHUNK as u64 {
            return Ok(total);
        }
    }
}
