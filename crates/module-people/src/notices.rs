//! What people are told of the directory, in words.

use kernel::Role;
use platform_notify::{NotificationKind, Words};

const OWNER: &str = "people.role.owner";
const ADMIN: &str = "people.role.admin";
const DEPARTMENT_ADMIN: &str = "people.role.department_admin";

/// Every kind with its words.
pub(crate) const KINDS: [NotificationKind; 3] = [
    NotificationKind {
        kind: OWNER,
        zh: Words { title: "你成为了组织所有者", text: "{by} 将你设为组织所有者" },
        en: Words { title: "You are now an owner", text: "{by} made you an owner of the organisation" },
    },
    NotificationKind {
        kind: ADMIN,
        zh: Words { title: "你成为了管理员", text: "{by} 将你设为组织管理员" },
        en: Words {
            title: "You are now an administrator",
            text: "{by} made you an administrator of the organisation",
        },
    },
    NotificationKind {
        kind: DEPARTMENT_ADMIN,
        zh: Words {
            title: "你成为了部门管理员", text: "{by} 将你设为“{department}”及其下级部门的管理员"
        },
        en: Words {
            title: "You are now an administrator",
            text: "{by} made you an administrator of “{department}” and the departments below it",
        },
    },
];

/// The kind that tells of a role.
pub(crate) fn of_role(role: Role, scoped: bool) -> &'static str {
    match (role, scoped) {
        (Role::Owner, _) => OWNER,
        (Role::Admin, false) => ADMIN,
        (Role::Admin, true) => DEPARTMENT_ADMIN,
    }
}
