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

/// Make a link by which somebody who was added comes in
///
/// Works once, until it expires; an earlier link of the person no longer works.
#[utoipa::path(
    post, path = "/users/{id}/invite", operation_id = "people.users.invite", tag = "people",
    params(("id" = Id, Path)), responses((status = 201, body = LinkView))
)]
pub(crate) async fn invite(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
) -> HttpResult<(StatusCode, Extension<HoldsSecret>, Json<LinkView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let link = invite_user(&state, &by, caller.org, id, InvitationKind::Member).await?;
    Ok((
        StatusCode::CREATED,
        Extension(HoldsSecret),
        Json(LinkView { url: link.url, expires_at: link.expires_at }),
    ))
}
