use axum::extract::State;
use kernel::Id;
use platform_core::Core;
use platform_http::{Caller, HttpResult, Json};
use platform_live::{Audience, LiveFrame, signal_frame};
use platform_notify::Read;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[schema(as = NotificationsRead)]
pub(crate) struct Body {
    /// Which; all unless given.
    #[schema(max_items = 200)]
    ids: Option<Vec<Id>>,
}

/// How many are unread now.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotificationsUnread {
    /// In all.
    unread: i64,
}

/// Mark notifications as read
#[utoipa::path(
    post, path = "/notifications/read", operation_id = "core.notifications.read", tag = "core", request_body = Body,
    responses((status = 200, body = NotificationsUnread))
)]
pub(crate) async fn read(
    State(core): State<Core>,
    caller: Caller,
    Json(body): Json<Body>,
) -> HttpResult<Json<NotificationsUnread>> {
    let (org, user, notify) = (caller.org, caller.user, core.notify.clone());
    let which = body.ids.map_or(Read::All, Read::Ids);
    let unread = core
        .db
        .write(move |tx| {
            Box::pin(async move {
                notify.mark_read(tx, org, user, &which).await?;
                notify.unread(tx, org, user).await
            })
        })
        .await?;
    // The bell on the person's other devices.
    core.live.signal(LiveFrame { audience: Audience::User(user), text: signal_frame("notify.read", "{}") });
    Ok(Json(NotificationsUnread { unread }))
}
