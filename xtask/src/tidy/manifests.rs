//! Manifests of packages are alike: named after their folder, never published, under the workspace's lints and
//! versions, and saying in a line what they are.

use toml::{Table, Value};

use super::Finding;
use super::layers::dependencies;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in tree.crates() {
        let mut fail = |message: String| findings.push(Finding::new(&package.manifest, 0, message));
        let about = package.table.get("package").and_then(Value::as_table).cloned().unwrap_or_default();
        if about.get("name").and_then(Value::as_str) != Some(package.name) {
            fail(format!("the package must be named after its folder, `{}`", package.name));
        }
        if about.get("description").and_then(Value::as_str).is_none_or(str::is_empty) {
            fail("needs a description: one line saying what the package is".to_owned());
        }
        if about.get("publish").and_then(Value::as_bool) != Some(false) {
            fail("needs `publish = false`: packages are parts of one program".to_owned());
        }
        for inherited in ["version", "edition", "license"] {
            if !from_workspace(about.get(inherited)) {
                fail(format!("needs `{inherited}.workspace = true`"));
            }
        }
        if !from_workspace(package.table.get("lints")) {
            fail("needs `[lints] workspace = true`: the same rules everywhere".to_owned());
        }
        for (section, name) in dependencies(&package.table) {
            let versions: Vec<_> =
                tables(&package.table).filter_map(|table| table.get(&section)?.get(&name)).collect();
            if !versions.iter().all(|version| from_workspace(Some(version))) {
                fail(format!("`{name}` must come from the root manifest: `{name}.workspace = true`"));
            }
        }
    }
    findings
}

fn tables(manifest: &Table) -> impl Iterator<Item = &Table> {
    let targets = manifest.get("target").and_then(Value::as_table);
    std::iter::once(manifest)
        .chain(targets.into_iter().flat_map(|targets| targets.values().filter_map(Value::as_table)))
}

fn from_workspace(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"kernel\"\ndescription = \"x\"\nversion.workspace = true\nedition.workspace = true\nlicense.workspace = true\npublish = false\n[dependencies]\nserde.workspace = true\nhttp = { workspace = true, features = [\"x\"] }\n[lints]\nworkspace = true\n";

    fn messages(text: &str) -> Vec<String> {
        check(&Tree::of(&[("crates/kernel/Cargo.toml", text)]))
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_usual_manifest_passes() {
        assert_eq!(messages(GOOD), Vec::<String>::new());
    }

    #[test]
    fn each_difference_is_found() {
        for (line, other, word) in [
            ("name = \"kernel\"", "name = \"core\"", "folder"),
            ("description = \"x\"\n", "", "description"),
            ("publish = false\n", "", "publish"),
            ("edition.workspace = true", "edition = \"2021\"", "edition"),
            ("[lints]\nworkspace = true\n", "", "lints"),
            ("serde.workspace = true", "serde = \"1\"", "serde"),
            ("[lints]", "[target.'cfg(unix)'.dependencies]\nnix = \"1\"\n[lints]", "nix"),
        ] {
            let found = messages(&GOOD.replace(line, other));
            assert!(found.len() == 1 && found[0].contains(word), "{word}: {found:?}");
        }
    }
}
