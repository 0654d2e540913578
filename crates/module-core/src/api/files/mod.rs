//! Files and their bytes.

pub(crate) mod content;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod thumbnail;

use kernel::{Actor, Id, Result};
use platform_access::Level;
use platform_blob::{Blobs, File};
use platform_core::Core;

/// The file, if the actor may see it.
async fn access_file(core: &Core, actor: &Actor, id: Id) -> Result<File> {
    let (access, actor) = (core.access.clone(), actor.clone());
    core.db
        .read(move |tx| {
            Box::pin(async move {
                access.require(tx, &actor, id, Level::View).await?;
                Blobs::file_in(tx, id).await
            })
        })
        .await
}
