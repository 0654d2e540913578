//! Which sign separates the cells.

use crate::csv::parse::Records;
use crate::heading::{self, Known};
use crate::limits::HEADING_ROWS;

/// Candidates, the likelier first.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// Rows that decide; enough to get past titles.
const SAMPLE_ROWS: usize = 30;

/// Columns looked at in the sample.
const SAMPLE_COLUMNS: usize = 1_000;

/// The separator of `text`, and `text` without the line `sep=;` by which Excel may have been told it.
///
/// The separator that brings out most known headings wins, then the one by which most rows have the same number
/// of cells: a `;` within the department cell of a comma file appears in a few rows and in no heading.
pub(crate) fn choose<'t>(text: &'t str, file_name_hint: &str, known: &Known) -> (u8, &'t str) {
    if let Some(told) = told(text) {
        return told;
    }
    let tabs_named = file_name_hint.to_ascii_lowercase().ends_with(".tsv");
    let best = DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| (score(text, *delimiter, known), tabs_named && *delimiter == b'\t'));
    (best.unwrap_or(b','), text)
}

/// How well a separator fits: known headings, rows of the commonest width (if it is more than one), that width.
fn score(text: &str, delimiter: u8, known: &Known) -> (usize, usize, usize) {
    let mut records = Records::lenient(text, delimiter, SAMPLE_COLUMNS);
    let mut rows = Vec::new();
    while rows.len() < SAMPLE_ROWS {
        match records.next() {
            Ok(Some(row)) if row.is_blank() => {}
            Ok(Some(row)) => rows.push(row),
            Ok(None) | Err(_) => break,
        }
    }
    let headings =
        heading::find(&rows[..rows.len().min(HEADING_ROWS)], known).map_or(0, |(_, matches)| matches);
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).filter(|width| *width > 1).collect();
    widths.sort_unstable();
    let commonest = widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).max().unwrap_or((0, 0));
    (headings, commonest.0, commonest.1)
}

fn told(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_end_matches('\r');
    if !first.get(..4)?.eq_ignore_ascii_case("sep=") {
        return None;
    }
    match first.as_bytes().get(4..)? {
        [delimiter] if DELIMITERS.contains(delimiter) => Some((*delimiter, rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: u8) {
        let known = Known::new(&["姓名", "部门"]);
        assert_eq!(char::from(choose(text, "", &known).0), char::from(expect), "{text}");
    }

    #[test]
    fn separators_of_real_files() {
        check("姓名,部门\n林晓,办公室;信息科\n周宁,办公室;督查室\n", b',');
        check("姓名;部门\n林晓;办公室,信息科\n", b';');
        check("姓名\t部门\n林晓\t\"办公室,信息科\"\n", b'\t');
        check("a;b\n1,5;2,5\n3,5;4,5\n", b';');
        check("姓名\n林晓\n", b',');
        check("花名册，一季度\n姓名;部门\n", b';');
    }

    #[test]
    fn excel_may_be_told() {
        assert_eq!(choose("sep=;\r\na,b;c\r\n", "", &Known::new(&[])), (b';', "a,b;c\r\n"));
        assert_eq!(choose("sep=x\na,b\n", "", &Known::new(&[])).0, b',');
    }

    #[test]
    fn the_name_decides_only_a_draw() {
        assert_eq!(choose("林晓", "a.TSV", &Known::new(&[])).0, b'\t');
        assert_eq!(choose("a,b\n", "a.tsv", &Known::new(&[])).0, b',');
    }
}
