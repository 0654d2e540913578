//! Where things are: the checkout, the cache shared between checkouts, the folder cargo builds into.

use std::env;
use std::path::{Path, PathBuf};

use crate::Result;

/// The folders of this run.
pub(crate) struct Place {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// What outlives a checkout: tools, and in CI the build and npm's downloads.
    pub(crate) cache: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// An unattended run, started by `.ci/run`.
    pub(crate) ci: bool,
}

impl Place {
    /// Finds them from the environment and the folder one stands in.
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let ci = env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        let cache = cache_folder()?;
        // `.ci/run` builds xtask itself apart (CARGO_TARGET_DIR), so in CI that variable is not about the office.
        let target = match env::var_os("CARGO_TARGET_DIR") {
            _ if ci => cache.join("target"),
            Some(folder) => env::current_dir().map_err(|error| error.to_string())?.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, cache, target, ci })
    }

    /// A path in the checkout.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Notes of this checkout: what was built from what.
    pub(crate) fn notes(&self) -> PathBuf {
        self.root.join("target").join("xtask")
    }
}

fn root() -> Result<PathBuf> {
    // Asked when run, not when compiled: one compiled xtask may serve several checkouts.
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => env::current_dir().map_err(|error| format!("the present folder cannot be read: {error}"))?,
    };
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is not inside a checkout of Courtyard", start.display()))
}

fn cache_folder() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("COURTYARD_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|folder| folder.join("courtyard")))
        .or_else(|| set("HOME").map(|folder| folder.join(".cache/courtyard")))
        .or_else(|| set("LOCALAPPDATA").map(|folder| folder.join("courtyard")))
        .ok_or_else(|| "no folder for the cache: set COURTYARD_CACHE to one".to_owned())
}
