//! Applying an import: what its preview says, all of it or nothing, in one transaction.

use std::sync::Arc;

use kernel::{Error, Id, Kind, Result};

use super::apply_changes::write_changes;
use super::emit;
use super::import_read::{begin, keep};
use super::import_work::{Worked, of_import, work};
use crate::audit;
use crate::by::By;
use crate::import_error::{IMPORT_NOT_READY, IMPORT_STALE};
use crate::live;
use crate::model::import::preview::Preview;
use crate::model::import::problem::Problem;
use crate::model::import::run::{Import, ImportState, Progress};
use crate::state::PeopleState;
use crate::store;

/// How often an import is compared anew because the directory changed while it was.
const TRIES: usize = 5;

/// Applies an import that waits for it. When the directory changed since the preview, and so what the import would do,
/// nothing is written and the new preview is shown.
pub(crate) async fn import_apply(state: &PeopleState, org: Id, id: Id) -> Result<()> {
    let mut tries = 0;
    loop {
        let Some(import) = begin(state, org, id, ImportState::Applying).await? else { return Ok(()) };
        live::import(state, &import);
        let request = of_import(state, &import).await?;
        let by = request.by.clone();
        let worked = work(state, request).await?;
        if worked.preview.digest != import.digest || worked.preview.problem.is_some() {
            return keep(state, import, worked, Some(Problem::of_all(&IMPORT_STALE))).await;
        }
        let job = Job { org, by, import: Some(import), file_name: None, worked };
        match write(state, job).await {
            Ok(()) => return Ok(()),
            // Somebody was quicker: look again.
            Err(error) if tries < TRIES && is_late(&error) => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Whether the failure is that the directory changed since it was compared.
pub(super) fn is_late(error: &Error) -> bool {
    error.is(&IMPORT_STALE) || matches!(error.code().kind, Kind::Invalid)
}

/// Something worked out that is to be written.
pub(super) struct Job {
    pub(super) org: Id,
    pub(super) by: By,
    /// The import that is done by it; the command line has none.
    pub(super) import: Option<Import>,
    pub(super) file_name: Option<String>,
    pub(super) worked: Worked,
}

/// Writes what was worked out, if the directory still is as it was compared; else fails with
/// [`IMPORT_STALE`], and nothing is written.
pub(super) async fn write(state: &PeopleState, job: Job) -> Result<()> {
    let this = state.clone();
    let import = job.import.clone();
    let done = state
        .write(move |tx| {
            Box::pin(async move {
                let Job { org, by, import, file_name, worked } = job;
                let Preview { plan, summary, .. } = &worked.preview;
                // Writers of the directory wait here for one another.
                store::orgs::lock(tx, org).await?;
                if platform_events::stream_head(tx, crate::STREAM).await? != worked.head {
                    return Err(Error::new(&IMPORT_STALE));
                }
                let id = import.as_ref().map_or_else(|| this.core.ids.next(), |import| import.id);
                let mut import = match import {
                    None => None,
                    Some(import) => {
                        let present = store::imports::lock(tx, org, import.id).await?;
                        let counts = present.is_some_and(|present| {
                            present.run == import.run && present.state == ImportState::Applying
                        });
                        if !counts {
                            return Err(Error::new(&IMPORT_NOT_READY));
                        }
                        Some(import)
                    }
                };
                let empty = plan.add.is_empty() && plan.change.is_empty() && plan.leave.is_empty();
                if !empty {
                    let told = import.clone().map(Arc::new);
                    let state = this.clone();
                    let progress = move |done: usize| {
                        if let Some(import) = &told {
                            note(&state, import, done);
                        }
                    };
                    write_changes(&this, tx, &by, org, id, plan, &progress).await?;
                    // What people change about themselves waits for nobody.
                    if platform_events::stream_head(tx, crate::STREAM).await? != worked.head + 1 {
                        return Err(Error::new(&IMPORT_STALE));
                    }
                }
                if let Some(import) = &mut import {
                    import.state = ImportState::Done;
                    import.progress.done = import.progress.total;
                    import.problem = None;
                    store::imports::save(tx, import, this.core.clock.now()).await?;
                }
                if !empty {
                    let file = import.as_ref().map(|import| import.file_name.clone()).or(file_name);
                    let detail = serde_json::json!({
                        "import": id,
                        "file": file.unwrap_or_default(),
                        "added": summary.added,
                        "moved": summary.moved,
                        "changed": summary.changed,
                        "left": plan.leave.len(),
                        "departments": plan.departments.len(),
                    });
                    emit::audit(&this, tx, &by, org, audit::IMPORT_APPLIED, None, detail).await?;
                }
                Ok(import)
            })
        })
        .await;
    if let Some(import) = import {
        state.applying.lock().remove(&import.id);
    }
    if let Some(import) = done? {
        live::import(state, &import);
    }
    Ok(())
}

/// Notes how many people are written, for whoever asks this process, and tells whoever began it. The row of the import
/// shows it only in the end: it is written in the same transaction.
fn note(state: &PeopleState, import: &Import, done: usize) {
    let done = i64::try_from(done).unwrap_or(i64::MAX).min(import.progress.total);
    let progress = Progress { done, ..import.progress };
    state.applying.lock().insert(import.id, progress);
    live::import(state, &Import { progress, ..import.clone() });
}
