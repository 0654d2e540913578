use axum::extract::State;
use kernel::{Error, Id, Millis, Page, Paged};
use platform_events::{JobState, Jobs};
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::require_admin;
use crate::state::AdminState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Which jobs; the dead ones unless given.
    state: Option<JobStateView>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// Where a job stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
pub(crate) enum JobStateView {
    /// Waits for its time.
    Queued,
    /// Runs now.
    Running,
    /// Failed too often; waits for an administrator.
    Dead,
}

/// A job.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
pub(crate) struct JobView {
    /// The job.
    id: Id,
    /// Its kind.
    name: String,
    /// Where it stands.
    state: JobStateView,
    /// Attempts made.
    attempts: i64,
    /// Not before this moment.
    run_at: Millis,
    /// When it was added.
    created_at: Millis,
    /// How the last attempt failed.
    last_error: Option<String>,
}

/// Work in the background, the latest first
#[utoipa::path(
    get, path = "/jobs", operation_id = "admin.jobs.list", tag = "admin", params(Params),
    responses((status = 200, body = Paged<JobView>))
)]
pub(crate) async fn list(
    State(state): State<AdminState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<JobView>>> {
    require_admin(&caller)?;
    let wanted = match params.state {
        Some(JobStateView::Queued) => JobState::Queued,
        Some(JobStateView::Running) => JobState::Running,
        Some(JobStateView::Dead) | None => JobState::Dead,
    };
    let page = Page { limit: params.limit, cursor: params.cursor };
    let limit = page.limit();
    let before = page.cursor.as_deref().map(str::parse).transpose();
    let before = before.map_err(|_| Error::new(&MALFORMED).with("reason", "cursor"))?;
    let found = state
        .db
        .read(move |tx| Box::pin(async move { Ok(Jobs::list(tx, wanted, before, limit).await?) }))
        .await?;
    Ok(Json(found.map(|job| JobView {
        id: job.id,
        name: job.name,
        state: match job.state {
            JobState::Queued => JobStateView::Queued,
            JobState::Running => JobStateView::Running,
            JobState::Dead => JobStateView::Dead,
        },
        attempts: job.attempts,
        run_at: job.run_at,
        created_at: job.created_at,
        last_error: job.last_error,
    })))
}
