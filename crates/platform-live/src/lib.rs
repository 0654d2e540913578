//! Live connections: audiences, presence, signals, back-pressure.
//!
//! One WebSocket a client. What is committed in this process is rendered once by its module and handed to every
//! connection of its audience; a frame is shared, never copied per receiver. A connection that does not read is
//! dropped when its queue is full, and the client asks for what it missed: the database is the truth.

mod bus;
mod connection;
mod dispatch;
mod frame;
mod hub;
mod presence;

pub use connection::serve;
pub use dispatch::{Dispatcher, Renderer};
pub use frame::{Audience, CloseReason, LiveFrame, event_frame, signal_frame};
pub use hub::{Hub, SignalHandler};
pub use presence::Presence;
