//! Writing a CSV that Excel opens right.

use crate::guard::guard;

/// A CSV of `headings` and `rows`: UTF-8 with a byte order mark (without it Excel takes Chinese for GBK), lines end
/// in CRLF, cells are quoted where needed.
///
/// A cell that a spreadsheet program would take for a formula (it begins with `=` `+` `-` `@`, their full width
/// forms, a tab or a line break) gets an apostrophe before it, also a phone number such as `+86 138 0013 8000`;
/// [`crate::read`] takes it off again, so that a table survives writing and reading unchanged, except that line
/// breaks become `\n` and rows of blank cells are dropped.
///
/// Excel turns digits in a CSV into numbers when it opens one: `00123` shows as 123 and an identity card number
/// loses its end. Offer people [`crate::write_xlsx`], which keeps them, and the CSV to programs.
pub fn write_csv<H, R, C>(headings: &[H], rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    H: AsRef<str>,
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut out = b"\xef\xbb\xbf".to_vec();
    write_row(&mut out, headings.iter().map(AsRef::as_ref));
    for row in rows {
        let row: Vec<C> = row.into_iter().collect();
        write_row(&mut out, row.iter().map(AsRef::as_ref));
    }
    out
}

fn write_row<'c>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'c str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let cell = guard(cell);
        let edge_space = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
        if edge_space || cell.contains([',', ';', '\t', '"', '\r', '\n']) {
            out.push(b'"');
            out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::write_csv;

    fn check(cells: &[&str], expect: &str) {
        let bytes = write_csv(&["a"], [cells]);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, format!("\u{feff}a\r\n{expect}\r\n"));
    }

    #[test]
    fn cells_are_quoted_and_disarmed() {
        check(&["林晓", "办公室;信息科"], "林晓,\"办公室;信息科\"");
        check(&["a \"b\"", " c"], "\"a \"\"b\"\"\",\" c\"");
        check(&["+86 138 0013 8000", "=cmd|' /C calc'!A0"], "'+86 138 0013 8000,'=cmd|' /C calc'!A0");
        check(&["甲\n乙", ""], "\"甲\n乙\",");
    }
}
