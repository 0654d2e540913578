//! A chat and its settings.

use kernel::{Id, Locale, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of chat it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChatKind {
    /// Two people.
    Direct,
    /// People brought together by hand.
    Group,
    /// The people of a department and its children, as the tree has them.
    Department,
    /// Everyone in the organisation.
    Everyone,
}

impl ChatKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Department => "department",
            Self::Everyone => "everyone",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Direct, Self::Group, Self::Department, Self::Everyone].into_iter().find(|k| k.as_str() == text)
    }

    /// Whether its members are those the directory names, not those people choose.
    pub(crate) fn follows_directory(self) -> bool {
        matches!(self, Self::Department | Self::Everyone)
    }
}

/// Who may do something in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    /// Every member.
    All,
    /// The owner and the admins of the chat.
    Admins,
}

impl Who {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Admins => "admins",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        if text == "admins" { Self::Admins } else { Self::All }
    }
}

/// What the owner and admins of a group decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChatSettings {
    /// Whether those who join read the chat from its first message.
    pub history_for_new: bool,
    /// Who may post.
    pub who_can_post: Who,
    /// Who may add people.
    pub who_can_add: Who,
    /// Who may name everyone at once.
    pub who_can_mention_all: Who,
}

impl Default for ChatSettings {
    fn default() -> Self {
        Self {
            history_for_new: true,
            who_can_post: Who::All,
            who_can_add: Who::All,
            who_can_mention_all: Who::All,
        }
    }
}

/// A chat as stored.
#[derive(Clone, Debug)]
pub(crate) struct Chat {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) kind: ChatKind,
    pub(crate) title: String,
    pub(crate) avatar_file: Option<Id>,
    pub(crate) announcement: String,
    pub(crate) owner: Option<Id>,
    pub(crate) department: Option<Id>,
    pub(crate) unique_key: Option<String>,
    pub(crate) settings: ChatSettings,
    pub(crate) last_seq: i64,
    pub(crate) event_seq: i64,
    pub(crate) last_at: Millis,
    pub(crate) members: i64,
    pub(crate) created_at: Millis,
}

impl Chat {
    /// The other person of a direct chat, seen by `user`.
    pub(crate) fn peer_of(&self, user: Id) -> Option<Id> {
        if self.kind != ChatKind::Direct {
            return None;
        }
        let mut ids =
            self.unique_key.as_deref()?.split(':').skip(1).filter_map(|part| part.parse::<Id>().ok());
        let (a, b) = (ids.next()?, ids.next()?);
        Some(if a == user { b } else { a })
    }

    /// Whether somebody gave it its name. The group for all has one in each language until then.
    pub(crate) fn has_own_title(&self) -> bool {
        self.kind != ChatKind::Everyone || self.title != EVERYONE_TITLE.0
    }

    /// What it is called where no person stands for it.
    pub(crate) fn title_in(&self, locale: Locale) -> &str {
        if self.has_own_title() { &self.title } else { locale.pick(EVERYONE_TITLE.0, EVERYONE_TITLE.1) }
    }

    /// The stream of its events and the topic of its frames.
    pub(crate) fn topic(id: Id) -> String {
        format!("chat:{id}")
    }
}

/// The key that makes a direct chat between two people the only one.
pub(crate) fn direct_key(a: Id, b: Id) -> String {
    format!("direct:{}:{}", a.min(b), a.max(b))
}

/// The key of the group of a department.
pub(crate) fn department_key(department: Id) -> String {
    format!("department:{department}")
}

/// What the group for all is called in Chinese, which is kept, and in English.
pub(crate) const EVERYONE_TITLE: (&str, &str) = ("全员群", "Everyone");

/// The key of the group for all.
pub(crate) const EVERYONE_KEY: &str = "everyone";
