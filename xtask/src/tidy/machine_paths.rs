//! No path of somebody's own machine: what is built and read must work in any folder of any machine.

use regex_lite::Regex;

use super::Finding;
use super::tree::Tree;

/// Folders under which people keep their own things; in halves, so that this file passes its own rule.
const HOMES: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let homes = HOMES.join("|");
    let Ok(pattern) = Regex::new(&format!(r#"(?:^|[\s"'`(=:,\[])((?:{homes})[\w.])"#)) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(_, text)| HOMES.iter().any(|home| text.contains(home))) {
        for (number, line) in text.lines().enumerate() {
            for found in pattern.captures_iter(line) {
                let message = format!(
                    "`{}…` exists on one machine only: use a path relative to the checkout or a setting",
                    &found[1]
                );
                findings.push(Finding::new(path, number + 1, message));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn paths_of_one_machine_are_found() {
        let bad = format!("cd {}main\nlet a = \"{}ann/x\";\nb: {}me", HOMES[2], HOMES[1], HOMES[0]);
        let good = format!(
            "GET /api/v1{}x\nhttps://x.org{}page\n/var/lib/courtyard\n`{}`",
            HOMES[2], HOMES[1], HOMES[1]
        );
        let tree = Tree::of(&[("a.sh", &bad), ("b.md", &good)]);
        assert_eq!(places(&check(&tree)), ["a.sh:1", "a.sh:2", "a.sh:3"]);
    }
}
