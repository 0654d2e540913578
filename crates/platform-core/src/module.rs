//! What every module gives.

use kernel::{ErrorCode, Result, Scope};
use platform_db::Migrations;
use platform_events::{BoxFuture, Consumer, JobKind, Observer};
use platform_live::Renderer;
use utoipa_axum::router::OpenApiRouter;

/// Runs once after the migrations and before requests are served: warming caches, first rows.
pub type Start = Box<dyn FnOnce() -> BoxFuture<'static, Result<()>> + Send>;

/// A room of the house. What it registers with the core's handles (object kinds, subject resolvers, search sources,
/// signal handlers, texts) it registers while it is made.
pub struct Module {
    /// First part of its addresses: `/api/v1/<name>/…`, prefix of its operations, events and tables.
    pub name: &'static str,
    /// Its tables.
    pub migrations: Migrations,
    /// Operations for people who are signed in.
    pub routes: OpenApiRouter,
    /// Operations that need nobody signed in, each for a reason named beside it.
    pub public: OpenApiRouter,
    /// Scopes that a token needs to read and to change.
    pub scopes: (Scope, Scope),
    /// Reactions to events.
    pub consumers: Vec<Consumer>,
    /// Its kinds of jobs.
    pub jobs: Vec<JobKind>,
    /// What its events look like to live clients.
    pub renderers: Vec<Renderer>,
    /// What its memory does with events, of whichever node, before clients hear of them.
    pub observers: Vec<Observer>,
    /// Every failure it may answer with.
    pub errors: &'static [&'static ErrorCode],
    /// What to do before requests are served.
    pub start: Option<Start>,
}
