//! What the audit log keeps of the directory, in words.

use platform_audit::{AuditKind, AuditWord};

/// Somebody signed in.
pub(crate) const SIGNED_IN: &str = "people.session.started";
/// A sign-in failed. The target is missing when there is no such login.
pub(crate) const SIGN_IN_FAILED: &str = "people.session.refused";
/// Somebody signed out, or ended a session of theirs on another device.
pub(crate) const SIGNED_OUT: &str = "people.session.ended";
/// Somebody changed their password, or chose one by a link.
pub(crate) const PASSWORD_CHANGED: &str = "people.password.changed";
/// An access token was made.
pub(crate) const TOKEN_CREATED: &str = "people.token.created";
/// An access token was revoked.
pub(crate) const TOKEN_REVOKED: &str = "people.token.revoked";
/// The organisation was made.
pub(crate) const OFFICE_OPENED: &str = "people.org.created";
/// Name or logo of the organisation changed.
pub(crate) const ORG_CHANGED: &str = "people.org.changed";
/// A person was added.
pub(crate) const USER_ADDED: &str = "people.user.added";
/// Facts of a person were changed by an administrator, or by the person.
pub(crate) const USER_CHANGED: &str = "people.user.changed";
/// A person's departments changed.
pub(crate) const USER_MOVED: &str = "people.user.moved";
/// A link to come in was made.
pub(crate) const USER_INVITED: &str = "people.user.invited";
/// Somebody came in by their link.
pub(crate) const USER_JOINED: &str = "people.user.joined";
/// A link to a new password was made.
pub(crate) const PASSWORD_RESET: &str = "people.user.password_reset";
/// The command line set a password.
pub(crate) const PASSWORD_SET: &str = "people.user.password_set";
/// A person may not sign in for now.
pub(crate) const USER_SUSPENDED: &str = "people.user.suspended";
/// A person is back.
pub(crate) const USER_REACTIVATED: &str = "people.user.reactivated";
/// A person left.
pub(crate) const USER_LEFT: &str = "people.user.left";
/// A department was added.
pub(crate) const DEPARTMENT_ADDED: &str = "people.department.added";
/// A department's name, order or heads changed.
pub(crate) const DEPARTMENT_CHANGED: &str = "people.department.changed";
/// A department hangs elsewhere.
pub(crate) const DEPARTMENT_MOVED: &str = "people.department.moved";
/// A department was removed.
pub(crate) const DEPARTMENT_REMOVED: &str = "people.department.removed";
/// A role was given.
pub(crate) const ROLE_GRANTED: &str = "people.role.granted";
/// A role was taken back.
pub(crate) const ROLE_REVOKED: &str = "people.role.revoked";
/// A field of people was added.
pub(crate) const ATTRIBUTE_ADDED: &str = "people.attribute.added";
/// A field of people was changed.
pub(crate) const ATTRIBUTE_CHANGED: &str = "people.attribute.changed";
/// A field of people was removed.
pub(crate) const ATTRIBUTE_REMOVED: &str = "people.attribute.removed";
/// The sign-in policy changed.
pub(crate) const POLICY_CHANGED: &str = "people.policy.changed";
/// Many people were changed at once: an import, or a new office filled.
pub(crate) const DIRECTORY_CHANGED: &str = "people.directory.changed";
/// A table of people was imported.
pub(crate) const IMPORT_APPLIED: &str = "people.import.applied";
/// The directory was exported.
pub(crate) const DIRECTORY_EXPORTED: &str = "people.directory.exported";

