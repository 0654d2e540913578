use axum::extract::State;
use http::StatusCode;
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::by::By;
use crate::model::attribute::{Attribute, AttributeKind, Visibility, choices, key};
use crate::model::limits;
use crate::model::text::{Faults, line};
use crate::ops::create_attribute::create_attribute;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewAttribute)]
pub(crate) struct Body {
    /// Name for programs; begins with a small letter, and never changes.
    key: String,
    /// Name for people; at most 40 characters.
    #[schema(max_length = 40)]
    label: String,
    /// What it holds.
    kind: AttributeKind,
    /// What can be chosen, for a field of choices.
    #[serde(default)]
    #[schema(max_items = 200)]
    choices: Vec<String>,
    /// Who sees it.
    visible_to: Visibility,
    /// Place among the fields: lower first.
    #[serde(default)]
    order: i64,
}

/// Add a field to people
#[utoipa::path(
    post, path = "/attributes", operation_id = "people.attributes.create", tag = "people", request_body = Body,
    responses((status = 201, body = Attribute))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<Attribute>)> {
    let mut faults = Faults::default();
    let key = faults.take("key", key(&body.key));
    let label = faults.take("label", line(&body.label, limits::ATTRIBUTE_LABEL));
    let choices = faults.take("choices", choices(body.kind, &body.choices));
    faults.done()?;
    let attribute = Attribute {
        id: state.core.ids.next(),
        key: key.unwrap_or_default(),
        label: label.unwrap_or_default(),
        kind: body.kind,
        choices: choices.unwrap_or_default(),
        visible_to: body.visible_to,
        order: body.order,
    };
    let by = By::Person(caller.0.clone(), ip);
    create_attribute(&state, &by, caller.org, attribute.clone()).await?;
    Ok((StatusCode::CREATED, Json(attribute)))
}
