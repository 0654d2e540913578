//! Failures of this crate.

use kernel::{ErrorCode, Kind};

/// The facts of a notification are too long.
pub static TOO_LARGE: ErrorCode = ErrorCode {
    id: "core.notification_too_large",
    kind: Kind::TooLarge,
    zh: "通知内容太长（最多 {max} 字节）。",
    en: "The notification is too long (at most {max} bytes).",
};

/// Every failure of this crate.
pub static ALL: &[&ErrorCode] = &[&TOO_LARGE];
