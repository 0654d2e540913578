//! Removing imports that nobody touched for a month: their previews and files hold names and numbers of people.

use kernel::Result;

use super::import_read::remove_rows;
use crate::model::import::run::KEEP_MS;
use crate::state::PeopleState;
use crate::store;

/// Imports removed at once.
const CHUNK: i64 = 100;
/// No run has this number: the rows of all go.
const NONE: i64 = -1;

/// Removes old imports with their previews and files.
pub(crate) async fn import_purge(state: &PeopleState) -> Result<()> {
    let before = state.core.clock.now().plus(-KEEP_MS);
    loop {
        let old = state
            .read(move |tx| Box::pin(async move { Ok(store::imports::old(tx, before, CHUNK).await?) }))
            .await?;
        if old.is_empty() {
            return Ok(());
        }
        for (id, file) in old {
            remove_rows(state, id, NONE).await?;
            let this = state.clone();
            state
                .core
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        store::imports::delete(tx, id).await?;
                        if store::imports::needs_file(tx, file).await? {
                            return Ok(());
                        }
                        this.core.discard_file(tx, file).await.map(drop)
                    })
                })
                .await?;
        }
    }
}
