//! The layers around every route, in one place and one order.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use contracts::people::Authenticate;
use http::Method;
use ipnet::IpNet;
use kernel::{Actor, Clock, Error, Ids, Scope, Scopes};
use platform_db::Db;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::error::{METHOD, NO_ROUTE, SCOPE_MISSING};
use crate::limit::{self, Limits};
use crate::{ClientIp, Problem, caller, cross_origin, headers, idempotency, observe, problem};

/// Largest JSON body. The largest honest one is a message of 20,000 characters.
const MAX_JSON: usize = 1 << 20;

/// Longest silence within a body.
const SILENCE: Duration = Duration::from_secs(30);

/// What the edge needs to know.
#[derive(Clone)]
pub struct EdgeOptions {
    /// The store, for replies under idempotency keys.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Maker of request ids.
    pub ids: Ids,
    /// Who turns tokens into actors.
    pub people: Arc<dyn Authenticate>,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `https://office.example`, when the office is reached under another name than `Host` tells.
    pub public_origin: Option<String>,
    /// Whether people reach the office over HTTPS.
    pub https: bool,
    /// Requests a second that one person (or one unknown address) may make in the long run.
    pub requests_per_second: u32,
    /// Requests that may come at once before that.
    pub burst: u32,
}

/// Puts the edge around the routes of all modules.
pub fn edge(routes: Router, options: EdgeOptions) -> Router {
    let compress = DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream"));
    let proxies: Arc<[IpNet]> = options.trusted_proxies.into();
    routes
        .fallback(async || Problem(Error::new(&NO_ROUTE)))
        .method_not_allowed_fallback(async || Problem(Error::new(&METHOD)))
        .layer(DefaultBodyLimit::max(MAX_JSON))
        .layer(from_fn_with_state(
            idempotency::Store { db: options.db, clock: options.clock },
            idempotency::replay,
        ))
        // Around what reads bodies, the layer above too.
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .layer(from_fn_with_state(options.public_origin, cross_origin::refuse))
        .layer(from_fn_with_state(Limits::new(options.requests_per_second, options.burst), limit::limit))
        .layer(from_fn(caller::password_first))
        .layer(from_fn_with_state(options.people, caller::authenticate))
        .layer(from_fn(move |mut request: Request, next: Next| {
            let ip = ClientIp::of(&request, &proxies);
            request.extensions_mut().insert(ip);
            next.run(request)
        }))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(problem::render))
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(from_fn_with_state(options.https, headers::set))
        .layer(from_fn_with_state(options.ids, observe::observe))
}

/// Puts the security headers on the pages and files of the web client, which need nothing else of the edge.
pub fn pages(routes: Router, https: bool) -> Router {
    routes.layer(from_fn_with_state(https, headers::set))
}

/// Limits the routes of a module to tokens that hold its scopes: `read` for GET and HEAD, `write` for the rest.
pub fn scoped(routes: Router, read: Scope, write: Scope) -> Router {
    routes.layer(from_fn_with_state((read, write), check_scope))
}

async fn check_scope(State((read, write)): State<(Scope, Scope)>, request: Request, next: Next) -> Response {
    let wanted = if matches!(*request.method(), Method::GET | Method::HEAD) { read } else { write };
    if let Some(actor) = request.extensions().get::<Arc<Actor>>()
        // What it may ask was decided before.
        && actor.scopes != Scopes::PasswordFirst
        && !actor.scopes.allows(wanted)
    {
        return Problem(Error::new(&SCOPE_MISSING).with("scope", wanted.as_str())).into_response();
    }
    next.run(request).await
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    Problem(Error::internal(format!("a handler panicked: {text}"))).into_response()
}
