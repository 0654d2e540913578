//! The directory as people, programs and operators meet it, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod admin;
mod attributes;
mod departments;
mod imports;
mod invitations;
mod limits;
mod nodes;
mod open_api;
mod passwords;
mod people;
mod ports;
mod reach;
mod roles;
mod search;
mod sessions;
mod sign_in;
mod states;
mod strangers;
mod support;
