//! What the directory tells and answers.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Actor, Id, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kinds of events, on the stream `people` unless said otherwise. Bodies hold `{"user": id}` or `{"department": id}`.
pub mod events {
    /// A person was added.
    pub const USER_ADDED: &str = "people.user.added.v1";
    /// Facts of a person changed (name, phones, title, avatar, …).
    pub const USER_CHANGED: &str = "people.user.changed.v1";
    /// A person's departments changed.
    pub const USER_MOVED: &str = "people.user.moved.v1";
    /// A person may not sign in for now.
    pub const USER_SUSPENDED: &str = "people.user.suspended.v1";
    /// A suspended or departed person is back.
    pub const USER_REACTIVATED: &str = "people.user.reactivated.v1";
    /// A person left the organisation.
    pub const USER_LEFT: &str = "people.user.left.v1";
    /// A department was added.
    pub const DEPARTMENT_ADDED: &str = "people.department.added.v1";
    /// Name, order or heads of a department changed.
    pub const DEPARTMENT_CHANGED: &str = "people.department.changed.v1";
    /// A department hangs elsewhere in the tree.
    pub const DEPARTMENT_MOVED: &str = "people.department.moved.v1";
    /// A department was removed.
    pub const DEPARTMENT_REMOVED: &str = "people.department.removed.v1";
    /// Many people and departments changed at once (an import). Body: `{"import": id}`.
    pub const DIRECTORY_IMPORTED: &str = "people.directory.imported.v1";
}

/// Kinds of objects.
pub mod objects {
    /// A person.
    pub const PERSON: &str = "person";
    /// A department.
    pub const DEPARTMENT: &str = "department";
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// Added, has not signed in yet.
    Invited,
    /// Works here.
    Active,
    /// May not sign in for now.
    Suspended,
    /// Left the organisation.
    Left,
}

impl UserState {
    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Left => "left",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Invited, Self::Active, Self::Suspended, Self::Left].into_iter().find(|s| s.as_str() == text)
    }
}

/// A person's place in a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserDepartment {
    /// The department.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Names from the top to this department.
    pub path: Vec<String>,
    /// Title held there.
    pub title: Option<String>,
    /// Whether the person heads it.
    pub head: bool,
    /// Whether it is the person's first department.
    pub primary: bool,
}

/// What is shown wherever a person's name stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserCard {
    /// The person.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Address of the picture; null shows the name's characters.
    pub avatar: Option<String>,
    /// Departments, the primary one first.
    pub departments: Vec<UserDepartment>,
    /// Title in the primary department.
    pub title: Option<String>,
    /// Where the person stands.
    pub state: UserState,
    /// Syllables of the name: a space between characters, `|` between readings (`dan|shan|chan wen`).
    pub pinyin: String,
}

/// The directory, as other modules need it. The only port that is always there.
#[async_trait]
pub trait People: Send + Sync {
    /// Waits until the answers below show everything that was committed before.
    async fn settle(&self) -> Result<()>;
    /// Cards of these people, in the order asked; unknown ids are left out. Every state is included.
    async fn cards(&self, org: Id, ids: &[Id]) -> Result<Vec<UserCard>>;
    /// Names of these people, from memory: never waits, so a write may ask within its transaction.
    async fn names(&self, org: Id, ids: &[Id]) -> Result<Vec<(Id, String)>>;
    /// Ranked search among `within` (or everyone when `None`): name, pinyin, title, department, phone, number.
    async fn search(
        &self,
        actor: &Actor,
        text: &str,
        within: Option<&[Id]>,
        limit: u32,
    ) -> Result<Vec<UserCard>>;
    /// Invited and active people of a department and its children.
    async fn department_people(&self, org: Id, department: Id) -> Result<Vec<Id>>;
    /// Invited and active people of the organisation.
    async fn everyone(&self, org: Id) -> Result<Vec<Id>>;
    /// Name and path of a department; `None` when there is no such department.
    async fn department(&self, org: Id, department: Id) -> Result<Option<(String, Vec<String>)>>;
    /// Departments of a person with all their parents: what grants to departments are matched against.
    async fn departments_of(&self, org: Id, user: Id) -> Result<Vec<Id>>;
}

/// Whether somebody who must choose a password first may ask this: who they are, the new password, signing out.
#[must_use]
pub fn is_before_password(method: &str, path: &str) -> bool {
    let Some(path) = path.strip_prefix("/api/v1/people/") else { return false };
    match method {
        "GET" => matches!(path, "me" | "org"),
        "PUT" => path == "me/password",
        "DELETE" => path.starts_with("sessions/"),
        _ => false,
    }
}

/// Turns a session cookie or bearer token into an actor.
#[async_trait]
pub trait Authenticate: Send + Sync {
    /// The actor behind a token; `None` when it is unknown, expired, revoked, or its person may not sign in.
    async fn authenticate(&self, token: &str) -> Result<Option<Arc<Actor>>>;
}
