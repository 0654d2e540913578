//! Reading and writing tables of people and records: CSV in real encodings, and xlsx.
//!
//! Pure: bytes in, bytes out. What arrives is what offices really send: a CSV saved by Excel in GBK, a workbook
//! with a title line above the headings and a line of totals below, departments of one person separated by `;`.
//! [`read`] finds the table in it and says what is wrong with a file or a row in codes the caller puts into words.
//!
//! ```
//! use engine_sheet::{Limits, read};
//! let bytes = "花名册\n姓名,工号\n林晓,00123\n".as_bytes();
//! let sheet = read(bytes, "花名册.csv", &["姓名", "工号"], &Limits::default()).unwrap();
//! assert_eq!(sheet.headings, ["姓名", "工号"]);
//! assert_eq!(sheet.rows[0].line, 3);
//! assert_eq!(sheet.rows[0].cells, ["林晓", "00123"]);
//! ```

mod collect;
mod csv;
mod detect;
mod error;
mod guard;
mod heading;
mod limits;
mod sheet;
mod xlsx;

pub use csv::write_csv;
pub use error::{FileKind, SheetError};
pub use heading::match_heading;
pub use limits::Limits;
pub use sheet::{Encoding, Format, RowProblem, Sheet, SheetRow, column_name};
pub use xlsx::{XlsxOptions, write_xlsx};

/// Reads the table in a file.
///
/// - `bytes`: the whole file. What it is gets decided by its content, never by its name.
/// - `file_name_hint`: as the user named it; only its ending is used, and only where content leaves a choice
///   (`.tsv` prefers tabs).
/// - `known_headings`: the column names the caller understands. The heading row is the one of the first ten rows
///   that are not blank with most of them; in a workbook the sheet is chosen the same way. Without a match it is
///   the first row with at least two cells. See [`match_heading`] for what counts as the same.
/// - `limits`: see [`Limits`]; the default fits an organisation of 100,000 people.
///
/// CSV may be UTF-8 (with or without BOM), UTF-16 with BOM or GB18030 (so also GBK and GB2312), separated by comma,
/// semicolon or tab. Of a workbook, hidden sheets are skipped and of merged cells only the top left one has the
/// value. Numbers come as digits (`13800138000`, never `1.38E10`), with the leading zeros their format shows; dates
/// as ISO (`2024-03-05`, `2024-03-05T08:30:00`); formulas as the value saved with them; booleans as `TRUE`/`FALSE`.
/// Line breaks within a cell are `\n`. The apostrophe that [`write_csv`] puts before `=` `+` `-` `@` is taken off
/// again.
///
/// # Errors
/// [`SheetError`]: the file as a whole cannot be used. What is wrong with one row is in [`SheetRow::problems`].
pub fn read(
    bytes: &[u8],
    file_name_hint: &str,
    known_headings: &[&str],
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(SheetError::FileTooLarge { bytes: bytes.len() as u64, limit: limits.file_bytes });
    }
    let known = heading::Known::new(known_headings);
    match detect::sniff(bytes)? {
        detect::Container::Text => csv::read(bytes, file_name_hint, &known, limits),
        detect::Container::Zip => xlsx::read(bytes, &known, limits),
    }
}
