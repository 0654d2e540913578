//! From the rows of a file to a [`Sheet`]: finds the headings, fits every row to them, keeps the limits. The same for
//! CSV and xlsx.

use crate::error::SheetError;
use crate::guard::unguard;
use crate::heading::{self, Known};
use crate::limits::{HEADING_ROWS, Limits};
use crate::sheet::{Format, RawRow, RowProblem, Sheet, SheetRow, is_blank};

/// Takes the rows of one table in order.
pub(crate) struct Collector<'a> {
    known: &'a Known,
    limits: &'a Limits,
    /// First rows, kept until it is clear which of them is the heading row.
    pending: Vec<RawRow>,
    table: Option<Table>,
    cells: usize,
    text_bytes: usize,
}

struct Table {
    headings: Vec<String>,
    heading_line: u32,
    known_headings: usize,
    rows: Vec<SheetRow>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(known: &'a Known, limits: &'a Limits) -> Self {
        Self { known, limits, pending: Vec::new(), table: None, cells: 0, text_bytes: 0 }
    }

    /// Takes the next row; blank ones are dropped.
    pub(crate) fn push(&mut self, mut row: RawRow) -> Result<(), SheetError> {
        if row.is_blank() && row.problems.is_empty() {
            return Ok(());
        }
        for (column, cell) in row.cells.iter_mut().enumerate() {
            if cell.len() > self.limits.cell_bytes {
                return Err(SheetError::CellTooLong {
                    line: row.line,
                    column,
                    limit: self.limits.cell_bytes,
                });
            }
            unguard(cell);
            self.text_bytes += cell.len();
        }
        if self.text_bytes > self.limits.text_bytes {
            return Err(SheetError::TooMuchText { limit: self.limits.text_bytes });
        }
        match &mut self.table {
            Some(table) => table.push(row, self.limits, &mut self.cells),
            None => {
                self.pending.push(row);
                if self.pending.len() == HEADING_ROWS { self.start() } else { Ok(()) }
            }
        }
    }

    /// Ends the table.
    pub(crate) fn finish(mut self, format: Format) -> Result<Sheet, SheetError> {
        self.start()?;
        let table = self.table.ok_or(SheetError::Empty)?;
        Ok(Sheet {
            headings: table.headings,
            heading_line: table.heading_line,
            known_headings: table.known_headings,
            rows: table.rows,
            format,
        })
    }

    /// Decides on the heading row and takes the rows below it.
    fn start(&mut self) -> Result<(), SheetError> {
        if self.table.is_some() {
            return Ok(());
        }
        let Some((index, known_headings)) = heading::find(&self.pending, self.known) else { return Ok(()) };
        let mut rows = std::mem::take(&mut self.pending).into_iter().skip(index);
        let Some(row) = rows.next() else { return Ok(()) };
        let mut headings: Vec<String> = row.cells.iter().map(|cell| heading::tidy(cell)).collect();
        trim_blank_end(&mut headings);
        let duplicates = heading::duplicates(&headings);
        if !duplicates.is_empty() {
            return Err(SheetError::DuplicateHeadings { headings: duplicates, line: row.line });
        }
        let mut table = Table { headings, heading_line: row.line, known_headings, rows: Vec::new() };
        for row in rows {
            table.push(row, self.limits, &mut self.cells)?;
        }
        self.table = Some(table);
        Ok(())
    }
}

impl Table {
    fn push(&mut self, row: RawRow, limits: &Limits, cells: &mut usize) -> Result<(), SheetError> {
        if self.rows.len() == limits.rows {
            return Err(SheetError::TooManyRows { limit: limits.rows });
        }
        let RawRow { line, cells: mut values, mut problems } = row;
        let expected = self.headings.len();
        let mut extra = if values.len() > expected { values.split_off(expected) } else { Vec::new() };
        values.resize(expected, String::new());
        trim_blank_end(&mut extra);
        if !extra.is_empty() {
            problems.push(RowProblem::TooManyCells { expected, found: expected + extra.len() });
        }
        *cells += values.len() + extra.len();
        if *cells > limits.cells {
            return Err(SheetError::TooManyCells { limit: limits.cells });
        }
        self.rows.push(SheetRow { line, cells: values, extra, problems });
        Ok(())
    }
}

fn trim_blank_end(cells: &mut Vec<String>) {
    let filled = cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    cells.truncate(filled);
}
