//! Cells of a CSV: RFC 4180, and lenient where real files are.

use crate::error::SheetError;
use crate::sheet::{RawRow, is_blank};

/// The rows of a text, blank ones included.
pub(crate) struct Records<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
    columns: usize,
    line: u32,
    lenient: bool,
}

impl<'t> Records<'t> {
    /// Rows of at most `columns` cells; further ones must be blank.
    pub(crate) fn new(text: &'t str, delimiter: u8, columns: usize) -> Self {
        Self { text, at: 0, delimiter, columns, line: 0, lenient: false }
    }

    /// The same for guessing: an open quote reaches to the end instead of failing.
    pub(crate) fn lenient(text: &'t str, delimiter: u8, columns: usize) -> Self {
        Self { lenient: true, ..Self::new(text, delimiter, columns) }
    }

    /// The next row, none at the end. A line break at the end of the text does not begin another.
    pub(crate) fn next(&mut self) -> Result<Option<RawRow>, SheetError> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        self.line += 1;
        let mut cells = Vec::new();
        loop {
            let cell = if self.byte() == Some(b'"') { self.quoted()? } else { self.plain().to_owned() };
            if cells.len() < self.columns {
                cells.push(cell);
            } else if !is_blank(&cell) {
                return Err(SheetError::TooManyColumns { limit: self.columns, line: self.line });
            }
            match self.byte() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    break;
                }
                _ => {
                    self.at += 1;
                    break;
                }
            }
        }
        Ok(Some(RawRow { line: self.line, cells, problems: Vec::new() }))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Up to the next separator or line break. All signs looked for are ASCII, so the slice is whole characters.
    fn plain(&mut self) -> &'t str {
        let rest = &self.text[self.at.min(self.text.len())..];
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
        let length = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// From one quote to its partner; a doubled quote stands for one. Text between the closing quote and the
    /// separator is kept, as Excel does.
    fn quoted(&mut self) -> Result<String, SheetError> {
        let mut cell = String::new();
        loop {
            self.at += 1;
            let rest = &self.text[self.at..];
            let Some(length) = rest.find('"') else {
                if !self.lenient {
                    return Err(SheetError::UnclosedQuote { line: self.line });
                }
                self.at = self.text.len();
                push_lines(&mut cell, rest);
                return Ok(cell);
            };
            push_lines(&mut cell, &rest[..length]);
            self.at += length + 1;
            if self.byte() == Some(b'"') {
                cell.push('"');
            } else {
                cell.push_str(self.plain());
                return Ok(cell);
            }
        }
    }
}

/// Adds text with every line break as `\n`.
fn push_lines(cell: &mut String, text: &str) {
    let mut parts = text.split("\r\n").flat_map(|part| part.split('\r'));
    if let Some(first) = parts.next() {
        cell.push_str(first);
    }
    for part in parts {
        cell.push('\n');
        cell.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(u32, &[&str])]) {
        let mut records = Records::new(text, b',', 10);
        let mut rows = Vec::new();
        while let Some(row) = records.next().unwrap() {
            rows.push((row.line, row.cells));
        }
        let expect: Vec<_> = expect
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|c| (*c).to_owned()).collect()))
            .collect();
        assert_eq!(rows, expect, "{text:?}");
    }

    #[test]
    fn cells_and_lines() {
        check("a,b\nc,d", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,b\r\nc,\r\n", &[(1, &["a", "b"]), (2, &["c", ""])]);
        check("a\rb\r", &[(1, &["a"]), (2, &["b"])]);
        check("a\n\nb\n", &[(1, &["a"]), (2, &[""]), (3, &["b"])]);
        check("a,", &[(1, &["a", ""])]);
    }

    #[test]
    fn quotes() {
        check("\"a,\"\"b\"\"\",c", &[(1, &["a,\"b\"", "c"])]);
        check("\"a\r\nb\",c\nd", &[(1, &["a\nb", "c"]), (2, &["d"])]);
        check("\"a\" x,5\" disk", &[(1, &["a x", "5\" disk"])]);
        check("\"\"", &[(1, &[""])]);
    }

    #[test]
    fn an_open_quote_names_its_row() {
        let mut records = Records::new("a\n\"b\nc\n", b',', 10);
        assert!(records.next().is_ok());
        assert_eq!(records.next().unwrap_err(), SheetError::UnclosedQuote { line: 2 });
    }

    #[test]
    fn columns_are_bounded() {
        let mut records = Records::new("a,b,,,\na,b,c\n", b',', 2);
        assert_eq!(records.next().unwrap().unwrap().cells, ["a", "b"]);
        assert_eq!(records.next().unwrap_err(), SheetError::TooManyColumns { limit: 2, line: 2 });
    }
}
