//! Who may import whom in the web client: modules never each other, nothing below them a module, and the component
//! library only inside the design system, so that one place decides how things look and behave.

use regex_lite::Regex;

use super::Finding;
use super::tree::{Tree, line_of};

const SOURCES: &str = "web/src/";
/// The libraries the design system is made of.
const WIDGETS: [&str; 4] = ["react-aria-components", "react-aria", "react-stately", "@react-aria/"];
/// What modules stand on.
const BELOW: [&str; 5] = ["ui", "api", "i18n", "lib", "shared"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Ok(import) = Regex::new(r#"(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']"#) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, text) in tree.ending(&["ts", "tsx"]) {
        let Some(within) = path.strip_prefix(SOURCES) else { continue };
        for found in import.captures_iter(text) {
            let line = line_of(text, found.get(1).map_or(0, |name| name.start()));
            if let Some(message) = forbidden(within, &found[1]) {
                findings.push(Finding::new(path, line, message));
            }
        }
    }
    findings
}

fn forbidden(within: &str, name: &str) -> Option<String> {
    let part = within.split('/').next().unwrap_or("");
    if WIDGETS
        .iter()
        .any(|widget| name == *widget || name.starts_with(&format!("{}/", widget.trim_end_matches('/'))))
    {
        return (part != "ui").then(|| {
            format!("`{name}` is imported in `web/src/ui` only: use a component of the design system")
        });
    }
    let target = resolve(within, name)?;
    let other = target.strip_prefix("modules/")?.split('/').next().filter(|module| !module.is_empty())?;
    if part == "modules" {
        let own = within.split('/').nth(1).unwrap_or("");
        return (own != other)
            .then(|| format!("the module `{own}` must not import `{other}`: meet in a slot or in `shared`"));
    }
    BELOW.contains(&part).then(|| format!("`{part}` serves modules and must not import `{other}`"))
}

/// The path below `web/src` an import means; none for a library.
fn resolve(within: &str, name: &str) -> Option<String> {
    if let Some(rest) = name.strip_prefix("@/").or_else(|| name.strip_prefix("~/")) {
        return Some(rest.to_owned());
    }
    if !name.starts_with('.') {
        return None;
    }
    let mut parts: Vec<_> = within.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn imports_across_are_found() {
        let tree = Tree::of(&[
            (
                "web/src/modules/chat/Page.tsx",
                "import a from \"./api\";\nimport b from \"../people/api\";\nimport c from \"@/ui/Button\";\nconst d = import(\"@/modules/people/Card\");",
            ),
            (
                "web/src/modules/chat/deep/x.ts",
                "import a from \"../api\";\nimport type { B } from '../../people/b';",
            ),
            (
                "web/src/shared/Card.tsx",
                "import a from \"@/modules/people/a\";\nimport { Button } from \"react-aria-components\";",
            ),
            (
                "web/src/ui/Button.tsx",
                "import { Button } from \"react-aria-components\";\nimport x from \"react-aria/private\"",
            ),
            (
                "web/src/shell/registry.ts",
                "import chat from \"../modules/chat/module\";\nexport { I18n } from \"@react-aria/i18n\";",
            ),
        ]);
        assert_eq!(
            places(&check(&tree)),
            [
                "web/src/modules/chat/Page.tsx:2",
                "web/src/modules/chat/Page.tsx:4",
                "web/src/modules/chat/deep/x.ts:2",
                "web/src/shared/Card.tsx:1",
                "web/src/shared/Card.tsx:2",
                "web/src/shell/registry.ts:2",
            ]
        );
    }
}
