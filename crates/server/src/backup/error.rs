//! What can go wrong with a backup, in words.

use std::io;
use std::path::Path;

use kernel::{Error, ErrorCode, Kind};

/// There is nothing to back up.
pub static NO_OFFICE: ErrorCode = ErrorCode {
    id: "backup.no_office",
    kind: Kind::NotFound,
    zh: "{place} 里没有办公室，没有可备份的内容。请用 --data 或 --config 指出要备份的办公室。",
    en: "There is no office in {place}, so there is nothing to back up. Name the office with --data or --config.",
};
/// The file is there already.
pub static EXISTS: ErrorCode = ErrorCode {
    id: "backup.exists",
    kind: Kind::Conflict,
    zh: "{path} 已经存在，不会覆盖它。请换一个文件名，或指定一个文件夹，由程序按时间命名。",
    en: "{path} is there already and is not overwritten. Choose another name, or give a folder: the file is then named by the time.",
};
/// The file is something else.
pub static NOT_A_BACKUP: ErrorCode = ErrorCode {
    id: "backup.not_a_backup",
    kind: Kind::Invalid,
    zh: "{path} 不是 courtyard backup 写的备份文件。请检查文件名。",
    en: "{path} is not a file that courtyard backup wrote. Check the name.",
};
/// The file is cut off or altered.
pub static DAMAGED: ErrorCode = ErrorCode {
    id: "backup.damaged",
    kind: Kind::Invalid,
    zh: "备份已损坏或不完整（{part}），没有恢复任何内容。请重新复制这个文件，或使用更早的备份。",
    en: "The backup is damaged or incomplete ({part}); nothing was restored. Copy the file again, or use an earlier one.",
};
/// The file was written by a newer program.
pub static NEWER: ErrorCode = ErrorCode {
    id: "backup.newer",
    kind: Kind::Conflict,
    zh: "这个备份来自更新的版本（{what}），没有恢复任何内容。请使用同版本或更新的 courtyard。",
    en: "The backup was written by a newer version ({what}); nothing was restored. Use that version of courtyard, or a later one.",
};
/// There is an office where one is to be restored.
pub static NOT_EMPTY: ErrorCode = ErrorCode {
    id: "backup.not_empty",
    kind: Kind::Conflict,
    zh: "{place} 里已经有内容，备份只能恢复到空的办公室。请换一个地方，或先把原有内容移走。",
    en: "There is something in {place} already; a backup is only restored into an empty office. Choose another place, or move what is there away first.",
};
/// Somebody else restores into the same folder.
pub static BUSY: ErrorCode = ErrorCode {
    id: "backup.busy",
    kind: Kind::Conflict,
    zh: "另一个 courtyard restore 正在向 {place} 恢复。请等它结束。",
    en: "Another courtyard restore is at work in {place}. Wait until it has ended.",
};
/// A file cannot be read.
pub static READ_FAILED: ErrorCode = ErrorCode {
    id: "backup.read_failed",
    kind: Kind::Unavailable,
    zh: "无法读取 {path}：{reason}。请检查路径和权限。",
    en: "{path} cannot be read: {reason}. Check the path and the rights.",
};
/// A file cannot be written.
pub static WRITE_FAILED: ErrorCode = ErrorCode {
    id: "backup.write_failed",
    kind: Kind::Unavailable,
    zh: "无法写入 {path}：{reason}。没有留下不完整的文件。请检查路径和权限。",
    en: "{path} cannot be written: {reason}. Nothing half done was left. Check the path and the rights.",
};
/// No space.
pub static NO_SPACE: ErrorCode = ErrorCode {
    id: "backup.no_space",
    kind: Kind::StorageFull,
    zh: "{path} 所在的磁盘已满。没有留下不完整的文件。请清理空间，或换一个磁盘，然后重试。",
    en: "The disk of {path} is full. Nothing half done was left. Free space or choose another disk, then try again.",
};

/// Every failure of a backup.
pub static ALL: &[&ErrorCode] = &[
    &NO_OFFICE,
    &EXISTS,
    &NOT_A_BACKUP,
    &DAMAGED,
    &NEWER,
    &NOT_EMPTY,
    &BUSY,
    &READ_FAILED,
    &WRITE_FAILED,
    &NO_SPACE,
];

/// A failure to write to `path`.
pub(super) fn write_failed(path: &Path, cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::StorageFull {
        return Error::new(&NO_SPACE).with("path", path.display());
    }
    Error::new(&WRITE_FAILED).with("path", path.display()).with("reason", cause)
}

/// A failure to read `path`.
pub(super) fn read_failed(path: &Path, cause: io::Error) -> Error {
    Error::new(&READ_FAILED).with("path", path.display()).with("reason", cause)
}

/// Something in this part is not what was written.
pub(super) fn damaged(
    part: impl std::fmt::Display,
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Error {
    Error::new(&DAMAGED).with("part", part).caused_by(cause)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write;

    use super::*;

    #[test]
    fn a_full_disk_has_words_of_its_own() {
        let path = Path::new("/dev/full");
        let mut full = OpenOptions::new().write(true).open(path).unwrap();
        let failure = full.write_all(b"x").map_err(|cause| write_failed(path, cause)).unwrap_err();
        assert!(failure.is(&NO_SPACE), "{failure:?}");
        let failure = std::fs::read("/nowhere").map_err(|cause| read_failed(path, cause)).unwrap_err();
        assert!(failure.is(&READ_FAILED), "{failure:?}");
    }
}
