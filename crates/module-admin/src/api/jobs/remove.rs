use axum::extract::State;
use http::StatusCode;
use kernel::{Error, Id};
use platform_events::Jobs;
use platform_http::{Caller, ClientIp, HttpResult, Path};
use serde_json::json;

use crate::access::require_admin;
use crate::error::JOB_NOT_FOUND;
use crate::state::{AdminState, JOB_REMOVED};

/// Remove a dead job
#[utoipa::path(
    delete, path = "/jobs/{id}", operation_id = "admin.jobs.remove", tag = "admin", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn remove(
    State(state): State<AdminState>,
    caller: Caller,
    ip: ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    require_admin(&caller)?;
    let (this, actor) = (state.clone(), caller.0.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !Jobs::remove(tx, id).await? {
                    return Err(Error::new(&JOB_NOT_FOUND));
                }
                this.record(tx, (&actor, ip), JOB_REMOVED, Some(id), json!({})).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
