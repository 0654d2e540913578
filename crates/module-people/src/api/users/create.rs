use std::collections::BTreeMap;

use axum::extract::State;
use http::StatusCode;
use kernel::Id;
use platform_http::{Caller, ClientIp, HttpResult, Json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::facts::Facts;
use crate::api::shapes::{NewMembership, UserView};
use crate::api::view;
use crate::by::By;
use crate::model::contact::Phone;
use crate::ops::create_user::create_user;
use crate::state::PeopleState;

#[derive(Deserialize, ToSchema)]
#[schema(as = NewUser)]
pub(crate) struct Body {
    /// Name; at most 100 characters.
    #[schema(max_length = 100)]
    name: String,
    /// Login name: begins with a letter; letters, digits, dots, underscores, hyphens.
    #[serde(default)]
    login: Option<String>,
    /// Number in the register of employees.
    #[serde(default)]
    employee_no: Option<String>,
    /// Phone numbers; a mobile number belongs to one person.
    #[serde(default)]
    #[schema(max_items = 10)]
    phones: Vec<Phone>,
    /// E-mail address; belongs to one person.
    #[serde(default)]
    email: Option<String>,
    /// Departments.
    #[serde(default)]
    #[schema(max_items = 20)]
    departments: Vec<NewMembership>,
    /// Whom the person reports to.
    #[serde(default)]
    manager: Option<Id>,
    /// Whom the person also reports to.
    #[serde(default)]
    #[schema(max_items = 20)]
    dotted_managers: Vec<Id>,
    /// Values of fields that the organisation added, by key.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

/// Add a person
///
/// Who is added is invited until they choose a password, by a link (`people.users.invite`). For administrators; those
/// of a department add people to it and to what is below it.
#[utoipa::path(
    post, path = "/users", operation_id = "people.users.create", tag = "people", request_body = Body,
    responses((status = 201, body = UserView))
)]
pub(crate) async fn create(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Json(body): Json<Body>,
) -> HttpResult<(StatusCode, Json<UserView>)> {
    let by = By::Person(caller.0.clone(), ip);
    let facts = Facts {
        name: Some(body.name),
        login: Some(body.login),
        employee_no: Some(body.employee_no),
        phones: Some(body.phones),
        email: Some(body.email),
        departments: Some(body.departments),
        manager: Some(body.manager),
        dotted_managers: Some(body.dotted_managers),
        attributes: body.attributes.into_iter().map(|(key, value)| (key, Some(value))).collect(),
    };
    let id = create_user(&state, &by, caller.org, facts.check()?).await?;
    Ok((StatusCode::CREATED, Json(view::user(&state, &by, caller.org, id).await?)))
}
