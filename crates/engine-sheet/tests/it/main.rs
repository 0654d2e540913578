//! Files as they really arrive, and files made to do harm.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod csv;
mod hostile;
mod round_trip;
mod support;
mod xlsx;
