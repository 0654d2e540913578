//! What changed is written down for those who run an office.

use super::Finding;
use super::tree::Tree;

const PATH: &str = "CHANGELOG.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    match tree.text(PATH) {
        None => vec![Finding::new(PATH, 0, "is missing: what changed must be written down")],
        Some(text) if !text.lines().any(|line| line.starts_with("## ")) => {
            vec![Finding::new(PATH, 0, "has no `## ` heading of a release or of what is unreleased")]
        }
        Some(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_empty_changelog_is_found() {
        assert_eq!(check(&Tree::of(&[])).len(), 1);
        assert_eq!(check(&Tree::of(&[(PATH, "# Changes\n")])).len(), 1);
        assert_eq!(check(&Tree::of(&[(PATH, "# Changes\n\n## Unreleased\n")])), []);
    }
}
