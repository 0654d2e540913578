//! Failures of files and uploads.

use kernel::{Error, ErrorCode, Kind};

pub use platform_db::STORAGE_FULL;

/// There is no such file.
pub static NOT_FOUND: ErrorCode = ErrorCode {
    id: "blob.not_found",
    kind: Kind::NotFound,
    zh: "找不到这个文件，它可能已被删除。",
    en: "This file was not found. It may have been removed.",
};
/// There is no such upload, or it expired.
pub static UPLOAD_NOT_FOUND: ErrorCode = ErrorCode {
    id: "blob.upload_not_found",
    kind: Kind::NotFound,
    zh: "找不到这次上传，可能已取消或超过 24 小时未继续。请重新上传。",
    en: "This upload was not found. It was cancelled, or nothing was sent for 24 hours. Please upload again.",
};
/// A file is larger than what is accepted.
pub static TOO_LARGE: ErrorCode = ErrorCode {
    id: "blob.too_large",
    kind: Kind::TooLarge,
    zh: "文件太大，单个文件不能超过 {max}。",
    en: "This file is too large. A file may have {max} at most.",
};
/// A person's space is used up.
pub static QUOTA_EXCEEDED: ErrorCode = ErrorCode {
    id: "blob.quota_exceeded",
    kind: Kind::StorageFull,
    zh: "你的文件空间不足：共 {max}，还剩 {left}。请删除不需要的文件，或请管理员扩大空间。",
    en: "Your space for files is used up: {left} of {max} are left. Remove files you no longer need, or ask your administrator for more.",
};
/// The organisation's space is used up.
pub static ORG_QUOTA_EXCEEDED: ErrorCode = ErrorCode {
    id: "blob.org_quota_exceeded",
    kind: Kind::StorageFull,
    zh: "组织的文件空间不足：共 {max}，还剩 {left}。请联系管理员扩大空间。",
    en: "Your organisation's space for files is used up: {left} of {max} are left. Ask your administrator for more.",
};
/// Too many uploads are open.
pub static TOO_MANY_UPLOADS: ErrorCode = ErrorCode {
    id: "blob.too_many_uploads",
    kind: Kind::TooMany,
    zh: "你有 {max} 个上传还没有完成。请先完成或取消其中一些。",
    en: "You have {max} unfinished uploads. Finish or cancel some of them first.",
};
/// One person sends too many bodies at once.
pub static UPLOADS_AT_ONCE: ErrorCode = ErrorCode {
    id: "blob.uploads_at_once",
    kind: Kind::TooMany,
    zh: "同时上传的文件太多（最多 {max} 个）。请稍后继续。",
    en: "Too many files are being sent at once ({max} at most). Go on in a moment.",
};
/// The next bytes belong at another place. `expected`: where.
pub static OFFSET_MISMATCH: ErrorCode = ErrorCode {
    id: "blob.offset_mismatch",
    kind: Kind::Conflict,
    zh: "上传位置不对，应从第 {expected} 字节继续。",
    en: "The upload continues elsewhere: at byte {expected}.",
};
/// More came than the upload said it would have.
pub static UPLOAD_OVERRUN: ErrorCode = ErrorCode {
    id: "blob.upload_overrun",
    kind: Kind::Invalid,
    zh: "收到的内容比声明的 {size} 字节还多，文件可能在上传时被改动。请重新上传。",
    en: "More arrived than the {size} bytes announced; the file may have changed meanwhile. Please upload again.",
};
/// Sent in too many small pieces.
pub static UPLOAD_FRAGMENTED: ErrorCode = ErrorCode {
    id: "blob.upload_fragmented",
    kind: Kind::Invalid,
    zh: "上传被分成了太多小块（最多 {max} 块）。请重新上传，每块大一些。",
    en: "The upload came in too many small pieces ({max} at most). Begin again with larger ones.",
};
/// Not all bytes are here yet.
pub static UPLOAD_INCOMPLETE: ErrorCode = ErrorCode {
    id: "blob.upload_incomplete",
    kind: Kind::Conflict,
    zh: "文件还没有传完：已收到 {offset}，共 {size} 字节。请继续上传。",
    en: "The file has not fully arrived: {offset} of {size} bytes. Please continue the upload.",
};
/// The upload is being put together.
pub static UPLOAD_FINISHING: ErrorCode = ErrorCode {
    id: "blob.upload_finishing",
    kind: Kind::Conflict,
    zh: "文件正在保存，请稍候。",
    en: "The file is being saved. One moment.",
};
/// The upload is a file already.
pub static UPLOAD_FINISHED: ErrorCode = ErrorCode {
    id: "blob.upload_finished",
    kind: Kind::Conflict,
    zh: "这次上传已经完成。",
    en: "This upload is already complete.",
};
/// The connection broke while bytes came in. `offset`: how many are kept.
pub static INTERRUPTED: ErrorCode = ErrorCode {
    id: "blob.upload_interrupted",
    kind: Kind::Malformed,
    zh: "上传中断，已保存 {offset} 字节，可以从这里继续。",
    en: "The upload broke off. {offset} bytes are kept; continue from there.",
};
/// The content does not have the hash it was announced with.
pub static HASH_MISMATCH: ErrorCode = ErrorCode {
    id: "blob.hash_mismatch",
    kind: Kind::Invalid,
    zh: "文件内容与校验值不一致，可能在传输中损坏。请重新上传。",
    en: "The content does not match its checksum; it may have been damaged on the way. Please upload again.",
};
/// A range outside the content.
pub static OUT_OF_RANGE: ErrorCode = ErrorCode {
    id: "blob.out_of_range",
    kind: Kind::OutOfRange,
    zh: "请求的范围超出了文件大小（{size} 字节）。",
    en: "The range asked for lies outside the file ({size} bytes).",
};
/// The stored content is not what was written.
pub static DAMAGED: ErrorCode = ErrorCode {
    id: "blob.damaged",
    kind: Kind::Internal,
    zh: "这个文件在服务器上已损坏或丢失。请联系管理员从备份恢复。",
    en: "This file is damaged or missing on the server. Ask your administrator to restore it from a backup.",
};
/// The master key of a content is not configured.
pub static KEY_MISSING: ErrorCode = ErrorCode {
    id: "blob.key_missing",
    kind: Kind::Unavailable,
    zh: "文件已加密，但服务器配置中缺少密钥 {key}。请管理员恢复该密钥。",
    en: "This file is encrypted and the server's configuration lacks the key {key}. Your administrator must restore it.",
};
/// A master key cannot be read.
pub static BAD_MASTER_KEY: ErrorCode = ErrorCode {
    id: "blob.bad_master_key",
    kind: Kind::Invalid,
    zh: "文件主密钥格式不正确：应为 32 字节随机数的 base64 文本。",
    en: "A master key for files must be the base64 text of 32 random bytes.",
};
/// The store of files cannot be set up as configured.
pub static BAD_STORE: ErrorCode = ErrorCode {
    id: "blob.bad_store",
    kind: Kind::Invalid,
    zh: "文件存储的配置不可用：{reason}",
    en: "The store of files cannot be used as configured: {reason}",
};
/// The store of files cannot be reached.
pub static UNAVAILABLE: ErrorCode = ErrorCode {
    id: "blob.store_unavailable",
    kind: Kind::Unavailable,
    zh: "文件存储暂时无法访问。请稍后再试。",
    en: "The store of files cannot be reached at the moment. Please try again shortly.",
};
/// Too much is being written at once.
pub static BUSY: ErrorCode = ErrorCode {
    id: "blob.busy",
    kind: Kind::Unavailable,
    zh: "正在上传的文件太多，请稍后再试。",
    en: "Too many files are being uploaded right now. Please try again shortly.",
};

