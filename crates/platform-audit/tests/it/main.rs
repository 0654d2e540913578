//! What the audit log promises, on both engines.

mod erase;
mod keys;
mod list;
mod office;
mod record;
mod tamper;
mod verify;
