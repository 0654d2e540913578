use axum::Extension;
use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, ClientIp, HoldsSecret, HttpResult, Json, Path};

use crate::api::shapes::LinkView;
use crate::by::By;
use crate::model::session::InvitationKind;
use crate::ops::invite_user::invite_user;
use crate::state::PeopleState;

/// Make a link by which somebody chooses a new password
///
/// Works once, until it expires. The present password works until then; using the link ends every session.
#[utoipa::path(
    post, path = "/users/{id}/reset-password", operation_id = "people.users.reset_password", tag = "people",
    params(("id" = Id, Path)), responses((status = 201, body = LinkView))
)]
pub(crate) async fn reset_password(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<(StatusCode, Extension<HoldsSecret>, Json<LinkView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let link = invite_user(&state, &by, caller.org, id, InvitationKind::Reset).await?;
    Ok((
        StatusCode::CREATED,
        Extension(HoldsSecret),
        Json(LinkView { url: link.url, expires_at: link.expires_at }),
    ))
}
