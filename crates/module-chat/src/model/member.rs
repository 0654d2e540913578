//! A member of a chat.

use kernel::{Id, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MemberRole {
    /// Talks.
    Member,
    /// Also changes the group and its members.
    Admin,
    /// Also appoints admins, hands the group over, dissolves it.
    Owner,
}

impl MemberRole {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "owner" => Self::Owner,
            "admin" => Self::Admin,
            _ => Self::Member,
        }
    }
}

/// Which messages of a chat are worth a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotifyLevel {
    /// Every message.
    All,
    /// Those that name the member or everyone.
    Mentions,
    /// None: the chat is muted.
    None,
}

impl NotifyLevel {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mentions => "mentions",
            Self::None => "none",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "mentions" => Self::Mentions,
            "none" => Self::None,
            _ => Self::All,
        }
    }
}

/// A member as stored: role, read mark, settings, draft.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) chat: Id,
    pub(crate) user: Id,
    pub(crate) role: MemberRole,
    pub(crate) joined_at: Millis,
    /// Place of the last message then.
    pub(crate) joined_seq: i64,
    /// First message the member may read.
    pub(crate) history_from: i64,
    pub(crate) read_seq: i64,
    pub(crate) level: NotifyLevel,
    /// What it was before the chat was muted.
    pub(crate) unmuted: NotifyLevel,
    pub(crate) pinned: bool,
    pub(crate) draft: Option<Draft>,
}

/// A text not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Draft {
    /// The text.
    pub text: String,
    /// The message it answers.
    pub reply_to: Option<Id>,
    /// When it was last changed.
    pub updated_at: Millis,
}
