use axum::Router;
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::any;
use kernel::Scope;
use platform_core::Core;
use platform_http::{Caller, HttpResult};

/// Largest frame a client may send: its frames are a few hundred bytes.
const MAX_FRAME: usize = 16 * 1024;
/// Buffers of an idle connection: the library's defaults of 128 KiB are meant for file transfer.
const READ_BUFFER: usize = 4 * 1024;
const WRITE_BUFFER: usize = 0;
/// What may wait in the socket itself before a connection counts as too slow.
const MAX_WRITE_BUFFER: usize = 1024 * 1024;

/// The route of the socket.
pub(crate) fn router(core: Core) -> Router {
    Router::new().route("/api/v1/live", any(connect)).with_state(core)
}

/// Opens the live socket: JSON text frames, described in `docs/api/live.md`. After connecting, the events of all chats
/// of the caller arrive without a subscription, so that a token needs the scope to read them.
async fn connect(State(core): State<Core>, caller: Caller, socket: WebSocketUpgrade) -> HttpResult<Response> {
    caller.scope(Scope::ChatRead)?;
    let (hub, clock, actor) = (core.live.clone(), core.clock.clone(), caller.0);
    Ok(socket
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_frame_size(MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .on_upgrade(move |socket| platform_live::serve(hub, clock, actor, socket)))
}
