use axum::extract::State;
use axum::response::Response;
use kernel::Error;
use platform_http::{Caller, ClientIp, HttpResult, Query};

use super::Params;
use crate::access::any_admin;
use crate::api::download::attachment;
use crate::by::By;
use crate::model::export;
use crate::state::PeopleState;
use crate::store;

/// An empty table to fill in
///
/// With the headings imports understand, the organisation's own fields among them, and examples that imports pass over.
#[utoipa::path(
    get, path = "/import-template", operation_id = "people.exports.template", tag = "people", params(Params),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>))
)]
pub(crate) async fn template(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Query(params): Query<Params>,
) -> HttpResult<Response> {
    any_admin(&By::Person(caller.0.clone(), ip))?;
    let (org, locale) = (caller.org, caller.locale);
    let attributes =
        state.read(move |tx| Box::pin(async move { Ok(store::attributes::of_org(tx, org).await?) })).await?;
    let table = export::template(&attributes, locale);
    let bytes = table.write(params.format, locale.pick("通讯录", "People")).map_err(Error::internal)?;
    let name = format!("{}.{}", locale.pick("通讯录导入模板", "people-template"), params.format.ending());
    Ok(attachment(&name, params.format.content_type(), bytes)?)
}
