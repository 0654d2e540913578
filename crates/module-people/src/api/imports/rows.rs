use axum::extract::State;
use kernel::{Error, Id, Locale, Page, Paged};
use platform_http::{Caller, ClientIp, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::access_import;
use crate::by::By;
use crate::error::CURSOR_INVALID;
use crate::model::import::problem::Problem;
use crate::model::import::{Change, PreviewRow, RowKind};
use crate::state::PeopleState;
use crate::store;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Only rows of this kind.
    kind: Option<RowKind>,
    /// Most items in the reply; 1–200, default 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// A row of the preview.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRow {
    /// Its place in the preview, from 0.
    position: i64,
    /// The number Excel shows at the left of the row; null for somebody who is not in the file.
    row: Option<u32>,
    /// What becomes of it.
    kind: RowKind,
    /// Name of the person.
    name: String,
    /// Employee number of the person.
    employee_no: Option<String>,
    /// The person, if they are in the directory already.
    user: Option<Id>,
    /// What changes, field by field.
    changes: Vec<Change>,
    /// Why the row cannot be imported.
    problems: Vec<ImportProblem>,
}

/// Something wrong with a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportProblem {
    /// Heading of the column; null when the whole row is meant.
    column: Option<String>,
    /// Stable code.
    code: String,
    /// In words.
    message: String,
    /// What stands in the cell.
    value: Option<String>,
}

impl ImportProblem {
    fn new(problem: Problem, locale: Locale) -> Self {
        Self {
            message: problem.text(locale),
            column: problem.column,
            code: problem.code.into_owned(),
            value: problem.value,
        }
    }
}

impl ImportRow {
    fn new(position: i64, row: PreviewRow, locale: Locale) -> Self {
        Self {
            position,
            row: row.line,
            kind: row.kind,
            name: row.name,
            employee_no: row.employee_no,
            user: row.user,
            changes: row.changes,
            problems: row.problems.into_iter().map(|problem| ImportProblem::new(problem, locale)).collect(),
        }
    }
}

/// What an import would do, row by row
///
/// In the order of the file; after it, who is not in it.
#[utoipa::path(
    get, path = "/imports/{id}/rows", operation_id = "people.imports.rows", tag = "people",
    params(("id" = Id, Path), Params), responses((status = 200, body = Paged<ImportRow>))
)]
pub(crate) async fn rows(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<ImportRow>>> {
    let (by, org, locale) = (By::Person(caller.0.clone(), ip), caller.org, caller.locale);
    let page = Page { limit: params.limit, cursor: params.cursor };
    let after: i64 = match &page.cursor {
        None => -1,
        Some(cursor) => cursor.parse().map_err(|_| Error::new(&CURSOR_INVALID))?,
    };
    let limit = page.limit();
    let found = state
        .read(move |tx| {
            Box::pin(async move {
                let import = access_import(tx, &by, org, id, false).await?;
                if !import.has_preview() {
                    return Ok(Vec::new());
                }
                Ok(store::imports::rows(tx, &import, params.kind, after, limit + 1).await?)
            })
        })
        .await?;
    let found = Paged::from_surplus(found, limit, |(position, _)| position.to_string());
    Ok(Json(found.map(|(position, row)| ImportRow::new(position, row, locale))))
}
