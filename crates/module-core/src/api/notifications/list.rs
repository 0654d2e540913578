use std::collections::HashMap;

use axum::extract::State;
use contracts::people::UserCard;
use kernel::{Error, Id, Millis, Page};
use platform_core::Core;
use platform_http::error::MALFORMED;
use platform_http::{Caller, HttpResult, Json, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Params {
    /// Only those not read yet.
    #[serde(default)]
    unread: bool,
    /// Most items in the reply; 1–200, default 50.
    limit: Option<u32>,
    /// `next` of the page before; absent for the first page.
    cursor: Option<String>,
}

/// Something the caller was told.
#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
pub(crate) struct NotificationView {
    /// The notification.
    id: Id,
    /// Its kind, such as `chat.mentioned`.
    kind: String,
    /// First line, in the caller's language.
    title: String,
    /// Second line.
    text: String,
    /// Where it leads in the web client.
    url: String,
    /// When.
    at: Millis,
    /// Whether it was read.
    read: bool,
    /// Who caused it.
    actor: Option<UserCard>,
}

/// What the caller was told.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotificationPage {
    /// The latest first.
    items: Vec<NotificationView>,
    /// Cursor of the next page; null at the end.
    next: Option<String>,
    /// How many are unread in all.
    unread: i64,
}

/// What the caller was told, the latest first
#[utoipa::path(
    get, path = "/notifications", operation_id = "core.notifications.list", tag = "core", params(Params),
    responses((status = 200, body = NotificationPage))
)]
pub(crate) async fn list(
    State(core): State<Core>,
    caller: Caller,
    Query(params): Query<Params>,
) -> HttpResult<Json<NotificationPage>> {
    if params.cursor.as_deref().is_some_and(|cursor| cursor.parse::<Id>().is_err()) {
        return Err(Error::new(&MALFORMED).with("reason", "cursor").into());
    }
    let page = Page { limit: params.limit, cursor: params.cursor };
    let (org, user, notify) = (caller.org, caller.user, core.notify.clone());
    let (found, unread) = core
        .db
        .read(move |tx| {
            Box::pin(async move {
                let found = notify.list(tx, org, user, params.unread, &page).await?;
                Ok((found, notify.unread(tx, org, user).await?))
            })
        })
        .await?;
    let actors: Vec<Id> = found.items.iter().filter_map(|notification| notification.actor).collect();
    let cards: HashMap<Id, UserCard> =
        core.ports.people()?.cards(org, &actors).await?.into_iter().map(|card| (card.id, card)).collect();
    let items = found
        .items
        .into_iter()
        .map(|notification| {
            let text = core.notify.render(&notification, caller.locale);
            NotificationView {
                id: notification.id,
                title: text.title,
                text: text.text,
                actor: notification.actor.and_then(|id| cards.get(&id).cloned()),
                read: notification.read_at.is_some(),
                kind: notification.kind,
                url: notification.url,
                at: notification.at,
            }
        })
        .collect();
    Ok(Json(NotificationPage { items, next: found.next, unread }))
}
