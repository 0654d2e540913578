//! What people write into one cell: several departments, paths in many spellings, yes and no, signs for "nothing".

/// Always between two entries.
const BETWEEN: [char; 4] = ['\n', '\r', ';', '；'];
/// Between two entries, unless it belongs to a name.
const PERHAPS_BETWEEN: [char; 5] = ['、', '，', ',', '|', '｜'];
/// Between two levels of a path. No department's name has these.
const LEVELS: [char; 4] = ['/', '／', '\\', '＼'];
/// Between two levels, where none of the first stand.
const ARROWS: [char; 5] = ['>', '＞', '→', '»', '›'];
/// What lists write where there is nothing.
const NOTHING: [&str; 14] =
    ["-", "--", "---", "－", "—", "——", "/", "\\", "无", "暂无", "n/a", "none", "null", "空"];
/// What is written behind the name of a department that the person heads.
const HEAD_MARKS: [&str; 10] = [
    "负责人",
    "部门负责人",
    "主管",
    "部门主管",
    "主要负责人",
    "head",
    "leader",
    "head of department",
    "department head",
    "manager",
];

/// What a cell says, if it says anything.
pub(crate) fn value(cell: &str) -> Option<&str> {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    let nothing = cell.is_empty() || NOTHING.contains(&cell.to_lowercase().as_str());
    (!nothing).then_some(cell)
}

/// A place in the tree as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Path {
    /// Names from above to the department itself; an empty one where the path leaves one out.
    pub(crate) names: Vec<String>,
    /// Marked as headed by the person.
    pub(crate) head: bool,
}

/// The departments of a cell. `known` tells whether any department is called so: a name that holds a comma or a hyphen
/// is not taken apart.
pub(crate) fn departments(cell: &str, known: &dyn Fn(&str) -> bool) -> Vec<Path> {
    let mut entries: Vec<&str> = Vec::new();
    if is_known(cell, known) {
        entries.push(cell);
    } else {
        for entry in cell.split(BETWEEN) {
            if entry.contains(PERHAPS_BETWEEN) && !is_known(entry, known) {
                entries.extend(entry.split(PERHAPS_BETWEEN));
            } else {
                entries.push(entry);
            }
        }
    }
    entries.into_iter().filter_map(|entry| path(entry, known)).collect()
}

/// One place in the tree.
pub(crate) fn path(entry: &str, known: &dyn Fn(&str) -> bool) -> Option<Path> {
    let entry = value(entry)?;
    let (entry, head) = if known(entry) { (entry, false) } else { without_mark(entry) };
    let mut names: Vec<&str> = parts(entry, known);
    // A slash before or behind the path says nothing; one in the middle that has no name beside it does.
    let first = names.iter().position(|name| value(name).is_some())?;
    let last = names.iter().rposition(|name| value(name).is_some())?;
    names =
        names.drain(first..=last).filter(|name| name.trim().is_empty() || value(name).is_some()).collect();
    let names = names.into_iter().map(|name| value(name).unwrap_or_default().to_owned()).collect();
    Some(Path { names, head })
}

/// Whether the entry as it stands is the name of a department, or a path that ends in one.
fn is_known(entry: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let last = entry.rsplit(LEVELS).next().unwrap_or(entry).trim();
    last.contains(|c| BETWEEN.contains(&c) || PERHAPS_BETWEEN.contains(&c)) && known(last)
}

fn parts<'e>(entry: &'e str, known: &dyn Fn(&str) -> bool) -> Vec<&'e str> {
    if entry.contains(LEVELS) {
        return entry.split(LEVELS).collect();
    }
    if known(entry) {
        return vec![entry];
    }
    if entry.contains(ARROWS) {
        return entry.split(ARROWS).map(|part| part.trim().trim_end_matches('-')).collect();
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, hyphen) in entry.char_indices().filter(|(_, c)| matches!(c, '-' | '－' | '—' | '–')) {
        let (before, after) =
            (entry[..at].chars().next_back(), entry[at + hyphen.len_utf8()..].chars().next());
        if let (Some(before), Some(after)) = (before, after)
            && divides(before, after)
        {
            parts.push(&entry[from..at]);
            from = at + hyphen.len_utf8();
        }
    }
    parts.push(&entry[from..]);
    parts
}

