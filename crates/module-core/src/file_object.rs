//! Files as objects: a link to one shows its name to those who may see it.

use kernel::{Actor, Id, Result};
use platform_access::{Level, ObjectCard, ObjectKind};
use platform_blob::Blobs;
use platform_core::{Core, FILE_OBJECT};

/// The kind `file`.
pub(crate) fn kind(core: Core) -> ObjectKind {
    let route = |id: Id| format!("/api/v1/core/files/{id}/content");
    ObjectKind::new(FILE_OBJECT, "file", ("文件", "File"), route, move |actor, ids| {
        let core = core.clone();
        Box::pin(async move { cards(&core, actor, ids).await })
    })
}

async fn cards(core: &Core, actor: &Actor, ids: Vec<Id>) -> Result<Vec<ObjectCard>> {
    let (access, actor) = (core.access.clone(), actor.clone());
    let files = core
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut visible = Vec::new();
                for id in ids {
                    if access.level(tx, &actor, id).await? >= Some(Level::View) {
                        visible.push(id);
                    }
                }
                Blobs::files_in(tx, &visible).await
            })
        })
        .await?;
    let Some(kind) = core.access.kind(FILE_OBJECT) else { return Ok(Vec::new()) };
    Ok(files.into_iter().map(|file| kind.plain_card(file.id, file.name)).collect())
}
