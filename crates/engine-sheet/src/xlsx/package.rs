//! The archive around a workbook: finds parts by name, streams them through one budget of unpacked bytes.

use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{FileKind, SheetError};
use crate::limits::{Limits, PARTS};

/// An open archive.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Index in the archive by name, see [`same_name`].
    parts: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: u64,
}

impl<'b> Package<'b> {
    /// Opens the archive and makes sure it is a workbook.
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, SheetError> {
        // Each entry of the directory takes memory before anything else is known; count them first.
        let entries = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
        if entries > PARTS {
            return Err(SheetError::damaged(format_args!("{entries} parts")));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_error)?;
        let parts: HashMap<String, usize> = archive
            .file_names_raw()
            .enumerate()
            .map(|(index, name)| (same_name(&String::from_utf8_lossy(name)), index))
            .collect();
        if !parts.contains_key("_rels/.rels") || !parts.keys().any(|name| name.starts_with("xl/")) {
            return Err(other_archive(&parts));
        }
        // Declared sizes are checked before anything is unpacked; honest files fail early here. What is really
        // unpacked is counted in `Metered`, for the others.
        let mut declared = 0_u64;
        for (name, index) in &parts {
            if name.ends_with(".xml") || name.ends_with(".rels") {
                let part = archive.by_index_raw(*index).map_err(zip_error)?;
                declared = declared.saturating_add(part.size());
            }
        }
        if declared > limits.unpacked_bytes {
            return Err(SheetError::UnpackedTooLarge { limit: limits.unpacked_bytes });
        }
        Ok(Self { archive, parts, left: limits.unpacked_bytes, limit: limits.unpacked_bytes })
    }

    /// Streams the part of this name; none if there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Xml<'_>>, SheetError> {
        let Some(index) = self.parts.get(&same_name(name)) else { return Ok(None) };
        let file = self.archive.by_index(*index).map_err(zip_error)?;
        let metered = Metered { inner: Box::new(file), left: &mut self.left };
        Ok(Some(Xml::new(BufReader::with_capacity(32 << 10, metered), self.limit)))
    }
}

/// Names of parts are compared without case, and some writers use backslashes or a leading slash.
fn same_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// What an archive is that holds no workbook in XML.
fn other_archive(parts: &HashMap<String, usize>) -> SheetError {
    let has = |prefix: &str| parts.keys().any(|name| name.starts_with(prefix));
    if has("xl/") {
        SheetError::damaged("no _rels/.rels")
    } else if has("word/") {
        SheetError::NotATable { kind: FileKind::Document }
    } else if has("ppt/") {
        SheetError::NotATable { kind: FileKind::Slides }
    } else if has("index/") && has("metadata/") {
        SheetError::SaveAsXlsx { kind: FileKind::Numbers }
    } else if has("mimetype") && has("content.xml") {
        SheetError::SaveAsXlsx { kind: FileKind::Ods }
    } else {
        SheetError::NotATable { kind: FileKind::Archive }
    }
}

fn zip_error(error: ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SheetError::Encrypted,
        other => SheetError::damaged(other),
    }
}

/// Counts what is unpacked and stops at the budget.
struct Metered<'p> {
    inner: Box<dyn Read + 'p>,
    left: &'p mut u64,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => *self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}

/// A part as a stream of XML events; empty elements come as a start and an end.
pub(crate) struct Xml<'p> {
    reader: quick_xml::Reader<BufReader<Metered<'p>>>,
    buffer: Vec<u8>,
    limit: u64,
}

impl<'p> Xml<'p> {
    fn new(source: BufReader<Metered<'p>>, limit: u64) -> Self {
        let mut reader = quick_xml::Reader::from_reader(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::with_capacity(1024), limit }
    }

    /// The next event; the end of the part is [`Event::Eof`].
    pub(crate) fn next(&mut self) -> Result<Event<'_>, SheetError> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
                SheetError::UnpackedTooLarge { limit: self.limit }
            }
            other => SheetError::damaged(other),
        })
    }

    /// Adds the character data of the element whose start was just read, without that of elements within it.
    pub(crate) fn text(&mut self, out: &mut String) -> Result<(), SheetError> {
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Text(text) if depth == 0 => out.push_str(&text.xml10_content()),
                Event::CData(text) if depth == 0 => out.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) if depth == 0 => push_reference(out, &reference),
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
        }
    }
}

impl Xml<'_> {
    /// Passes over the rest of the element whose start was just read.
    pub(crate) fn skip(&mut self) -> Result<(), SheetError> {
        self.text(&mut String::new())
    }
}

/// The part ends where it should not.
pub(crate) fn cut_off() -> SheetError {
    SheetError::damaged("a part ends too early")
}

/// Adds what `&…;` stands for. Entities a document defines itself are not known and stay as they are written.
pub(crate) fn push_reference(out: &mut String, reference: &BytesRef<'_>) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        out.push(c);
        return;
    }
    let name = reference.xml10_content();
    match &*name {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        other => {
            out.push('&');
            out.push_str(other);
            out.push(';');
        }
    }
}

/// The value of an attribute by its name without prefix, references resolved.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
        })
}

/// Whether an attribute that means yes or no means yes.
pub(crate) fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true" | "on"))
}
