//! A table carries the name of the package that owns it (`module-chat` → `chat_…`), references stay inside the package,
//! and no module's SQL touches another module's tables: so a module can be switched off, moved or taken out.

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::sql_place::statement;
use super::tree::{Tree, crate_of, line_of, short_name};

/// What follows `update` where no table does: `DO UPDATE SET`, `ON UPDATE CASCADE`, `AFTER UPDATE ON`.
const NO_TABLE: [&str; 7] = ["set", "on", "of", "cascade", "restrict", "no", "skip"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (Ok(named), Ok(referred), Ok(touched), Some(statement)) = (
        Regex::new(concat!(
            r"(?i)\b(?:(?:create|alter|drop)\s+(?:virtual\s+|unlogged\s+)?table\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?",
            r"|create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?\w+\s+on\s+",
            r#"|insert\s+(?:or\s+\w+\s+)?into\s+|delete\s+from\s+|update\s+)"?([a-z_][a-z0-9_]*)"#
        )),
        Regex::new(r#"(?i)\breferences\s+"?([a-z_][a-z0-9_]*)"#),
        Regex::new(r#"(?i)\b(?:from|join|into|update|table)\s+"?([a-z_][a-z0-9_]*)"#),
        statement(),
    ) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, text) in tree.ending(&["sql"]).filter(|(path, _)| path.contains("/migrations/")) {
        let Some(owner) = crate_of(path) else { continue };
        let own = prefix(owner);
        let code = without_comments(text);
        let mut foreign = |pattern: &Regex, what: &str| {
            for found in pattern.captures_iter(&code) {
                if !found[1].starts_with(&own) && !NO_TABLE.contains(&found[1].to_lowercase().as_str()) {
                    let at = found.get(1).map_or(0, |name| name.start());
                    findings.push(Finding::new(
                        path,
                        line_of(text, at),
                        format!("{what} `{}`: `{owner}` owns `{own}…` only", &found[1]),
                    ));
                }
            }
        };
        foreign(&named, "touches the table");
        foreign(&referred, "refers to the table");
    }

    let modules: Vec<_> =
        tree.crates().map(|package| package.name).filter(|name| name.starts_with("module-")).collect();
    for (path, text) in tree.ending(&["rs"]) {
        let Some(owner) = crate_of(path) else { continue };
        let checked =
            (owner.starts_with("module-") || owner.starts_with("platform-")) && path.contains("/src/");
        if !checked || !text.contains('"') {
            continue;
        }
        for literal in
            RustSource::new(text).literals.iter().filter(|literal| statement.is_match(&literal.text))
        {
            for found in touched.captures_iter(&literal.text) {
                if let Some(other) =
                    modules.iter().find(|module| **module != owner && found[1].starts_with(&prefix(module)))
                {
                    let message = format!(
                        "touches `{}`, which belongs to `{other}`: ask through its port or follow its events",
                        &found[1]
                    );
                    findings.push(Finding::new(path, literal.line, message));
                }
            }
        }
    }
    findings
}

fn prefix(package: &str) -> String {
    format!("{}_", short_name(package).replace('-', "_"))
}

/// The text with comments blanked, every place keeping its number.
fn without_comments(sql: &str) -> String {
    sql.split_inclusive('\n')
        .map(|line| match line.find("--") {
            None => line.to_owned(),
            Some(at) => format!("{}{}\n", &line[..at], " ".repeat(line.trim_end_matches('\n').len() - at)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    const FILE: &str = "crates/module-chat/migrations/0001_chats.sql";

    fn lines(text: &str) -> Vec<usize> {
        check(&Tree::of(&[(FILE, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn own_tables_pass() {
        let text = "\
-- create table people_users: only a comment
CREATE TABLE chat_chats (id BIGINT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS chat_members (chat BIGINT REFERENCES chat_chats (id) ON DELETE CASCADE);
CREATE UNIQUE INDEX by_chat ON chat_members (chat);
CREATE VIRTUAL TABLE chat_words USING fts5(text);
INSERT INTO chat_chats VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 1;
ALTER TABLE chat_chats ADD COLUMN title TEXT;
";
        assert_eq!(lines(text), [0; 0]);
    }

    #[test]
    fn tables_of_others_are_found() {
        assert_eq!(lines("-- a\nCREATE TABLE messages (id BIGINT);"), [2]);
        assert_eq!(lines("CREATE TABLE chat_m (u BIGINT\n REFERENCES people_users (id));"), [2]);
        assert_eq!(lines("ALTER TABLE people_users ADD COLUMN x TEXT;"), [1]);
        assert_eq!(lines("CREATE INDEX x\n ON people_users (id);"), [2]);
        assert_eq!(lines("UPDATE people_users SET x = 1;"), [1]);
    }

    #[test]
    fn sql_that_reaches_into_another_module_is_found() {
        let tree = Tree::of(&[
            ("crates/module-chat/Cargo.toml", ""),
            ("crates/module-people/Cargo.toml", ""),
            (
                "crates/module-chat/src/store/a.rs",
                "\"SELECT 1 FROM chat_chats c JOIN access_grants g ON 1 = 1\";\n\"SELECT name FROM people_users\"",
            ),
            ("crates/platform-search/src/lib.rs", "\"DELETE FROM chat_chats\""),
            ("crates/platform-events/src/lib.rs", "\"from people_users on\""),
        ]);
        assert_eq!(
            places(&check(&tree)),
            ["crates/module-chat/src/store/a.rs:2", "crates/platform-search/src/lib.rs:1"]
        );
    }
}
