//! Building only what changed: a stamp is the hash of everything a result was built from, kept beside the result.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Result;

/// The hash of some content, in hexadecimal.
pub(crate) fn hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// The hash of every file below the folders and of the files themselves: names and contents. `skip` is asked with the
/// path of each file and folder, written with `/`, relative to `root`.
pub(crate) fn hash_of(root: &Path, inputs: &[&str], skip: impl Fn(&str) -> bool) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        walk(root, &root.join(input), &skip, &mut files)?;
    }
    files.sort();
    files.dedup();
    let mut hasher = Sha256::new();
    for (name, path) in files {
        let content =
            fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update((content.len() as u64).to_le_bytes());
        hasher.update(content);
    }
    Ok(hex(&hasher.finalize()))
}

/// Whether the stamp says so.
pub(crate) fn matches(stamp: &Path, hash: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|kept| kept.trim() == hash)
}

/// Keeps the hash.
pub(crate) fn keep(stamp: &Path, hash: &str) -> Result {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    }
    fs::write(stamp, hash).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn walk(root: &Path, path: &Path, skip: &dyn Fn(&str) -> bool, found: &mut Vec<(String, PathBuf)>) -> Result {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    if skip(&name) {
        return Ok(());
    }
    if path.is_file() {
        found.push((name, path.to_path_buf()));
    } else if path.is_dir() {
        let entries =
            fs::read_dir(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            walk(root, &entry.path(), skip, found)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_notices_names_contents_and_nothing_skipped() -> Result {
        let folder = tempdir("stamp");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write("a.ts", "1");
        write("b.test.ts", "1");
        let hash = || hash_of(&folder, &["."], |name| name.ends_with(".test.ts"));
        let first = hash()?;
        write("b.test.ts", "2");
        assert_eq!(first, hash()?);
        write("a.ts", "2");
        let second = hash()?;
        assert_ne!(first, second);
        fs::rename(folder.join("a.ts"), folder.join("c.ts")).unwrap();
        assert_ne!(second, hash()?);

        let stamp = folder.join("notes/web.stamp");
        assert!(!matches(&stamp, &first));
        keep(&stamp, &first)?;
        assert!(matches(&stamp, &first) && !matches(&stamp, &second));
        fs::remove_dir_all(folder).unwrap();
        Ok(())
    }

    fn tempdir(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
