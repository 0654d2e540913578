//! The office as one program: it composes the modules, owns start and stop, and embeds the web client.

mod accept;
pub mod api;
pub mod app;
mod assets;
pub mod backup;
mod cluster;
pub mod migrate_store;
pub mod office;
pub mod serve;