/// Whether a hyphen between these stands between two levels: 总公司-人事部, Sales - East, but not A-1车间.
fn divides(before: char, after: char) -> bool {
    let word = |c: char| is_han(c) || matches!(c, ')' | '）' | '(' | '（');
    (word(before) && word(after)) || (before.is_whitespace() && after.is_whitespace())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// The entry without a mark in brackets that the person heads the department.
fn without_mark(entry: &str) -> (&str, bool) {
    let Some(inner) = entry.strip_suffix([')', '）']) else { return (entry, false) };
    let Some((name, mark)) = inner.rsplit_once(['(', '（']) else { return (entry, false) };
    if HEAD_MARKS.contains(&mark.trim().to_lowercase().as_str()) && !name.trim().is_empty() {
        (name.trim_end(), true)
    } else {
        (entry, false)
    }
}

/// Entries that belong to the departments of a row one by one; `None` when their number does not fit. One entry alone
/// belongs to the first department. Empty entries keep their places.
pub(crate) fn aligned(cell: &str, departments: usize) -> Result<Vec<Option<&str>>, usize> {
    if departments == 1 {
        return Ok(vec![value(cell)]);
    }
    let strictly: Vec<&str> = cell.split(BETWEEN).collect();
    let loosely =
        || -> Vec<&str> { cell.split(|c| BETWEEN.contains(&c) || PERHAPS_BETWEEN.contains(&c)).collect() };
    let given = if strictly.len() == departments { strictly } else { loosely() };
    match given.len() {
        n if n == departments => Ok(given.into_iter().map(value).collect()),
        1 => Ok(std::iter::once(value(cell)).chain(std::iter::repeat_n(None, departments - 1)).collect()),
        n => Err(n),
    }
}

/// The entries of a list, such as numbers of managers.
pub(crate) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(|c| BETWEEN.contains(&c) || PERHAPS_BETWEEN.contains(&c)).filter_map(value)
}

/// Phone numbers of a cell; a comma may stand before an extension, so it divides mobile numbers only.
pub(crate) fn phones(cell: &str, mobile: bool) -> impl Iterator<Item = &str> {
    let divides = move |c: char| {
        BETWEEN.contains(&c) || matches!(c, '、' | '/' | '／') || (mobile && PERHAPS_BETWEEN.contains(&c))
    };
    cell.split(divides).filter_map(value)
}

