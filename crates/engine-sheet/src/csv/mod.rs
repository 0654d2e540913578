//! Text with separators.

mod decode;
mod delimiter;
mod parse;
mod write;

use crate::collect::Collector;
use crate::error::SheetError;
use crate::heading::Known;
use crate::limits::Limits;
use crate::sheet::{Format, RowProblem, Sheet};

pub use write::write_csv;

/// Reads a CSV.
pub(crate) fn read(
    bytes: &[u8],
    file_name_hint: &str,
    known: &Known,
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    let (text, encoding) = decode::decode(bytes)?;
    let (delimiter, text) = delimiter::choose(&text, file_name_hint, known);
    let mut records = parse::Records::new(text, delimiter, limits.columns);
    let mut collector = Collector::new(known, limits);
    while let Some(mut row) = records.next()? {
        let damaged = |cell: &String| is_rounded(cell);
        row.problems = row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| damaged(cell))
            .map(|(column, _)| RowProblem::LongNumber { column })
            .collect();
        collector.push(row)?;
    }
    collector.finish(Format::Csv { encoding, delimiter: char::from(delimiter) })
}

/// A number as Excel writes it into a CSV when it is too long for it, `1.10101E+17`: an identity card or bank account
/// number of which only the first digits are left.
fn is_rounded(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once("E+") else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1 && digits(whole) && digits(fraction) && digits(exponent) && exponent.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::is_rounded;

    #[test]
    fn rounded_numbers_are_told_from_names() {
        assert!(is_rounded("1.10101E+17"));
        assert!(is_rounded("6E+18"));
        for kept in ["13800138000", "E+", "1E+", "E+17", "12.5E+3", "A1.1E+17", "1.1e+17", "1.1E+17楼"] {
            assert!(!is_rounded(kept), "{kept}");
        }
    }
}
