//! Shapes that several operations share.

use contracts::people::UserCard;
use kernel::{Id, Locale, Millis, Role};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::access::Can;
use crate::model::contact::Phone;
use crate::model::preferences::Theme;

/// A person in full.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserView {
    /// The card.
    #[serde(flatten)]
    pub(crate) card: UserCard,
    /// Number in the register of employees.
    pub(crate) employee_no: Option<String>,
    /// Phone numbers, in order.
    pub(crate) phones: Vec<Phone>,
    /// E-mail address.
    pub(crate) email: Option<String>,
    /// Whom the person reports to. May have left meanwhile: see `state`.
    pub(crate) manager: Option<UserCard>,
    /// Whom the person also reports to.
    pub(crate) dotted_managers: Vec<UserCard>,
    /// Fields that the organisation added, as far as the reader sees them.
    pub(crate) attributes: Vec<AttributeView>,
    /// Login name.
    pub(crate) login: Option<String>,
    /// When the person was added.
    pub(crate) created_at: Millis,
    /// When the person first signed in.
    pub(crate) joined_at: Option<Millis>,
    /// When the person left.
    pub(crate) left_at: Option<Millis>,
    /// How many people report to the person directly.
    pub(crate) reports: i64,
    /// What the reader may do with the person.
    pub(crate) can: CanView,
}

/// What the reader may do with a person.
#[derive(Serialize, ToSchema)]
#[schema(as = UserCan)]
pub(crate) struct CanView {
    /// Change facts and departments.
    edit: bool,
    /// Invite, suspend, reactivate, mark as departed, reset the password.
    manage: bool,
}

impl From<Can> for CanView {
    fn from(can: Can) -> Self {
        Self { edit: can.edit, manage: can.manage }
    }
}

/// A value of a field that the organisation added.
#[derive(Serialize, ToSchema)]
#[schema(as = AttributeValue)]
pub(crate) struct AttributeView {
    /// Name of the field for programs.
    pub(crate) key: String,
    /// Name of the field for people.
    pub(crate) label: String,
    /// The value.
    pub(crate) value: String,
}

/// A department by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct DepartmentRef {
    /// The department.
    pub(crate) id: Id,
    /// Its name.
    pub(crate) name: String,
}

/// A department.
#[derive(Serialize, ToSchema)]
#[schema(as = Department)]
pub(crate) struct DepartmentView {
    /// The department.
    pub(crate) id: Id,
    /// Its name.
    pub(crate) name: String,
    /// What it hangs below; null at the top.
    pub(crate) parent: Option<Id>,
    /// Orders the departments beside it: lower first.
    pub(crate) order: i64,
    /// From the top to itself.
    pub(crate) path: Vec<DepartmentRef>,
    /// People in it and below it, each counted once; whoever left is not counted.
    pub(crate) people: u32,
    /// People in it.
    pub(crate) direct_people: u32,
    /// Departments directly below it.
    pub(crate) children: usize,
    /// Who heads it; absent in the tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heads: Option<Vec<UserCard>>,
}

/// The organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Org)]
pub(crate) struct OrgView {
    /// The organisation.
    pub(crate) id: Id,
    /// Its name.
    pub(crate) name: String,
    /// Address of its logo.
    pub(crate) logo: Option<String>,
}

/// Oneself.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub(crate) struct MeView {
    /// The person.
    pub(crate) user: UserView,
    /// The organisation.
    pub(crate) org: OrgView,
    /// Roles held.
    pub(crate) roles: Vec<MyRole>,
    /// What the roles allow.
    pub(crate) permissions: Permissions,
    /// What the person chose.
    pub(crate) preferences: PreferencesView,
    /// Fields that the person may change about themselves: any of `avatar`, `email`, `phones`.
    pub(crate) self_edit: Vec<String>,
    /// Whether a new password must be chosen.
    pub(crate) must_change_password: bool,
    /// Modules that are switched on: `people`, `core`, `chat`, `admin`.
    pub(crate) modules: Vec<&'static str>,
}

/// A role that somebody holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyRole {
    /// Which role.
    pub(crate) role: Role,
    /// The department it is limited to, with those below it; null is everything.
    pub(crate) department: Option<DepartmentRef>,
}

/// What somebody's roles allow, somewhere at least.
#[derive(Serialize, ToSchema)]
pub(crate) struct Permissions {
    /// Add, change, invite and suspend people.
    pub(crate) manage_people: bool,
    /// Add, change and remove departments.
    pub(crate) manage_departments: bool,
    /// Give and take roles.
    pub(crate) manage_roles: bool,
    /// Change the sign-in policy, the fields of people and the organisation.
    pub(crate) manage_policy: bool,
    /// Read the audit log.
    pub(crate) view_audit: bool,
    /// Import and export people.
    pub(crate) import: bool,
}

/// What somebody chose for themselves.
#[derive(Serialize, ToSchema)]
#[schema(as = Preferences)]
pub(crate) struct PreferencesView {
    /// Language; null follows the browser.
    pub(crate) locale: Option<Locale>,
    /// Colours.
    pub(crate) theme: Theme,
}

/// A session just opened.
#[derive(Serialize, ToSchema)]
#[schema(as = SignedIn)]
pub(crate) struct SignedInView {
    /// The bearer token of the session; browsers get it as a cookie too.
    pub(crate) token: String,
    /// Who signed in.
    pub(crate) user: SignedInUser,
    /// Whether a new password must be chosen.
    pub(crate) must_change_password: bool,
}

/// Who signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedInUser {
    /// The person.
    pub(crate) id: Id,
    /// Their name.
    pub(crate) name: String,
}

/// A link by which somebody chooses a password, once.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
pub(crate) struct LinkView {
    /// The address to pass on; it is not shown again.
    pub(crate) url: String,
    /// Until when it can be used.
    pub(crate) expires_at: Millis,
}

/// A place in a department, as it is set.
#[derive(Clone, Deserialize, ToSchema)]
pub(crate) struct NewMembership {
    /// The department.
    pub(crate) id: Id,
    /// Title held there.
    #[serde(default)]
    pub(crate) title: Option<String>,
    /// Orders the people of the department: lower first. Absent leaves the person where they are; 0 in a new place.
    #[serde(default)]
    pub(crate) order: Option<i64>,
    /// Whether the person heads it.
    #[serde(default)]
    pub(crate) head: bool,
    /// Whether it is the person's first department; the first one listed when none is marked.
    #[serde(default)]
    pub(crate) primary: bool,
}

/// Tells a field that is null (`Some(None)`) from one that is absent (`None`).
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    value: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}