/// Yes or no, in the ways lists say it.
pub(crate) fn yes_no(entry: &str) -> Option<bool> {
    match entry.trim().to_lowercase().as_str() {
        "是" | "对" | "有" | "y" | "yes" | "true" | "1" | "√" | "✓" | "✔" | "☑" | "负责人" | "主管"
        | "部门负责人" | "部门主管" | "head" | "leader" => Some(true),
        "否" | "不是" | "非" | "n" | "no" | "false" | "0" | "×" | "✗" | "✘" | "x" | "☐" => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether a number was shortened to powers of ten, as Excel shows long ones: `1.38E+10`.
pub(crate) fn is_scientific(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}

/// A Chinese name without the spaces that lists put in to make names equally long.
pub(crate) fn name(cell: &str) -> String {
    let padded = cell.chars().any(char::is_whitespace)
        && cell.chars().all(|c| is_han(c) || c.is_whitespace() || c == '·');
    if padded { cell.chars().filter(|c| !c.is_whitespace()).collect() } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(cell: &str) -> Vec<String> {
        paths_among(cell, &[])
    }

    fn paths_among(cell: &str, known: &[&str]) -> Vec<String> {
        let mark = |path: Path| format!("{}{}", path.names.join("/"), if path.head { "*" } else { "" });
        departments(cell, &|name| known.contains(&name)).into_iter().map(mark).collect()
    }

    #[test]
    fn several_departments_stand_in_a_cell() {
        assert_eq!(paths("区政府/办公室/秘书科"), ["区政府/办公室/秘书科"]);
        assert_eq!(
            paths("区政府/办公室；区政府/信访局\n督查室"),
            ["区政府/办公室", "区政府/信访局", "督查室"]
        );
        assert_eq!(paths("办公室、督查室，信访局; "), ["办公室", "督查室", "信访局"]);
        assert_eq!(paths(" - "), [""; 0]);
    }

    #[test]
    fn levels_are_written_in_many_ways() {
        for cell in [
            "总公司/人事部",
            "总公司 ／ 人事部",
            "总公司\\人事部",
            "总公司>人事部",
            "总公司 -> 人事部",
            "总公司 → 人事部",
            "总公司-人事部",
            "/总公司/人事部/",
            "总公司 - 人事部",
        ] {
            assert_eq!(paths(cell), ["总公司/人事部"], "{cell}");
        }
        assert_eq!(paths("Sales - East"), ["Sales/East"]);
        assert_eq!(paths("总公司/-/人事部"), ["总公司/人事部"], "a level that is said to be none");
        assert_eq!(paths("//总公司// 人事部/"), ["总公司//人事部"], "one that was forgotten");
    }

    #[test]
    fn hyphens_and_commas_within_a_name_stay() {
        assert_eq!(paths("一分厂/A-1车间"), ["一分厂/A-1车间"]);
        assert_eq!(paths("A-1车间"), ["A-1车间"]);
        assert_eq!(paths("Co-Working"), ["Co-Working"]);
        assert_eq!(paths_among("教育、科技办公室", &["教育、科技办公室"]), ["教育、科技办公室"]);
        assert_eq!(
            paths_among("区政府/教育、科技办公室", &["教育、科技办公室"]),
            ["区政府/教育、科技办公室"]
        );
        assert_eq!(paths_among("行政-人事部", &["行政-人事部"]), ["行政-人事部"]);
    }

    #[test]
    fn heads_are_marked_in_brackets() {
        assert_eq!(paths("办公室（负责人）;督查室(部门主管)"), ["办公室*", "督查室*"]);
        assert_eq!(paths("办公室（党委）"), ["办公室（党委）"]);
        assert_eq!(paths_among("办公室（主管）", &["办公室（主管）"]), ["办公室（主管）"]);
    }

    #[test]
    fn titles_belong_to_departments_in_their_order() {
        assert_eq!(aligned("书记、主任", 1), Ok(vec![Some("书记、主任")]));
        assert_eq!(aligned("科长;副主任", 2), Ok(vec![Some("科长"), Some("副主任")]));
        assert_eq!(aligned("科长、副主任", 2), Ok(vec![Some("科长"), Some("副主任")]));
        assert_eq!(aligned(";副主任", 2), Ok(vec![None, Some("副主任")]));
        assert_eq!(aligned("科长", 3), Ok(vec![Some("科长"), None, None]));
        assert_eq!(aligned("科长;副主任;调研员", 2), Err(3));
    }

    #[test]
    fn signs_for_nothing_are_nothing() {
        for cell in ["", "  ", "-", "——", "无", " N/A ", "/", "\u{200b}"] {
            assert_eq!(value(cell), None, "{cell:?}");
        }
        assert_eq!(value(" 0 "), Some("0"));
    }

    #[test]
    fn numbers_that_lost_their_digits_are_known() {
        assert!(is_scientific("1.38E+10") && is_scientific("1e+05"));
        assert!(!is_scientific("13800138000") && !is_scientific("3E05") && !is_scientific("E+1"));
    }

    #[test]
    fn names_lose_their_padding() {
        assert_eq!(name("张　三"), "张三");
        assert_eq!(name("李 伟"), "李伟");
        assert_eq!(name("Li Wei"), "Li Wei");
        assert_eq!(name("阿卜杜拉·买买提"), "阿卜杜拉·买买提");
    }

    #[test]
    fn lists_of_numbers_come_apart() {
        assert_eq!(list("1001;1002、1003").collect::<Vec<_>>(), ["1001", "1002", "1003"]);
        assert_eq!(
            phones("138 0013 8000/13900139000", true).collect::<Vec<_>>(),
            ["138 0013 8000", "13900139000"]
        );
        assert_eq!(phones("0571-87654321,8012", false).collect::<Vec<_>>(), ["0571-87654321,8012"]);
        assert_eq!(yes_no(" 是 "), Some(true));
        assert_eq!(yes_no("No"), Some(false));
        assert_eq!(yes_no("张三"), None);
    }
}
