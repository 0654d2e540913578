//! An upload as the API shows it, and what happens when its last byte is here.

use kernel::{Actor, Id, Millis, Result};
use platform_access::NewObject;
use platform_blob::{File, Owner, PART_BYTES, Upload};
use platform_core::{Core, FILE_OBJECT, FileInfo};
use serde::Serialize;
use utoipa::ToSchema;

/// An upload and how far it got.
#[derive(Serialize, ToSchema)]
#[schema(as = Upload)]
pub(crate) struct UploadView {
    /// The upload.
    id: Id,
    /// Name of the file.
    name: String,
    /// Bytes of the file.
    size: u64,
    /// Bytes that are here: where to continue.
    offset: u64,
    /// What to send in one request.
    part_size: u64,
    /// The file, once all bytes are here.
    file: Option<FileInfo>,
    /// When it is forgotten unless something is heard of it.
    expires_at: Millis,
}

/// Whose uploads these are.
pub(crate) fn owner(actor: &Actor) -> Owner {
    Owner { org: actor.org, user: actor.user }
}

/// Renders an upload; makes the file where all bytes are here.
pub(crate) async fn finished(core: &Core, actor: &Actor, upload: Upload) -> Result<UploadView> {
    let file = if upload.is_complete() {
        let file = core.blobs.finish_upload(owner(actor), upload.id).await?;
        register(core, actor, &file).await?;
        Some(FileInfo::from(&file))
    } else {
        None
    };
    Ok(UploadView {
        id: upload.id,
        name: upload.name,
        size: upload.size,
        offset: upload.offset,
        part_size: PART_BYTES,
        file,
        expires_at: upload.expires_at,
    })
}

/// Makes the file known to the access check: until it is shared, only its owner sees it.
async fn register(core: &Core, actor: &Actor, file: &File) -> Result<()> {
    let (access, owner) = (core.access.clone(), actor.user);
    let (id, org, title) = (file.id, actor.org, file.name.clone());
    let registered = core
        .db
        .write(move |tx| {
            Box::pin(async move {
                if access.object(tx, id).await?.is_none() {
                    let object = NewObject { id, org, kind: FILE_OBJECT, owner, parent: None, title: &title };
                    access.register(tx, object).await?;
                }
                Ok(())
            })
        })
        .await;
    // Two requests that see the end of one upload both come here.
    let access = core.access.clone();
    match registered {
        Err(_)
            if core
                .db
                .read(move |tx| Box::pin(async move { access.object(tx, id).await }))
                .await?
                .is_some() =>
        {
            Ok(())
        }
        outcome => outcome,
    }
}
