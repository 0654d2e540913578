//! Who does something, and from where: what access checks and the audit log ask.

use std::net::IpAddr;
use std::sync::Arc;

use kernel::{Actor, Id};

use crate::model::role::{Held, Reach, is_above};

/// Who does something.
#[derive(Clone, Debug)]
pub(crate) enum By {
    /// A person who is signed in, or a program of that person.
    Person(Arc<Actor>, IpAddr),
    /// Whoever runs the program's own command line, or the office itself: may do everything.
    Office,
}

impl By {
    /// The person.
    pub(crate) fn user(&self) -> Option<Id> {
        match self {
            Self::Person(actor, _) => Some(actor.user),
            Self::Office => None,
        }
    }

    /// The person with their name, for the audit log.
    pub(crate) fn named(&self) -> Option<(Id, String)> {
        match self {
            Self::Person(actor, _) => Some((actor.user, actor.name.clone())),
            Self::Office => None,
        }
    }

    /// The address.
    pub(crate) fn ip(&self) -> Option<String> {
        match self {
            Self::Person(_, ip) => Some(ip.to_string()),
            Self::Office => None,
        }
    }

    /// How far they administer.
    pub(crate) fn reach(&self) -> Reach {
        match self {
            Self::Person(actor, _) => Reach::of(&actor.grants),
            Self::Office => Reach::Everything,
        }
    }

    /// Whether somebody with these roles stands above them.
    pub(crate) fn is_below(&self, held: &[Held]) -> bool {
        match self {
            Self::Person(actor, _) => is_above(held, actor),
            Self::Office => false,
        }
    }

    /// Whether they may give or take this role.
    pub(crate) fn may_give(&self, held: &Held) -> bool {
        match self {
            Self::Person(actor, _) => held.may_be_given_by(actor),
            Self::Office => true,
        }
    }
}
