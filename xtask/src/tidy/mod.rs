//! The conventions of the project as tests: a convention without a check is a wish. One rule, one file; a rule reads
//! the files as text and says, with file and line, what breaks it and what to do instead.

mod changelog;
mod dependency_comments;
mod documents;
mod errors;
mod file_size;
mod layers;
mod leftovers;
mod machine_paths;
mod manifests;
mod migrations;
mod operations;
mod readmes;
mod rust_source;
mod sql_place;
mod table_names;
mod test_hygiene;
mod tree;
mod web_imports;

use crate::Result;
use crate::place::Place;
use tree::Tree;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [(&str, Rule); 16] = [
    ("changelog", changelog::check),
    ("dependency comments", dependency_comments::check),
    ("documents", documents::check),
    ("errors", errors::check),
    ("file size", file_size::check),
    ("layers", layers::check),
    ("leftovers", leftovers::check),
    ("machine paths", machine_paths::check),
    ("manifests", manifests::check),
    ("migrations", migrations::check),
    ("operations", operations::check),
    ("readmes", readmes::check),
    ("sql place", sql_place::check),
    ("table names", table_names::check),
    ("test hygiene", test_hygiene::check),
    ("web imports", web_imports::check),
];

/// Checks every rule; gives the count of files and rules.
pub(crate) fn run(place: &Place) -> Result<String> {
    let tree = Tree::read(&place.root)?;
    let mut words = Vec::new();
    for (name, rule) in &RULES {
        let mut findings = rule(&tree);
        findings.sort();
        words.extend(findings.iter().map(|finding| match finding.line {
            0 => format!("{}: [{name}] {}", finding.path, finding.message),
            line => format!("{}:{line}: [{name}] {}", finding.path, finding.message),
        }));
    }
    if words.is_empty() {
        return Ok(format!("{} rules, {} files", RULES.len(), tree.len()));
    }
    Err(format!(
        "{}\n{} broken conventions; docs/dev/checks.md says why each exists",
        words.join("\n"),
        words.len()
    ))
}

/// Notes the checksums of migrations that are about to be released; from then on they may not change.
pub(crate) fn freeze(place: &Place) -> Result {
    let text = migrations::frozen(&Tree::read(&place.root)?);
    std::fs::write(place.at(migrations::CHECKSUMS), text)
        .map_err(|error| format!("{} cannot be written: {error}", migrations::CHECKSUMS))
}

/// For the rules' own tests: `path:line` of everything found.
#[cfg(test)]
fn places(findings: &[Finding]) -> Vec<String> {
    let mut places: Vec<_> =
        findings.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect();
    places.sort();
    places
}
