//! What goes over the wire.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use kernel::{Id, Millis};
use serde::{Deserialize, Serialize};

/// Who receives a frame.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All connections of these people.
    Users(Arc<[Id]>),
    /// All connections of one person.
    User(Id),
    /// Everyone of the organisation who is connected.
    Org(Id),
}

/// A frame and who receives it.
#[derive(Clone, Debug)]
pub struct LiveFrame {
    /// Who receives it.
    pub audience: Audience,
    /// The text, shared by all receivers.
    pub text: Utf8Bytes,
}

/// An event as a frame: `{"type":"event","topic","seq","kind","at","data"}`. `data` is JSON.
#[must_use]
pub fn event_frame(topic: &str, seq: i64, kind: &str, at: Millis, data: &str) -> Utf8Bytes {
    // Topics and kinds are ours and need no escaping.
    format!(r#"{{"type":"event","topic":"{topic}","seq":{seq},"kind":"{kind}","at":{},"data":{data}}}"#, at.0)
        .into()
}

/// A signal as a frame: something that is not kept, such as typing. `data` is JSON.
#[must_use]
pub fn signal_frame(kind: &str, data: &str) -> Utf8Bytes {
    format!(r#"{{"type":"signal","kind":"{kind}","data":{data}}}"#).into()
}

/// Whether a frame is one of those that [`signal_frame`] makes.
pub(crate) fn is_signal(text: &str) -> bool {
    text.starts_with(r#"{"type":"signal","#)
}

/// Why the server ends a connection; the numbers are the WebSocket close codes clients see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The session ended: signed out, revoked, or its person was suspended. Do not come back with it.
    SessionEnded,
    /// The client read too slowly. Come back and ask for what was missed.
    TooSlow,
    /// The client sends too much.
    Flooding,
    /// The client sent something that is not a frame.
    BadFrame,
    /// The server stops. Come back after a moment.
    GoingAway,
}

impl CloseReason {
    /// The close code (RFC 6455, 7.4; 4000–4999 are private).
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::SessionEnded => 4001,
            Self::TooSlow => 4008,
            Self::Flooding => 4009,
            Self::BadFrame => 4010,
            Self::GoingAway => 1001,
        }
    }

    /// The reason in words, for logs and developers.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SessionEnded => "session ended",
            Self::TooSlow => "too slow: reconnect and catch up",
            Self::Flooding => "too many frames",
            Self::BadFrame => "not a frame",
            Self::GoingAway => "the server stops",
        }
    }
}
