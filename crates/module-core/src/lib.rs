//! The yard's own operations: uploads, files, objects, search, notifications, the live socket. It owns no tables; what
//! it shows is kept by the platform.

mod api;
mod error;
mod file_object;

use kernel::{Millis, Scope};
use platform_core::{Core, Module};
use platform_db::Migrations;
use platform_events::JobKind;
use utoipa_axum::router::OpenApiRouter;

/// How often replies kept under idempotency keys are cleared out.
const PURGE_MS: i64 = Millis::HOUR;

/// The module, registered with the core.
pub fn module(core: &Core) -> Module {
    core.access.register_kind(file_object::kind(core.clone()));
    let purging = core.clone();
    let purge = JobKind::new("core.purge_idempotency", move |_| {
        let core = purging.clone();
        Box::pin(async move { platform_http::purge_idempotency(&core.db, &core.clock).await.map(drop) })
    });
    let mut jobs = core.blobs.jobs();
    jobs.push(purge.every(PURGE_MS));
    Module {
        name: "core",
        migrations: Migrations { owner: "core", files: &[] },
        routes: api::routes(core.clone()),
        public: OpenApiRouter::new(),
        // Files have a scope of their own; the rest reads what the other modules decide to show.
        scopes: (Scope::Files, Scope::Files),
        consumers: Vec::new(),
        jobs,
        renderers: Vec::new(),
        observers: Vec::new(),
        errors: error::ALL,
        start: None,
    }
}

/// The live socket, mounted at `/api/v1/live` beside all modules.
pub fn live_socket(core: &Core) -> axum::Router {
    api::live::connect::router(core.clone())
}
