use axum::extract::State;
use kernel::{Error, Id, Millis, Page, Paged};
use platform_audit::AuditFilter;
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::require_admin;
use crate::state::AdminState;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Only by this person.
    actor: Option<Id>,
    /// Only kinds that begin so, such as `people.user.`.
    kind: Option<String>,
    /// Only done to this, such as `user:123`.
    target: Option<String>,
    /// Not before this moment (unix milliseconds).
    from: Option<i64>,
    /// Before this moment (unix milliseconds).
    to: Option<i64>,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// An entry of the audit log.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct EntryView {
    /// Place in the log, from 0.
    index: u64,
    /// When.
    at: Millis,
    /// Who did it; null for the office itself and for people unknown.
    actor: Option<Id>,
    /// What that person was called then.
    actor_name: Option<String>,
    /// What was done: `people.user.suspended`.
    kind: String,
    /// To what: `user:123`.
    target: Option<String>,
    /// What that was called then.
    target_label: Option<String>,
    /// From which address.
    ip: Option<String>,
    /// Facts.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
    /// What was done, in the caller's language.
    summary: String,
    /// Whether what the entry said was erased; its place and proofs stay.
    erased: bool,
}

/// Entries of the audit log, the latest first
#[utoipa::path(
    get, path = "/audit", operation_id = "admin.audit.list", tag = "admin", params(Params),
    responses((status = 200, body = Paged<EntryView>))
)]
pub(crate) async fn list(
    State(state): State<AdminState>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<Paged<EntryView>>> {
    require_admin(&caller)?;
    let filter = AuditFilter {
        actor: params.actor,
        kind: params.kind.filter(|kind| !kind.is_empty()),
        target: params.target,
        from: params.from.map(Millis),
        to: params.to.map(Millis),
    };
    if params.cursor.as_deref().is_some_and(|cursor| cursor.parse::<i64>().is_err()) {
        return Err(Error::new(&MALFORMED).with("reason", "cursor").into());
    }
    let page = Page { limit: params.limit, cursor: params.cursor };
    let (org, locale, audit) = (caller.org, caller.locale, state.audit.clone());
    let found = state
        .db
        .read_stale(move |tx| Box::pin(async move { audit.list(tx, org, &filter, &page, locale).await }))
        .await?;
    Ok(Json(found.map(|entry| EntryView {
        index: entry.index,
        at: entry.at,
        actor: entry.actor,
        actor_name: entry.actor_name,
        kind: entry.kind,
        target: entry.target,
        target_label: entry.target_label,
        ip: entry.ip,
        detail: entry.detail,
        summary: entry.summary,
        erased: entry.erased,
    })))
}
