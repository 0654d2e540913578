//! `kernel ← contracts ← platform-*, engine-* ← module-* ← server`: the prefix of a package says what it may depend on.
//! A module never depends on a module, and cargo-deny is told about every module so that no detour exists either.

use toml::{Table, Value};

use super::Finding;
use super::tree::{Crate, Tree, line_of};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Layer {
    Kernel,
    Contracts,
    Engine,
    Platform,
    Module,
    Server,
    /// What tests build on.
    Testkit,
    /// Load generators: programs beside the office.
    Bench,
}

impl Layer {
    fn of(name: &str) -> Option<Self> {
        match name {
            "kernel" => Some(Self::Kernel),
            "contracts" => Some(Self::Contracts),
            "server" => Some(Self::Server),
            "testkit" => Some(Self::Testkit),
            "bench" => Some(Self::Bench),
            _ if name.starts_with("engine-") => Some(Self::Engine),
            _ if name.starts_with("platform-") => Some(Self::Platform),
            _ if name.starts_with("module-") => Some(Self::Module),
            _ => None,
        }
    }

    fn may_use(self, below: Self) -> bool {
        match self {
            Self::Kernel => false,
            Self::Contracts | Self::Engine => below == Self::Kernel,
            Self::Platform | Self::Module | Self::Testkit => {
                matches!(below, Self::Kernel | Self::Contracts | Self::Engine | Self::Platform)
            }
            Self::Server => below != Self::Server && below != Self::Testkit && below != Self::Bench,
            Self::Bench => matches!(below, Self::Kernel | Self::Contracts | Self::Engine | Self::Testkit),
        }
    }
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let crates: Vec<_> = tree.crates().collect();
    let ours: Vec<_> = crates.iter().map(|package| package.name).collect();
    let mut findings = Vec::new();
    for package in &crates {
        match Layer::of(package.name) {
            None => findings.push(Finding::new(
                &package.manifest,
                0,
                format!(
                    "`{}` belongs to no layer: its prefix must be engine-, platform- or module-",
                    package.name
                ),
            )),
            Some(layer) => check_package(package, layer, &ours, &mut findings),
        }
    }
    findings.extend(check_bans(tree, &ours));
    findings
}

fn check_package(package: &Crate<'_>, layer: Layer, ours: &[&str], findings: &mut Vec<Finding>) {
    for (section, name) in dependencies(&package.table) {
        let Some(below) = ours.contains(&name.as_str()).then(|| Layer::of(&name)).flatten() else { continue };
        let test_only = section == "dev-dependencies";
        if layer.may_use(below) || (test_only && below == Layer::Testkit) {
            continue;
        }
        let why = match (layer, below) {
            (Layer::Module, Layer::Module) => "modules meet in `contracts`: events, ports, objects",
            (_, Layer::Testkit) => "the test kit is for [dev-dependencies]",
            _ => "imports go down only: kernel ← contracts ← platform-*, engine-* ← module-* ← server",
        };
        let at = package
            .text
            .lines()
            .position(|line| line.trim_start().starts_with(&name))
            .map_or(0, |line| line + 1);
        findings.push(Finding::new(
            &package.manifest,
            at,
            format!("`{}` must not depend on `{name}`: {why}", package.name),
        ));
    }
}

/// Section and name of every dependency, those for one system only included.
pub(super) fn dependencies(manifest: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut gather = |table: &Table| {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            if let Some(Value::Table(dependencies)) = table.get(section) {
                found.extend(dependencies.keys().map(|name| (section.to_owned(), name.clone())));
            }
        }
    };
    gather(manifest);
    if let Some(Value::Table(targets)) = manifest.get("target") {
        targets.values().filter_map(Value::as_table).for_each(gather);
    }
    found
}

