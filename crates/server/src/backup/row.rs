//! A row as a line of JSON, and back. The line is the same whichever engine the row lies in.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use platform_db::{ColumnKind, Val};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

/// Longest line. The largest value that anything of ours stores in a row is a few MiB; what is longer is no row.
pub(super) const LINE: usize = 64 << 20;

/// Adds the line of a row to `out`.
pub(super) fn write_row(out: &mut Vec<u8>, row: &[Val]) -> std::io::Result<()> {
    out.push(b'[');
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        match value {
            Val::Null => out.extend_from_slice(b"null"),
            Val::Bool(yes) => out.push(if *yes { b'1' } else { b'0' }),
            Val::Int(number) => write!(out, "{number}")?,
            // The shortest text that reads back as the same number.
            Val::Real(number) => write!(out, "\"{number:?}\"")?,
            Val::Text(text) => serde_json::to_writer(&mut *out, text)?,
            Val::Blob(bytes) => write!(out, "\"{}\"", STANDARD.encode(bytes))?,
        }
    }
    out.extend_from_slice(b"]\n");
    Ok(())
}

/// Reads a line into values of these kinds, which are those of the table that is filled. What does not fit is told in
/// words for the log.
pub(super) fn read_row(line: &[u8], kinds: &[ColumnKind]) -> Result<Vec<Val>, String> {
    let cells: Vec<Cell> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if cells.len() != kinds.len() {
        return Err(format!("a row has {} values, not {}", cells.len(), kinds.len()));
    }
    cells.into_iter().zip(kinds).map(|(cell, kind)| value(cell, *kind)).collect()
}

fn value(cell: Cell<'_>, kind: ColumnKind) -> Result<Val, String> {
    Ok(match (cell, kind) {
        (Cell::Null, _) => Val::Null,
        (Cell::Int(number), ColumnKind::Int) => Val::Int(number),
        (Cell::Int(number @ (0 | 1)), ColumnKind::Bool) => Val::Bool(number == 1),
        (Cell::Text(text), ColumnKind::Text) => Val::Text(text.into_owned()),
        (Cell::Text(text), ColumnKind::Blob) => {
            Val::Blob(STANDARD.decode(&*text).map_err(|error| error.to_string())?)
        }
        (Cell::Text(text), ColumnKind::Real) => {
            Val::Real(text.parse().map_err(|_| "a value is not a number".to_owned())?)
        }
        (_, kind) => return Err(format!("a value does not fit a column of {kind:?}")),
    })
}

enum Cell<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
}

impl<'de> Deserialize<'de> for Cell<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellVisitor;
        impl<'de> Visitor<'de> for CellVisitor {
            type Value = Cell<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null, a whole number or a string")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Cell::Null)
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Cell::Int(number))
            }
            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
                i64::try_from(number).map(Cell::Int).map_err(E::custom)
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cell::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cell::Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_any(CellVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_reads_back_as_it_was() {
        use ColumnKind::{Blob, Bool, Int, Real, Text};
        let rows = [
            (Int, Val::Int(i64::MIN)),
            (Int, Val::Int(i64::MAX)),
            (Bool, Val::Bool(true)),
            (Bool, Val::Bool(false)),
            (Real, Val::Real(0.1 + 0.2)),
            (Real, Val::Real(f64::MIN_POSITIVE)),
            (Real, Val::Real(f64::NEG_INFINITY)),
            (Text, Val::Text("\"换行\n\u{0}\u{2028}\\🀄".to_owned())),
            (Text, Val::Text(String::new())),
            (Blob, Val::Blob((0..=255).collect())),
            (Blob, Val::Blob(Vec::new())),
            (Text, Val::Null),
            (Blob, Val::Null),
        ];
        let (kinds, values): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let mut line = Vec::new();
        write_row(&mut line, &values).unwrap();
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert_eq!(read_row(&line, &kinds).unwrap(), values);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let kinds = [ColumnKind::Int, ColumnKind::Bool];
        for bad in [
            "",
            "[",
            "[1]",
            "[1,2]",
            "[1,1,1]",
            "[\"a\",1]",
            "[1.5,1]",
            "[9223372036854775808,1]",
            "{}",
            "[[],1]",
        ] {
            assert!(read_row(bad.as_bytes(), &kinds).is_err(), "{bad}");
        }
    }
}
