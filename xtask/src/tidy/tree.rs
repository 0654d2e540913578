//! The project's files, read once, and what rules ask of them.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Table;

use crate::{Result, files};

/// Every file; pictures and the like have no text.
pub(super) struct Tree {
    files: BTreeMap<String, Option<String>>,
}

/// A package below `crates/`.
pub(super) struct Crate<'a> {
    /// The name of its folder, which is the name of the package.
    pub(super) name: &'a str,
    /// Path of its manifest.
    pub(super) manifest: String,
    /// The manifest as written.
    pub(super) text: &'a str,
    /// The manifest as meant; empty if it cannot be read, which cargo says better.
    pub(super) table: Table,
}

impl Tree {
    /// Reads the checkout.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let names = files::list(root)?;
        // A file that git knows and somebody just deleted is no part of the tree.
        let files = names.into_iter().filter_map(|name| {
            let content = std::fs::read(root.join(&name)).ok()?;
            Some((name, String::from_utf8(content).ok().filter(|text| !text.contains('\0'))))
        });
        Ok(Self { files: files.collect() })
    }

    /// A tree for the test of a rule.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self {
            files: files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect(),
        }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether there is such a file or folder.
    pub(super) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(name, _)| name.starts_with(&folder))
    }

    /// Every text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// Every text whose name ends with one of these, without the dot.
    pub(super) fn ending(&self, ends: &'static [&'static str]) -> impl Iterator<Item = (&str, &str)> {
        self.texts()
            .filter(move |(path, _)| path.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end)))
    }

    /// Every package below `crates/`.
    pub(super) fn crates(&self) -> impl Iterator<Item = Crate<'_>> {
        self.texts().filter_map(|(path, text)| {
            let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            let table = text.parse().unwrap_or_default();
            (!name.contains('/')).then(|| Crate { name, manifest: path.to_owned(), text, table })
        })
    }
}

/// The package a path belongs to.
pub(super) fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

/// The name of a package without its layer: `module-chat` → `chat`.
pub(super) fn short_name(name: &str) -> &str {
    ["module-", "platform-", "engine-"].iter().find_map(|layer| name.strip_prefix(layer)).unwrap_or(name)
}

/// The line, from 1, of a place in a text.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_packages_are_found() {
        let tree = Tree::of(&[
            ("crates/module-chat/Cargo.toml", "[package]\nname = \"module-chat\""),
            ("docs/dev/a.md", ""),
        ]);
        assert!(tree.has("docs/dev") && tree.has("docs/") && tree.has("docs/dev/a.md"));
        assert!(!tree.has("docs/de") && !tree.has("doc"));
        let found: Vec<_> = tree.crates().map(|found| found.name).collect();
        assert_eq!(found, ["module-chat"]);
        assert_eq!(crate_of("crates/module-chat/src/lib.rs"), Some("module-chat"));
        assert_eq!(short_name("module-chat"), "chat");
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }
}
