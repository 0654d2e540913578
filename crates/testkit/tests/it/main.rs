//! The test kit keeps its promises.

mod postgres;
mod store;
mod wait;
