//! What can go wrong with the audit log, in words.

use kernel::{ErrorCode, Kind};

/// No such entry.
pub static ENTRY_NOT_FOUND: ErrorCode = ErrorCode {
    id: "audit.entry_not_found",
    kind: Kind::NotFound,
    zh: "找不到这条审计记录。",
    en: "This audit entry was not found.",
};
/// More entries than one export holds.
pub static EXPORT_TOO_LARGE: ErrorCode = ErrorCode {
    id: "audit.export_too_large",
    kind: Kind::TooLarge,
    zh: "一次最多导出 {max} 条审计记录，请缩小范围分批导出。",
    en: "An export holds at most {max} audit entries. Export smaller ranges one after the other.",
};
/// The key is encrypted and its master key is not configured.
pub static KEY_SEALED: ErrorCode = ErrorCode {
    id: "audit.key_sealed",
    kind: Kind::Conflict,
    zh: "审计日志的签名密钥已用主密钥加密，但配置中没有能打开它的主密钥。请恢复 blobs.master_keys 中的旧密钥。",
    en: "The audit log's signing key is encrypted under a master key that is not configured. Put the old key back into blobs.master_keys.",
};
/// The log no longer continues what was signed last.
pub static TAMPERED: ErrorCode = ErrorCode {
    id: "audit.tampered",
    kind: Kind::Conflict,
    zh: "审计日志与最近一次签名不一致：数据库里的记录被直接改动过，因此不再签名。请保留现场，并用最近的备份核对。",
    en: "The audit log does not continue what was signed last: its rows were changed in the database, so it is not signed any more. Keep everything as it is and compare it with the latest backup.",
};

/// Every failure of this crate.
pub static ALL: &[&ErrorCode] = &[&ENTRY_NOT_FOUND, &EXPORT_TOO_LARGE, &KEY_SEALED, &TAMPERED];
