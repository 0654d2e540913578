//! A file beyond this many lines has more than one subject.

use super::Finding;
use super::tree::Tree;

const LIMIT: usize = 800;

/// Made by programs, or growing by design.
const EXEMPT: [&str; 3] = ["web/src/api/schema.d.ts", "docs/api/errors.md", "CHANGELOG.md"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.ending(&["rs", "ts", "tsx", "mjs", "js", "css", "sql", "md"])
        .filter(|(path, _)| !EXEMPT.contains(path))
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            (lines > LIMIT).then(|| {
                Finding::new(path, 0, format!("has {lines} lines, {LIMIT} at most: split it by subject"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn a_long_file_is_found() {
        let (fits, long) = ("x\n".repeat(LIMIT), "x\n".repeat(LIMIT + 1));
        let tree = Tree::of(&[("a.rs", &fits), ("b.tsx", &long), ("c.json", &long), (EXEMPT[0], &long)]);
        assert_eq!(places(&check(&tree)), ["b.tsx:0"]);
    }
}
