//! Chats as people and programs meet them, on both engines. Every reply is held against the OpenAPI document.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod directory;
mod edits;
mod events;
mod files;
mod followers;
mod groups;
mod kinds;
mod long;
mod marks;
mod members;
mod mentions;
mod office;
mod pins;
mod posts;
mod reactions;
mod search;
mod strangers;
mod texts;
