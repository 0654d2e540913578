//! The way between the processes of an office for what is told and kept by nobody: typing, read marks, the end of
//! sessions. What is kept travels through the store, and every process learns of it there.

use kernel::Id;

use crate::LiveFrame;

/// Something on its way.
#[derive(Clone, Debug)]
pub enum Passing {
    /// A frame for whoever of its audience is connected.
    Frame(LiveFrame),
    /// The connections of a person end, but for those of one session.
    CloseUser {
        /// The person.
        user: Id,
        /// The session that goes on.
        except: Option<Id>,
    },
    /// A session or token ended, and its connections do.
    CloseSession {
        /// The person.
        user: Id,
        /// The session or token.
        session: Id,
    },
}

/// Carries what passes to the other processes of the office, which hand it to [`crate::Hub::receive`]. Never waits, and
/// may lose something: nothing may hang on a frame alone.
pub trait Bus: Send + Sync {
    /// Sends it to the others; this process has it already.
    fn send(&self, passing: &Passing);
}

/// The bus of an office of one process, which has no others.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Bus for Alone {
    fn send(&self, _: &Passing) {}
}
