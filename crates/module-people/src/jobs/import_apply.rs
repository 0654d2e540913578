//! Applying an import.

use kernel::Result;
use platform_db::Tx;
use platform_events::JobKind;

use super::import_read::{ATTEMPTS, import_of, new_job, settle};
use crate::model::import::run::Import;
use crate::ops::import_apply::import_apply;
use crate::state::PeopleState;

/// Its name.
const NAME: &str = "people.apply_import";

pub(crate) fn kind(state: PeopleState) -> JobKind {
    let mut kind = JobKind::new(NAME, move |job| {
        let state = state.clone();
        Box::pin(async move {
            let Some(id) = import_of(&job) else { return Ok(()) };
            let outcome = import_apply(&state, job.org, id).await;
            settle(&state, &job, id, outcome).await
        })
    });
    kind.max_attempts = ATTEMPTS + 1;
    kind
}

/// Has an import applied.
pub(crate) async fn enqueue(state: &PeopleState, tx: &mut Tx, import: &Import) -> Result<()> {
    Ok(state.core.jobs.enqueue(tx, new_job(state, NAME, import)).await?)
}
