//! Number formats of the cells; nothing else of their look matters here.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::error::SheetError;
use crate::xlsx::number::NumberFormat;
use crate::xlsx::package::{Package, attribute};

/// Cell styles a workbook may have; Excel itself allows 65,490.
const STYLES: usize = 1 << 16;

/// Own number formats a workbook may have (Excel: about 250), and the length of one.
const FORMATS: usize = 4_096;
const FORMAT_BYTES: usize = 1_024;

/// The number format of each cell style, by its index.
pub(crate) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Vec<NumberFormat>, SheetError> {
    let mut styles = Vec::new();
    let Some(part) = part else { return Ok(styles) };
    let Some(mut xml) = package.part(part)? else { return Ok(styles) };
    let mut own: HashMap<u32, NumberFormat> = HashMap::new();
    let mut cell_styles = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" if own.len() < FORMATS => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&element, "formatCode").filter(|code| code.len() <= FORMAT_BYTES);
                    if let (Some(id), Some(code)) = (id, code) {
                        own.insert(id, NumberFormat::parse(&code));
                    }
                }
                "cellXfs" => cell_styles = true,
                "xf" if cell_styles => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(own.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id)));
                    if styles.len() > STYLES {
                        return Err(SheetError::damaged("too many cell styles"));
                    }
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => return Ok(styles),
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}