/// All of them.
pub static ALL: &[&ErrorCode] = &[
    &NOT_FOUND,
    &UPLOAD_NOT_FOUND,
    &TOO_LARGE,
    &QUOTA_EXCEEDED,
    &ORG_QUOTA_EXCEEDED,
    &TOO_MANY_UPLOADS,
    &UPLOADS_AT_ONCE,
    &OFFSET_MISMATCH,
    &UPLOAD_OVERRUN,
    &UPLOAD_FRAGMENTED,
    &UPLOAD_INCOMPLETE,
    &UPLOAD_FINISHING,
    &UPLOAD_FINISHED,
    &INTERRUPTED,
    &HASH_MISMATCH,
    &OUT_OF_RANGE,
    &DAMAGED,
    &KEY_MISSING,
    &BAD_MASTER_KEY,
    &BAD_STORE,
    &UNAVAILABLE,
    &BUSY,
];

/// What the store of objects answered, in our words.
pub(crate) fn from_store(cause: object_store::Error) -> Error {
    if is_full(&cause) {
        return Error::new(&STORAGE_FULL).caused_by(cause);
    }
    match cause {
        // Every object we ask for was written, and is deleted only after nothing refers to it.
        object_store::Error::NotFound { .. } => Error::new(&DAMAGED).caused_by(cause),
        other => Error::new(&UNAVAILABLE).retry_after(5).caused_by(other),
    }
}

/// Whether the disk, the quota of its user or the bucket is full.
fn is_full(cause: &object_store::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(cause);
    while let Some(error) = source {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind;
            return matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
        }
        source = error.source();
    }
    // Stores that speak S3 say it in the status or the code of their reply, which the library gives as text only.
    let text = cause.to_string();
    ["507 Insufficient Storage", "StorageFull", "QuotaExceeded"].iter().any(|mark| text.contains(mark))
}

/// A number of bytes as people read it: `1.5 GB`, powers of 1,024.
pub(crate) fn human(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1024.0 && unit < UNITS.len() - 1 {
        value /= 1024.0;
        unit += 1;
    }
    let text = format!("{value:.1}");
    format!("{} {}", text.strip_suffix(".0").unwrap_or(&text), UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        for (bytes, text) in
            [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (2 << 30, "2 GB"), (5 << 50, "5120 TB")]
        {
            assert_eq!(human(bytes), text);
        }
    }

    #[test]
    fn a_full_store_is_told_from_one_that_cannot_be_reached() {
        let generic = |source: Box<dyn std::error::Error + Send + Sync>| object_store::Error::Generic {
            store: "x",
            source,
        };
        let io = |code| std::io::Error::from_raw_os_error(code);
        // ENOSPC, EDQUOT, EIO
        assert!(from_store(generic(io(28).into())).is(&STORAGE_FULL));
        assert!(from_store(generic(io(122).into())).is(&STORAGE_FULL));
        assert!(from_store(generic(io(5).into())).is(&UNAVAILABLE));
        assert!(
            from_store(generic("status code: 507 Insufficient Storage: <Code>XMinioStorageFull".into()))
                .is(&STORAGE_FULL)
        );
        assert!(from_store(generic("connection refused".into())).is(&UNAVAILABLE));
    }
}
