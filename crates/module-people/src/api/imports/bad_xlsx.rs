use axum::extract::State;
use axum::response::Response;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Path};

use super::mend;
use crate::by::By;
use crate::model::export::TableFormat;
use crate::state::PeopleState;

/// The rows that cannot be imported, as a workbook
///
/// As they stand in the file, with the reasons before them: mended, the table is sent again as a new import.
#[utoipa::path(
    get, path = "/imports/{id}/bad.xlsx", operation_id = "people.imports.bad_xlsx", tag = "people",
    params(("id" = Id, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>))
)]
pub(crate) async fn bad_xlsx(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<Response> {
    let by = By::Person(caller.0.clone(), ip);
    Ok(mend::download(&state, by, &caller, id, TableFormat::Xlsx).await?)
}
