//! What can go wrong for administrators, in words.

use kernel::{ErrorCode, Kind};

/// Needs an administrator of the whole organisation.
pub(crate) static ADMINS_ONLY: ErrorCode = ErrorCode {
    id: "admin.admins_only",
    kind: Kind::Forbidden,
    zh: "只有组织的所有者和管理员可以这样做。请联系管理员。",
    en: "Only owners and administrators of the organisation may do this. Ask an administrator.",
};
/// No such dead job.
pub(crate) static JOB_NOT_FOUND: ErrorCode = ErrorCode {
    id: "admin.job_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个失败的任务，它可能已被处理。",
    en: "This failed job was not found; it may have been dealt with.",
};

/// Every failure of this module, with those of the audit log that it shows.
pub(crate) static ALL: &[&ErrorCode] = &[
    &ADMINS_ONLY,
    &JOB_NOT_FOUND,
    &platform_audit::ENTRY_NOT_FOUND,
    &platform_audit::EXPORT_TOO_LARGE,
    &platform_audit::KEY_SEALED,
    &platform_audit::TAMPERED,
];
