//! Pictures that stand for people and organisations: shown to everybody in the organisation.

use kernel::{Actor, Id, Result};
use platform_access::{Level, Subject, SubjectKind};
use platform_blob::{Blobs, FileKind};
use platform_db::Tx;

use crate::error::AVATAR_UNUSABLE;
use crate::model::text::field_error;
use crate::state::PeopleState;
use crate::store;

/// Lets the organisation see the picture, if it is one of the actor's own.
pub(super) async fn show(
    state: &PeopleState,
    tx: &mut Tx,
    actor: &Actor,
    picture: Option<Id>,
    field: &str,
) -> Result<()> {
    let Some(file) = picture else { return Ok(()) };
    let access = &state.core.access;
    let unusable = || field_error(field, &AVATAR_UNUSABLE);
    let object = access.require(tx, actor, file, Level::Manage).await.map_err(|_| unusable())?;
    let picture = Blobs::file_in(tx, file).await.map_err(|_| unusable())?;
    if picture.kind != FileKind::Image || !picture.has_thumb() || picture.owner.org != actor.org {
        return Err(unusable());
    }
    let everybody = Subject::new(SubjectKind::Organisation, actor.org);
    access.grant(tx, &object, everybody, Level::View, Some(actor.user)).await?;
    Ok(())
}

/// Shows a picture to nobody any more, now that another stands in its place: it goes, unless it stands for somebody else
/// too or was given to somebody.
pub(super) async fn hide(state: &PeopleState, tx: &mut Tx, actor: &Actor, before: Option<Id>) -> Result<()> {
    let Some(file) = before else { return Ok(()) };
    let access = &state.core.access;
    if store::users::is_picture(tx, file).await? {
        return Ok(());
    }
    let Some(object) = access.object(tx, file).await? else { return Ok(()) };
    let everybody = Subject::new(SubjectKind::Organisation, actor.org);
    access.revoke(tx, &object, everybody, Some(actor.user)).await?;
    state.core.discard_file(tx, file).await?;
    Ok(())
}
