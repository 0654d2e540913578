//! Sessions of browsers, tokens of programs, and the links by which passwords are chosen.

use contracts::people::UserState;
use kernel::{Id, Millis, Scope, Scopes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How often the store is told that a session is used, in milliseconds: a write for every request would cost more than
/// the request.
pub(crate) const SEEN_EVERY_MS: i64 = 5 * Millis::MINUTE;

/// What a secret in somebody's hand stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// The session or token.
    pub(crate) id: Id,
    /// Which of the two.
    pub(crate) kind: TicketKind,
    /// Whose it is.
    pub(crate) user: Id,
    /// The organisation.
    pub(crate) org: Id,
    /// When it ends by itself.
    pub(crate) expires_at: Option<Millis>,
    /// When the store was last told that it is used.
    pub(crate) seen_at: Option<Millis>,
    /// What it may be used for.
    pub(crate) scopes: Scopes,
}

/// Session or token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketKind {
    /// A person signed in.
    Session,
    /// A program acts for a person.
    Token,
}

impl Ticket {
    /// Whether it can be used now by somebody in this state.
    pub(crate) fn is_good(&self, state: UserState, now: Millis) -> bool {
        state == UserState::Active && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether the store should be told that it is used.
    pub(crate) fn is_due(&self, now: Millis) -> bool {
        self.seen_at.is_none_or(|seen| now.since(seen) >= SEEN_EVERY_MS)
    }
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: Id,
    pub(crate) created_at: Millis,
    pub(crate) seen_at: Millis,
    pub(crate) agent: String,
    pub(crate) ip: String,
}

/// An access token as its owner sees it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Token {
    /// The token.
    pub(crate) id: Id,
    /// What its owner calls it.
    pub(crate) name: String,
    /// What it may be used for.
    pub(crate) scopes: Vec<Scope>,
    /// When it was made.
    pub(crate) created_at: Millis,
    /// When it was last used, to within five minutes.
    pub(crate) used_at: Option<Millis>,
    /// When it ends by itself.
    pub(crate) expires_at: Option<Millis>,
}

/// Scopes as stored: separated by spaces.
pub(crate) fn join_scopes(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

/// Scopes as read; what this version does not know allows nothing.
pub(crate) fn split_scopes(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(Scope::parse).collect()
}

/// What a link to a password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InvitationKind {
    /// The first owner opens the office and names the organisation.
    Owner,
    /// Somebody who was added comes in.
    Member,
    /// Somebody chooses a new password.
    Reset,
}

impl InvitationKind {
    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
            Self::Reset => "reset",
        }
    }

    /// The kind of that name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Owner, Self::Member, Self::Reset].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A link by which somebody chooses a password, still good.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) user: Id,
    pub(crate) kind: InvitationKind,
    pub(crate) expires_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_survive_storage_and_unknown_ones_allow_nothing() {
        let scopes = [Scope::PeopleRead, Scope::Files];
        assert_eq!(join_scopes(&scopes), "people:read files");
        assert_eq!(split_scopes("people:read files wheels:drive"), scopes);
        assert_eq!(split_scopes(""), []);
    }

    #[test]
    fn a_ticket_is_good_for_active_people_until_it_ends() {
        let ticket = Ticket {
            id: Id(1),
            kind: TicketKind::Session,
            user: Id(2),
            org: Id(3),
            expires_at: Some(Millis(100)),
            seen_at: Some(Millis(0)),
            scopes: Scopes::All,
        };
        assert!(
            ticket.is_good(UserState::Active, Millis(99)) && !ticket.is_good(UserState::Active, Millis(100))
        );
        for state in [UserState::Invited, UserState::Suspended, UserState::Left] {
            assert!(!ticket.is_good(state, Millis(0)));
        }
        assert!(!ticket.is_due(Millis(SEEN_EVERY_MS - 1)) && ticket.is_due(Millis(SEEN_EVERY_MS)));
    }
}
