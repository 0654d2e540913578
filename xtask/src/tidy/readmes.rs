//! Every module opens with one screen: what it owns, offers, tells and listens to.

use super::Finding;
use super::tree::Tree;

/// What the screen must answer.
const PARTS: [&str; 4] = ["tables", "operations", "events", "ports"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in tree.crates().filter(|package| package.name.starts_with("module-")) {
        let path = format!("crates/{}/README.md", package.name);
        match tree.text(&path) {
            None => findings.push(Finding::new(
                &path,
                0,
                "is missing: one screen on tables, operations, events, ports",
            )),
            Some(text) => {
                let text = text.to_lowercase();
                let missing: Vec<_> = PARTS.into_iter().filter(|part| !text.contains(part)).collect();
                if !missing.is_empty() {
                    findings.push(Finding::new(
                        &path,
                        0,
                        format!("says nothing about: {}", missing.join(", ")),
                    ));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_meagre_readme_is_found() {
        let manifest = ("crates/module-chat/Cargo.toml", "");
        let readme = |text| check(&Tree::of(&[manifest, ("crates/module-chat/README.md", text)]));
        assert_eq!(check(&Tree::of(&[manifest])).len(), 1);
        assert!(readme("Tables, operations, events")[0].message.contains("ports"));
        assert_eq!(readme("Tables, Operations, Events out and in, ports"), []);
        assert_eq!(check(&Tree::of(&[("crates/engine-text/Cargo.toml", "")])), []);
    }
}
