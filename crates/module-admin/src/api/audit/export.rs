use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use platform_http::{Caller, ClientIp, HttpResult, Query};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use crate::access::require_admin;
use crate::state::{AUDIT_EXPORTED, AdminState, END};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// First entry; default 0.
    from: Option<u64>,
    /// Entry before which to stop; default the end.
    to: Option<u64>,
}

/// The audit log as a file that `courtyard evidence verify` checks without a server
///
/// At most 50,000 entries. The export is itself recorded.
#[utoipa::path(
    get, path = "/audit/export", operation_id = "admin.audit.export", tag = "admin", params(Params),
    responses((status = 200, content_type = "application/json", body = serde_json::Value))
)]
pub(crate) async fn export(
    State(state): State<AdminState>,
    caller: Caller,
    ip: ClientIp,
    Query(params): Query<Params>,
) -> HttpResult<Response> {
    require_admin(&caller)?;
    let from = params.from.unwrap_or(0);
    let file = state.audit.export(caller.org, from, params.to).await?;
    let (this, actor) = (state.clone(), caller.0.clone());
    let to = params.to.map_or_else(|| END.to_owned(), |to| to.to_string());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let detail = json!({ "from": from.to_string(), "to": to });
                this.record(tx, (&actor, ip), AUDIT_EXPORTED, None, detail).await
            })
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.evidence.json\""),
    ];
    Ok((headers, file).into_response())
}
