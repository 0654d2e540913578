//! The workbook part: which sheets there are, and where their parts lie.

use quick_xml::events::Event;

use crate::error::{FileKind, SheetError};
use crate::limits::PARTS;
use crate::xlsx::package::{Package, attribute, is_true};

/// What is needed to read the sheets.
pub(crate) struct Workbook {
    /// Visible worksheets in the order of their tabs.
    pub(crate) sheets: Vec<SheetPart>,
    /// Part with the shared texts, if any.
    pub(crate) strings: Option<String>,
    /// Part with the formats, if any.
    pub(crate) styles: Option<String>,
    /// Dates count from 1904 instead of 1900 (workbooks from old Macs).
    pub(crate) epoch_1904: bool,
}

/// One worksheet.
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) path: String,
}

struct Relationship {
    id: String,
    kind: String,
    path: String,
}

/// Reads the workbook part.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Workbook, SheetError> {
    let document = relationships(package, "")?
        .into_iter()
        .find(|relationship| relationship.kind == "officeDocument")
        .ok_or_else(|| SheetError::damaged("no workbook part is named"))?
        .path;
    if document.to_ascii_lowercase().ends_with(".bin") {
        return Err(SheetError::SaveAsXlsx { kind: FileKind::Xlsb });
    }
    let related = relationships(package, &document)?;
    let part_of = |kind: &str| related.iter().find(|part| part.kind == kind).map(|part| part.path.clone());
    let mut workbook = Workbook {
        sheets: Vec::new(),
        strings: part_of("sharedStrings"),
        styles: part_of("styles"),
        epoch_1904: false,
    };
    let mut xml = package.part(&document)?.ok_or_else(|| SheetError::damaged("no workbook part"))?;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "workbookPr" => workbook.epoch_1904 = is_true(&element, "date1904"),
                "sheet" => {
                    let hidden = attribute(&element, "state").is_some_and(|state| state != "visible");
                    let id = attribute(&element, "id").unwrap_or_default();
                    let part = related.iter().find(|part| part.id == id && part.kind == "worksheet");
                    if let (Some(part), false, true) = (part, hidden, workbook.sheets.len() < PARTS) {
                        let name = attribute(&element, "name").unwrap_or_default();
                        workbook.sheets.push(SheetPart { name, path: part.path.clone() });
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(workbook),
            _ => {}
        }
    }
}

/// What `part` points to; the empty name is the package itself.
fn relationships(package: &mut Package<'_>, part: &str) -> Result<Vec<Relationship>, SheetError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut related = Vec::new();
    let Some(mut xml) = package.part(&format!("{folder}/_rels/{name}.rels"))? else { return Ok(related) };
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&element, "Id"), attribute(&element, "Type"), attribute(&element, "Target"))
                else {
                    continue;
                };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                related.push(Relationship { id, kind, path: resolve(folder, &target) });
                if related.len() > PARTS {
                    return Err(SheetError::damaged("too many relationships"));
                }
            }
            Event::Eof => return Ok(related),
            _ => {}
        }
    }
}

/// The name of the part that `target` means within `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_folder_or_absolute() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/a", "../b.xml"), "xl/b.xml");
        assert_eq!(resolve("", "../../xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("xl", ".\\worksheets\\sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
