//! What a reading gives.

/// A table: headings and the rows below them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Column names, white space at the ends and line breaks removed, up to the last one that is not blank. A
    /// column without a name has an empty one; see [`column_name`] to speak of it.
    pub headings: Vec<String>,
    /// Where the headings stand, counted as [`SheetRow::line`].
    pub heading_line: u32,
    /// How many headings are among the ones the caller knows; 0: the heading row is a guess.
    pub known_headings: usize,
    /// The rows below the headings that are not blank, in the order of the file.
    pub rows: Vec<SheetRow>,
    /// What the file is.
    pub format: Format,
}

/// One row below the headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The number Excel shows at the left of the row, from 1. In a CSV blank lines count and a line break inside
    /// quotes does not, as Excel counts when it opens the file.
    pub line: u32,
    /// As many as there are headings; missing ones are empty.
    pub cells: Vec<String>,
    /// Cells to the right of the last heading, up to the last that is not blank; mostly none.
    pub extra: Vec<String>,
    /// What makes the row doubtful; mostly nothing.
    pub problems: Vec<RowProblem>,
}

/// Something in one row that the reader cannot put right. Columns count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowProblem {
    /// There are values to the right of the last heading; often a separator within a cell that is not quoted.
    TooManyCells {
        /// Number of headings.
        expected: usize,
        /// Number of cells.
        found: usize,
    },
    /// A number with more than 15 digits, of which Excel keeps only the first 15 (an identity card number typed
    /// into a cell that is not text). The end of it is lost.
    LongNumber {
        /// Column of the cell.
        column: usize,
    },
    /// The cell shows an Excel error such as `#N/A`.
    CellError {
        /// Column of the cell.
        column: usize,
    },
    /// A formula whose value was not saved with it, so the cell is empty here.
    FormulaWithoutValue {
        /// Column of the cell.
        column: usize,
    },
}

impl RowProblem {
    /// Stable code for the caller's words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyCells { .. } => "sheet.row_too_many_cells",
            Self::LongNumber { .. } => "sheet.row_long_number",
            Self::CellError { .. } => "sheet.row_cell_error",
            Self::FormulaWithoutValue { .. } => "sheet.row_formula_without_value",
        }
    }

    /// Column of the cell, unless the whole row is meant.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::TooManyCells { .. } => None,
            Self::LongNumber { column }
            | Self::CellError { column }
            | Self::FormulaWithoutValue { column } => Some(*column),
        }
    }
}

impl SheetRow {
    /// Whether this reads like a line of totals or a note below a list instead of a record: it begins with 合计,
    /// 总计 or the like and has a blank cell, or with 填表人：, 备注： or the like and is mostly blank. The reader
    /// leaves such rows in; the caller knows whether a record could look so.
    #[must_use]
    pub fn looks_like_footer(&self) -> bool {
        const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "总人数", "total"];
        const NOTES: [&str; 8] = ["填表人", "制表人", "制表", "审核人", "填报单位", "填报人", "备注", "说明"];
        let mut filled = self.cells.iter().filter(|cell| !is_blank(cell));
        let Some(first) = filled.next() else { return false };
        let filled = 1 + filled.count();
        let first: String = first.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let total = TOTALS.iter().any(|word| {
            first.strip_prefix(word).is_some_and(|rest| {
                let number = rest.trim_start_matches([':', '：']);
                number.is_empty() || number.starts_with(|c: char| c.is_ascii_digit())
            })
        });
        let note = NOTES
            .iter()
            .any(|word| first.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '：'])));
        (total && filled < self.cells.len()) || (note && (filled == 1 || filled * 2 < self.cells.len()))
    }
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Csv {
        /// How its characters were written.
        encoding: Encoding,
        /// `,` `;` or tab.
        delimiter: char,
    },
    /// An Excel workbook.
    Xlsx {
        /// Name of the sheet that was read.
        sheet: String,
    },
}

/// How the characters of a CSV were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little end first, as "Unicode text" from Excel.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// GB18030, and so GBK and GB2312: what Excel saves as CSV on a Chinese Windows.
    Gb18030,
}

impl Encoding {
    /// The name people know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// The letters Excel shows above a column that counts from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(b'A' + u8::try_from(left % 26).unwrap_or_default());
        if left < 26 {
            break;
        }
        left = left / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Nothing a person can see; the invisible marks come from web pages and chat programs.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'))
}

/// A row as it stands in the file, before the headings are known.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawRow {
    pub(crate) line: u32,
    pub(crate) cells: Vec<String>,
    pub(crate) problems: Vec<RowProblem>,
}

impl RawRow {
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| is_blank(cell))
    }
}
