//! Builds workbooks part by part, the odd ones too that no library would write.

use std::io::{Cursor, Write};

use engine_sheet::{Limits, Sheet, SheetError, read};
use zip::write::SimpleFileOptions;

/// Headings of a staff list, as the people import knows them.
pub(crate) const KNOWN: &[&str] = &["姓名", "工号", "手机", "部门", "职务", "直属上级工号", "邮箱"];

/// Reads with the headings of a staff list and default limits.
pub(crate) fn read_staff(bytes: &[u8]) -> Result<Sheet, SheetError> {
    read(bytes, "花名册", KNOWN, &Limits::default())
}

/// The cells of a sheet, row by row.
pub(crate) fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook under construction; the fields are the inner XML of the parts.
#[derive(Default)]
pub(crate) struct Book {
    /// Name, attributes of the `sheet` element, rows.
    pub(crate) sheets: Vec<(&'static str, &'static str, String)>,
    pub(crate) strings: String,
    pub(crate) strings_attributes: &'static str,
    pub(crate) number_formats: String,
    pub(crate) cell_styles: String,
    pub(crate) workbook_properties: &'static str,
}

impl Book {
    /// A workbook of one visible sheet.
    pub(crate) fn of(rows: &str) -> Self {
        Self::default().sheet("Sheet1", "", rows)
    }

    /// Adds a sheet.
    pub(crate) fn sheet(mut self, name: &'static str, attributes: &'static str, rows: &str) -> Self {
        self.sheets.push((name, attributes, rows.to_owned()));
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut sheets = String::new();
        let mut relationships = String::from(
            r#"<Relationship Id="s" Type="http://x/relationships/styles" Target="styles.xml"/>
               <Relationship Id="t" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>"#,
        );
        let mut parts = Vec::new();
        for (index, (name, attributes, rows)) in self.sheets.iter().enumerate() {
            sheets += &format!(r#"<sheet name="{name}" sheetId="{index}" r:id="r{index}" {attributes}/>"#);
            relationships += &format!(
                r#"<Relationship Id="r{index}" Type="http://x/relationships/worksheet" Target="worksheets/{index}.xml"/>"#
            );
            let content =
                format!("<worksheet><sheetViews/><sheetData>{rows}</sheetData><mergeCells/></worksheet>");
            parts.push((format!("xl/worksheets/{index}.xml"), content));
        }
        let properties = self.workbook_properties;
        let mut all = vec![
            (
                "_rels/.rels".to_owned(),
                r#"<?xml version="1.0" encoding="UTF-8"?><Relationships>
                   <Relationship Id="a" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/>
                   </Relationships>"#
                    .to_owned(),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook><workbookPr {properties}/><sheets>{sheets}</sheets></workbook>"),
            ),
            ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relationships}</Relationships>")),
            ("xl/sharedStrings.xml".to_owned(), format!("<sst {}>{}</sst>", self.strings_attributes, self.strings)),
            (
                "xl/styles.xml".to_owned(),
                format!(
                    "<styleSheet><numFmts>{}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
                     <cellXfs>{}</cellXfs></styleSheet>",
                    self.number_formats, self.cell_styles
                ),
            ),
        ];
        all.append(&mut parts);
        let all: Vec<(&str, &str)> =
            all.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
        archive(&all)
    }
}

/// A row of cells that hold their text themselves.
pub(crate) fn inline_row(line: u32, cells: &[&str]) -> String {
    let cells: String =
        cells.iter().map(|cell| format!(r#"<c t="inlineStr"><is><t>{cell}</t></is></c>"#)).collect();
    format!(r#"<row r="{line}">{cells}</row>"#)
}
