//! Asking for an import to be applied: writing it is work in the background.

use kernel::{Error, Id, Result};

use crate::access::access_import;
use crate::by::By;
use crate::import_error::IMPORT_NOT_READY;
use crate::jobs::import_apply;
use crate::model::import::run::{Import, ImportState, Progress};
use crate::state::PeopleState;
use crate::store;

/// Has an import applied as its preview says. Asked for again while it is applied, it is the same import.
pub(crate) async fn import_start(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<Import> {
    let (this, by) = (state.clone(), by.clone());
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut import = access_import(tx, &by, org, id, true).await?;
                if import.state == ImportState::Applying {
                    return Ok(import);
                }
                if !import.waits() || !import.has_preview() {
                    return Err(Error::new(&IMPORT_NOT_READY));
                }
                if let Some(obstacle) = import.obstacle() {
                    return Err(obstacle);
                }
                let summary = &import.summary;
                let leaving = if import.include_leaving { summary.leaving } else { 0 };
                let total = i64::from(summary.added + summary.moved + summary.changed + leaving);
                import.ip = by.ip().unwrap_or(import.ip);
                import.state = ImportState::Applying;
                import.problem = None;
                import.progress = Progress { done: 0, total };
                store::imports::save(tx, &import, this.core.clock.now()).await?;
                import_apply::enqueue(&this, tx, &import).await?;
                Ok(import)
            })
        })
        .await
}
