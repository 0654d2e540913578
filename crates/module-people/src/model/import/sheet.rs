//! The table in a file, read with the headings that are understood.

use engine_sheet::{Limits, Sheet, SheetRow};

use crate::import_error::IMPORT_NO_ROWS;
use crate::model::attribute::Attribute;
use crate::model::import::fields::{Column, Headings};
use crate::model::import::problem::of_file;
use crate::model::text::Fault;

/// A table with its columns.
pub(crate) struct Table {
    /// Its columns, in order.
    pub(crate) columns: Vec<Column>,
    /// Its rows.
    pub(crate) rows: Vec<SheetRow>,
}

/// Reads the table in a file.
pub(crate) fn read(bytes: &[u8], file_name: &str, attributes: &[Attribute]) -> Result<Table, Fault> {
    let headings = Headings::new(attributes);
    let sheet = engine_sheet::read(bytes, file_name, &headings.known(), &Limits::default());
    let Sheet { headings, rows, .. } = sheet.map_err(|error| of_file(&error))?;
    if rows.is_empty() {
        return Err((&IMPORT_NO_ROWS).into());
    }
    Ok(Table { columns: Column::all(&headings, &rows), rows })
}
