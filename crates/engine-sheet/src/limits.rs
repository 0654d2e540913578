//! How much of a file is taken in. Each bound protects the process that reads for everybody else.

/// Bounds of one reading. [`Limits::default`] gives the values named below.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Size of the file, 20 MiB: a list of 100,000 people with 20 columns has about 15 MiB as CSV, 8 as xlsx.
    pub file_bytes: u64,
    /// What the read parts of an xlsx may unpack to, 200 MiB: such a list unpacks to about 120 MiB of XML, while a
    /// crafted file of 20 MiB could unpack to 20 GiB. Counted while reading, since declared sizes may lie.
    pub unpacked_bytes: u64,
    /// Rows below the headings that are not blank, 100,000: more people than that come in several files.
    pub rows: usize,
    /// Columns, 200: a sheet with more is not a list, and each costs a cell in every row.
    pub columns: usize,
    /// One cell, 32 KiB as UTF-8: Excel itself holds 32,767 characters in a cell.
    pub cell_bytes: usize,
    /// All cells, 5,000,000 (100,000 rows of 50 columns): empty cells take memory too.
    pub cells: usize,
    /// Text of all cells, 128 MiB: in an xlsx a million cells can point to the same long text.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 20 << 20,
            unpacked_bytes: 200 << 20,
            rows: 100_000,
            columns: 200,
            cell_bytes: 32 << 10,
            cells: 5_000_000,
            text_bytes: 128 << 20,
        }
    }
}

/// Rows that are not blank among which the heading row is looked for: titles, the name of the unit and the date
/// stand above it in real lists, never ten lines of them.
pub(crate) const HEADING_ROWS: usize = 10;

/// Visible sheets of a workbook that are looked at; a list is never behind fifty others.
pub(crate) const SHEETS: usize = 50;

/// Parts inside an xlsx, so that the directory of a crafted archive stays small in memory. A workbook with a
/// hundred sheets and pictures has below a thousand.
pub(crate) const PARTS: usize = 10_000;
