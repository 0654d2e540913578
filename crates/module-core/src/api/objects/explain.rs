use axum::extract::State;
use kernel::{Error, Id, Result};
use platform_access::{Level, Viewer};
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// About whom; oneself unless given. About others needs the right to manage the object.
    user: Option<Id>,
}

/// Why somebody may, or may not, see an object.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessExplanation {
    /// What the person may do; null: not even see it.
    level: Option<Level>,
    /// Each way by which, in the caller's language; the strongest first.
    reasons: Vec<AccessReason>,
    /// Why there is none, in the caller's language; null where there is one.
    refusal: Option<String>,
}

/// One way to an object.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessReason {
    /// What it lets the person do.
    level: Level,
    /// In words.
    text: String,
}

/// Why the caller sees something whose access follows from one rule, such as being a member of a chat.
async fn by_rule(core: &Core, caller: &Caller, id: Id) -> Result<AccessExplanation> {
    let card = core.access.cards(&core.db, caller, &[id]).await?.pop().ok_or_else(Error::not_found)?;
    let kind = core.access.kind(&card.kind).ok_or_else(Error::not_found)?;
    let text = kind.reason(caller.locale).ok_or_else(Error::not_found)?.to_owned();
    let reasons = vec![AccessReason { level: Level::View, text }];
    Ok(AccessExplanation { level: Some(Level::View), reasons, refusal: None })
}

/// Why somebody may, or may not, see an object
///
/// About people, departments and chats, whose access follows from one rule, it tells of oneself only.
#[utoipa::path(
    get, path = "/objects/{id}/access/explain", operation_id = "core.objects.explain", tag = "core",
    params(("id" = Id, Path), Params), responses((status = 200, body = AccessExplanation))
)]
pub(crate) async fn explain(
    State(core): State<Core>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(params): Query<Params>,
) -> HttpResult<Json<AccessExplanation>> {
    let (access, actor, locale) = (core.access.clone(), caller.0.clone(), caller.locale);
    let about = params.user.unwrap_or(caller.user);
    let needed = if about == caller.user { Level::View } else { Level::Manage };
    let explained = core
        .db
        .read(move |tx| {
            Box::pin(async move {
                if access.object(tx, id).await?.is_none() {
                    return Ok(None);
                }
                let object = access.require(tx, &*actor, id, needed).await?;
                access.explain(tx, Viewer::person(about, object.org), id, locale).await.map(Some)
            })
        })
        .await?;
    let Some(explanation) = explained else {
        // Not registered: its module keeps the access itself, and answers for the caller alone.
        if about != caller.user {
            return Err(Error::not_found().into());
        }
        return Ok(Json(by_rule(&core, &caller, id).await?));
    };
    let reasons = explanation
        .reasons
        .iter()
        .map(|reason| AccessReason { level: reason.level, text: reason.text(locale) })
        .collect();
    let refusal = explanation.refusal(locale);
    Ok(Json(AccessExplanation { level: explanation.level, reasons, refusal }))
}
