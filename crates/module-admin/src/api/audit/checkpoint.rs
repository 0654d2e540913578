use axum::extract::State;
use platform_http::{Caller, HttpResult, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::require_admin;
use crate::state::AdminState;

/// A signed head of the audit log.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditCheckpoint {
    /// The head as a signed note (C2SP tlog-checkpoint). Keep it elsewhere: later heads must continue it.
    note: String,
    /// The key it is signed with.
    key: String,
}

/// The signed head of the audit log, now
#[utoipa::path(
    get, path = "/audit/checkpoint", operation_id = "admin.audit.checkpoint", tag = "admin",
    responses((status = 200, body = AuditCheckpoint))
)]
pub(crate) async fn checkpoint(
    State(state): State<AdminState>,
    caller: Caller,
) -> HttpResult<Json<AuditCheckpoint>> {
    require_admin(&caller)?;
    let note = state.audit.checkpoint().await?;
    Ok(Json(AuditCheckpoint { note, key: state.audit.verifier().to_string() }))
}
