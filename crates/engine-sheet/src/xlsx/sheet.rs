//! One worksheet as a stream of rows.

use quick_xml::events::{BytesStart, Event};

use crate::error::SheetError;
use crate::limits::Limits;
use crate::sheet::{RawRow, RowProblem, is_blank};
use crate::xlsx::number::{self, NumberFormat};
use crate::xlsx::package::{Package, Xml, cut_off};
use crate::xlsx::strings::{Strings, rich_text, unescape};

/// What cells refer to.
pub(crate) struct Context<'l> {
    pub(crate) strings: Strings,
    pub(crate) formats: Vec<NumberFormat>,
    pub(crate) epoch_1904: bool,
    pub(crate) limits: &'l Limits,
}

/// Last row and column of any worksheet (`XFD1048576`).
const LAST_LINE: u32 = 1 << 20;
const LAST_COLUMN: usize = 1 << 14;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
}

struct Cell {
    column: usize,
    style: usize,
    kind: Kind,
}

/// Gives each row of the sheet to `sink`, until it answers that it wants no more.
pub(crate) fn read(
    package: &mut Package<'_>,
    part: &str,
    context: &Context<'_>,
    sink: &mut dyn FnMut(RawRow) -> Result<bool, SheetError>,
) -> Result<(), SheetError> {
    enum Step {
        Cell(Cell),
        RowEnd,
        Other,
    }
    let mut xml =
        package.part(part)?.ok_or_else(|| SheetError::damaged(format_args!("the part {part} is missing")))?;
    let mut within = false;
    let mut row = RawRow::default();
    let mut raw = String::new();
    loop {
        let step = match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetData" => {
                    within = true;
                    Step::Other
                }
                "row" if within => {
                    row = RawRow { line: row_number(&element, row.line)?, ..RawRow::default() };
                    Step::Other
                }
                "c" if within => Step::Cell(cell(&element, row.cells.len())?),
                _ => Step::Other,
            },
            Event::End(element) => match element.local_name().as_ref() {
                "sheetData" => return Ok(()),
                "row" if within => Step::RowEnd,
                _ => Step::Other,
            },
            Event::Eof => return Err(cut_off()),
            _ => Step::Other,
        };
        match step {
            Step::Cell(cell) => read_cell(&mut xml, &cell, context, &mut raw, &mut row)?,
            Step::RowEnd => {
                let line = row.line;
                let ended = std::mem::take(&mut row);
                row.line = line;
                if !sink(ended)? {
                    return Ok(());
                }
            }
            Step::Other => {}
        }
    }
}

fn row_number(element: &BytesStart<'_>, last: u32) -> Result<u32, SheetError> {
    let mut attributes = element.attributes();
    let given = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == "r");
    let line = match given {
        Some(given) => given.value.trim().parse().ok(),
        None => last.checked_add(1),
    };
    line.filter(|line| (1..=LAST_LINE).contains(line))
        .ok_or_else(|| SheetError::damaged("a row number is wrong"))
}

fn cell(element: &BytesStart<'_>, next_column: usize) -> Result<Cell, SheetError> {
    let mut cell = Cell { column: next_column, style: 0, kind: Kind::Number };
    for attribute in element.attributes().with_checks(false).flatten() {
        match attribute.key.as_ref() {
            "r" => cell.column = column(&attribute.value)?,
            "s" => cell.style = attribute.value.parse().unwrap_or(0),
            "t" => {
                cell.kind = match &*attribute.value {
                    "s" => Kind::Shared,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "n" => Kind::Number,
                    // inlineStr, str, and d: a date that is already ISO
                    _ => Kind::Text,
                }
            }
            _ => {}
        }
    }
    Ok(cell)
}

/// The column, from 0, of a reference such as `BC12`.
fn column(reference: &str) -> Result<usize, SheetError> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters
        .take(4)
        .fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    if (1..=LAST_COLUMN).contains(&number) {
        Ok(number - 1)
    } else {
        Err(SheetError::damaged("a cell reference is wrong"))
    }
}

/// Reads the content of a cell into the row.
fn read_cell(
    xml: &mut Xml<'_>,
    cell: &Cell,
    context: &Context<'_>,
    raw: &mut String,
    row: &mut RawRow,
) -> Result<(), SheetError> {
    enum Step {
        Value,
        Inline,
        Formula,
        Skip,
        Nothing,
    }
    raw.clear();
    let mut formula = false;
    loop {
        let step = match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => Step::Value,
                "is" => Step::Inline,
                "f" => Step::Formula,
                _ => Step::Skip,
            },
            Event::End(_) => break,
            Event::Eof => return Err(cut_off()),
            _ => Step::Nothing,
        };
        match step {
            Step::Value => xml.text(raw)?,
            Step::Inline => rich_text(xml, raw)?,
            Step::Formula => {
                formula = true;
                xml.skip()?;
            }
            Step::Skip => xml.skip()?,
            Step::Nothing => {}
        }
    }
    let Cell { column, style, kind } = *cell;
    let mut problem = None;
    let shown;
    let text: &str = match kind {
        _ if raw.is_empty() => {
            if formula && kind != Kind::Text {
                problem = Some(RowProblem::FormulaWithoutValue { column });
            }
            ""
        }
        Kind::Shared => raw
            .trim()
            .parse()
            .ok()
            .and_then(|index| context.strings.get(index))
            .ok_or_else(|| SheetError::damaged("a shared text is missing"))?,
        Kind::Text => match unescape(raw) {
            Some(plain) => {
                shown = plain;
                &shown
            }
            None => raw,
        },
        Kind::Bool if matches!(raw.trim(), "1" | "true") => "TRUE",
        Kind::Bool => "FALSE",
        Kind::Error => {
            problem = Some(RowProblem::CellError { column });
            raw
        }
        Kind::Number => {
            let format = context.formats.get(style).unwrap_or(&NumberFormat::General);
            let number = number::show(raw.trim(), format, context.epoch_1904);
            if number.is_long {
                problem = Some(RowProblem::LongNumber { column });
            }
            shown = number.text;
            &shown
        }
    };
    let limits = context.limits;
    if column >= limits.columns {
        if is_blank(text) {
            return Ok(());
        }
        return Err(SheetError::TooManyColumns { limit: limits.columns, line: row.line });
    }
    if text.len() > limits.cell_bytes {
        return Err(SheetError::CellTooLong { line: row.line, column, limit: limits.cell_bytes });
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column].clear();
    row.cells[column].push_str(text);
    // One a cell: a cell that comes again and again would turn a few bytes of a packed file into any number of them.
    if problem.is_some() && row.problems.len() >= limits.columns {
        return Err(SheetError::damaged("a row has more cells than columns"));
    }
    row.problems.extend(problem);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn references() {
        assert_eq!(column("A1"), Ok(0));
        assert_eq!(column("z9"), Ok(25));
        assert_eq!(column("AA10"), Ok(26));
        assert_eq!(column("XFD1048576"), Ok(16_383));
        assert!(column("XFE1").is_err());
        assert!(column("AAAAAAAAAAAAAAAAA1").is_err());
        assert!(column("12").is_err());
    }
}