fn check_bans(tree: &Tree, ours: &[&str]) -> Vec<Finding> {
    const PATH: &str = "deny.toml";
    let text = tree.text(PATH).unwrap_or("");
    let table: Table = text.parse().unwrap_or_default();
    let bans = table
        .get("bans")
        .and_then(|bans| bans.get("deny"))
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let name =
        |ban: &Value| ban.get("crate").or_else(|| ban.get("name")).and_then(Value::as_str).map(str::to_owned);
    let only_server = |ban: &Value| {
        ban.get("wrappers")
            .and_then(Value::as_array)
            .is_some_and(|wrappers| wrappers.len() == 1 && wrappers[0].as_str() == Some("server"))
    };
    let mut findings = Vec::new();
    for module in ours.iter().filter(|name| name.starts_with("module-")) {
        if !bans.iter().any(|ban| name(ban).as_deref() == Some(module) && only_server(ban)) {
            let message = format!("add {{ crate = \"{module}\", wrappers = [\"server\"] }} to [bans] deny");
            findings.push(Finding::new(PATH, 0, message));
        }
    }
    for gone in bans
        .iter()
        .filter_map(name)
        .filter(|name| name.starts_with("module-") && !ours.contains(&name.as_str()))
    {
        let line = text.find(&gone).map_or(0, |at| line_of(text, at));
        findings.push(Finding::new(PATH, line, format!("`{gone}` does not exist any more")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    const DENY: &str = "[bans]\ndeny = [\n  { crate = \"module-chat\", wrappers = [\"server\"] },\n  { crate = \"module-people\", wrappers = [\"server\"] },\n]\n";

    fn tree(manifests: &[(&str, &str)]) -> Vec<String> {
        let names = [
            "kernel",
            "contracts",
            "engine-text",
            "platform-db",
            "module-chat",
            "module-people",
            "server",
            "testkit",
        ];
        let files: Vec<_> = names
            .iter()
            .map(|name| {
                let given = manifests.iter().find(|(given, _)| given == name).map_or("", |(_, text)| text);
                (format!("crates/{name}/Cargo.toml"), given)
            })
            .collect();
        let mut all: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        all.push(("deny.toml", DENY));
        places(&check(&Tree::of(&all)))
    }

    #[test]
    fn downwards_is_allowed() {
        let found = tree(&[
            ("contracts", "[dependencies]\nkernel.workspace = true"),
            ("engine-text", "[dependencies]\nkernel.workspace = true"),
            (
                "platform-db",
                "[dependencies]\nkernel.workspace = true\nengine-text.workspace = true\n[dev-dependencies]\ntestkit.workspace = true",
            ),
            ("module-chat", "[dependencies]\nplatform-db.workspace = true\ncontracts.workspace = true"),
            ("server", "[dependencies]\nmodule-chat.workspace = true\nmodule-people.workspace = true"),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn sideways_and_upwards_are_found() {
        let one = |name, text| tree(&[(name, text)]);
        assert_eq!(
            one("module-chat", "[dependencies]\nmodule-people.workspace = true"),
            ["crates/module-chat/Cargo.toml:2"]
        );
        assert_eq!(
            one("module-chat", "[dev-dependencies]\nmodule-people.workspace = true"),
            ["crates/module-chat/Cargo.toml:2"]
        );
        assert_eq!(
            one("engine-text", "[dependencies]\nplatform-db.workspace = true"),
            ["crates/engine-text/Cargo.toml:2"]
        );
        assert_eq!(
            one("contracts", "[target.'cfg(unix)'.dependencies]\nplatform-db.workspace = true"),
            ["crates/contracts/Cargo.toml:2"]
        );
        assert_eq!(
            one("platform-db", "[dependencies]\nmodule-chat = { path = \"x\" }"),
            ["crates/platform-db/Cargo.toml:2"]
        );
        assert_eq!(one("server", "[dependencies]\ntestkit.workspace = true"), ["crates/server/Cargo.toml:2"]);
    }

    #[test]
    fn a_stray_package_and_a_module_unknown_to_deny_are_found() {
        let tree = Tree::of(&[
            ("crates/helpers/Cargo.toml", ""),
            ("crates/module-docs/Cargo.toml", ""),
            ("deny.toml", DENY),
        ]);
        assert_eq!(
            places(&check(&tree)),
            ["crates/helpers/Cargo.toml:0", "deny.toml:0", "deny.toml:3", "deny.toml:4"]
        );
    }
}
