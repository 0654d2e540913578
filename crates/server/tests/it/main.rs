//! The office as a whole, in process: routes, edge and store, without a socket.

mod bad_input;
mod office;
mod stranger;
mod talking;
