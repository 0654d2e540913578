//! Saying which column fills what, and whether those who are not in the file are to leave: the preview is made anew.

use kernel::{Error, Id, Result};

use crate::access::access_import;
use crate::by::By;
use crate::import_error::IMPORT_NOT_READY;
use crate::jobs::import_read;
use crate::model::import::fields::Mapping;
use crate::model::import::run::{Import, ImportState, Progress};
use crate::model::text::Faults;
use crate::state::PeopleState;
use crate::store;

/// What is to be changed; `None` stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImportChange {
    /// Names of columns and of the fields they fill.
    pub(crate) mapping: Option<Vec<(String, String)>>,
    pub(crate) include_leaving: Option<bool>,
}

/// Changes an import that waits.
pub(crate) async fn import_change(
    state: &PeopleState,
    by: &By,
    org: Id,
    id: Id,
    change: ImportChange,
) -> Result<Import> {
    let (this, by) = (state.clone(), by.clone());
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut import = access_import(tx, &by, org, id, true).await?;
                if !import.waits() {
                    return Err(Error::new(&IMPORT_NOT_READY));
                }
                let before = (import.mapping.clone(), import.include_leaving);
                if let Some(said) = change.mapping {
                    let attributes = store::attributes::of_org(tx, org).await?;
                    let mut faults = Faults::default();
                    let said = said.iter().map(|(column, field)| (column.as_str(), field.as_str()));
                    let mapping = Mapping::by_hand(said, &import.columns, &attributes, &mut faults);
                    faults.done()?;
                    import.mapping = mapping.wire(&import.columns, &attributes);
                }
                import.include_leaving = change.include_leaving.unwrap_or(import.include_leaving);
                if (&import.mapping, import.include_leaving) == (&before.0, before.1) {
                    return Ok(import);
                }
                import.by_hand |= import.mapping != before.0;
                import.ip = by.ip().unwrap_or(import.ip);
                import.state = ImportState::Reading;
                import.progress = Progress::default();
                store::imports::save(tx, &import, this.core.clock.now()).await?;
                import_read::enqueue(&this, tx, &import).await?;
                Ok(import)
            })
        })
        .await
}
