//! What can go wrong here, in words.

use kernel::{ErrorCode, Kind};

/// Not a SHA-256.
pub(crate) static HASH_INVALID: ErrorCode = ErrorCode {
    id: "core.hash_invalid",
    kind: Kind::Invalid,
    zh: "sha256 应为 64 位十六进制数字。",
    en: "sha256 must be 64 hexadecimal digits.",
};
/// A part without its place.
pub(crate) static OFFSET_MISSING: ErrorCode = ErrorCode {
    id: "core.upload_offset_missing",
    kind: Kind::Malformed,
    zh: "续传请求缺少 Upload-Offset 头。",
    en: "A part of an upload needs the header Upload-Offset.",
};
/// The range lies outside the file.
pub(crate) static RANGE: ErrorCode = ErrorCode {
    id: "core.range_not_satisfiable",
    kind: Kind::OutOfRange,
    zh: "请求的文件范围不存在。",
    en: "The requested range lies outside the file.",
};
/// No thumbnail.
pub(crate) static NO_THUMBNAIL: ErrorCode = ErrorCode {
    id: "core.no_thumbnail",
    kind: Kind::NotFound,
    zh: "这个文件没有缩略图。",
    en: "This file has no thumbnail.",
};

/// Somebody was given it.
pub(crate) static FILE_IN_USE: ErrorCode = ErrorCode {
    id: "core.file_in_use",
    kind: Kind::Conflict,
    zh: "这个文件已经发给别人或正在使用，不能删除。请先撤回。",
    en: "This file was given to somebody or is in use, so it cannot be deleted. Take it back first.",
};

/// Every failure of this module.
pub(crate) static ALL: &[&ErrorCode] = &[&HASH_INVALID, &OFFSET_MISSING, &RANGE, &NO_THUMBNAIL, &FILE_IN_USE];
