use axum::extract::State;
use contracts::people::{UserCard, UserState};
use engine_pinyin::field::Field;
use engine_pinyin::index::Hit;
use engine_text::clean_line;
use kernel::{Error, Id, MAX_LIMIT, Page, Paged, Result};
use platform_http::{Caller, ClientIp, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::any_admin;
use crate::by::By;
use crate::directory::{Filter, OrgDirectory};
use crate::error::{CURSOR_INVALID, TOO_MANY_IDS};
use crate::model::limits;
use crate::state::PeopleState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Name, pinyin, initials, title, department, phone digits, employee number, e-mail: the best first. Without it
    /// everybody in the order of names.
    q: Option<String>,
    /// Only this department and those below it.
    department: Option<Id>,
    /// Only people in this state; `left` is for administrators. Without it everybody who did not leave.
    state: Option<UserState>,
    /// Cards of these people, in this order: at most 200 ids, separated by commas. Other parameters are ignored.
    ids: Option<String>,
    /// Most items in the reply; 1–200, default 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// A person found.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserHit {
    /// The card.
    #[serde(flatten)]
    card: UserCard,
    /// What of the search text was found where; null when nothing was searched for.
    matched: Option<UserMatch>,
}

/// Where a search text was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserMatch {
    /// In what.
    field: MatchedField,
    /// What to highlight: start and end in UTF-16 units, of the name where the field is `name` or `pinyin`, else of
    /// `text`.
    ranges: Vec<[u32; 2]>,
    /// The text it was found in, unless that is the name.
    text: Option<String>,
}

/// In what a search text was found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MatchedField {
    /// The name as written.
    Name,
    /// The name as read.
    Pinyin,
    /// A title.
    Title,
    /// A department, named by its path.
    Department,
    /// A phone number.
    Phone,
    /// The employee number.
    EmployeeNo,
    /// The e-mail address.
    Email,
}

impl From<&Hit<Id>> for UserMatch {
    fn from(hit: &Hit<Id>) -> Self {
        let (field, in_name) = match hit.field {
            Field::Name => (MatchedField::Name, true),
            Field::Pinyin => (MatchedField::Pinyin, true),
            Field::Title => (MatchedField::Title, false),
            Field::Department => (MatchedField::Department, false),
            Field::Phone => (MatchedField::Phone, false),
            Field::EmployeeNo => (MatchedField::EmployeeNo, false),
            Field::Email => (MatchedField::Email, false),
        };
        Self { field, ranges: hit.utf16_ranges(), text: (!in_name).then(|| hit.text.clone()) }
    }
}

/// Find people as one types, list them, or fetch their cards
#[utoipa::path(
    get, path = "/users", operation_id = "people.users.list", tag = "people", params(Params),
    responses((status = 200, body = Paged<UserHit>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<UserHit>>> {
    if let Some(ids) = &params.ids {
        let ids = parse_ids(ids)?;
        let items = state.directory.look(caller.org, |directory| {
            ids.iter().filter_map(|id| Some(UserHit { card: directory.card(*id)?, matched: None })).collect()
        });
        return Ok(Json(Paged { items, next: None }));
    }
    if params.state == Some(UserState::Left) {
        any_admin(&By::Person(caller.0.clone(), ip))?;
    }
    let page = Page { limit: params.limit, cursor: params.cursor };
    let filter = Filter { department: params.department, state: params.state, within: None };
    // A text longer than any name finds nobody, which the index says by itself.
    let text = params.q.as_deref().unwrap_or_default();
    if clean_line(text, usize::MAX).is_ok_and(|seen| seen.is_empty()) {
        let found = state.directory.look(caller.org, |directory| {
            let admits = |id, person: &_| filter.admits(directory, id, person);
            let ids = directory.by_name(page.cursor.as_deref(), page.limit(), admits)?;
            let card = |id: &Id| Some(UserHit { card: directory.card(*id)?, matched: None });
            Ok::<_, Error>(Paged { items: ids.items.iter().filter_map(card).collect(), next: ids.next })
        })?;
        return Ok(Json(found));
    }
    let boosts = state.boosts(&caller).await;
    let (skip, limit) = (offset(page.cursor.as_deref())?, page.limit() as usize);
    let wanted = (skip + limit + 1).min(limits::SEARCH_HITS);
    let found = state.directory.look(caller.org, |directory| {
        let hits = directory.search(text, Some(caller.user), &filter, &boosts, wanted);
        let more = hits.len() > skip + limit;
        let items = hits.iter().skip(skip).take(limit).filter_map(|hit| user_hit(directory, hit)).collect();
        Paged { items, next: more.then(|| (skip + limit).to_string()) }
    });
    Ok(Json(found))
}

fn user_hit(directory: &OrgDirectory, hit: &Hit<Id>) -> Option<UserHit> {
    Some(UserHit { card: directory.card(hit.id)?, matched: Some(hit.into()) })
}

fn parse_ids(text: &str) -> Result<Vec<Id>> {
    // Counted before they are read: the line may be long.
    if text.split(',').count() > limits::IDS {
        return Err(Error::new(&TOO_MANY_IDS).with("max", MAX_LIMIT));
    }
    // What is no id is nobody's.
    Ok(text.split(',').filter_map(|id| id.trim().parse().ok()).collect())
}

/// Hits before the page: ranks have no key to go on from.
fn offset(cursor: Option<&str>) -> Result<usize> {
    let Some(cursor) = cursor else { return Ok(0) };
    let skip = cursor.parse::<usize>().ok().filter(|skip| *skip < limits::SEARCH_HITS);
    skip.ok_or_else(|| Error::new(&CURSOR_INVALID))
}