/// Every kind with its words.
pub(crate) const KINDS: &[AuditKind] = &[
    AuditKind { kind: SIGNED_IN, zh: "登录了", en: "Signed in" },
    AuditKind { kind: SIGN_IN_FAILED, zh: "登录失败：{target}", en: "A sign-in failed: {target}" },
    AuditKind { kind: SIGNED_OUT, zh: "退出了登录", en: "Signed out" },
    AuditKind { kind: PASSWORD_CHANGED, zh: "修改了密码", en: "Changed the password" },
    AuditKind {
        kind: TOKEN_CREATED, zh: "创建了访问令牌“{name}”", en: "Made the access token “{name}”"
    },
    AuditKind {
        kind: TOKEN_REVOKED, zh: "撤销了访问令牌“{name}”", en: "Revoked the access token “{name}”"
    },
    AuditKind {
        kind: OFFICE_OPENED, zh: "创建了组织“{name}”", en: "Set up the organisation “{name}”"
    },
    AuditKind {
        kind: ORG_CHANGED, zh: "修改了组织信息：{fields}", en: "Changed the organisation: {fields}"
    },
    AuditKind { kind: USER_ADDED, zh: "添加了成员 {target}", en: "Added {target}" },
    AuditKind {
        kind: USER_CHANGED,
        zh: "修改了 {target} 的资料：{fields}",
        en: "Changed {target}: {fields}",
    },
    AuditKind {
        kind: USER_MOVED,
        zh: "调整了 {target} 的部门：{from} → {to}",
        en: "Moved {target}: {from} → {to}",
    },
    AuditKind {
        kind: USER_INVITED, zh: "为 {target} 生成了邀请链接", en: "Made an invitation for {target}"
    },
    AuditKind {
        kind: USER_JOINED,
        zh: "{target} 接受邀请，加入了组织",
        en: "{target} came in by invitation",
    },
    AuditKind {
        kind: PASSWORD_RESET,
        zh: "为 {target} 生成了重置密码链接",
        en: "Made a link for {target} to choose a new password",
    },
    AuditKind { kind: PASSWORD_SET, zh: "为 {target} 设置了密码", en: "Set the password of {target}" },
    AuditKind { kind: USER_SUSPENDED, zh: "停用了 {target}", en: "Suspended {target}" },
    AuditKind { kind: USER_REACTIVATED, zh: "恢复了 {target}", en: "Reactivated {target}" },
    AuditKind { kind: USER_LEFT, zh: "将 {target} 标记为离职", en: "Marked {target} as departed" },
    AuditKind {
        kind: DEPARTMENT_ADDED, zh: "新建了部门“{target}”", en: "Added the department “{target}”"
    },
    AuditKind {
        kind: DEPARTMENT_CHANGED,
        zh: "修改了部门“{target}”：{fields}",
        en: "Changed the department “{target}”: {fields}",
    },
    AuditKind {
        kind: DEPARTMENT_MOVED,
        zh: "移动了部门“{target}”：{from} → {to}",
        en: "Moved the department “{target}”: {from} → {to}",
    },
    AuditKind {
        kind: DEPARTMENT_REMOVED,
        zh: "删除了部门“{target}”",
        en: "Removed the department “{target}”",
    },
    AuditKind {
        kind: ROLE_GRANTED,
        zh: "授予 {target} 角色：{role} {department}",
        en: "Gave {target} a role: {role} {department}",
    },
    AuditKind {
        kind: ROLE_REVOKED,
        zh: "收回了 {target} 的角色：{role} {department}",
        en: "Took a role from {target}: {role} {department}",
    },
    AuditKind {
        kind: ATTRIBUTE_ADDED, zh: "新增了自定义字段“{label}”", en: "Added the field “{label}”"
    },
    AuditKind {
        kind: ATTRIBUTE_CHANGED, zh: "修改了自定义字段“{label}”", en: "Changed the field “{label}”"
    },
    AuditKind {
        kind: ATTRIBUTE_REMOVED,
        zh: "删除了自定义字段“{label}”及其全部内容",
        en: "Removed the field “{label}” with everything in it",
    },
    AuditKind {
        kind: POLICY_CHANGED,
        zh: "修改了登录策略：{fields}",
        en: "Changed the sign-in policy: {fields}",
    },
    AuditKind {
        kind: DIRECTORY_CHANGED,
        zh: "批量变更通讯录：新增 {added} 人，修改 {changed} 人，离职 {left} 人",
        en: "Changed the directory at once: {added} added, {changed} changed, {left} departed",
    },
    AuditKind {
        kind: IMPORT_APPLIED,
        zh: "导入了“{file}”：新增 {added} 人，调整部门 {moved} 人，修改 {changed} 人，离职 {left} 人，新建部门 {departments} 个",
        en: "Imported “{file}”: {added} added, {moved} moved, {changed} changed, {left} departed, {departments} new departments",
    },
    AuditKind {
        kind: DIRECTORY_EXPORTED,
        zh: "导出了通讯录：{count} 人（{format}）",
        en: "Exported the directory: {count} people ({format})",
    },
];

const fn word(field: &'static str, value: &'static str, zh: &'static str, en: &'static str) -> AuditWord {
    AuditWord { field, value, zh, en }
}

/// What values of details are called.
pub(crate) const WORDS: &[AuditWord] = &[
    word("role", "owner", "所有者", "owner"),
    word("role", "admin", "管理员", "administrator"),
    word("fields", "name", "名称", "name"),
    word("fields", "logo", "标志", "logo"),
    word("fields", "order", "排序", "order"),
    word("fields", "heads", "负责人", "heads"),
    word("fields", "min_password_length", "密码最小长度", "shortest password"),
    word("fields", "require_mixed", "密码须含多种字符", "mixed characters"),
    word("fields", "session_days", "登录保持天数", "days of a session"),
    word("fields", "lock_after_attempts", "失败几次后锁定", "attempts before locking"),
    word("fields", "lock_minutes", "锁定分钟数", "minutes of locking"),
    word("fields", "allow_self_edit", "可自行修改的资料", "what people change themselves"),
    word("fields", "login", "登录名", "login"),
    word("fields", "employee_no", "工号", "employee number"),
    word("fields", "phones", "电话", "phones"),
    word("fields", "email", "邮箱", "e-mail"),
    word("fields", "departments", "部门", "departments"),
    word("fields", "manager", "直属上级", "manager"),
    word("fields", "dotted_managers", "虚线上级", "dotted-line managers"),
    word("fields", "attributes", "自定义字段", "own fields"),
    word("fields", "avatar", "头像", "picture"),
];
