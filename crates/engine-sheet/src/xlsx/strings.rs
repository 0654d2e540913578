//! Texts: the shared ones, and those that stand in a cell. Runs of rich text are joined; readings above characters
//! (`rPh`, furigana) are left out.

use quick_xml::events::Event;

use crate::error::SheetError;
use crate::limits::Limits;
use crate::xlsx::package::{Package, Xml, cut_off};

/// The shared texts, one after the other in one allocation.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// The text with this index.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.text.get(start..end)
    }
}

/// Reads the shared texts.
pub(crate) fn read(
    package: &mut Package<'_>,
    part: Option<&str>,
    limits: &Limits,
) -> Result<Strings, SheetError> {
    let mut strings = Strings::default();
    let Some(part) = part else { return Ok(strings) };
    let Some(mut xml) = package.part(part)? else { return Ok(strings) };
    let mut item = String::new();
    loop {
        let starts = match xml.next()? {
            Event::Start(element) => element.local_name().as_ref() == "si",
            Event::Eof => return Ok(strings),
            _ => false,
        };
        if !starts {
            continue;
        }
        item.clear();
        rich_text(&mut xml, &mut item)?;
        strings.text.push_str(&item);
        strings.ends.push(strings.text.len());
        if strings.text.len() > limits.text_bytes {
            return Err(SheetError::TooMuchText { limit: limits.text_bytes });
        }
        if strings.ends.len() > limits.cells {
            return Err(SheetError::TooManyCells { limit: limits.cells });
        }
    }
}

/// Adds the text of the element (`si`, `is`) whose start was just read.
pub(crate) fn rich_text(xml: &mut Xml<'_>, out: &mut String) -> Result<(), SheetError> {
    enum Step {
        Text,
        Reading,
        Other(i32),
        End,
    }
    let from = out.len();
    let mut depth = 0;
    loop {
        let step = match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => Step::Text,
                "rPh" => Step::Reading,
                _ => Step::Other(1),
            },
            Event::End(_) if depth == 0 => Step::End,
            Event::End(_) => Step::Other(-1),
            Event::Eof => return Err(cut_off()),
            _ => Step::Other(0),
        };
        match step {
            Step::Text => xml.text(out)?,
            Step::Reading => xml.skip()?,
            Step::Other(change) => depth += change,
            Step::End => break,
        }
    }
    if let Some(plain) = unescape(&out[from..]) {
        out.replace_range(from.., &plain);
    }
    Ok(())
}

/// Characters that XML cannot hold are written `_x000D_`, and an underscore that would read so `_x005F_`; none if
/// there is no such sequence. Line breaks come out as `\n`.
pub(crate) fn unescape(text: &str) -> Option<String> {
    if !text.contains("_x") {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|code| {
                rest[at + 6..].starts_with('_') && code.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    Some(plain.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes() {
        assert_eq!(unescape("a_x000D_\nb").as_deref(), Some("a\nb"));
        assert_eq!(unescape("_x005F_x000D_").as_deref(), Some("_x000D_"));
        assert_eq!(unescape("my_xls_x00"), Some("my_xls_x00".to_owned()));
        assert_eq!(unescape("_xD800_"), Some("_xD800_".to_owned()));
        assert_eq!(unescape("_x00é_"), Some("_x00é_".to_owned()));
        assert_eq!(unescape("plain"), None);
    }
}
