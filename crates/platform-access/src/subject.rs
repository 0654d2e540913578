//! To whom something is granted, and who asks.

use kernel::{Actor, Id, Locale, Result};
use platform_db::{BoxFuture, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of subject a grant names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// One person.
    User,
    /// A department with its children.
    Department,
    /// The members of a chat.
    Chat,
    /// Those who hold a role.
    Role,
    /// Everybody in an organisation.
    Organisation,
    /// Whoever came by a link.
    Link,
    /// Everybody, signed in or not.
    Public,
}

impl SubjectKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::User, Self::Department, Self::Chat, Self::Role, Self::Organisation, Self::Link, Self::Public];

    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Department => "department",
            Self::Chat => "chat",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Link => "link",
            Self::Public => "public",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What a person calls it.
    #[must_use]
    pub fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::User => locale.pick("成员", "person"),
            Self::Department => locale.pick("部门", "department"),
            Self::Chat => locale.pick("群聊", "chat"),
            Self::Role => locale.pick("角色", "role"),
            Self::Organisation => locale.pick("全组织", "everyone in the organisation"),
            Self::Link => locale.pick("获得链接的人", "anyone with the link"),
            Self::Public => locale.pick("所有人", "everyone"),
        }
    }

    /// Whether the words of the kind already say who is meant.
    pub(crate) fn needs_no_name(self) -> bool {
        matches!(self, Self::Organisation | Self::Link | Self::Public)
    }
}

/// To whom something is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What sort of subject.
    pub kind: SubjectKind,
    /// Which one; 0 for [`SubjectKind::Public`].
    pub id: Id,
}

impl Subject {
    /// Everybody, signed in or not.
    pub const PUBLIC: Self = Self { kind: SubjectKind::Public, id: Id(0) };

    /// One subject.
    #[must_use]
    pub fn new(kind: SubjectKind, id: Id) -> Self {
        match kind {
            SubjectKind::Public => Self::PUBLIC,
            _ => Self { kind, id },
        }
    }

    /// One person.
    #[must_use]
    pub fn user(id: Id) -> Self {
        Self::new(SubjectKind::User, id)
    }

    /// A department with its children.
    #[must_use]
    pub fn department(id: Id) -> Self {
        Self::new(SubjectKind::Department, id)
    }

    /// The members of a chat.
    #[must_use]
    pub fn chat(id: Id) -> Self {
        Self::new(SubjectKind::Chat, id)
    }

    /// Everybody in an organisation.
    #[must_use]
    pub fn organisation(id: Id) -> Self {
        Self::new(SubjectKind::Organisation, id)
    }
}

/// Who asks: a person of an organisation, a visitor, either of them perhaps with links in hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// The person and the organisation the person acts in; `None` for a visitor who is not signed in.
    pub person: Option<(Id, Id)>,
    /// Links the viewer came by, checked by whoever issued them.
    pub links: Vec<Id>,
}

impl Viewer {
    /// A person of an organisation.
    #[must_use]
    pub fn person(user: Id, org: Id) -> Self {
        Self { person: Some((user, org)), links: Vec::new() }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn visitor() -> Self {
        Self::default()
    }

    /// The same viewer, holding this link too.
    #[must_use]
    pub fn with_link(mut self, link: Id) -> Self {
        self.links.push(link);
        self
    }

    /// The person, if the viewer acts in `org`: what is granted inside an organisation does not reach outside it.
    pub(crate) fn insider(&self, org: Id) -> Option<Id> {
        self.person.filter(|(_, own)| *own == org).map(|(user, _)| user)
    }
}

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        Self::person(actor.user, actor.org)
    }
}

/// Answers for one kind of subject; given by the module that owns it. Persons, organisations, links and the public
/// are matched here; a resolver for them is asked for names only.
pub trait SubjectResolver: Send + Sync {
    /// The kind it answers for.
    fn kind(&self) -> SubjectKind;

    /// Whether the person belongs to the subject now, as far as `object` goes: what is granted to a chat is for those of
    /// its members who may read where it was posted. May await nothing but `tx`.
    fn contains<'t>(
        &'t self,
        tx: &'t mut Tx,
        subject: Id,
        user: Id,
        object: Id,
    ) -> BoxFuture<'t, Result<bool>>;

    /// What the subject is called; `None` when there is no such subject. May await nothing but `tx`.
    fn name<'t>(
        &'t self,
        tx: &'t mut Tx,
        subject: Id,
        locale: Locale,
    ) -> BoxFuture<'t, Result<Option<String>>>;

    /// Prefixes of the kinds of events after which [`SubjectResolver::contains`] may answer differently.
    fn changed_by(&self) -> &'static [&'static str] {
        &[]
    }
}
