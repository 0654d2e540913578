//! What can go wrong in the directory and at sign-in, in words.

use kernel::{ErrorCode, Kind};

/// Login and password do not belong together, or there is no such login: nobody learns which.
pub(crate) static WRONG_LOGIN: ErrorCode = ErrorCode {
    id: "people.wrong_login",
    kind: Kind::Unauthenticated,
    zh: "账号或密码不正确。可用账号、手机号、邮箱或工号登录。",
    en: "The login or the password is wrong. Sign in with your login name, mobile number, e-mail or employee number.",
};
/// Too many failed sign-ins.
pub(crate) static TOO_MANY_ATTEMPTS: ErrorCode = ErrorCode {
    id: "people.too_many_attempts",
    kind: Kind::TooMany,
    zh: "登录失败次数过多，请 {minutes} 分钟后再试，或联系管理员重置密码。",
    en: "Too many failed attempts. Try again in {minutes} minutes, or ask an administrator to reset your password.",
};
/// More people sign in at this moment than the machine can check.
pub(crate) static SIGN_IN_BUSY: ErrorCode = ErrorCode {
    id: "people.sign_in_busy",
    kind: Kind::Unavailable,
    zh: "登录的人太多，请过几秒再试。",
    en: "Very many people are signing in right now. Try again in a few seconds.",
};
/// The password is right, but the person may not sign in for now.
pub(crate) static ACCOUNT_SUSPENDED: ErrorCode = ErrorCode {
    id: "people.account_suspended",
    kind: Kind::Forbidden,
    zh: "你的账号已停用，请联系管理员。",
    en: "Your account is suspended. Please contact your administrator.",
};
/// The link was used, has run out, or never existed.
pub(crate) static INVITATION_INVALID: ErrorCode = ErrorCode {
    id: "people.invitation_invalid",
    kind: Kind::Gone,
    zh: "这个链接已失效：可能已被使用、已过期或已被新链接取代。请让管理员重新发送。",
    en: "This link no longer works: it was used, has expired, or was replaced by a newer one. Ask your administrator for a new one.",
};
/// Secrets are managed by a person who signed in, never by a token.
pub(crate) static OWN_SESSION_NEEDED: ErrorCode = ErrorCode {
    id: "people.own_session_needed",
    kind: Kind::Forbidden,
    zh: "这项操作需要本人登录后进行，不能使用访问令牌。",
    en: "This needs you to be signed in yourself; an access token cannot do it.",
};
/// The present password is not right.
pub(crate) static PASSWORD_WRONG: ErrorCode = ErrorCode {
    id: "people.password_wrong",
    kind: Kind::Invalid,
    zh: "当前密码不正确。",
    en: "The current password is not right.",
};
/// Fewer characters than the policy wants.
pub(crate) static PASSWORD_TOO_SHORT: ErrorCode = ErrorCode {
    id: "people.password_too_short",
    kind: Kind::Invalid,
    zh: "密码至少需要 {min} 个字符。",
    en: "The password needs at least {min} characters.",
};
/// More characters than are hashed.
pub(crate) static PASSWORD_TOO_LONG: ErrorCode = ErrorCode {
    id: "people.password_too_long",
    kind: Kind::Invalid,
    zh: "密码最多 {max} 个字符。",
    en: "The password can have at most {max} characters.",
};
/// The policy wants letters and digits.
pub(crate) static PASSWORD_NOT_MIXED: ErrorCode = ErrorCode {
    id: "people.password_not_mixed",
    kind: Kind::Invalid,
    zh: "密码需要同时包含字母和数字。",
    en: "The password needs both letters and digits.",
};
/// Among the first that anybody tries.
pub(crate) static PASSWORD_COMMON: ErrorCode = ErrorCode {
    id: "people.password_common",
    kind: Kind::Invalid,
    zh: "这个密码太常见，很容易被猜到，请换一个。",
    en: "This password is too common and easily guessed. Choose another one.",
};
/// Made of the person's own login, name or number.
pub(crate) static PASSWORD_PERSONAL: ErrorCode = ErrorCode {
    id: "people.password_personal",
    kind: Kind::Invalid,
    zh: "密码不能与账号、姓名、手机号或工号相同。",
    en: "The password must not be your login, name, phone or employee number.",
};
/// The new password is the old one.
pub(crate) static PASSWORD_SAME: ErrorCode = ErrorCode {
    id: "people.password_same",
    kind: Kind::Invalid,
    zh: "新密码不能与当前密码相同。",
    en: "The new password must differ from the current one.",
};
/// No such session of this person.
pub(crate) static SESSION_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.session_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个登录会话，它可能已经退出。",
    en: "This session was not found. It may have ended already.",
};
/// No such token of this person.
pub(crate) static TOKEN_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.token_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个访问令牌，它可能已被撤销。",
    en: "This access token was not found. It may have been revoked already.",
};
/// A person has only so many tokens.
pub(crate) static TOO_MANY_TOKENS: ErrorCode = ErrorCode {
    id: "people.too_many_tokens",
    kind: Kind::Conflict,
    zh: "每人最多 {max} 个访问令牌，请先撤销不用的。",
    en: "A person can have at most {max} access tokens. Revoke some that are not used.",
};
/// A token without scopes could do nothing.
pub(crate) static SCOPES_EMPTY: ErrorCode = ErrorCode {
    id: "people.scopes_empty",
    kind: Kind::Invalid,
    zh: "请至少选择一项权限。",
    en: "Choose at least one scope.",
};
/// The moment of expiry lies in the past.
pub(crate) static EXPIRY_PAST: ErrorCode = ErrorCode {
    id: "people.expiry_past",
    kind: Kind::Invalid,
    zh: "失效时间必须晚于现在。",
    en: "The expiry must lie in the future.",
};
/// The field is empty, or holds nothing that can be seen.
pub(crate) static REQUIRED: ErrorCode =
    ErrorCode {
        id: "people.required", kind: Kind::Invalid, zh: "请填写此项。", en: "This is required."
    };
