//! Every dependency says in the root manifest what it is for; its line is the place to ask whether it is still needed.

use super::Finding;
use super::tree::Tree;

const PATH: &str = "Cargo.toml";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(PATH) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut inside = false;
    let mut open = 0;
    let mut entry: Option<Entry> = None;
    for (number, line) in text.lines().enumerate() {
        let (value, comment) = split_comment(line);
        let value = value.trim();
        if open == 0 && value.starts_with('[') {
            inside = value == "[workspace.dependencies]";
            if value.starts_with("[workspace.dependencies.") {
                let message = "write the dependency on one line below [workspace.dependencies]";
                findings.push(Finding::new(PATH, number + 1, message));
            }
            continue;
        }
        if !inside || value.is_empty() {
            continue;
        }
        let current = entry.get_or_insert_with(|| Entry {
            name: value.split(['=', '.', ' ']).next().unwrap_or(value).to_owned(),
            line: number + 1,
            own: false,
            explained: false,
        });
        current.own |= value.contains("path =");
        current.explained |= comment.is_some_and(|comment| !comment.trim().is_empty());
        open += value.matches(['{', '[']).count();
        open = open.saturating_sub(value.matches(['}', ']']).count());
        if open == 0
            && let Some(done) = entry.take()
            && !done.own
            && !done.explained
        {
            let message = format!("`{}` does not say what it is for: add `# …` to its line", done.name);
            findings.push(Finding::new(PATH, done.line, message));
        }
    }
    findings
}

struct Entry {
    name: String,
    line: usize,
    /// One of our own packages.
    own: bool,
    explained: bool,
}

fn split_comment(line: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '#' if !quoted => return (&line[..at], Some(&line[at + 1..])),
            _ => {}
        }
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = "\
[workspace.dependencies]
# our own
kernel = { path = \"crates/kernel\" }
# libraries
axum = { version = \"1#2\" }
serde = { version = \"1\", features = [
  \"derive\",
] } # shapes
toml = \"1\" # configuration
tokio = { version = \"1\", features = [
  \"net\",
] }

[profile.dev]
debug = 1
";
        assert_eq!(places(&check(&Tree::of(&[(PATH, text)]))), ["Cargo.toml:10", "Cargo.toml:5"]);
    }

    #[test]
    fn a_table_of_its_own_is_found() {
        let text = "[workspace.dependencies.axum]\nversion = \"1\" # server\n";
        assert_eq!(places(&check(&Tree::of(&[(PATH, text)]))), ["Cargo.toml:1"]);
    }
}
