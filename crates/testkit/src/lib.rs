//! What tests share: stores of both engines, a manual clock, calling the API as described, waiting without sleeping.
//!
//! A store test is a plain `#[test]` that says what must hold, and runs on SQLite and on PostgreSQL:
//!
//! ```no_run
//! # const MIGRATIONS: platform_db::Migrations = platform_db::Migrations { owner: "x", files: &[] };
//! #[test]
//! fn a_chat_is_found_by_its_title() {
//!     testkit::on_both_engines(&[MIGRATIONS], async |store| {
//!         store.db.ping().await.unwrap();
//!     });
//! }
//! ```
//!
//! An [`Api`] calls the routes of an office in the process and fails when a reply is not what their OpenAPI document says.
//!
//! PostgreSQL is found on the machine and started by the kit itself, once for all test processes ([`postgres`]); NATS is
//! started for the test that needs it ([`nats`]).

pub mod fixture;
mod http;
pub mod nats;
pub mod postgres;
pub mod process;
pub mod rng;
mod store;
mod wait;

pub use self::http::{Api, Contract};
pub use store::{Store, engines, on_both_engines, on_postgres, on_sqlite};
pub use wait::{for_a_while, in_soak, wait_until};
