//! SQL has a home: `store/` in a module, the platform's own packages, migrations. Elsewhere it would escape the tests
//! that run every statement on both engines.

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(sql) = statement() else { return Vec::new() };
    let mut findings = Vec::new();
    for (path, text) in
        tree.ending(&["rs"]).filter(|(path, _)| path.starts_with("crates/") && !may_hold(path))
    {
        for literal in RustSource::new(text).literals {
            if sql.is_match(&literal.text) {
                let message = "SQL belongs into the module's `src/store/`";
                findings.push(Finding::new(path, literal.line, message));
            }
        }
    }
    findings
}

/// What makes a text a statement; keywords are written in capitals throughout.
pub(super) fn statement() -> Option<Regex> {
    Regex::new(concat!(
        r"\bSELECT\b[^;]*\bFROM\b|^\s*SELECT\b|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bDELETE\s+FROM\b|\bUPDATE\s+\S+\s+SET\b",
        r"|\b(?:CREATE|DROP|ALTER)\s+(?:UNIQUE\s+|VIRTUAL\s+)?(?:TABLE|INDEX)\b|^\s*PRAGMA\s|^\s*VACUUM\b"
    ))
    .ok()
}

fn may_hold(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    let package = parts.next().unwrap_or("");
    let rest: Vec<_> = parts.collect();
    package.starts_with("platform-")
        || package == "testkit"
        || rest.first() == Some(&"tests")
        || (package.starts_with("module-") && matches!(rest.as_slice(), ["src", "store" | "store.rs", ..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn statements_outside_a_store_are_found() {
        let query = "// SELECT x FROM comment\nlet q = \"SELECT id FROM chat_chats\";";
        let tree = Tree::of(&[
            ("crates/module-chat/src/ops/post.rs", query),
            ("crates/module-chat/src/store/chats.rs", query),
            ("crates/module-chat/tests/it/main.rs", query),
            ("crates/platform-db/src/db.rs", query),
            (
                "crates/server/src/doctor.rs",
                "\"DELETE FROM x\";\n\"UPDATE t SET a = 1\";\nr#\"\n  INSERT INTO t VALUES (1)\"#",
            ),
            ("crates/engine-text/src/lib.rs", "\"Select a file\"; \"update the set\"; \"FROM here\""),
        ]);
        assert_eq!(
            places(&check(&tree)),
            [
                "crates/module-chat/src/ops/post.rs:2",
                "crates/server/src/doctor.rs:1",
                "crates/server/src/doctor.rs:2",
                "crates/server/src/doctor.rs:3"
            ]
        );
    }
}
