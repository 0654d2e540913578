//! The routes of the whole office, with the edge around them.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use kernel::{Error, Kind, Result};
use metrics_exporter_prometheus::PrometheusHandle;
use platform_config::Config;
use platform_core::{Core, Module};
use platform_http::{EdgeOptions, edge, pages, probe_room, scoped};

use tower::ServiceExt;

use crate::api::{documents, errors_page};
use crate::assets;

/// What the routes beside the API need.
#[derive(Clone)]
struct Health {
    core: Core,
    stopping: Arc<AtomicBool>,
    metrics: Option<PrometheusHandle>,
    token: Option<Arc<str>>,
    /// A request was refused because storage was full, and no room has been found since.
    full: Arc<AtomicBool>,
}

/// How long the store may take to answer before it counts as away.
const ANSWER: Duration = Duration::from_secs(5);

/// Puts all routes together. `stopping` turns readiness off while requests are still finished.
pub fn router(
    core: &Core,
    modules: &mut [Module],
    config: &Config,
    metrics: Option<PrometheusHandle>,
    stopping: Arc<AtomicBool>,
) -> Result<Router> {
    let documents = Arc::new(documents(modules));
    let errors = errors_page(modules);
    let mut routes = Router::new().merge(module_core::live_socket(core)).route(
        "/api/v1/openapi/{module}",
        get(async move |axum::extract::Path(name): axum::extract::Path<String>| {
            match documents.get(name.trim_end_matches(".json")) {
                Some(json) => ([(header::CONTENT_TYPE, "application/json")], json.clone()).into_response(),
                None => platform_http::Problem(Error::not_found()).into_response(),
            }
        }),
    );
    for module in modules.iter_mut() {
        let (read, write) = module.scopes;
        let (signed_in, _) = std::mem::take(&mut module.routes).split_for_parts();
        let (public, _) = std::mem::take(&mut module.public).split_for_parts();
        let own = scoped(signed_in, read, write).merge(public);
        routes = routes.nest(&format!("/api/v1/{}", module.name), own);
    }
    let options = EdgeOptions {
        db: core.db.clone(),
        clock: core.clock.clone(),
        ids: core.ids.clone(),
        people: Arc::clone(core.ports.authenticate()?),
        trusted_proxies: config.server.trusted_proxies.iter().map(|network| network.0).collect(),
        public_origin: config.server.public_url.clone().map(|url| url.trim_end_matches('/').to_owned()),
        https: core.office.https,
        requests_per_second: config.limits.requests_per_second,
        burst: config.limits.burst,
    };
    let token = config.metrics.token.as_ref().map(|token| Arc::from(token.reveal()));
    let full = Arc::new(AtomicBool::new(false));
    let health = Health { core: core.clone(), stopping, metrics, token, full: Arc::clone(&full) };
    let pages = pages(Router::new().fallback(assets::serve), options.https);
    let api = edge(routes, options);
    // The API answers with problems for unknown addresses; everything beside it is a page of the web client.
    Ok(Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        // Where the `type` of a problem leads.
        .route(
            "/docs/errors",
            get(async move || ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], errors)),
        )
        .with_state(health)
        .fallback(async move |request: Request| {
            // Chosen by hand: a route with a wildcard would hand its part of the path on to the handlers of the API.
            let chosen = if request.uri().path().starts_with("/api/") { api.clone() } else { pages.clone() };
            match chosen.oneshot(request).await {
                Ok(response) => {
                    if response.status() == StatusCode::INSUFFICIENT_STORAGE {
                        full.store(true, Ordering::Relaxed);
                    }
                    response
                }
                Err(never) => match never {},
            }
        }))
}

/// Whether the process lives and its store answers.
async fn healthz(State(health): State<Health>) -> Response {
    answer(&health, false).await
}

/// Whether it should get requests: not while it stops.
async fn readyz(State(health): State<Health>) -> Response {
    answer(&health, true).await
}

async fn answer(health: &Health, ready: bool) -> Response {
    if ready && health.stopping.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response();
    }
    let answered = tokio::time::timeout(ANSWER, health.core.db.ping()).await;
    if let Err(error) = answered.map_err(Error::internal).flatten() {
        tracing::warn!(?error, "the store does not answer");
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response();
    }
    // Reading goes on, so requests still do; whoever watches learns of it.
    if ready && !has_room(health).await {
        return (StatusCode::OK, "degraded: storage is full, nothing can be saved").into_response();
    }
    (StatusCode::OK, "ok").into_response()
}

/// Whether something can be saved. Costs nothing unless a request was refused for want of room.
async fn has_room(health: &Health) -> bool {
    if !health.full.load(Ordering::Relaxed) {
        return true;
    }
    let core = &health.core;
    let room = async {
        probe_room(&core.db, &core.clock).await?;
        core.blobs.check().await
    };
    // What fails in another way says so elsewhere.
    let full = room.await.is_err_and(|error| error.code().kind == Kind::StorageFull);
    health.full.store(full, Ordering::Relaxed);
    !full
}

/// Figures for Prometheus: with the token, or from this machine where none is set.
async fn figures(State(health): State<Health>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let headers = request.headers();
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    // A proxy on this machine forwards for everybody: what it forwarded is not local.
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let local = !forwarded && peer.is_some_and(|ConnectInfo(address)| is_local(address.ip().to_canonical()));
    let allowed = match &health.token {
        Some(token) => given == Some(&**token),
        None => local,
    };
    match &health.metrics {
        Some(metrics) if allowed => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.render()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn is_local(ip: IpAddr) -> bool {
    ip.is_loopback()
}
