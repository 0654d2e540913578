use axum::extract::State;
use platform_http::{Caller, HttpResult, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::require_admin;
use crate::state::AdminState;

/// That an entry is in the log (RFC 6962).
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditProof {
    /// Place of the entry.
    index: u64,
    /// Hash of its leaf, base64.
    leaf: String,
    /// Hashes from the leaf to the root, base64.
    path: Vec<String>,
    /// The signed head.
    checkpoint: String,
    /// The key it is signed with.
    key: String,
}

/// The proof that an entry is in the audit log
#[utoipa::path(
    get, path = "/audit/{index}/proof", operation_id = "admin.audit.prove", tag = "admin",
    params(("index" = u64, Path)), responses((status = 200, body = AuditProof))
)]
pub(crate) async fn prove(
    State(state): State<AdminState>,
    caller: Caller,
    Path(index): Path<u64>,
) -> HttpResult<Json<AuditProof>> {
    require_admin(&caller)?;
    let proof = state.audit.prove(caller.org, index).await?;
    Ok(Json(AuditProof {
        index: proof.index,
        leaf: proof.leaf,
        path: proof.path,
        checkpoint: proof.checkpoint,
        key: proof.key,
    }))
}
