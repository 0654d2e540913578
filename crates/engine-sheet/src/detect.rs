//! What a file is, by its first bytes.

use crate::error::{FileKind, SheetError};

/// Forms that are read further.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// A CSV, if anything.
    Text,
    /// An xlsx, if anything.
    Zip,
}

/// Decides how to read `bytes`, or says what they are instead of a table.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Container, SheetError> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SheetError::Empty);
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Ok(Container::Zip);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(compound_file(bytes));
    }
    let not = |kind| Err(SheetError::NotATable { kind });
    if starts(b"%PDF-") {
        return not(FileKind::Pdf);
    }
    if is_image(bytes) {
        return not(FileKind::Image);
    }
    if starts(b"{\\rtf") {
        return not(FileKind::Document);
    }
    if starts(b"Rar!") || starts(b"7z\xbc\xaf\x27\x1c") || starts(b"\x1f\x8b") {
        return not(FileKind::Archive);
    }
    if is_markup(bytes) {
        return not(FileKind::Markup);
    }
    // Text in UTF-16 is full of zero bytes and announces itself; any other text has none.
    if !starts(b"\xff\xfe") && !starts(b"\xfe\xff") && bytes.contains(&0) {
        return not(FileKind::Binary);
    }
    Ok(Container::Text)
}

/// An OLE compound file: a protected xlsx, an old workbook, or another old document. The names of its streams stand
/// in it in UTF-16.
fn compound_file(bytes: &[u8]) -> SheetError {
    let has_stream = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has_stream("EncryptedPackage") {
        SheetError::Encrypted
    } else if has_stream("Workbook") || has_stream("Book") {
        SheetError::SaveAsXlsx { kind: FileKind::Xls }
    } else if has_stream("WordDocument") {
        SheetError::NotATable { kind: FileKind::Document }
    } else if has_stream("PowerPoint Document") {
        SheetError::NotATable { kind: FileKind::Slides }
    } else {
        SheetError::NotATable { kind: FileKind::Binary }
    }
}

fn is_image(bytes: &[u8]) -> bool {
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // A BMP has four reserved zero bytes; a list may well begin with the letters BM.
    let bmp = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    let heic = bytes.get(4..8) == Some(b"ftyp");
    riff || bmp
        || heic
        || [&b"\x89PNG"[..], b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"]
            .iter()
            .any(|magic| bytes.starts_with(magic))
}

fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head: Vec<u8> = text.iter().take(14).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype html"[..], b"<html", b"<table", b"<head", b"<meta", b"<style", b"<?xml", b"<!--"]
        .iter()
        .any(|tag| head.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: Result<Container, SheetError>) {
        assert_eq!(sniff(bytes), expect);
    }

    fn compound(stream: &str) -> Vec<u8> {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0".to_vec();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn what_is_not_a_table_is_named() {
        let not = |kind| Err(SheetError::NotATable { kind });
        check(b"%PDF-1.7 ...", not(FileKind::Pdf));
        check(b"\x89PNG\r\n\x1a\n", not(FileKind::Image));
        check(b"\xff\xd8\xff\xe0", not(FileKind::Image));
        check(b"{\\rtf1", not(FileKind::Document));
        check(b"\n <HTML><table>", not(FileKind::Markup));
        check(b"<?xml version=\"1.0\"?><Workbook>", not(FileKind::Markup));
        check(b"\x7fELF\0\0", not(FileKind::Binary));
        check(&compound("WordDocument"), not(FileKind::Document));
    }

    #[test]
    fn old_and_protected_workbooks_have_their_own_errors() {
        check(&compound("Workbook"), Err(SheetError::SaveAsXlsx { kind: FileKind::Xls }));
        check(&compound("EncryptedPackage"), Err(SheetError::Encrypted));
    }

    #[test]
    fn text_is_text_and_nothing_is_nothing() {
        check("BM,姓名".as_bytes(), Ok(Container::Text));
        check(b"\xff\xfea\0", Ok(Container::Text));
        check(b" \r\n", Err(SheetError::Empty));
        check(b"", Err(SheetError::Empty));
    }
}
