//! Excel workbooks (Office Open XML, ECMA-376).
//!
//! Reading is written here instead of taken from a library because files come from strangers and the process serves
//! everybody: every part is read as a stream through one budget of unpacked bytes ([`package`]), text is kept once
//! for all cells that show it ([`strings`]), and nothing is allocated because a file *says* it is large. (The reader
//! of calamine 0.38 reserves memory by the count a file declares; a file of 200 bytes ends the process.)

mod number;
mod package;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::collect::Collector;
use crate::error::SheetError;
use crate::heading::{self, Known};
use crate::limits::{HEADING_ROWS, Limits, SHEETS};
use crate::sheet::{Format, RawRow, Sheet};

pub use write::{XlsxOptions, write_xlsx};

/// Reads the sheet with most known headings, or else the first visible one that has cells.
pub(crate) fn read(bytes: &[u8], known: &Known, limits: &Limits) -> Result<Sheet, SheetError> {
    // The archive and XML libraries are sound as far as known; should one of them panic on a crafted file, that file
    // is damaged and nothing else is.
    catch_unwind(AssertUnwindSafe(|| read_workbook(bytes, known, limits)))
        .unwrap_or_else(|_| Err(SheetError::damaged("the workbook cannot be parsed")))
}

fn read_workbook(bytes: &[u8], known: &Known, limits: &Limits) -> Result<Sheet, SheetError> {
    let mut package = package::Package::open(bytes, limits)?;
    let workbook = workbook::read(&mut package)?;
    let context = sheet::Context {
        strings: strings::read(&mut package, workbook.strings.as_deref(), limits)?,
        formats: styles::read(&mut package, workbook.styles.as_deref())?,
        epoch_1904: workbook.epoch_1904,
        limits,
    };
    let part = choose(&mut package, &workbook.sheets, &context, known)?;
    let mut collector = Collector::new(known, limits);
    sheet::read(&mut package, &part.path, &context, &mut |row| collector.push(row).map(|()| true))?;
    collector.finish(Format::Xlsx { sheet: part.name.clone() })
}

/// The sheet to read, by the rows at its top.
fn choose<'w>(
    package: &mut package::Package<'_>,
    sheets: &'w [workbook::SheetPart],
    context: &sheet::Context<'_>,
    known: &Known,
) -> Result<&'w workbook::SheetPart, SheetError> {
    let mut best: Option<(&workbook::SheetPart, usize)> = None;
    for part in sheets.iter().take(SHEETS) {
        let mut top: Vec<RawRow> = Vec::new();
        let looked = sheet::read(package, &part.path, context, &mut |row| {
            if !row.is_blank() {
                top.push(row);
            }
            Ok(top.len() < HEADING_ROWS)
        });
        // A broken sheet beside the one that is meant does no harm; if it is the one, reading it tells.
        if let (Err(error), 1) = (looked, sheets.len()) {
            return Err(error);
        }
        let Some((_, matches)) = heading::find(&top, known) else { continue };
        if best.is_none_or(|(_, most)| matches > most) {
            best = Some((part, matches));
        }
    }
    best.map(|(part, _)| part).ok_or(SheetError::Empty)
}
