//! An office moves to another store whole. A backup holds all of an office and brings it back, on either engine and across; what is no whole backup brings
//! nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod across;
mod house;
mod moved;
mod refused;
mod versions;
