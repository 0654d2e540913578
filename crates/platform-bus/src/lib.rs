//! What the nodes of an office say to each other and nobody keeps: that an event was committed, who is here, that
//! somebody types, that a session ended.
//!
//! A bus is quick and may lose something, and it says when it did: every frame of a node carries a number, and a node
//! that hears a gap tells its listeners, who look in the store. Nothing may hang on a word alone.

mod bus;
mod frame;
mod nats;
mod notify;
mod peers;
mod way;

pub use bus::{Bus, Heard};
pub use frame::Topic;
pub use nats::{NatsOptions, check_nats, nats};
pub use notify::notify;
pub use way::{Incoming, Way, Wire};
