//! Links between the project's documents lead somewhere: to a file or folder that exists, and to a heading in it.

use std::collections::HashMap;

use regex_lite::Regex;

use super::Finding;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Ok(link) =
        Regex::new(r#"\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)"|^\[[^\]]+\]:\s+(\S+)"#)
    else {
        return Vec::new();
    };
    let mut anchors = HashMap::new();
    let mut findings = Vec::new();
    for (path, text) in tree.ending(&["md"]) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in prose(text) {
            for found in link.captures_iter(&line) {
                let target = (1..4).find_map(|group| found.get(group)).map_or("", |target| target.as_str());
                if target.contains("://") || target.starts_with("mailto:") || target.starts_with("data:") {
                    continue;
                }
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let file = if file.is_empty() { Some(path.to_owned()) } else { resolve(folder, file) };
                let Some(file) = file.filter(|file| tree.has(file)) else {
                    findings.push(Finding::new(path, number, format!("`{target}` leads nowhere")));
                    continue;
                };
                if anchor.is_empty() || !file.ends_with(".md") {
                    continue;
                }
                let known =
                    anchors.entry(file.clone()).or_insert_with(|| headings(tree.text(&file).unwrap_or("")));
                if !known.iter().any(|known| known == anchor) {
                    findings.push(Finding::new(path, number, format!("`{file}` has no heading `#{anchor}`")));
                }
            }
        }
    }
    findings
}

/// The lines outside blocks of code, from 1, with inline code taken out.
fn prose(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut fence: Option<&str> = None;
    text.lines().enumerate().filter_map(move |(number, line)| {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                let outside = line.split('`').enumerate().filter(|(part, _)| part % 2 == 0);
                return Some((number + 1, outside.map(|(_, part)| part).collect()));
            }
            _ => {}
        }
        None
    })
}

/// A relative path from a folder of the checkout; none if it leaves it.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let target = target.replace("%20", " ");
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().filter(|part| !part.is_empty())?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
}

/// The names a document's headings can be linked by: lower case, spaces to hyphens, punctuation gone, repeats numbered.
fn headings(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let title = line.trim_start_matches('#');
        if fenced || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = title.trim().chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            letter if letter.is_alphanumeric() || letter == '-' || letter == '_' => Some(letter),
            _ => None,
        });
        let name: String = kept.flat_map(char::to_lowercase).collect();
        let repeats = names.iter().filter(|known| **known == name).count();
        names.push(if repeats == 0 { name } else { format!("{name}-{repeats}") });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn links_to_nothing_are_found() {
        let tree = Tree::of(&[
            (
                "README.md",
                "[a](docs/a.md) [b](docs/b.md)\n![p](docs/p.png) <img src=\"docs/p.png\">\n[c](https://x.org/y)",
            ),
            (
                "docs/a.md",
                "[up](../README.md)\n[out](../../etc)\n[x]: missing.md\n```\n[no](code.md)\n```\n`[no](code.md)`",
            ),
        ]);
        assert_eq!(
            places(&check(&tree)),
            ["README.md:1", "README.md:2", "README.md:2", "docs/a.md:2", "docs/a.md:3"]
        );
    }

    #[test]
    fn anchors_name_headings() {
        let tree = Tree::of(&[
            ("a.md", "# One: the `up` command\n## 两个 命令\n## Two\n## Two\n```\n# no\n```\n"),
            (
                "b.md",
                "[1](a.md#one-the-up-command) [2](a.md#两个-命令) [3](a.md#two-1)\n[4](a.md#no) [5](#here)\n# Here",
            ),
        ]);
        assert_eq!(places(&check(&tree)), ["b.md:2"]);
    }
}
