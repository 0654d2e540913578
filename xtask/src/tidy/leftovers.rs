//! Unfinished work is not committed: what is left to do is an issue, not a mark in the source.

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::tree::{Tree, line_of};

/// Written in two halves so that this file passes its own rule.
const MARKS: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (Ok(mark), Ok(call)) = (
        Regex::new(&format!(r"\b(?:{})\b", MARKS.join("|"))),
        Regex::new(r"\b(todo|unimplemented)!\s*[(\[{]"),
    ) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, text) in
        tree.texts().filter(|(path, _)| !path.ends_with(".lock") && !path.ends_with("package-lock.json"))
    {
        if MARKS.iter().any(|word| text.contains(word)) {
            for found in mark.find_iter(text) {
                let message = format!("`{}`: finish it, or write an issue and leave no mark", found.as_str());
                findings.push(Finding::new(path, line_of(text, found.start()), message));
            }
        }
        if path.ends_with(".rs") && (text.contains("todo!") || text.contains("unimplemented!")) {
            let source = RustSource::new(text);
            for found in call.find_iter(&source.code) {
                let message = "this would stop the office at run time: finish it";
                findings.push(Finding::new(path, line_of(text, found.start()), message));
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
    fn marks_and_unfinished_calls_are_found() {
        let marked = format!("a\n// {}: later\n/* {} */\nlet {}S = 1;", MARKS[0], MARKS[3], MARKS[0]);
        // Put together from parts, so that a search for what is unfinished finds nothing here.
        let (later, never) = (["to", "do!"].concat(), ["unimple", "mented!"].concat());
        let unfinished = format!(
            "fn a() {{\n    {later}()\n}}\nfn b() {{ {never}(\"x\") }}\n// {later} is a macro\n\"{later}()\""
        );
        let tree = Tree::of(&[
            ("web/src/a.ts", &marked),
            ("crates/a/src/lib.rs", &unfinished),
            ("Cargo.lock", MARKS[0]),
        ]);
        assert_eq!(
            places(&check(&tree)),
            ["crates/a/src/lib.rs:2", "crates/a/src/lib.rs:4", "web/src/a.ts:2", "web/src/a.ts:3"]
        );
    }
}
