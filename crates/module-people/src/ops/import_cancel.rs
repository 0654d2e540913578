//! Deciding against an import.

use kernel::{Error, Id, Result};

use crate::access::access_import;
use crate::by::By;
use crate::import_error::IMPORT_NOT_READY;
use crate::live;
use crate::model::import::run::{Import, ImportState};
use crate::state::PeopleState;
use crate::store;

/// Cancels an import that is read or waits; one that is being applied goes to its end, one that was applied stays.
pub(crate) async fn import_cancel(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<Import> {
    let (this, by) = (state.clone(), by.clone());
    let import = state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut import = access_import(tx, &by, org, id, false).await?;
                match import.state {
                    ImportState::Cancelled => return Ok(import),
                    ImportState::Applying | ImportState::Done => return Err(Error::new(&IMPORT_NOT_READY)),
                    ImportState::Reading | ImportState::Ready | ImportState::Failed => {}
                }
                import.state = ImportState::Cancelled;
                store::imports::save(tx, &import, this.core.clock.now()).await?;
                Ok(import)
            })
        })
        .await?;
    live::import(state, &import);
    Ok(import)
}
