use axum::extract::State;
use futures_util::future::join_all;
use platform_core::{Core, SearchHit};
use platform_http::{Caller, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Hits of each kind, unless told: what fits in a palette.
const DEFAULT_HITS: u32 = 5;
const MAX_HITS: u32 = 20;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// What to look for.
    q: String,
    /// Kinds, separated by commas: `person`, `chat`, `message`. All unless given.
    kinds: Option<String>,
    /// Most hits of each kind; 1–20, default 5.
    limit: Option<u32>,
}

/// Hits of one kind, the best first.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchGroup {
    /// The kind.
    kind: String,
    /// The hits.
    items: Vec<SearchHit>,
    /// Whether there are more.
    more: bool,
}

/// Hits over everything.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchResults {
    /// One a kind that has hits.
    groups: Vec<SearchGroup>,
}

/// Search over everything the caller may see
///
/// A token is shown people with `people:read`, chats and messages with `chat:read`.
#[utoipa::path(
    get, path = "/search", operation_id = "core.search.query", tag = "core", params(Params),
    responses((status = 200, body = SearchResults))
)]
pub(crate) async fn query(
    State(core): State<Core>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<SearchResults>> {
    let limit = params.limit.unwrap_or(DEFAULT_HITS).clamp(1, MAX_HITS);
    if params.q.trim().is_empty() {
        return Ok(Json(SearchResults { groups: Vec::new() }));
    }
    let wanted = |kind: &str| params.kinds.as_deref().is_none_or(|kinds| kinds.split(',').any(|k| k == kind));
    let questions = core
        .providers
        .all()
        .into_iter()
        .filter(|provider| wanted(provider.kind) && caller.scopes.allows(provider.scope))
        .map(|provider| {
            let answer = (provider.search)(caller.0.clone(), params.q.clone(), limit + 1);
            async move { (provider.kind, answer.await) }
        });
    let mut groups = Vec::new();
    for (kind, answer) in join_all(questions).await {
        match answer {
            Ok(mut items) if !items.is_empty() => {
                let more = items.len() > limit as usize;
                items.truncate(limit as usize);
                groups.push(SearchGroup { kind: kind.to_owned(), items, more });
            }
            Ok(_) => {}
            // One module's trouble must not hide what the others found.
            Err(error) => tracing::warn!(kind, ?error, "a part of the search failed"),
        }
    }
    Ok(Json(SearchResults { groups }))
}
