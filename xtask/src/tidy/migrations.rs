//! Migrations run forward only, on offices we never see: numbered without gaps, each one compiled in, blocks for one
//! engine closed, and unchanged once released.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::Finding;
use super::tree::{Tree, crate_of};
use crate::stamp;

/// Checksums of released migrations; written by `cargo xtask tidy --freeze-migrations`.
pub(super) const CHECKSUMS: &str = "crates/migrations.sha256";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, files) in folders(tree) {
        check_numbers(&folder, &files, &mut findings);
        let sources: Vec<_> =
            tree.ending(&["rs"]).filter(|(path, _)| crate_of(path) == crate_of(&folder)).collect();
        for (name, text) in files {
            let path = format!("{folder}/{name}");
            if !sources.iter().any(|(_, source)| source.contains(name)) {
                findings.push(Finding::new(
                    &path,
                    0,
                    "no source of its package includes it: it would never run",
                ));
            }
            check_blocks(&path, text, &mut findings);
        }
    }
    check_released(tree, &mut findings);
    findings
}

/// The checksum file with every migration not yet in it; what is in it stays.
pub(super) fn frozen(tree: &Tree) -> String {
    let mut released = released(tree);
    for (folder, files) in folders(tree) {
        for (name, text) in files {
            released.entry(format!("{folder}/{name}")).or_insert_with(|| stamp::hash(text.as_bytes()));
        }
    }
    released.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
}

/// Every folder of migrations with its files, in order.
fn folders(tree: &Tree) -> BTreeMap<String, Vec<(&str, &str)>> {
    let mut folders = BTreeMap::<String, Vec<(&str, &str)>>::new();
    for (path, text) in tree.ending(&["sql"]) {
        if let Some((folder, name)) = path.rsplit_once('/')
            && folder.starts_with("crates/")
            && folder.ends_with("/migrations")
        {
            folders.entry(folder.to_owned()).or_default().push((name, text));
        }
    }
    folders
}

fn check_numbers(folder: &str, files: &[(&str, &str)], findings: &mut Vec<Finding>) {
    let Ok(form) = Regex::new(r"^(\d{4})_[a-z0-9_]+\.sql$") else { return };
    let mut expected = 1;
    for (name, _) in files {
        let path = format!("{folder}/{name}");
        match form.captures(name).and_then(|found| found[1].parse::<u32>().ok()) {
            None => findings.push(Finding::new(&path, 0, "must be named like `0001_what_it_makes.sql`")),
            Some(number) => {
                if number != expected {
                    findings.push(Finding::new(
                        &path,
                        0,
                        format!("has number {number:04} where {expected:04} is due"),
                    ));
                }
                expected = number + 1;
            }
        }
    }
}

fn check_blocks(path: &str, text: &str, findings: &mut Vec<Finding>) {
    let mut open = None;
    for (number, line) in text.lines().enumerate() {
        let Some(mark) = line.trim().strip_prefix("-- @") else { continue };
        match (mark.split_whitespace().next().unwrap_or(""), open) {
            ("sqlite" | "pg" | "pg-notx", None) => open = Some(number + 1),
            ("sqlite" | "pg" | "pg-notx", Some(_)) => {
                findings.push(Finding::new(path, number + 1, "a block for one engine begins inside another"));
            }
            ("end", Some(_)) => open = None,
            ("end", None) => findings.push(Finding::new(path, number + 1, "`-- @end` without a beginning")),
            (other, _) => {
                findings.push(Finding::new(path, number + 1, format!("`-- @{other}` is no mark of a block")))
            }
        }
    }
    if let Some(line) = open {
        findings.push(Finding::new(path, line, "this block is never closed: `-- @end`"));
    }
}

fn released(tree: &Tree) -> BTreeMap<String, String> {
    let lines = tree.text(CHECKSUMS).unwrap_or("").lines();
    lines
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
        .collect()
}

fn check_released(tree: &Tree, findings: &mut Vec<Finding>) {
    for (path, hash) in released(tree) {
        match tree.text(&path) {
            None => findings.push(Finding::new(&path, 0, "was released and is gone: put it back")),
            Some(text) if stamp::hash(text.as_bytes()) != hash => {
                findings.push(Finding::new(
                    &path,
                    0,
                    "was released and has changed: put it back and write the next number",
                ));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    const LIB: &str = "crates/module-chat/src/lib.rs";
    const ONE: &str = "crates/module-chat/migrations/0001_chats.sql";
    const TWO: &str = "crates/module-chat/migrations/0002_pins.sql";

    #[test]
    fn gaps_names_and_forgotten_files_are_found() {
        let lib =
            "include_str!(\"../migrations/0001_chats.sql\") include_str!(\"../migrations/0002_pins.sql\")";
        assert_eq!(check(&Tree::of(&[(LIB, lib), (ONE, ""), (TWO, "")])), []);
        assert_eq!(places(&check(&Tree::of(&[(LIB, lib), (TWO, "")]))), [format!("{TWO}:0")]);
        assert_eq!(places(&check(&Tree::of(&[(LIB, ""), (ONE, "")]))), [format!("{ONE}:0")]);
        let odd = "crates/module-chat/migrations/1_Chats.sql";
        let found = check(&Tree::of(&[(LIB, "1_Chats.sql"), (odd, "")]));
        assert!(found.len() == 1 && found[0].message.contains("named"), "{found:?}");
    }

    #[test]
    fn open_blocks_are_found() {
        let lines = |text| {
            check(&Tree::of(&[(LIB, "0001_chats.sql"), (ONE, text)]))
                .iter()
                .map(|found| found.line)
                .collect::<Vec<_>>()
        };
        assert_eq!(lines("-- @sqlite\na;\n-- @end\n-- @pg\nb;\n-- @end\n"), [0; 0]);
        assert_eq!(lines("a;\n-- @pg\nb;\n"), [2]);
        assert_eq!(lines("-- @end\n"), [1]);
        assert_eq!(lines("-- @mysql\n"), [1]);
        assert_eq!(lines("-- @pg\n-- @sqlite\n-- @end"), [2]);
    }

    #[test]
    fn what_was_released_may_not_change() {
        let sums = frozen(&Tree::of(&[(ONE, "one")]));
        let check = |files: &[(&str, &str)]| {
            let mut all = vec![(CHECKSUMS, sums.as_str()), (LIB, "0001_chats.sql 0002_pins.sql")];
            all.extend(files);
            check(&Tree::of(&all)).into_iter().map(|found| found.message).collect::<Vec<_>>()
        };
        assert_eq!(check(&[(ONE, "one"), (TWO, "new")]), Vec::<String>::new());
        assert!(check(&[(ONE, "other")])[0].contains("changed"));
        assert!(check(&[])[0].contains("gone"));
        let again = frozen(&Tree::of(&[(CHECKSUMS, &sums), (ONE, "other"), (TWO, "two")]));
        assert!(again.starts_with(&sums) && again.contains(TWO), "{again}");
    }
}
