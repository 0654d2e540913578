use axum::extract::State;
use kernel::{Error, Id, Page, Paged};
use platform_http::{Caller, ClientIp, HttpResult, Json, Query};

use super::view::{self, ImportView};
use crate::access::any_admin;
use crate::by::By;
use crate::error::CURSOR_INVALID;
use crate::state::PeopleState;
use crate::store;

/// Imports, the latest first
///
/// Administrators of the whole organisation see all, others their own. Imports are kept for 30 days.
#[utoipa::path(
    get, path = "/imports", operation_id = "people.imports.list", tag = "people", params(Page),
    responses((status = 200, body = Paged<ImportView>))
)]
pub(crate) async fn list(
    State(state): State<PeopleState>,
    caller: Caller,
    ClientIp(ip): ClientIp,
    Query(page): Query<Page>,
) -> HttpResult<Json<Paged<ImportView>>> {
    let by = By::Person(caller.0.clone(), ip);
    any_admin(&by)?;
    let before: Option<Id> = match &page.cursor {
        None => None,
        Some(cursor) => Some(cursor.parse().map_err(|_| Error::new(&CURSOR_INVALID))?),
    };
    let (org, user, all, limit) = (caller.org, caller.user, by.reach().is_everything(), page.limit());
    let found = state
        .read(move |tx| {
            Box::pin(async move { Ok(store::imports::list(tx, org, user, all, before, limit + 1).await?) })
        })
        .await?;
    let found = Paged::from_surplus(found, limit, |import| import.id.to_string());
    let views = found.items.into_iter().filter_map(|import| view::import(&state, import, caller.locale));
    Ok(Json(Paged { items: views.collect(), next: found.next }))
}
