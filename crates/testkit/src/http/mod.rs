//! The API in tests: calling it, and whether it keeps what its documents promise.

mod api;
mod contract;
mod schema;

pub use api::Api;
pub use contract::Contract;