/// The field is longer than it may be.
pub(crate) static TEXT_TOO_LONG: ErrorCode = ErrorCode {
    id: "people.text_too_long",
    kind: Kind::Invalid,
    zh: "最多 {max} 个字符。",
    en: "At most {max} characters.",
};
/// No such person in this organisation.
pub(crate) static USER_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.user_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个人。",
    en: "This person was not found.",
};
/// A login begins with a letter and is typed on any keyboard.
pub(crate) static LOGIN_INVALID: ErrorCode = ErrorCode {
    id: "people.login_invalid",
    kind: Kind::Invalid,
    zh: "登录名须以字母开头，由 2 至 64 个字母、数字、点、下划线或短横线组成。",
    en: "A login begins with a letter and has 2 to 64 letters, digits, dots, underscores or hyphens.",
};
/// Somebody has this login.
pub(crate) static LOGIN_TAKEN: ErrorCode = ErrorCode {
    id: "people.login_taken",
    kind: Kind::Conflict,
    zh: "这个登录名已被使用。",
    en: "This login is already taken.",
};
/// Somebody has this employee number.
pub(crate) static EMPLOYEE_NO_TAKEN: ErrorCode = ErrorCode {
    id: "people.employee_no_taken",
    kind: Kind::Conflict,
    zh: "这个工号已被使用。",
    en: "This employee number is already taken.",
};
/// Not an e-mail address.
pub(crate) static EMAIL_INVALID: ErrorCode = ErrorCode {
    id: "people.email_invalid",
    kind: Kind::Invalid,
    zh: "邮箱格式不正确，例如 name@example.com。",
    en: "This is not an e-mail address, such as name@example.com.",
};
/// Somebody has this e-mail address.
pub(crate) static EMAIL_TAKEN: ErrorCode = ErrorCode {
    id: "people.email_taken",
    kind: Kind::Conflict,
    zh: "这个邮箱已被使用。",
    en: "This e-mail address is already taken.",
};
/// Not a phone number.
pub(crate) static PHONE_INVALID: ErrorCode = ErrorCode {
    id: "people.phone_invalid",
    kind: Kind::Invalid,
    zh: "电话号码格式不正确。",
    en: "This is not a phone number.",
};
/// Somebody has this mobile number.
pub(crate) static PHONE_TAKEN: ErrorCode = ErrorCode {
    id: "people.phone_taken",
    kind: Kind::Conflict,
    zh: "这个手机号已被使用。",
    en: "This mobile number is already taken.",
};
/// The same number twice for one person.
pub(crate) static PHONE_REPEATED: ErrorCode = ErrorCode {
    id: "people.phone_repeated",
    kind: Kind::Invalid,
    zh: "同一个号码填写了两次。",
    en: "The same number is listed twice.",
};
/// A label of phones is a short word.
pub(crate) static PHONE_LABEL_INVALID: ErrorCode = ErrorCode {
    id: "people.phone_label_invalid",
    kind: Kind::Invalid,
    zh: "电话类型须为 1 至 20 个字母、数字、下划线或短横线，例如 mobile、office、home。",
    en: "A phone label is 1 to 20 letters, digits, underscores or hyphens, such as mobile, office, home.",
};
/// A list holds more than it may.
pub(crate) static TOO_MANY: ErrorCode = ErrorCode {
    id: "people.too_many",
    kind: Kind::Invalid,
    zh: "最多 {max} 项。",
    en: "At most {max} entries.",
};
/// A field names somebody who is not here.
pub(crate) static PERSON_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.person_unknown",
    kind: Kind::Invalid,
    zh: "找不到所填的人，或此人已离职。",
    en: "The person named here was not found or has left.",
};
/// A field names a department that does not exist.
pub(crate) static DEPARTMENT_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.department_unknown",
    kind: Kind::Invalid,
    zh: "找不到所填的部门。",
    en: "The department named here was not found.",
};
/// The same department twice for one person.
pub(crate) static DEPARTMENT_REPEATED: ErrorCode = ErrorCode {
    id: "people.department_repeated",
    kind: Kind::Invalid,
    zh: "同一个部门填写了两次。",
    en: "The same department is listed twice.",
};
/// Nobody reports to themselves.
pub(crate) static MANAGER_SELF: ErrorCode = ErrorCode {
    id: "people.manager_self",
    kind: Kind::Invalid,
    zh: "不能把本人设为自己的上级。",
    en: "A person cannot be their own manager.",
};
/// The line of managers would lead back to the person.
pub(crate) static MANAGER_CYCLE: ErrorCode = ErrorCode {
    id: "people.manager_cycle",
    kind: Kind::Invalid,
    zh: "上级关系形成了循环：此人本来就是其下级。",
    en: "This would make a circle of managers: that person already reports to this one.",
};
/// There is no such field.
pub(crate) static ATTRIBUTE_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.attribute_unknown",
    kind: Kind::Invalid,
    zh: "没有名为“{key}”的字段。",
    en: "There is no field called “{key}”.",
};
/// The field holds numbers.
pub(crate) static ATTRIBUTE_NOT_NUMBER: ErrorCode = ErrorCode {
    id: "people.attribute_not_number",
    kind: Kind::Invalid,
    zh: "请填写数字。",
    en: "Enter a number.",
};
/// The field holds dates.
pub(crate) static ATTRIBUTE_NOT_DATE: ErrorCode = ErrorCode {
    id: "people.attribute_not_date",
    kind: Kind::Invalid,
    zh: "请按 2026-01-31 的格式填写日期。",
    en: "Enter a date like 2026-01-31.",
};
/// The field holds one of its choices.
pub(crate) static ATTRIBUTE_NOT_CHOICE: ErrorCode = ErrorCode {
    id: "people.attribute_not_choice",
    kind: Kind::Invalid,
    zh: "请从可选项中选择。",
    en: "Choose one of the listed values.",
};
/// Not a picture that this person uploaded.
pub(crate) static AVATAR_UNUSABLE: ErrorCode = ErrorCode {
    id: "people.avatar_unusable",
    kind: Kind::Invalid,
    zh: "请使用本人上传的图片文件。",
    en: "Use a picture that you uploaded yourself.",
};
/// The policy keeps this field to administrators.
pub(crate) static SELF_EDIT_OFF: ErrorCode = ErrorCode {
    id: "people.self_edit_off",
    kind: Kind::Forbidden,
    zh: "组织设置不允许自行修改“{field}”，请联系管理员。",
    en: "Your organisation lets only administrators change “{field}”. Please ask one.",
};
/// The person's present state does not allow it.
pub(crate) static STATE_CONFLICT: ErrorCode = ErrorCode {
    id: "people.state_conflict",
    kind: Kind::Conflict,
    zh: "此人当前的状态不能进行这项操作，请刷新后再试。",
    en: "The person's present state does not allow this. Reload and look again.",
};
/// Nobody suspends themselves, or marks themselves as departed.
pub(crate) static NOT_ON_YOURSELF: ErrorCode = ErrorCode {
    id: "people.not_on_yourself",
    kind: Kind::Conflict,
    zh: "不能对自己进行这项操作，请让其他管理员处理。",
    en: "You cannot do this to yourself. Ask another administrator.",
};
/// An organisation always has an owner who can sign in.
pub(crate) static LAST_OWNER: ErrorCode = ErrorCode {
    id: "people.last_owner",
    kind: Kind::Conflict,
    zh: "这是组织最后一位能登录的所有者。请先指定另一位所有者。",
    en: "This is the last owner who can sign in. Appoint another owner first.",
};
/// More ids than one request may ask for.
pub(crate) static TOO_MANY_IDS: ErrorCode = ErrorCode {
    id: "people.too_many_ids",
    kind: Kind::Invalid,
    zh: "一次最多查询 {max} 个。",
    en: "At most {max} at once.",
};
/// The cursor is none of ours.
pub(crate) static CURSOR_INVALID: ErrorCode = ErrorCode {
    id: "people.cursor_invalid",
    kind: Kind::Invalid,
    zh: "分页位置无效，请从第一页重新加载。",
    en: "The page position is not valid. Load the list from the start.",
};
/// No such department in this organisation.
pub(crate) static DEPARTMENT_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.department_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个部门。",
    en: "This department was not found.",
};
/// A slash would make paths ambiguous.
pub(crate) static DEPARTMENT_NAME_INVALID: ErrorCode = ErrorCode {
    id: "people.department_name_invalid",
    kind: Kind::Invalid,
    zh: "部门名称不能包含斜杠“/”，它用于分隔部门层级。",
    en: "A department's name cannot contain a slash: it separates the levels of a path.",
};
/// A department beside it has the same name.
pub(crate) static DEPARTMENT_NAME_TAKEN: ErrorCode = ErrorCode {
    id: "people.department_name_taken",
    kind: Kind::Conflict,
    zh: "同一上级下已有同名部门。",
    en: "There is already a department of this name beside it.",
};
/// A department cannot lie within itself.
pub(crate) static DEPARTMENT_CYCLE: ErrorCode = ErrorCode {
    id: "people.department_cycle",
    kind: Kind::Conflict,
    zh: "不能把部门移到它自己或其下级部门之下。",
    en: "A department cannot be moved into itself or one of its own departments.",
};
/// The tree is only so deep.
pub(crate) static DEPARTMENT_TOO_DEEP: ErrorCode = ErrorCode {
    id: "people.department_too_deep",
    kind: Kind::Conflict,
    zh: "部门最多 {max} 级。",
    en: "Departments can be at most {max} levels deep.",
};
/// People or departments are still in it, or somebody administers it.
pub(crate) static DEPARTMENT_NOT_EMPTY: ErrorCode = ErrorCode {
    id: "people.department_not_empty",
    kind: Kind::Conflict,
    zh: "部门下还有人员、子部门或专属管理员，请先移走。",
    en: "There are still people, departments or administrators of this department. Move them first.",
};
/// An organisation has only so many departments.
pub(crate) static TOO_MANY_DEPARTMENTS: ErrorCode = ErrorCode {
    id: "people.too_many_departments",
    kind: Kind::Conflict,
    zh: "一个组织最多 {max} 个部门。",
    en: "An organisation can have at most {max} departments.",
};
/// For administrators.
pub(crate) static ADMINS_ONLY: ErrorCode = ErrorCode {
    id: "people.admins_only",
    kind: Kind::Forbidden,
    zh: "只有管理员可以这样做。",
    en: "Only administrators may do this.",
};
/// For owners.
pub(crate) static OWNERS_ONLY: ErrorCode = ErrorCode {
    id: "people.owners_only",
    kind: Kind::Forbidden,
    zh: "只有组织所有者可以这样做。",
    en: "Only owners of the organisation may do this.",
};
/// The administrator's department does not reach that far.
pub(crate) static OUT_OF_SCOPE: ErrorCode = ErrorCode {
    id: "people.out_of_scope",
    kind: Kind::Forbidden,
    zh: "这超出了你管理的部门范围，请联系上一级管理员。",
    en: "This is outside the department you administer. Ask an administrator above you.",
};
/// The person holds roles that the administrator does not.
pub(crate) static ABOVE_YOU: ErrorCode = ErrorCode {
    id: "people.above_you",
    kind: Kind::Forbidden,
    zh: "此人的管理权限高于你，请联系组织所有者。",
    en: "This person's role is above yours. Ask an owner.",
};
/// No such grant of a role.
pub(crate) static ROLE_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.role_not_found",
    kind: Kind::NotFound,
    zh: "找不到这项授权，它可能已被收回。",
    en: "This role was not found. It may have been taken back already.",
};
/// The person holds this role there.
pub(crate) static ROLE_HELD: ErrorCode = ErrorCode {
    id: "people.role_held",
    kind: Kind::Conflict,
    zh: "此人已拥有这个角色。",
    en: "This person already holds this role.",
};
/// Owners own all of it.
pub(crate) static OWNER_NOT_SCOPED: ErrorCode = ErrorCode {
    id: "people.owner_not_scoped",
    kind: Kind::Invalid,
    zh: "所有者的权限覆盖整个组织，不能限定部门。",
    en: "An owner owns the whole organisation; the role cannot be limited to a department.",
};
/// Roles are for people who work here.
pub(crate) static ROLE_NEEDS_ACTIVE: ErrorCode = ErrorCode {
    id: "people.role_needs_active",
    kind: Kind::Conflict,
    zh: "只能把角色授予在职且未停用的人。",
    en: "A role can only be given to somebody who works here and is not suspended.",
};
/// No such definition of a field.
pub(crate) static ATTRIBUTE_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.attribute_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个字段。",
    en: "This field was not found.",
};
/// A key is a word for programs.
pub(crate) static ATTRIBUTE_KEY_INVALID: ErrorCode = ErrorCode {
    id: "people.attribute_key_invalid",
    kind: Kind::Invalid,
    zh: "字段标识须以小写字母开头，由 1 至 40 个小写字母、数字或下划线组成。",
    en: "A key begins with a small letter and has 1 to 40 small letters, digits or underscores.",
};
/// Another field has this key.
pub(crate) static ATTRIBUTE_KEY_TAKEN: ErrorCode = ErrorCode {
    id: "people.attribute_key_taken",
    kind: Kind::Conflict,
    zh: "这个字段标识已被使用。",
    en: "This key is already used by another field.",
};
/// An organisation has only so many fields.
pub(crate) static TOO_MANY_ATTRIBUTES: ErrorCode = ErrorCode {
    id: "people.too_many_attributes",
    kind: Kind::Conflict,
    zh: "最多 {max} 个自定义字段。",
    en: "There can be at most {max} fields.",
};
/// A field of choices needs some.
pub(crate) static CHOICES_NEEDED: ErrorCode = ErrorCode {
    id: "people.choices_needed",
    kind: Kind::Invalid,
    zh: "请至少填写一个可选项。",
    en: "List at least one choice.",
};
/// Only a field of choices has choices.
pub(crate) static CHOICES_UNUSED: ErrorCode = ErrorCode {
    id: "people.choices_unused",
    kind: Kind::Invalid,
    zh: "只有“单选”字段可以有可选项。",
    en: "Only a choice field has choices.",
};
/// A number beyond what is allowed.
pub(crate) static OUT_OF_RANGE: ErrorCode = ErrorCode {
    id: "people.out_of_range",
    kind: Kind::Invalid,
    zh: "请填写 {min} 至 {max} 之间的数。",
    en: "Enter a number from {min} to {max}.",
};
/// No such field of a person.
pub(crate) static FIELD_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.field_unknown",
    kind: Kind::Invalid,
    zh: "没有名为“{field}”的字段。",
    en: "There is no field called “{field}”.",
};
/// No such theme.
pub(crate) static THEME_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.theme_unknown",
    kind: Kind::Invalid,
    zh: "主题只能是 light、dark 或 system。",
    en: "The theme is light, dark or system.",
};
/// The office has an organisation already.
pub(crate) static OFFICE_EXISTS: ErrorCode = ErrorCode {
    id: "people.office_exists",
    kind: Kind::Conflict,
    zh: "这里已经有一个组织了。",
    en: "This office already has an organisation.",
};

