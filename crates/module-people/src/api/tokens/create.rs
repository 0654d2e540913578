use axum::Extension;
use axum::extract::State;
use http::StatusCode;
use kernel::{Millis, Scope};
use platform_http::{Caller, ClientIp, HoldsSecret, HttpResult, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::own_session;
use crate::by::By;
use crate::model::session::Token;
use crate::ops::create_token::create_token;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewToken)]
pub(crate) struct Body {
    /// What the owner calls it; at most 60 characters.
    name: String,
    /// What it may be used for; at least one.
    scopes: Vec<Scope>,
    /// When it ends by itself; never, when absent.
    #[serde(default)]
    expires_at: Option<Millis>,
}

/// A token just made.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedToken)]
pub(crate) struct Created {
    #[serde(flatten)]
    about: Token,
    /// The secret; it is not shown again.
    token: String,
}

/// Make an access token
///
/// It acts for its owner within its scopes. Needs a person who signed in: a token cannot make tokens.
#[utoipa::path(
    post, path = "/tokens", operation_id = "people.tokens.create", tag = "people", request_body = Body,
    responses((status = 201, body = Created))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Extension<HoldsSecret>, Json<Created>)> {
    own_session(&caller)?;
    let by = By::Person(caller.0.clone(), ip);
    let (about, secret) =
        create_token(&state, &by, caller.org, caller.user, &body.name, body.scopes, body.expires_at).await?;
    Ok((
        StatusCode::CREATED,
        Extension(HoldsSecret),
        Json(Created { about, token: secret.reveal().to_owned() }),
    ))
}
