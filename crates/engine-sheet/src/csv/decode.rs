//! From bytes to text. An encoding is chosen only when every byte fits it: a name with a replacement character in it
//! would be worse than an error.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, GB18030};

use crate::error::SheetError;
use crate::sheet::Encoding;

/// Decodes a whole file.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), SheetError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
            Err(error) => Err(unreadable(bytes, 3 + error.valid_up_to())),
        };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(bytes, rest, u16::from_le_bytes).map(|text| (Cow::Owned(text), Encoding::Utf16Le));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(bytes, rest, u16::from_be_bytes).map(|text| (Cow::Owned(text), Encoding::Utf16Be));
    }
    let first_bad = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) => error.valid_up_to(),
    };
    if is_broken_utf8(bytes) {
        return Err(unreadable(bytes, first_bad));
    }
    match gb18030(bytes) {
        Ok(text) => Ok((Cow::Owned(text), Encoding::Gb18030)),
        // The encoding that got further is the one the file was meant in.
        Err(offset) => Err(unreadable(bytes, offset.max(first_bad))),
    }
}

/// Whether the text was written as UTF-8 and a few bytes were lost, as happens when a tool cuts within a character.
/// Most of such a file would pass as GB18030 and come out as other characters. Chinese UTF-8 has three bytes a
/// character, and GB18030 text seldom forms such a triple by chance.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let mut triples = 0_usize;
    let mut breaks = 0_usize;
    for chunk in bytes.utf8_chunks() {
        triples += chunk.valid().chars().filter(|c| c.len_utf8() == 3).count();
        breaks += usize::from(!chunk.invalid().is_empty());
    }
    triples > 4 * breaks
}

fn gb18030(bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len() * 2);
    let mut text = String::with_capacity(capacity);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(length, after), read) => {
            Err(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
        (DecoderResult::OutputFull, read) => Err(read),
    }
}

fn utf16(bytes: &[u8], rest: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, SheetError> {
    let (pairs, odd) = rest.as_chunks::<2>();
    let mut text = String::with_capacity(rest.len());
    let mut offset = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let Ok(c) = decoded else { return Err(utf16_unreadable(bytes, &text, offset)) };
        offset += c.len_utf16() * 2;
        text.push(c);
    }
    if odd.is_empty() { Ok(text) } else { Err(utf16_unreadable(bytes, &text, bytes.len() - 1)) }
}

fn utf16_unreadable(bytes: &[u8], text: &str, offset: usize) -> SheetError {
    let line = 1 + text.bytes().filter(|byte| *byte == b'\n').count();
    SheetError::Encoding { offset: offset.min(bytes.len()) as u64, line: line as u64 }
}

fn unreadable(bytes: &[u8], offset: usize) -> SheetError {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    SheetError::Encoding { offset: offset as u64, line: line as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        assert_eq!(decode(bytes).unwrap(), (Cow::Borrowed(text), encoding));
    }

    fn check_error(bytes: &[u8], offset: u64, line: u64) {
        assert_eq!(decode(bytes), Err(SheetError::Encoding { offset, line }));
    }

    #[test]
    fn encodings_of_real_files() {
        check("姓名".as_bytes(), "姓名", Encoding::Utf8);
        check("\u{feff}姓名".as_bytes(), "姓名", Encoding::Utf8);
        check(&GB18030.encode("姓名,㐂,𠮷野").0, "姓名,㐂,𠮷野", Encoding::Gb18030);
        check(b"\xff\xfe\xd3\x59\x0d\x54", "姓名", Encoding::Utf16Le);
        check(b"\xfe\xff\x59\xd3\x54\x0d", "姓名", Encoding::Utf16Be);
    }

    #[test]
    fn neither_encoding_names_the_byte() {
        check_error(b"name\nok\n\xff\xff", 8, 3);
        check_error(b"\xef\xbb\xbfa\n\xff", 5, 2);
        check_error(b"\xff\xfea\0\n\0\x00\xd8", 6, 2);
        check_error(b"\xff\xfea\0b", 4, 1);
    }

    #[test]
    fn utf8_with_a_lost_byte_is_not_taken_for_gb18030() {
        let mut bytes = "姓名,部门\n林晓,办公室\n周宁,信息科\n".as_bytes().to_vec();
        let cut = bytes.iter().rposition(|byte| *byte == b',').unwrap() - 1;
        bytes.remove(cut);
        assert!(matches!(decode(&bytes), Err(SheetError::Encoding { line: 3, .. })));
    }
}
