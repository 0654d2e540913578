//! Typed configuration: defaults < file < environment < flags.
//!
//! The types in [`sections`](crate::Config) are the only list of settings: known names, the example file and what
//! `courtyard doctor` prints are made from them. An unknown name is an error that names the nearest known one; all
//! problems are told together.

mod check;
mod example;
mod keys;
mod load;
mod network;
mod secret;
mod sections;

pub use example::example;
pub use load::{ConfigFile, Flag, Loaded, Problem, Setting, load};
pub use network::Network;
pub use secret::Secret;
pub use sections::{
    Blobs, Config, Data, Database, Limits, Log, LogFormat, Metrics, Modules, S3, Security, Server, Store,
    Tls, TlsMode,
};
