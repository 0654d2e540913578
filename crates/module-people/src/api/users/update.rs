use std::collections::BTreeMap;

use axum::extract::State;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::facts::Facts;
use crate::api::shapes::{NewMembership, UserView, present};
use crate::api::view;
use crate::by::By;
use crate::model::contact::Phone;
use crate::ops::update_user::update_user;
use crate::state::PeopleState;

/// What is absent stays; null clears.
#[derive(Deserialize, ToSchema)]
#[schema(as = UserPatch)]
pub(crate) struct Body {
    /// Name.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: Option<String>,
    /// Login name.
    #[serde(default, deserialize_with = "present")]
    login: Option<Option<String>>,
    /// Number in the register of employees.
    #[serde(default, deserialize_with = "present")]
    employee_no: Option<Option<String>>,
    /// All phone numbers.
    #[serde(default)]
    #[schema(max_items = 10)]
    phones: Option<Vec<Phone>>,
    /// E-mail address.
    #[serde(default, deserialize_with = "present")]
    email: Option<Option<String>>,
    /// All departments.
    #[serde(default)]
    #[schema(max_items = 20)]
    departments: Option<Vec<NewMembership>>,
    /// Whom the person reports to.
    #[serde(default, deserialize_with = "present")]
    manager: Option<Option<Id>>,
    /// Everybody whom the person also reports to.
    #[serde(default)]
    #[schema(max_items = 20)]
    dotted_managers: Option<Vec<Id>>,
    /// Values by key; a key that is absent stays.
    #[serde(default)]
    attributes: BTreeMap<String, Option<String>>,
}

/// Change a person
///
/// For administrators of the person's primary department. Administrators of another of their departments may change
/// the place in that one.
#[utoipa::path(
    patch, path = "/users/{id}", operation_id = "people.users.update", tag = "people", params(("id" = Id, Path)),
    request_body = Body, responses((status = 200, body = UserView))
)]
pub(crate) async fn update(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Path(id): Path<Id>,
    Json(body): Json<Body>,
) -> HttpResult<Json<UserView>> {
    let by = By::Person(caller.0.clone(), ip);
    let facts = Facts {
        name: body.name,
        login: body.login,
        employee_no: body.employee_no,
        phones: body.phones,
        email: body.email,
        departments: body.departments,
        manager: body.manager,
        dotted_managers: body.dotted_managers,
        attributes: body.attributes,
    };
    update_user(&state, &by, caller.org, id, facts.check()?).await?;
    Ok(Json(view::user(&state, &by, caller.org, id).await?))
}
