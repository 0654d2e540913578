//! Which row holds the column names, and which names mean the same.

use std::collections::HashSet;

use crate::limits::HEADING_ROWS;
use crate::sheet::{RawRow, is_blank};

/// The index in `known` of the name that `heading` stands for.
///
/// Case, white space, full width, `_`, `-` and the marks of required columns (`*`) make no difference, and neither
/// does a remark in brackets unless a known name has it too: `手机号（必填）` is `手机号`, `Employee No.*` is
/// `employee_no`.
#[must_use]
pub fn match_heading(heading: &str, known: &[&str]) -> Option<usize> {
    let full = key(heading);
    if full.is_empty() {
        return None;
    }
    let bare = key(&without_brackets(heading));
    let find = |wanted: &str| known.iter().position(|name| key(name) == wanted);
    find(&full).or_else(|| if bare.is_empty() { None } else { find(&bare) })
}

/// The caller's names, ready to compare.
pub(crate) struct Known(HashSet<String>);

impl Known {
    pub(crate) fn new(names: &[&str]) -> Self {
        Self(names.iter().map(|name| key(name)).filter(|key| !key.is_empty()).collect())
    }

    /// How many different known names are among `cells`.
    pub(crate) fn matches(&self, cells: &[String]) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        let mut found = HashSet::new();
        for cell in cells.iter().filter(|cell| cell.len() <= LONGEST) {
            let full = key(cell);
            let matched = self.0.get(&full).or_else(|| self.0.get(&key(&without_brackets(cell))));
            found.extend(matched);
        }
        found.len()
    }
}

/// Bytes of a cell that may be a heading with its remark; longer cells are text.
const LONGEST: usize = 512;

/// Index of the heading row among the first rows that are not blank, and how many known names it has.
pub(crate) fn find(rows: &[RawRow], known: &Known) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    for (index, row) in rows.iter().take(HEADING_ROWS).enumerate() {
        let matches = known.matches(&row.cells);
        if matches > best.map_or(0, |(_, most)| most) {
            best = Some((index, matches));
        }
    }
    let several = |row: &RawRow| row.cells.iter().filter(|cell| !is_blank(cell)).count() >= 2;
    best.or_else(|| rows.iter().take(HEADING_ROWS).position(several).map(|index| (index, 0)))
        .or(if rows.is_empty() { None } else { Some((0, 0)) })
}

/// A heading as it is given to the caller: one line, no space at the ends.
pub(crate) fn tidy(heading: &str) -> String {
    heading
        .split(|c: char| c.is_whitespace() || c == '\u{feff}')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names that stand more than once, each once, in order.
pub(crate) fn duplicates(headings: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut named = HashSet::new();
    let mut duplicates = Vec::new();
    for heading in headings {
        let key = key(heading);
        if !key.is_empty() && !seen.insert(key.clone()) && named.insert(key) {
            duplicates.push(heading.clone());
        }
    }
    duplicates
}

fn key(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // Full width forms of ASCII, as Chinese input methods write them.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '-' | ':' | '.' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, known: &[&str], expect: Option<usize>) {
        assert_eq!(match_heading(heading, known), expect, "{heading}");
    }

    #[test]
    fn the_same_name_in_other_dress() {
        check("姓 名", &["工号", "姓名"], Some(1));
        check("手机号（必填）", &["手机号"], Some(0));
        check("*手机号", &["手机号"], Some(0));
        check("Employee No.*", &["employee_no"], Some(0));
        check("Ｅ－Ｍａｉｌ", &["email"], Some(0));
        check("部门：", &["部门"], Some(0));
    }

    #[test]
    fn brackets_distinguish_when_a_known_name_has_them() {
        let known = ["部门", "部门（二级）"];
        check("部门(二级)", &known, Some(1));
        check("部门(一级)", &known, Some(0));
    }

    #[test]
    fn other_names_are_not_known() {
        check("备注", &["姓名"], None);
        check("", &["姓名", ""], None);
        check("（必填）", &["姓名"], None);
    }
}
