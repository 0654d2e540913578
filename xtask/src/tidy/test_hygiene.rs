//! Tests all run, every time, and wait for a condition, never for time: a test that is skipped checks nothing, one that
//! sleeps is slow on a quick machine and wrong on a slow one.

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::tree::{Tree, line_of};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rust = [
        (r"#\[\s*ignore\b", "an ignored test checks nothing: mend it or remove it", false),
        (r"\bsleep(?:_until)?\s*\(", "wait for a condition, not for time", true),
    ];
    let web = [
        (r"\.only\s*\(", "`.only` leaves all other tests out"),
        (
            r"\b(?:test|it|describe)\.(?:skip|fixme|todo)\b|\bx(?:it|test|describe)\s*\(",
            "a skipped test checks nothing: mend it or remove it",
        ),
        (r"\bwaitForTimeout\b|\bsetTimeout\s*\(", "wait for a condition, not for time"),
        (r"\bnetworkidle\b", "wait for what the person sees, not for silence on the wire"),
    ];
    for (pattern, message, in_tests) in rust {
        let Ok(pattern) = Regex::new(pattern) else { continue };
        for (path, text) in
            tree.ending(&["rs"]).filter(|(_, text)| text.contains("ignore") || text.contains("sleep"))
        {
            let source = RustSource::new(text);
            let from = if in_tests && !path.contains("/tests/") { source.tests_from() } else { 0 };
            for found in pattern.find_iter(&source.code).filter(|found| found.start() >= from) {
                findings.push(Finding::new(path, line_of(text, found.start()), message));
            }
        }
    }
    for (pattern, message) in web {
        let Ok(pattern) = Regex::new(pattern) else { continue };
        for (path, text) in tree.ending(&["ts", "tsx"]).filter(|(path, _)| is_web_test(path)) {
            for (number, line) in
                text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
            {
                if pattern.is_match(line) {
                    findings.push(Finding::new(path, number + 1, message));
                }
            }
        }
    }
    findings.extend(check_retries(tree));
    findings
}

fn is_web_test(path: &str) -> bool {
    [".test.ts", ".test.tsx", ".spec.ts"].iter().any(|end| path.ends_with(end))
}

/// A test that passes the second time is a fault nobody looks at.
fn check_retries(tree: &Tree) -> Vec<Finding> {
    let Ok(pattern) = Regex::new(r"(?m)^\s*retries\s*[:=]\s*([^,\s]+)") else { return Vec::new() };
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| {
        path.ends_with("nextest.toml") || (path.starts_with("e2e/") && path.ends_with("config.ts"))
    }) {
        for found in pattern.captures_iter(text).filter(|found| &found[1] != "0") {
            let at = found.get(1).map_or(0, |value| value.start());
            findings.push(Finding::new(path, line_of(text, at), "no retries: a flaky test is a fault"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn skipped_and_sleeping_tests_are_found() {
        let tree = Tree::of(&[
            (
                "crates/a/src/lib.rs",
                "fn a() { sleep(1) }\n#[cfg(test)]\nmod tests {\n  #[ignore]\n  fn t() { tokio::time::sleep(x).await; }\n}",
            ),
            ("crates/a/tests/it/main.rs", "// sleep(1)\nsleep(1);\nlet s = \"#[ignore]\";"),
            (
                "web/src/a.test.tsx",
                "it.only(\"x\")\nit.skip(\"y\")\nlist.skip(1)\nawait new Promise((r) => setTimeout(r, 5))",
            ),
            ("web/src/a.tsx", "setTimeout(f, 5)"),
            (
                "e2e/chat.spec.ts",
                "await page.waitForTimeout(5)\n// waitForTimeout is wrong\nwaitForLoadState(\"networkidle\")",
            ),
        ]);
        assert_eq!(
            places(&check(&tree)),
            [
                "crates/a/src/lib.rs:4",
                "crates/a/src/lib.rs:5",
                "crates/a/tests/it/main.rs:2",
                "e2e/chat.spec.ts:1",
                "e2e/chat.spec.ts:3",
                "web/src/a.test.tsx:1",
                "web/src/a.test.tsx:2",
                "web/src/a.test.tsx:4",
            ]
        );
    }

    #[test]
    fn retries_are_found() {
        let tree = Tree::of(&[
            (".config/nextest.toml", "[profile.default]\nretries = 0\n[profile.ci]\nretries = 2"),
            ("e2e/playwright.config.ts", "  retries: process.env.CI ? 1 : 0,"),
        ]);
        assert_eq!(places(&check(&tree)), [".config/nextest.toml:4", "e2e/playwright.config.ts:1"]);
    }
}
