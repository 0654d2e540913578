use axum::extract::State;
use kernel::Millis;
use platform_http::{HttpResult, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::session::InvitationKind;
use crate::ops::accept_invitation::find;
use crate::state::PeopleState;

/// A link by which somebody chooses a password.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationView {
    /// What it is for.
    kind: InvitationKind,
    /// Whom it is for.
    user: Named,
    /// What the person signs in with afterwards, besides phone and number; null without one.
    login: Option<String>,
    /// The organisation.
    org: Named,
    /// Until when it can be used.
    expires_at: Millis,
    /// What a password must be.
    password: PasswordRules,
}

/// Somebody or something by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Named {
    /// The name.
    name: String,
}

/// What a password must be.
#[derive(Serialize, ToSchema)]
pub(crate) struct PasswordRules {
    /// Characters it needs at least.
    min_length: u32,
    /// Whether it needs letters and digits.
    mixed: bool,
}

/// What a link is for
///
/// Needs nobody signed in: the link is what one comes in with. `people.invitation_invalid` when it was used, has run
/// out, or never was.
#[utoipa::path(
    get, path = "/invitations/{token}", operation_id = "people.invitations.get", tag = "people", security(()),
    params(("token" = String, Path)), responses((status = 200, body = InvitationView))
)]
pub(crate) async fn get(
    State(state): State<PeopleState>,
    Path(token): Path<String>,
) -> HttpResult<Json<InvitationView>> {
    let found = find(&state, &token).await?;
    Ok(Json(InvitationView {
        kind: found.invitation.kind,
        login: found.user.login,
        user: Named { name: found.user.name.text },
        org: Named { name: found.org.name },
        expires_at: found.invitation.expires_at,
        password: PasswordRules {
            min_length: found.org.policy.min_password_length,
            mixed: found.org.policy.require_mixed,
        },
    }))
}
