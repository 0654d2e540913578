//! Where PostgreSQL is installed, and as whom it can run.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const MISSING: &str = "\
PostgreSQL is not installed, and every store test runs on it too. Install the server; it need not be running:
  Debian, Ubuntu   sudo apt-get install -y postgresql
  Fedora           sudo dnf install -y postgresql-server
  macOS            brew install postgresql@17
Where that is not possible, COURTYARD_TEST_SQLITE_ONLY=1 leaves PostgreSQL out.";

/// The folder with `initdb` and `postgres`; of several versions the newest.
pub(super) fn programs() -> Result<PathBuf, String> {
    let mut folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    // Debian, Fedora's own packages, and Homebrew keep them outside PATH.
    for (parent, prefix) in [
        ("/usr/lib/postgresql", ""),
        ("/usr", "pgsql-"),
        ("/opt/homebrew/opt", "postgresql@"),
        ("/usr/local/opt", "postgresql@"),
    ] {
        folders.extend(versions(Path::new(parent), prefix));
    }
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .ok_or_else(|| MISSING.to_owned())
}

/// `parent/<prefix><version>/bin`, newest first.
fn versions(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// A user and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) user: u32,
    pub(super) group: u32,
}

/// As whom the server runs: as we do, but never as root, which PostgreSQL refuses.
pub(super) fn account() -> Result<Account, String> {
    // What a new file belongs to is who we are.
    let ours = tempfile::tempfile().and_then(|file| file.metadata()).map_err(|error| error.to_string())?;
    if ours.uid() != 0 {
        return Ok(Account { user: ours.uid(), group: ours.gid() });
    }
    let users = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
    ["postgres", "nobody"].iter().find_map(|name| entry(&users, name)).ok_or_else(|| {
        "PostgreSQL does not run as root, and there is no user `postgres` or `nobody`".to_owned()
    })
}

fn entry(users: &str, name: &str) -> Option<Account> {
    let fields: Vec<&str> =
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields[0] == name)?;
    Some(Account { user: fields.get(2)?.parse().ok()?, group: fields.get(3)?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_their_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres2:x:5:6::/:\npostgres:x:101:104::/var:/bin/sh\n";
        assert_eq!(entry(users, "postgres"), Some(Account { user: 101, group: 104 }));
        assert_eq!(entry(users, "post"), None);
    }

    #[test]
    fn the_newest_version_comes_first() {
        let folder = crate::fixture::folder();
        for name in ["9", "17", "15", "common"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let found = versions(folder.path(), "");
        assert_eq!(found, ["17", "15", "9"].map(|name| folder.path().join(name).join("bin")));
    }
}
