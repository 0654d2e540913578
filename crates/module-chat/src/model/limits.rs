//! Limits of chats, each with its reason.

use kernel::Millis;

/// Characters in a message: longer texts are documents.
pub(crate) const MESSAGE_CHARS: usize = 20_000;
/// People named in one message: beyond it, name everyone.
pub(crate) const MENTIONS: usize = 200;
/// Files in one message: what fits on a screen.
pub(crate) const FILES: usize = 20;
/// Links to objects that a message shows as cards.
pub(crate) const CARDS: usize = 5;
/// Characters in a title.
pub(crate) const TITLE_CHARS: usize = 60;
/// Characters in an announcement.
pub(crate) const ANNOUNCEMENT_CHARS: usize = 2_000;
/// Members that people may bring into a group by hand; department groups and the one for all follow the tree.
pub(crate) const GROUP_MEMBERS: i64 = 5_000;
/// People added by one request.
pub(crate) const ADD_AT_ONCE: usize = 1_000;
/// Different reactions under a message.
pub(crate) const REACTIONS: i64 = 50;
/// Pinned messages in a chat.
pub(crate) const PINS: i64 = 100;
/// How long a sender may take a message back.
pub(crate) const RECALL_MS: i64 = 2 * Millis::MINUTE;
/// How long a sender may edit a message: what was said last week stays said.
pub(crate) const EDIT_MS: i64 = Millis::DAY;
/// Edits of one message that are kept.
pub(crate) const EDITS: i64 = 50;
/// Up to this many members everyone is told who types and who has read; beyond it this would cost the square of
/// the members, and nobody looks.
pub(crate) const SMALL_CHAT: usize = 100;
/// Characters in a `client_id`.
pub(crate) const CLIENT_ID_CHARS: usize = 64;
