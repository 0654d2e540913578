//! Failures of this crate.

use kernel::{ErrorCode, Kind};

/// May see the object, but not do this. Parameters: `title`, `owner` (name of whom to ask), `owner_id`, `level`
/// (held), `needed`.
pub static ACCESS_DENIED: ErrorCode = ErrorCode {
    id: "core.access_denied",
    kind: Kind::Forbidden,
    zh: "你可以看到“{title}”，但没有进行这项操作的权限。请联系 {owner} 为你开通。",
    en: "You can see “{title}”, but you may not do this with it. Ask {owner} for access.",
};

/// An object cannot lie within itself.
pub static OBJECT_CYCLE: ErrorCode = ErrorCode {
    id: "core.object_cycle",
    kind: Kind::Conflict,
    zh: "不能把“{title}”移动到它自己里面。请选择别的位置。",
    en: "“{title}” cannot be moved into itself. Choose another place.",
};

/// Objects lie too deep within one another.
pub static OBJECT_TOO_DEEP: ErrorCode = ErrorCode {
    id: "core.object_too_deep",
    kind: Kind::Conflict,
    zh: "最多可以嵌套 {max} 层。请选择更靠上的位置。",
    en: "Things can lie at most {max} levels deep. Choose a place further up.",
};

/// Something still lies within the object.
pub static OBJECT_NOT_EMPTY: ErrorCode = ErrorCode {
    id: "core.object_not_empty",
    kind: Kind::Conflict,
    zh: "“{title}”里面还有内容，请先移走或删除。",
    en: "There is still something in “{title}”. Move or remove it first.",
};

/// Too many grants on one object.
pub static TOO_MANY_GRANTS: ErrorCode = ErrorCode {
    id: "core.too_many_grants",
    kind: Kind::Conflict,
    zh: "一项内容最多单独授权给 {max} 个对象。请改为授权给部门或群聊。",
    en: "One thing can be shared with at most {max} people and groups. Share it with a department or a chat instead.",
};

/// More than a link or the public may get.
pub static LEVEL_TOO_HIGH: ErrorCode = ErrorCode {
    id: "core.level_too_high",
    kind: Kind::Invalid,
    zh: "通过链接或公开访问的人最多可以编辑，不能管理。",
    en: "People who come by a link, and the public, can edit at most; they cannot manage.",
};

/// Every failure of this crate.
pub static ALL: &[&ErrorCode] =
    &[&ACCESS_DENIED, &OBJECT_CYCLE, &OBJECT_TOO_DEEP, &OBJECT_NOT_EMPTY, &TOO_MANY_GRANTS, &LEVEL_TOO_HIGH];
