use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;
use platform_http::{HoldsSecret, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::sessions::OnDevice;
use crate::api::shapes::SignedInView;
use crate::api::view;
use crate::ops::sign_in::sign_in;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = SignIn)]
pub(crate) struct Body {
    /// Login name, e-mail address, mobile number or employee number.
    login: String,
    /// The password.
    password: String,
}

/// Sign in
///
/// The token is also set as an HttpOnly cookie. `people.wrong_login` tells neither whether there is such a login;
/// after too many failures account or address is locked for a while (`people.too_many_attempts`, `Retry-After`).
#[utoipa::path(
    post, path = "/sessions", operation_id = "people.sessions.create", tag = "people", request_body = Body,
    security(()), responses((status = 201, body = SignedInView))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    OnDevice(device): OnDevice,
    Json(body): Json<Body>,
) -> HttpResult<impl IntoResponse> {
    let signed_in = sign_in(&state, &body.login, body.password, device).await?;
    let cookie = view::cookie(&state, Some(signed_in.token.reveal()))?;
    Ok((StatusCode::CREATED, Extension(HoldsSecret), cookie, Json(view::signed_in(&signed_in))))
}
