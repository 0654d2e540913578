//! What chats tell and answer.

use async_trait::async_trait;
use kernel::{Id, Result};

/// Kinds of events, on the stream `chat:<id>`. Bodies hold `{"chat": id, …}`.
pub mod events {
    /// A message was posted. Body: `{"chat", "message", "seq", "sender", "kind"}`, and `"reply_seq"`, the place of the
    /// message it answers, if it answers one.
    pub const MESSAGE_POSTED: &str = "chat.message.posted.v1";
    /// A message's text was edited.
    pub const MESSAGE_EDITED: &str = "chat.message.edited.v1";
    /// A message was taken back.
    pub const MESSAGE_RECALLED: &str = "chat.message.recalled.v1";
    /// A message was pinned.
    pub const MESSAGE_PINNED: &str = "chat.message.pinned.v1";
    /// A message is pinned no more.
    pub const MESSAGE_UNPINNED: &str = "chat.message.unpinned.v1";
    /// A reaction was added or taken back.
    pub const MESSAGE_REACTED: &str = "chat.message.reacted.v1";
    /// A chat was made.
    pub const CHAT_CREATED: &str = "chat.chat.created.v1";
    /// Title, picture, announcement or settings changed.
    pub const CHAT_CHANGED: &str = "chat.chat.changed.v1";
    /// A chat was dissolved.
    pub const CHAT_DISSOLVED: &str = "chat.chat.dissolved.v1";
    /// Somebody joined.
    pub const MEMBER_ADDED: &str = "chat.member.added.v1";
    /// Somebody left or was removed.
    pub const MEMBER_REMOVED: &str = "chat.member.removed.v1";
    /// A member's role changed.
    pub const MEMBER_CHANGED: &str = "chat.member.changed.v1";
}

/// Kinds of objects.
pub mod objects {
    /// A chat.
    pub const CHAT: &str = "chat";
}

/// Chats, as other modules need them. Absent when the module is switched off.
#[async_trait]
pub trait Chats: Send + Sync {
    /// People with whom a person talked last, most recent first.
    async fn recent_contacts(&self, org: Id, user: Id, limit: u32) -> Result<Vec<Id>>;
}
