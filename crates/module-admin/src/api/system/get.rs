use axum::extract::State;
use kernel::Millis;
use platform_db::Engine;
use platform_http::{Caller, HttpResult, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::require_admin;
use crate::state::AdminState;

/// The installation as it runs now.
#[derive(Serialize, ToSchema)]
pub(crate) struct System {
    /// Version of the program.
    version: String,
    /// `sqlite` or `postgres`.
    store: String,
    /// When this node started.
    started_at: Millis,
    /// The node's clock.
    now: Millis,
    /// People who work here.
    people: usize,
    /// People connected to this node.
    online: usize,
    /// Their connections.
    connections: usize,
}

/// The installation: version, store, people, connections
#[utoipa::path(
    get, path = "/system", operation_id = "admin.system.get", tag = "admin", responses((status = 200, body = System))
)]
pub(crate) async fn get(State(state): State<AdminState>, caller: Caller) -> HttpResult<Json<System>> {
    require_admin(&caller)?;
    let people = state.ports.people()?.everyone(caller.org).await?.len();
    let (online, connections) = state.live.counts();
    let store = match state.db.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    Ok(Json(System {
        version: state.version.to_owned(),
        store: store.to_owned(),
        started_at: state.started_at,
        now: state.clock.now(),
        people,
        online,
        connections,
    }))
}
