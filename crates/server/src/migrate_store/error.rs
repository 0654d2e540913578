//! What can go wrong when an office moves to another store, in words.

use kernel::{ErrorCode, Kind};

/// There is nothing to move.
pub static NO_OFFICE: ErrorCode = ErrorCode {
    id: "migrate_store.no_office",
    kind: Kind::NotFound,
    zh: "{place} 里没有办公室，没有可迁移的内容。请用 --data 或 --config 指出要迁移的办公室。",
    en: "There is no office in {place}, so there is nothing to move. Name the office with --data or --config.",
};
/// It would move onto itself.
pub static SAME: ErrorCode = ErrorCode {
    id: "migrate_store.same",
    kind: Kind::Invalid,
    zh: "两份配置指向同一个数据库，没有可迁移的内容。请在 --to-config 的文件里写上新的位置。",
    en: "Both configurations name the same database, so there is nothing to move. Write the new place into the file of --to-config.",
};
/// People are at work in it.
pub static IN_USE: ErrorCode = ErrorCode {
    id: "migrate_store.in_use",
    kind: Kind::Conflict,
    zh: "这个办公室仍在运行（或刚刚异常停止）。请停止所有节点，等一分钟，再迁移：迁移期间写入的内容会丢失。",
    en: "The office is still open, or was killed a moment ago. Stop all nodes, wait a minute, then move it: what is written meanwhile would be lost.",
};
/// The copy is not what it was made of.
pub static DIFFERS: ErrorCode = ErrorCode {
    id: "migrate_store.differs",
    kind: Kind::Conflict,
    zh: "复制后的内容与原来的不一致（{what}）。两次运行之间办公室可能被使用过。请清空目标，重新迁移；原来的办公室没有改动。",
    en: "The copy differs from what it was made of ({what}); perhaps the office was used between two runs. Empty the target and move again; the office itself is as it was.",
};

/// Every failure of a move.
pub static ALL: &[&ErrorCode] = &[&NO_OFFICE, &SAME, &IN_USE, &DIFFERS];
