//! Why a file as a whole cannot be used, in codes and parameters; the words are the caller's.

use std::fmt;

use crate::sheet::column_name;

/// What a file is when it is not a table this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Excel 97–2003 (`.xls`), also WPS `.et`.
    Xls,
    /// Excel's binary workbook (`.xlsb`).
    Xlsb,
    /// OpenDocument spreadsheet (`.ods`).
    Ods,
    /// Apple Numbers.
    Numbers,
    /// PDF.
    Pdf,
    /// Any picture.
    Image,
    /// Word, WPS or rich text.
    Document,
    /// Slides.
    Slides,
    /// A packed archive.
    Archive,
    /// A web page or XML; many systems give such a file the ending `.xls`.
    Markup,
    /// Something that is not text.
    Binary,
}

impl FileKind {
    /// Short stable name for messages: `xls`, `pdf`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Xls => "xls",
            Self::Xlsb => "xlsb",
            Self::Ods => "ods",
            Self::Numbers => "numbers",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Document => "document",
            Self::Slides => "slides",
            Self::Archive => "archive",
            Self::Markup => "markup",
            Self::Binary => "binary",
        }
    }
}

/// Why a file cannot be read as a table, or a table not written. Lines count as [`crate::SheetRow::line`], columns
/// from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetError {
    /// There is nothing in the file, or no visible sheet has a cell.
    Empty,
    /// The file is larger than it may be.
    FileTooLarge {
        /// Its size.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// It is not a table at all.
    NotATable {
        /// What it is.
        kind: FileKind,
    },
    /// It is a table in a form this crate does not read: open it and save it as xlsx.
    SaveAsXlsx {
        /// What it is.
        kind: FileKind,
    },
    /// The workbook is protected by a password.
    Encrypted,
    /// The workbook is broken.
    Damaged {
        /// What was found, for the log; in English.
        detail: String,
    },
    /// The workbook unpacks to more than it may.
    UnpackedTooLarge {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// The text is neither UTF-8 nor GB18030, or breaks the encoding its first bytes announce.
    Encoding {
        /// The first byte that does not fit, from 0.
        offset: u64,
        /// Line of the text it stands in, from 1 (line breaks inside quotes count).
        line: u64,
    },
    /// A quote is opened and never closed.
    UnclosedQuote {
        /// Row in which it opens.
        line: u32,
    },
    /// Two columns have the same name.
    DuplicateHeadings {
        /// Each such name once.
        headings: Vec<String>,
        /// Row of the headings.
        line: u32,
    },
    /// More rows than allowed.
    TooManyRows {
        /// What is allowed.
        limit: usize,
    },
    /// More columns than allowed.
    TooManyColumns {
        /// What is allowed.
        limit: usize,
        /// First row that has more.
        line: u32,
    },
    /// More cells than allowed.
    TooManyCells {
        /// What is allowed.
        limit: usize,
    },
    /// A cell holds more text than allowed.
    CellTooLong {
        /// Its row.
        line: u32,
        /// Its column.
        column: usize,
        /// What is allowed: bytes of UTF-8 in reading, UTF-16 units (Excel's characters) in writing.
        limit: usize,
    },
    /// All cells together hold more text than allowed.
    TooMuchText {
        /// What is allowed, in bytes of UTF-8.
        limit: usize,
    },
}

impl SheetError {
    /// Stable code for the caller's words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "sheet.empty",
            Self::FileTooLarge { .. } => "sheet.file_too_large",
            Self::NotATable { .. } => "sheet.not_a_table",
            Self::SaveAsXlsx { .. } => "sheet.save_as_xlsx",
            Self::Encrypted => "sheet.encrypted",
            Self::Damaged { .. } => "sheet.damaged",
            Self::UnpackedTooLarge { .. } => "sheet.unpacked_too_large",
            Self::Encoding { .. } => "sheet.encoding",
            Self::UnclosedQuote { .. } => "sheet.unclosed_quote",
            Self::DuplicateHeadings { .. } => "sheet.duplicate_headings",
            Self::TooManyRows { .. } => "sheet.too_many_rows",
            Self::TooManyColumns { .. } => "sheet.too_many_columns",
            Self::TooManyCells { .. } => "sheet.too_many_cells",
            Self::CellTooLong { .. } => "sheet.cell_too_long",
            Self::TooMuchText { .. } => "sheet.too_much_text",
        }
    }

    /// Values for the words. `column` is given in letters, as Excel shows it.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty | Self::Encrypted => Vec::new(),
            Self::FileTooLarge { bytes, limit } => {
                vec![("bytes", bytes.to_string()), ("limit", limit.to_string())]
            }
            Self::NotATable { kind } | Self::SaveAsXlsx { kind } => vec![("kind", kind.name().to_owned())],
            Self::Damaged { detail } => vec![("detail", detail.clone())],
            Self::UnpackedTooLarge { limit } => vec![("limit", limit.to_string())],
            Self::Encoding { offset, line } => {
                vec![("offset", offset.to_string()), ("line", line.to_string())]
            }
            Self::UnclosedQuote { line } => vec![("line", line.to_string())],
            Self::DuplicateHeadings { headings, line } => {
                vec![("headings", headings.join("、")), ("line", line.to_string())]
            }
            Self::TooManyRows { limit } | Self::TooManyCells { limit } | Self::TooMuchText { limit } => {
                vec![("limit", limit.to_string())]
            }
            Self::TooManyColumns { limit, line } => {
                vec![("limit", limit.to_string()), ("line", line.to_string())]
            }
            Self::CellTooLong { line, column, limit } => vec![
                ("line", line.to_string()),
                ("column", column_name(*column)),
                ("limit", limit.to_string()),
            ],
        }
    }

    /// A workbook that does not hold together.
    pub(crate) fn damaged(detail: impl fmt::Display) -> Self {
        Self::Damaged { detail: detail.to_string() }
    }
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        for (index, (name, value)) in self.params().iter().enumerate() {
            let separator = if index == 0 { ": " } else { ", " };
            write!(f, "{separator}{name} {value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SheetError {}
