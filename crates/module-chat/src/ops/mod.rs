//! What changes chats, one write a file: rule, rows, events.

pub(crate) mod add_members;
pub(crate) mod change_member;
pub(crate) mod create_chat;
pub(crate) mod dissolve_chat;
pub(crate) mod edit_message;
pub(crate) mod emit;
pub(crate) mod pin_message;
pub(crate) mod post_message;
pub(crate) mod react;
pub(crate) mod read_chat;
pub(crate) mod recall_message;
pub(crate) mod remove_member;
pub(crate) mod save_draft;
pub(crate) mod settle_chat;
pub(crate) mod sync_members;
pub(crate) mod transfer_chat;
pub(crate) mod update_chat;
