//! One HTTP operation, one file, one name: `chat.messages.post` is `module-chat/src/api/messages/post.rs`. The table of
//! routes, `mod.rs`, holds none.

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::tree::{Tree, line_of};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (Ok(attribute), Ok(id)) =
        (Regex::new(r"#\[\s*(?:utoipa::)?path\s*\("), Regex::new(r"\boperation_id\s*=\s*$"))
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, text) in tree.ending(&["rs"]) {
        let Some((module, within)) = place(path) else { continue };
        let source = RustSource::new(text);
        let operations: Vec<_> = attribute.find_iter(&source.code).map(|found| found.start()).collect();
        let ids: Vec<_> =
            source.literals.iter().filter(|literal| id.is_match(&source.code[..literal.start])).collect();
        if within.ends_with("mod") {
            if let Some(at) = operations.first() {
                findings.push(Finding::new(
                    path,
                    line_of(text, *at),
                    "the table of routes holds no operation: give it a file",
                ));
            }
            continue;
        }
        if let Some(at) = operations.get(1) {
            findings.push(Finding::new(
                path,
                line_of(text, *at),
                "one operation a file: give this one its own",
            ));
        }
        let expected = format!("{module}.{}", within.replace('/', "."));
        match (operations.first(), ids.first()) {
            (Some(at), None) => {
                let message = format!("the operation has no name: operation_id = \"{expected}\"");
                findings.push(Finding::new(path, line_of(text, *at), message));
            }
            (_, Some(id)) if id.text != expected => {
                let message = format!("the operation is named `{}`, its file says `{expected}`", id.text);
                findings.push(Finding::new(path, id.line, message));
            }
            _ => {}
        }
    }
    findings
}

/// Module and path below `src/api/` without its ending.
fn place(path: &str) -> Option<(&str, &str)> {
    let (module, within) = path.strip_prefix("crates/module-")?.split_once("/src/api/")?;
    Some((module, within.strip_suffix(".rs")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &str = "crates/module-people/src/api/users/get.rs";

    fn messages(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|finding| format!("{} {}", finding.line, finding.message))
            .collect()
    }

    #[test]
    fn a_file_named_like_its_operation_passes() {
        let text = "#[utoipa::path(\n  get,\n  path = \"/users/{id}\",\n  operation_id = \"people.users.get\",\n)]\nasync fn get() {}";
        assert_eq!(messages(GET, text), Vec::<String>::new());
        assert_eq!(
            messages("crates/module-people/src/api/shapes.rs", "pub struct User;"),
            Vec::<String>::new()
        );
        assert_eq!(messages("crates/server/src/api/x.rs", "#[utoipa::path(get)]"), Vec::<String>::new());
    }

    #[test]
    fn other_names_second_operations_and_full_tables_are_found() {
        let other = "#[utoipa::path(get, operation_id = \"people.users.read\")]";
        assert!(messages(GET, other)[0].contains("its file says `people.users.get`"));
        assert!(messages(GET, "#[utoipa::path(get)]")[0].contains("no name"));
        let two = "#[utoipa::path(get, operation_id = \"people.users.get\")]\n#[utoipa::path(put, operation_id = \"people.users.put\")]";
        assert_eq!(messages(GET, two), ["2 one operation a file: give this one its own"]);
        assert!(messages("crates/module-people/src/api/mod.rs", other)[0].contains("table of routes"));
    }
}
