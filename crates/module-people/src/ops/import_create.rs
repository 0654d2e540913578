//! Beginning an import: the file is there, reading it is work in the background.

use kernel::{Actor, Error, Id, Result};
use platform_blob::Blobs;

use crate::access::any_admin;
use crate::by::By;
use crate::import_error::{IMPORT_FILE_TOO_LARGE, IMPORT_FILE_UNUSABLE, IMPORT_TOO_MANY_OPEN};
use crate::jobs::import_read;
use crate::model::import::Summary;
use crate::model::import::run::{Import, ImportState, OPEN, Progress};
use crate::model::text::{Fault, field_error};
use crate::state::PeopleState;
use crate::store;

/// Begins an import of a file that the person uploaded.
pub(crate) async fn import_create(
    state: &PeopleState,
    by: &By,
    actor: &Actor,
    file: Id,
    include_leaving: bool,
) -> Result<Import> {
    let (this, by, user, org) = (state.clone(), by.clone(), actor.user, actor.org);
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                any_admin(&by)?;
                let unusable = || field_error("file", &IMPORT_FILE_UNUSABLE);
                let file = Blobs::file_in(tx, file).await.map_err(|_| unusable())?;
                if (file.owner.org, file.owner.user) != (org, user) {
                    return Err(unusable());
                }
                let limit = engine_sheet::Limits::default().file_bytes;
                if file.size > limit {
                    return Err(field_error("file", Fault::with(&IMPORT_FILE_TOO_LARGE, "limit", limit)));
                }
                if store::imports::open(tx, user).await? >= OPEN {
                    return Err(Error::new(&IMPORT_TOO_MANY_OPEN).with("max", OPEN));
                }
                let now = this.core.clock.now();
                let import = Import {
                    id: this.core.ids.next(),
                    org,
                    created_by: user,
                    ip: by.ip().unwrap_or_default(),
                    file: file.id,
                    file_name: file.name,
                    state: ImportState::Reading,
                    include_leaving,
                    columns: Vec::new(),
                    mapping: Vec::new(),
                    by_hand: false,
                    summary: Summary::default(),
                    problem: None,
                    digest: String::new(),
                    run: 0,
                    shown_run: 0,
                    progress: Progress::default(),
                    created_at: now,
                    updated_at: now,
                };
                store::imports::insert(tx, &import).await?;
                import_read::enqueue(&this, tx, &import).await?;
                Ok(import)
            })
        })
        .await
}
