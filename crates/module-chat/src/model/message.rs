//! A message.

use kernel::{Id, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MessageKind {
    /// Words.
    Text,
    /// Pictures, perhaps with words.
    Image,
    /// Files, perhaps with words.
    File,
    /// The office tells what happened to the chat.
    System,
}

impl MessageKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::File => "file",
            Self::System => "system",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "image" => Self::Image,
            "file" => Self::File,
            "system" => Self::System,
            _ => Self::Text,
        }
    }
}

/// What happened to the chat, as facts: clients put them into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum SystemNote {
    /// The chat was made.
    Created,
    /// People were added; `users` names the first twenty.
    Added {
        /// The first twenty.
        users: Vec<Id>,
        /// How many in all.
        count: usize,
    },
    /// Somebody was removed.
    Removed {
        /// Who.
        user: Id,
    },
    /// Somebody left.
    Left {
        /// Who.
        user: Id,
    },
    /// The title changed.
    Renamed {
        /// The new title.
        title: String,
    },
    /// Somebody became owner.
    Transferred {
        /// Who.
        user: Id,
    },
    /// The announcement changed.
    Announced,
}

/// A message as stored.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) chat: Id,
    pub(crate) seq: i64,
    pub(crate) sender: Id,
    pub(crate) kind: MessageKind,
    pub(crate) body: String,
    pub(crate) mentions: Vec<Id>,
    pub(crate) mentions_all: bool,
    pub(crate) files: Vec<Id>,
    pub(crate) objects: Vec<Id>,
    pub(crate) system: Option<SystemNote>,
    pub(crate) reply_to: Option<Id>,
    pub(crate) client_id: Option<String>,
    pub(crate) created_at: Millis,
    pub(crate) edited_at: Option<Millis>,
    pub(crate) recalled_at: Option<Millis>,
    pub(crate) recalled_by: Option<Id>,
    pub(crate) pinned: bool,
    pub(crate) has_reactions: bool,
}
