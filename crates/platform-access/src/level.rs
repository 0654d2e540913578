//! How much somebody may do.

use kernel::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much somebody may do with an object. Each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Open and read.
    View,
    /// Also comment.
    Comment,
    /// Also change.
    Edit,
    /// Also share, move, lock and remove.
    Manage,
}

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 4] = [Self::View, Self::Comment, Self::Edit, Self::Manage];

    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Comment => "comment",
            Self::Edit => "edit",
            Self::Manage => "manage",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// What a person calls it, to be put after "may" (`可以…`).
    #[must_use]
    pub fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::View => locale.pick("查看", "view"),
            Self::Comment => locale.pick("评论", "comment"),
            Self::Edit => locale.pick("编辑", "edit"),
            Self::Manage => locale.pick("管理", "manage"),
        }
    }
}
