//! The office as a whole, in process: routes, edge and store, without a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod office;
mod schema;
mod stranger;
mod talking;
mod upgrade;
