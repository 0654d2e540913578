use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::by::By;
use crate::model::attribute::{Attribute, AttributeKind, Visibility};
use crate::model::limits;
use crate::model::text::{Faults, line};
use crate::ops::update_attribute::{AttributeChange, update_attribute};
use crate::state::PeopleState;

/// What is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = AttributePatch)]
pub(crate) struct Body {
    /// Name for people.
    #[serde(default)]
    #[schema(max_length = 40)]
    label: Option<String>,
    /// What it holds. Values that no longer fit stay until they are changed.
    #[serde(default)]
    kind: Option<AttributeKind>,
    /// Everything that can be chosen.
    #[serde(default)]
    #[schema(max_items = 200)]
    choices: Option<Vec<String>>,
    /// Who sees it.
    #[serde(default)]
    visible_to: Option<Visibility>,
    /// Place among the fields: lower first.
    #[serde(default)]
    order: Option<i64>,
}

/// Change a field of people
#[utoipa::path(
    patch, path = "/attributes/{id}", operation_id = "people.attributes.update", tag = "people",
    params(("id" = Id, Path)), request_body = Body, responses((status = 200, body = Attribute))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<Attribute>> {
    let mut faults = Faults::default();
    let label = body.label.and_then(|label| faults.take("label", line(&label, limits::ATTRIBUTE_LABEL)));
    faults.done()?;
    let change = AttributeChange {
        label,
        kind: body.kind,
        choices: body.choices,
        visible_to: body.visible_to,
        order: body.order,
    };
    let by = By::Person(caller.0.clone(), ip);
    Ok(Json(update_attribute(&state, &by, caller.org, id, change).await?))
}
