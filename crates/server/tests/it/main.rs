//! The office as a whole: routes, edge and store in process; served over TCP where the line matters; as a program of its
//! own where the process does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod admin;
mod bad_input;
mod bodies;
mod bucket;
mod cluster;
mod commands;
mod crash;
mod edge;
mod full;
mod office;
mod outages;
mod program;
mod schema;
mod served;
mod sockets;
mod stranger;
mod talking;
mod text;
mod tls;
mod tokens;
mod tree;
mod upgrade;
mod uploads;
mod wire;
