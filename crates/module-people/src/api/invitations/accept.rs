use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use platform_http::{HoldsSecret, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::sessions::OnDevice;
use crate::api::shapes::SignedInView;
use crate::api::view;
use crate::ops::accept_invitation::{Names, accept_invitation};
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = InvitationAcceptance)]
pub(crate) struct Body {
    /// The password chosen.
    password: String,
    /// For the first owner: what the organisation is called.
    #[serde(default)]
    org_name: Option<String>,
    /// For the first owner: their own name.
    #[serde(default)]
    name: Option<String>,
}

/// Choose a password by a link and sign in
///
/// Needs nobody signed in: the link is what one comes in with. It works once.
#[utoipa::path(
    post, path = "/invitations/{token}/accept", operation_id = "people.invitations.accept", tag = "people",
    security(()), params(("token" = String, Path)), request_body = Body,
    responses((status = 201, body = SignedInView))
)]
pub(crate) async fn accept(
    State(state): State<PeopleState>,
    OnDevice(device): OnDevice,
    Path(token): Path<String>,
    Json(body): Json<Body>,
) -> HttpResult<impl IntoResponse> {
    let names = Names { org: body.org_name, own: body.name };
    let signed_in = accept_invitation(&state, &token, body.password, names, device).await?;
    let cookie = view::cookie(&state, Some(signed_in.token.reveal()))?;
    Ok((StatusCode::CREATED, Extension(HoldsSecret), cookie, Json(view::signed_in(&signed_in))))
}
