//! Writing a workbook people can go on working in.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::error::SheetError;
use crate::guard::keep_apostrophes;

/// How a written sheet looks.
#[derive(Clone, Debug, Default)]
pub struct XlsxOptions {
    /// Width of each column in Latin characters; a column without one gets the width of its content, within reason.
    pub widths: Vec<Option<u16>>,
    /// Columns, from 0, that have the format "text" down to the last row of the sheet, so that what people type
    /// there keeps its leading zeros. None: all columns.
    pub text_columns: Option<Vec<usize>>,
}

/// Bounds of a worksheet, and of one cell in UTF-16 units, by Excel.
const LAST_ROW: usize = 1 << 20;
const LAST_COLUMN: usize = 1 << 14;
const CELL_UNITS: usize = 32_767;

/// Characters a sheet's name may have.
const NAME_UNITS: usize = 31;

/// Widths that are still comfortable, and rows that are measured.
const NARROWEST: usize = 8;
const WIDEST: usize = 50;
const MEASURED_ROWS: usize = 1_000;

/// A workbook with one sheet: bold headings that stay in view, every cell as text (nothing is turned into a number,
/// a date or a formula), columns wide enough for Chinese. The same table gives the same bytes.
///
/// `sheet_name` is cut to what Excel allows (31 characters, none of `[]:*?/\`).
///
/// # Errors
/// [`SheetError::TooManyRows`], [`SheetError::TooManyColumns`] or [`SheetError::CellTooLong`] when Excel could not
/// hold the table.
pub fn write_xlsx<H, R, C>(
    sheet_name: &str,
    headings: &[H],
    rows: impl IntoIterator<Item = R>,
    options: &XlsxOptions,
) -> Result<Vec<u8>, SheetError>
where
    H: AsRef<str>,
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&creation_time()?));
    let sheet = workbook.add_worksheet();
    sheet.set_name(allowed_name(sheet_name)).map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_num_format("@").set_bold();

    let mut widths: Vec<usize> = Vec::new();
    let mut write = |row: usize, column: usize, cell: &str, format: &Format| {
        let line = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(1);
        if row >= LAST_ROW {
            return Err(SheetError::TooManyRows { limit: LAST_ROW - 1 });
        }
        let excel_column = u16::try_from(column).ok().filter(|_| column < LAST_COLUMN);
        let Some(excel_column) = excel_column else {
            return Err(SheetError::TooManyColumns { limit: LAST_COLUMN, line });
        };
        if widths.len() <= column {
            widths.resize(column + 1, 0);
        }
        if row <= MEASURED_ROWS {
            widths[column] = widths[column].max(width(cell));
        }
        let cell = keep_apostrophes(cell);
        match sheet.write_string_with_format(line - 1, excel_column, &*cell, format) {
            Ok(_) => Ok(()),
            Err(XlsxError::MaxStringLengthExceeded) => {
                Err(SheetError::CellTooLong { line, column, limit: CELL_UNITS })
            }
            Err(other) => Err(failed(other)),
        }
    };
    for (column, heading) in headings.iter().enumerate() {
        write(0, column, heading.as_ref(), &bold)?;
    }
    for (row, cells) in rows.into_iter().enumerate() {
        for (column, cell) in cells.into_iter().enumerate() {
            if !cell.as_ref().is_empty() {
                write(row + 1, column, cell.as_ref(), &text)?;
            }
        }
    }

    for (column, measured) in (0_u16..).zip(widths) {
        let index = usize::from(column);
        let given = options.widths.get(index).copied().flatten().map(usize::from);
        // Two characters of room for the margins of the cell.
        let width = given.unwrap_or((measured + 2).clamp(NARROWEST, WIDEST));
        sheet.set_column_width(column, u32::try_from(width).unwrap_or(u32::MAX)).map_err(failed)?;
        if options.text_columns.as_ref().is_none_or(|columns| columns.contains(&index)) {
            sheet.set_column_format(column, &text).map_err(failed)?;
        }
    }
    workbook.save_to_buffer().map_err(failed)
}

/// The library would write the present time; the same table shall give the same bytes.
fn creation_time() -> Result<ExcelDateTime, SheetError> {
    ExcelDateTime::from_ymd(2024, 1, 1).map_err(failed)
}

/// A library error that valid input does not cause.
fn failed(error: XlsxError) -> SheetError {
    SheetError::damaged(error)
}

fn allowed_name(name: &str) -> String {
    let mut allowed = String::new();
    let mut units = 0;
    for c in name.chars().filter(|c| !c.is_control()) {
        units += c.len_utf16();
        if units > NAME_UNITS {
            break;
        }
        allowed.push(if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c });
    }
    // A name may not begin or end with an apostrophe, nor be empty or the reserved word "History".
    let trimmed = allowed.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if trimmed.is_empty() || trimmed.eq_ignore_ascii_case("history") {
        return "Sheet1".to_owned();
    }
    trimmed.to_owned()
}

/// Width of the longest line in Latin characters; Chinese, Japanese and Korean ones and emoji take two.
fn width(text: &str) -> usize {
    let of = |c: char| match c as u32 {
        0..0x20 => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe6f | 0xff01..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    };
    text.lines().map(|line| line.chars().take(WIDEST).map(of).sum()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_made_allowed() {
        assert_eq!(allowed_name("2024/03 通讯录"), "2024-03 通讯录");
        assert_eq!(allowed_name("'x'"), "x");
        assert_eq!(allowed_name(" "), "Sheet1");
        assert_eq!(allowed_name("History"), "Sheet1");
        assert_eq!(allowed_name(&"合".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn chinese_is_twice_as_wide() {
        assert_eq!(width("姓名"), 4);
        assert_eq!(width("a\n云和科技"), 8);
        assert_eq!(width("zhou.ning@yunhe.example"), 23);
        assert_eq!(width("（一）"), 6);
    }
}
