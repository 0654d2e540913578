//! Who acts: the same actor behind a browser's session and a program's token.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Id, Locale};

/// A role in the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May do everything, also appoint owners. An organisation always has one.
    Owner,
    /// Administers people and settings, everywhere or within one department and its children.
    Admin,
}

impl Role {
    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "owner" => Some(Self::Owner),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }
}

/// A role that somebody holds, for the whole organisation or for a department and its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which role.
    pub role: Role,
    /// Where it holds; `None` is the whole organisation.
    pub department: Option<Id>,
}

/// What a bearer token may be used for. A browser's session has every scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Scope {
    /// Read the directory.
    #[serde(rename = "people:read")]
    PeopleRead,
    /// Change the directory, as far as the person behind the token may.
    #[serde(rename = "people:write")]
    PeopleWrite,
    /// Read chats.
    #[serde(rename = "chat:read")]
    ChatRead,
    /// Post and change messages and chats.
    #[serde(rename = "chat:write")]
    ChatWrite,
    /// Upload and download files.
    #[serde(rename = "files")]
    Files,
    /// Administer: settings, audit, jobs.
    #[serde(rename = "admin")]
    Admin,
}

impl Scope {
    /// Every scope, in the order shown to people.
    pub const ALL: [Self; 6] =
        [Self::PeopleRead, Self::PeopleWrite, Self::ChatRead, Self::ChatWrite, Self::Files, Self::Admin];

    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PeopleRead => "people:read",
            Self::PeopleWrite => "people:write",
            Self::ChatRead => "chat:read",
            Self::ChatWrite => "chat:write",
            Self::Files => "files",
            Self::Admin => "admin",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// The scopes of a session or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// A person's own session.
    All,
    /// A token limited to these.
    Only(Vec<Scope>),
    /// A session of somebody who must choose a password first, and may do nothing else.
    PasswordFirst,
}

impl Scopes {
    /// Whether `scope` is among them.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        match self {
            Self::All => true,
            Self::Only(list) => list.contains(&scope),
            Self::PasswordFirst => false,
        }
    }
}

/// The person behind a request, as known when the session was last looked up.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person.
    pub user: Id,
    /// The organisation the person acts in.
    pub org: Id,
    /// The session or token; what [`Actor`]s of two devices differ in.
    pub session: Id,
    /// The person's name, for texts and the audit log.
    pub name: String,
    /// Roles held.
    pub grants: Vec<Grant>,
    /// What this session may be used for.
    pub scopes: Scopes,
    /// Language for texts made by the server.
    pub locale: Locale,
}

impl Actor {
    /// Whether the person is an owner of the organisation.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.grants.iter().any(|grant| grant.role == Role::Owner)
    }

    /// Whether the person is an owner, or an admin of the whole organisation.
    #[must_use]
    pub fn is_org_admin(&self) -> bool {
        self.is_owner()
            || self.grants.iter().any(|grant| grant.role == Role::Admin && grant.department.is_none())
    }

    /// Whether the person administers anything at all.
    #[must_use]
    pub fn is_any_admin(&self) -> bool {
        !self.grants.is_empty()
    }
}
