//! Reading a table of people that was sent, and comparing it with the directory.

use kernel::{Error, Id, Kind, Result};
use platform_db::Tx;
use platform_events::{Job, JobKind, NewJob};
use serde_json::json;

use crate::model::import::run::Import;
use crate::ops::import_read::{import_fail, import_read};
use crate::state::PeopleState;

/// Its name.
const NAME: &str = "people.read_import";
/// Attempts: a store that is away for some seconds comes back; longer, and somebody should hear of it.
pub(super) const ATTEMPTS: i64 = 5;
/// Before what tidies up: somebody waits for it.
pub(super) const PRIORITY: i64 = 10;

pub(crate) fn kind(state: PeopleState) -> JobKind {
    let mut kind = JobKind::new(NAME, move |job| {
        let state = state.clone();
        Box::pin(async move {
            let Some(id) = import_of(&job) else { return Ok(()) };
            let outcome = import_read(&state, job.org, id).await;
            settle(&state, &job, id, outcome).await
        })
    });
    // One more than is used: the last attempt writes that it was the last.
    kind.max_attempts = ATTEMPTS + 1;
    kind
}

/// Has an import read.
pub(crate) async fn enqueue(state: &PeopleState, tx: &mut Tx, import: &Import) -> Result<()> {
    Ok(state.core.jobs.enqueue(tx, new_job(state, NAME, import)).await?)
}

/// A job for an import. There is no key that keeps a second one out: what a job has to do the state of the import says,
/// and a job that finds nothing to do ends.
pub(super) fn new_job(state: &PeopleState, name: &str, import: &Import) -> NewJob {
    NewJob {
        org: import.org,
        name: name.to_owned(),
        dedup_key: None,
        run_at: state.core.clock.now(),
        priority: PRIORITY,
        payload: json!({ "import": import.id }),
    }
}

pub(super) fn import_of(job: &Job) -> Option<Id> {
    job.payload["import"].as_str().and_then(|id| id.parse().ok())
}

/// What a job's failure means: a store that is away is waited for, everything else is told to whoever began the import.
pub(super) async fn settle(state: &PeopleState, job: &Job, id: Id, outcome: Result<()>) -> Result<()> {
    let Err(error) = outcome else { return Ok(()) };
    if error.code().kind == Kind::Unavailable && job.attempt < ATTEMPTS {
        return Err(error);
    }
    log(job, id, &error);
    import_fail(state, job.org, id, &error).await
}

fn log(job: &Job, import: Id, error: &Error) {
    if matches!(error.code().kind, Kind::Internal | Kind::Unavailable | Kind::StorageFull) {
        tracing::error!(job = job.name, import = import.0, ?error, "an import failed");
    } else {
        tracing::info!(job = job.name, import = import.0, code = error.code().id, "an import cannot be done");
    }
}
