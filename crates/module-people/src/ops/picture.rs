//! Pictures that stand for people and organisations: shown to everybody in the organisation.

use kernel::{Actor, Id, Result};
use platform_access::{Level, Subject, SubjectKind};
use platform_blob::{Blobs, FileKind};
use platform_db::Tx;

use super::discard_file::discard_file;
use crate::error::AVATAR_UNUSABLE;
use crate::model::text::field_error;
use crate::state::PeopleState;

/// Lets the organisation see the picture, if it is one of the actor's own; the one before is shown to nobody any more,
/// and goes unless it was also given to somebody.
pub(super) async fn show(
    state: &PeopleState,
    tx: &mut Tx,
    actor: &Actor,
    before: Option<Id>,
    picture: Option<Id>,
    field: &str,
) -> Result<()> {
    let everybody = Subject::new(SubjectKind::Organisation, actor.org);
    let access = &state.core.access;
    if let Some(file) = picture {
        let unusable = || field_error(field, &AVATAR_UNUSABLE);
        let object = access.require(tx, actor, file, Level::Manage).await.map_err(|_| unusable())?;
        let picture = Blobs::file_in(tx, file).await.map_err(|_| unusable())?;
        if picture.kind != FileKind::Image || !picture.has_thumb() || picture.owner.org != actor.org {
            return Err(unusable());
        }
        access.grant(tx, &object, everybody, Level::View, Some(actor.user)).await?;
    }
    if let Some(before) = before.filter(|before| Some(*before) != picture)
        && let Some(object) = access.object(tx, before).await?
    {
        access.revoke(tx, &object, everybody, Some(actor.user)).await?;
        discard_file(state, tx, before).await?;
    }
    Ok(())
}
