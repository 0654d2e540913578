//! Removing files that served the directory alone: replaced pictures, tables that were imported.

use kernel::{Id, Locale, Result};
use platform_db::Tx;

use crate::state::PeopleState;

/// Removes a file with its object, unless somebody was given it: then it is theirs too.
pub(super) async fn discard_file(state: &PeopleState, tx: &mut Tx, id: Id) -> Result<()> {
    let access = &state.core.access;
    let Some(object) = access.object(tx, id).await? else { return Ok(()) };
    if object.parent.is_some() || !access.list_grants(tx, &object, Locale::En).await?.is_empty() {
        return Ok(());
    }
    access.remove(tx, &object, None).await?;
    state.core.blobs.remove_files_in(tx, &[id]).await?;
    Ok(())
}
