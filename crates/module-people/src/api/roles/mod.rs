//! Roles held.

pub(crate) mod grant;
pub(crate) mod list;
pub(crate) mod revoke;

use contracts::people::UserCard;
use kernel::{Id, Role};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shapes::DepartmentRef;
use crate::api::view;
use crate::directory::OrgDirectory;

/// A role that somebody holds.
#[derive(Serialize, ToSchema)]
#[schema(as = RoleGrant)]
pub(crate) struct RoleView {
    /// The grant.
    pub(crate) id: Id,
    /// Who holds it.
    pub(crate) user: UserCard,
    /// Which role.
    pub(crate) role: Role,
    /// The department it is limited to, with those below it; null is everything.
    pub(crate) department: Option<DepartmentRef>,
}

/// A grant with names from memory.
fn role_view(
    directory: &OrgDirectory,
    id: Id,
    user: Id,
    role: Role,
    department: Option<Id>,
) -> Option<RoleView> {
    let department = department.and_then(|id| view::department_ref(directory, id));
    Some(RoleView { id, user: directory.card(user)?, role, department })
}
