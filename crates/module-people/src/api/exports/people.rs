use axum::extract::State;
use axum::response::Response;
use platform_http::{Caller, ClientIp, HttpResult, Query};

use super::Params;
use crate::api::download::attachment;
use crate::by::By;
use crate::ops::export_people::export_people;
use crate::state::PeopleState;

/// Export the directory
///
/// Everybody who did not leave, with every field an import understands: sent back unchanged, the table changes nothing.
/// For administrators; those of a department get its people. Each export is in the audit log.
#[utoipa::path(
    get, path = "/export", operation_id = "people.exports.people", tag = "people", params(Params),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>))
)]
pub(crate) async fn people(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Query(params): Query<Params>,
) -> HttpResult<Response> {
    let by = By::Person(caller.0.clone(), ip);
    let exported = export_people(&state, &by, caller.org, params.format, caller.locale).await?;
    let name = format!("{}.{}", caller.locale.pick("通讯录", "people"), params.format.ending());
    Ok(attachment(&name, params.format.content_type(), exported.bytes)?)
}
