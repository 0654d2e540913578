//! Every error code speaks both languages, with the same parameters in each, carries its module's name, and is listed
//! in its file's `ALL`, which the list of errors and the tests go through.

use std::ops::Range;

use regex_lite::Regex;

use super::Finding;
use super::rust_source::RustSource;
use super::tree::{Tree, crate_of, line_of};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(&["rs"]) {
        if path.starts_with("crates/") && text.contains("ErrorCode {") {
            check_file(path, text, &mut findings);
        }
    }
    findings
}

fn check_file(path: &str, text: &str, findings: &mut Vec<Finding>) {
    let (Ok(code), Ok(all), Ok(name)) = (
        Regex::new(
            r"(pub(?:\([^)]*\))?\s+)?static\s+(\w+)\s*:\s*(?:\w+::)*ErrorCode\s*=\s*(?:\w+::)*ErrorCode\s*\{([^}]*)\}",
        ),
        Regex::new(r"static\s+ALL\s*:[^=]*=\s*&\[([^\]]*)\]"),
        Regex::new(r"\b[A-Z][A-Z0-9_]*\b"),
    ) else {
        return;
    };
    let source = RustSource::new(text);
    let product = &source.code[..source.tests_from()];
    let listed = all.captures(product).map(|found| found[1].to_owned());
    let listed: Option<Vec<&str>> =
        listed.as_deref().map(|text| name.find_iter(text).map(|found| found.as_str()).collect());
    let module = crate_of(path).and_then(|name| name.strip_prefix("module-"));

    for found in code.captures_iter(product) {
        let (Some(whole), Some(name), Some(body)) = (found.get(0), found.get(2), found.get(3)) else {
            continue;
        };
        let line = line_of(text, whole.start());
        let mut fail = |message: String| {
            findings.push(Finding::new(path, line, format!("{}: {message}", name.as_str())))
        };
        let field = |field: &str| literal_after(&source, body.range(), field);
        if let Some(id) = field("id") {
            if let Some(module) = module
                && !id.starts_with(&format!("{module}."))
            {
                fail(format!("the code `{id}` must begin with `{module}.`"));
            }
            let tail = id.split_once('.').map_or("", |(_, tail)| tail);
            if tail.is_empty()
                || !tail
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
            {
                fail(format!("the code `{id}` is not of the form `<module>.<snake_case>`"));
            }
        }
        let (zh, en) = (field("zh").unwrap_or_default(), field("en").unwrap_or_default());
        if !zh.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)) {
            fail("has no Chinese text in `zh`".to_owned());
        }
        if en.trim().is_empty() || en.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)) {
            fail("has no English text in `en`".to_owned());
        }
        if params(zh) != params(en) {
            fail(format!(
                "names other parameters in Chinese {:?} than in English {:?}",
                params(zh),
                params(en)
            ));
        }
        // A code that only one file uses, to talk to itself, reaches nobody.
        let public = found.get(1).is_some();
        if module.is_some()
            && public
            && !listed.as_ref().is_some_and(|listed| listed.contains(&name.as_str()))
        {
            fail("is not listed in `ALL` of its file: codes live in `src/error.rs`".to_owned());
        }
    }
}

/// The text literal that is the value of a field, within a range of the file.
fn literal_after<'a>(source: &'a RustSource, within: Range<usize>, field: &str) -> Option<&'a str> {
    let body = &source.code[within.clone()];
    let at = Regex::new(&format!(r"\b{field}\s*:")).ok()?.find(body)?.end() + within.start;
    let literal = source.literals.iter().find(|literal| literal.start >= at && literal.start < within.end)?;
    source.code[at..literal.start].trim().is_empty().then_some(literal.text.as_str())
}

fn params(text: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "crates/module-chat/src/error.rs";

    fn messages(text: &str) -> Vec<String> {
        check(&Tree::of(&[(PATH, text)]))
            .into_iter()
            .map(|finding| format!("{} {}", finding.line, finding.message))
            .collect()
    }

    fn code(name: &str, id: &str, zh: &str, en: &str) -> String {
        format!(
            "/// Why {{not}}.\npub static {name}: ErrorCode = ErrorCode {{\n  id: \"{id}\", // {{}}\n  kind: Kind::Invalid,\n  zh: \"{zh}\",\n  en: \"{en}\",\n}};\n"
        )
    }

    #[test]
    fn a_whole_code_passes() {
        let text = code(
            "FULL",
            "chat.group_full",
            "群已满，最多 {max} 人",
            "The group is full: {max} people at most",
        ) + "pub static ALL: &[&ErrorCode] = &[&FULL];";
        assert_eq!(messages(&text), Vec::<String>::new());
    }

    #[test]
    fn each_lack_is_found() {
        let all = "pub static ALL: &[&ErrorCode] = &[&A];";
        let one = |id, zh, en| messages(&(code("A", id, zh, en) + all));
        assert!(
            one("people.full", "满", "full")[0]
                .contains("2 A: the code `people.full` must begin with `chat.`")
        );
        assert!(one("chat.Full", "满", "full")[0].contains("snake_case"));
        assert!(one("chat.full", "full", "full")[0].contains("no Chinese"));
        assert!(one("chat.full", "满", "")[0].contains("no English"));
        assert!(one("chat.full", "满 {max}", "full")[0].contains("other parameters"));
        let unlisted = code("B", "chat.b", "乙", "b") + all;
        assert!(messages(&unlisted)[0].contains("not listed"));
        assert_eq!(messages(&unlisted.replace("pub static B", "static B")), Vec::<String>::new());
    }
}