/// Every failure of this module.
pub(crate) static ALL: &[&ErrorCode] = &[
    &WRONG_LOGIN,
    &TOO_MANY_ATTEMPTS,
    &SIGN_IN_BUSY,
    &ACCOUNT_SUSPENDED,
    &INVITATION_INVALID,
    &OWN_SESSION_NEEDED,
    &PASSWORD_WRONG,
    &PASSWORD_TOO_SHORT,
    &PASSWORD_TOO_LONG,
    &PASSWORD_NOT_MIXED,
    &PASSWORD_COMMON,
    &PASSWORD_PERSONAL,
    &PASSWORD_SAME,
    &SESSION_NOT_FOUND,
    &TOKEN_NOT_FOUND,
    &TOO_MANY_TOKENS,
    &SCOPES_EMPTY,
    &EXPIRY_PAST,
    &REQUIRED,
    &TEXT_TOO_LONG,
    &USER_NOT_FOUND,
    &LOGIN_INVALID,
    &LOGIN_TAKEN,
    &EMPLOYEE_NO_TAKEN,
    &EMAIL_INVALID,
    &EMAIL_TAKEN,
    &PHONE_INVALID,
    &PHONE_TAKEN,
    &PHONE_REPEATED,
    &PHONE_LABEL_INVALID,
    &TOO_MANY,
    &PERSON_UNKNOWN,
    &DEPARTMENT_UNKNOWN,
    &DEPARTMENT_REPEATED,
    &MANAGER_SELF,
    &MANAGER_CYCLE,
    &ATTRIBUTE_UNKNOWN,
    &ATTRIBUTE_NOT_NUMBER,
    &ATTRIBUTE_NOT_DATE,
    &ATTRIBUTE_NOT_CHOICE,
    &AVATAR_UNUSABLE,
    &SELF_EDIT_OFF,
    &STATE_CONFLICT,
    &NOT_ON_YOURSELF,
    &LAST_OWNER,
    &TOO_MANY_IDS,
    &CURSOR_INVALID,
    &DEPARTMENT_NOT_FOUND,
    &DEPARTMENT_NAME_INVALID,
    &DEPARTMENT_NAME_TAKEN,
    &DEPARTMENT_CYCLE,
    &DEPARTMENT_TOO_DEEP,
    &DEPARTMENT_NOT_EMPTY,
    &TOO_MANY_DEPARTMENTS,
    &ADMINS_ONLY,
    &OWNERS_ONLY,
    &OUT_OF_SCOPE,
    &ABOVE_YOU,
    &ROLE_NOT_FOUND,
    &ROLE_HELD,
    &OWNER_NOT_SCOPED,
    &ROLE_NEEDS_ACTIVE,
    &ATTRIBUTE_NOT_FOUND,
    &ATTRIBUTE_KEY_INVALID,
    &ATTRIBUTE_KEY_TAKEN,
    &TOO_MANY_ATTRIBUTES,
    &CHOICES_NEEDED,
    &CHOICES_UNUSED,
    &OUT_OF_RANGE,
    &FIELD_UNKNOWN,
    &THEME_UNKNOWN,
    &OFFICE_EXISTS,
];
