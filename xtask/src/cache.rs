//! What CI runs share: the build folder and npm's downloads, outside every checkout.
//!
//! Cargo names what it builds by the path *inside* the workspace, so two checkouts that build into one folder meet, and
//! it decides by modification times. A checkout made earlier but built later would silently be given the other one's
//! programs. So before anything is built, every file gets a time that follows from its content: unchanged since the
//! last build from this very path keeps the time noted then (and is not built again), all else counts as changed now.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Result;
use crate::files;
use crate::place::Place;
use crate::stamp;

/// Beyond this the shared build folder is thrown away whole: old versions of dependencies are never removed from it.
const BUILD_LIMIT_BYTES: u64 = 25 << 30;

/// The cache, held by this run alone until dropped.
pub(crate) struct Cache {
    _lock: File,
}

impl Cache {
    /// Waits for its turn, keeps the cache within its limit and makes modification times follow contents.
    pub(crate) fn take(place: &Place) -> Result<Self> {
        let fail =
            |error: std::io::Error| format!("the cache {} cannot be used: {error}", place.cache.display());
        fs::create_dir_all(&place.target).map_err(fail)?;
        let lock = File::create(place.cache.join("lock")).map_err(fail)?;
        if lock.try_lock().is_err() {
            println!("another run uses the cache {}: waiting for it", place.cache.display());
            lock.lock().map_err(fail)?;
        }
        let bytes = size(&place.target);
        if bytes > BUILD_LIMIT_BYTES {
            println!("the shared build folder holds {} GB: starting afresh", bytes >> 30);
            fs::remove_dir_all(&place.target)
                .and_then(|()| fs::create_dir_all(&place.target))
                .map_err(fail)?;
        }
        let kept = date_files(&place.root, &place.target.join("sources"), now())?;
        println!("shared build folder: {} MB, {kept} files unchanged since the last run", bytes >> 20);
        Ok(Self { _lock: lock })
    }
}

/// Where npm keeps what it downloads.
pub(crate) fn npm(place: &Place) -> PathBuf {
    place.cache.join("npm")
}

#[expect(clippy::disallowed_methods, reason = "dates of files are the machine's, not the office's")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Gives every file of the checkout its time; says how many were unchanged.
fn date_files(root: &Path, notes: &Path, now: SystemTime) -> Result<usize> {
    let before = fs::read_to_string(notes).unwrap_or_default();
    let here = root.to_string_lossy();
    let mut lines = before.lines();
    let noted: HashMap<&str, (&str, u64)> =
        if lines.next() == Some(&*here) { lines.filter_map(note).collect() } else { HashMap::new() };

    let mut after = format!("{here}\n");
    let mut kept = 0;
    for name in files::list(root)? {
        let path = root.join(&name);
        let Ok(content) = fs::read(&path) else { continue };
        let hash = stamp::hash(&content);
        let time = match noted.get(name.as_str()) {
            Some((same, nanos)) if *same == hash => {
                kept += 1;
                UNIX_EPOCH + Duration::from_nanos(*nanos)
            }
            _ => now,
        };
        File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(time))
            .map_err(|error| format!("{name} cannot be dated: {error}"))?;
        let nanos = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let _ = writeln!(after, "{hash} {nanos} {name}");
    }
    stamp::keep(notes, &after)?;
    Ok(kept)
}

fn note(line: &str) -> Option<(&str, (&str, u64))> {
    let mut parts = line.splitn(3, ' ');
    let (hash, nanos, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name, (hash, nanos.parse().ok()?)))
}

fn size(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => size(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_files_keep_their_time_and_another_checkout_shares_none() {
        let folder = std::env::temp_dir().join(format!("xtask-cache-{}", std::process::id()));
        let (one, two, notes) = (folder.join("one"), folder.join("two"), folder.join("notes"));
        for root in [&one, &two] {
            fs::create_dir_all(root).unwrap();
            fs::write(root.join("same.rs"), "same").unwrap();
            fs::write(root.join("changing.rs"), "first").unwrap();
        }
        let at = |seconds: u64| UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds);
        let time = |root: &Path, name: &str| fs::metadata(root.join(name)).unwrap().modified().unwrap();

        assert_eq!(date_files(&one, &notes, at(1)), Ok(0));
        assert_eq!(time(&one, "same.rs"), at(1));

        // A fresh clone in the same place: new times on disk, one new content.
        fs::write(one.join("same.rs"), "same").unwrap();
        fs::write(one.join("changing.rs"), "second").unwrap();
        assert_eq!(date_files(&one, &notes, at(2)), Ok(1));
        assert_eq!(time(&one, "same.rs"), at(1));
        assert_eq!(time(&one, "changing.rs"), at(2));

        // Back to the first content: its old time would make what was built from the second look new enough.
        fs::write(one.join("changing.rs"), "first").unwrap();
        assert_eq!(date_files(&one, &notes, at(3)), Ok(1));
        assert_eq!(time(&one, "changing.rs"), at(3));

        // Elsewhere everything is built again: programs may hold the path they were built in.
        assert_eq!(date_files(&two, &notes, at(4)), Ok(0));
        assert_eq!(time(&two, "same.rs"), at(4));
        fs::remove_dir_all(folder).unwrap();
    }
}
