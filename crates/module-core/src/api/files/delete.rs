use axum::extract::State;
use http::StatusCode;
use kernel::{Error, Id};
use platform_access::Level;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Path};

use crate::error::FILE_IN_USE;

/// Delete a file of one's own that nobody was given
///
/// What was posted or given to somebody is theirs too: take that back first.
#[utoipa::path(
    delete, path = "/files/{id}", operation_id = "core.files.delete", tag = "core", params(("id" = Id, Path)),
    responses((status = 204))
)]
pub(crate) async fn delete(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
) -> HttpResult<StatusCode> {
    let (this, actor) = (core.clone(), caller.0.clone());
    core.db
        .write(move |tx| {
            Box::pin(async move {
                this.access.require(tx, &*actor, id, Level::Manage).await?;
                if this.discard_file(tx, id).await? { Ok(()) } else { Err(Error::new(&FILE_IN_USE)) }
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
