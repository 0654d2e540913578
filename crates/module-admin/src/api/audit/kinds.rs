use axum::extract::State;
use platform_http::{Caller, HttpResult, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::require_admin;
use crate::state::AdminState;

/// A kind of entry.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditKindInfo {
    /// The kind, to filter by.
    kind: String,
    /// Its words in the caller's language, with `{…}` where facts stand.
    text: String,
}

/// Every kind of entry.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditKinds {
    /// In the order of their names.
    items: Vec<AuditKindInfo>,
}

/// Kinds of entries that the audit log may hold
#[utoipa::path(
    get, path = "/audit/kinds", operation_id = "admin.audit.kinds", tag = "admin",
    responses((status = 200, body = AuditKinds))
)]
pub(crate) async fn kinds(State(state): State<AdminState>, caller: Caller) -> HttpResult<Json<AuditKinds>> {
    require_admin(&caller)?;
    let items = state.audit.kinds().into_iter().map(|kind| AuditKindInfo {
        kind: kind.kind.to_owned(),
        text: caller.locale.pick(kind.zh, kind.en).to_owned(),
    });
    Ok(Json(AuditKinds { items: items.collect() }))
}
