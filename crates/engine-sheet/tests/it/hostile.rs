//! Files made to do harm, and files cut or scratched on the way: always an answer, never a crash.

use std::io::{Cursor, Write};

use engine_sheet::{FileKind, Limits, SheetError, read, write_csv};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use crate::support::{Book, KNOWN, inline_row, read_staff};

fn damaged(bytes: &[u8]) {
    let result = read_staff(bytes);
    assert!(matches!(result, Err(SheetError::Damaged { .. })), "{result:?}");
}

#[test]
fn declared_counts_reserve_nothing() {
    // A reader that trusts uniqueCount asks for 240 TB here and the process ends.
    let mut book = Book::of(&inline_row(1, &["姓名"]));
    book.strings_attributes = "count=\"10000000000000\" uniqueCount=\"10000000000000\"";
    assert_eq!(read_staff(&book.bytes()).unwrap().headings, ["姓名"]);
}

#[test]
fn far_cells_allocate_nothing() {
    let far = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>"#;
    let sheet = read_staff(&Book::of(&(inline_row(1, &["姓名"]) + far)).bytes()).unwrap();
    assert!(sheet.rows.is_empty());
    let filled = far.replace("<t> </t>", "<t>x</t>");
    assert_eq!(
        read_staff(&Book::of(&(inline_row(1, &["姓名"]) + &filled)).bytes()),
        Err(SheetError::TooManyColumns { limit: 200, line: 1_048_576 })
    );
}

#[test]
fn a_bomb_stops_at_the_budget() {
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let rows = inline_row(1, &["姓名"]) + &" ".repeat(2 << 20);
    let bytes = Book::of(&rows).bytes();
    assert!(bytes.len() < 16 << 10);
    let bomb = SheetError::UnpackedTooLarge { limit: 1 << 20 };
    assert_eq!(read(&bytes, "", KNOWN, &limits), Err(bomb.clone()));

    // The same with a size in the directory that lies: counting while unpacking still stops it.
    let mut lying = bytes.clone();
    let size = u32::try_from(
        rows.len() + "<worksheet><sheetViews/><sheetData></sheetData><mergeCells/></worksheet>".len(),
    )
    .unwrap()
    .to_le_bytes();
    let mut changed = 0;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed >= 1);
    assert!(matches!(
        read(&lying, "", KNOWN, &limits),
        Err(SheetError::UnpackedTooLarge { .. } | SheetError::Damaged { .. })
    ));
}

#[test]
fn one_long_text_in_many_cells_is_too_much() {
    let limits = Limits { text_bytes: 1 << 20, ..Limits::default() };
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(100);
    let mut book = Book::of(&(inline_row(1, &["姓名", "部门"]) + &format!("<row>{cells}</row>").repeat(10)));
    book.strings = format!("<si><t>{}</t></si>", "长".repeat(10_000));
    assert_eq!(read(&book.bytes(), "", KNOWN, &limits), Err(SheetError::TooMuchText { limit: 1 << 20 }));
    book.strings = format!("<si><t>{}</t></si>", "长".repeat(11_000));
    assert_eq!(
        read(&book.bytes(), "", KNOWN, &limits),
        Err(SheetError::CellTooLong { line: 2, column: 0, limit: 32 << 10 })
    );
}

#[test]
fn broken_references_are_damage() {
    damaged(&Book::of(r#"<row r="0"><c><v>1</v></c></row>"#).bytes());
    damaged(&Book::of(r#"<row r="99999999999"><c><v>1</v></c></row>"#).bytes());
    damaged(&Book::of(r#"<row r="1"><c r="1"><v>1</v></c></row>"#).bytes());
    damaged(&Book::of(r#"<row r="1"><c t="s"><v>7</v></c></row>"#).bytes());
    damaged(&Book::of(r#"<row r="1"><c t="s"><v>-1</v></c></row>"#).bytes());
    damaged(&Book::of("<row r=\"1\"><c><v>1</c></row>").bytes());
    damaged(b"PK\x03\x04 and nothing else");
}

#[test]
fn entities_are_not_expanded() {
    let book = Book::of(&inline_row(1, &["姓名", "&boom;"]));
    assert_eq!(read_staff(&book.bytes()).unwrap().headings, ["姓名", "&boom;"]);
}

#[test]
fn an_archive_with_a_password_is_encrypted() {
    // The flag "encrypted" in both headers of the first part.
    let mut bytes = Book::of(&inline_row(1, &["姓名"])).bytes();
    for (magic, flag) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == magic).unwrap();
        bytes[at + flag] |= 1;
    }
    assert_eq!(read_staff(&bytes), Err(SheetError::Encrypted));
}

#[test]
fn an_archive_of_very_many_parts_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..10_001 {
        zip.start_file(format!("xl/{index}"), SimpleFileOptions::default()).unwrap();
    }
    zip.write_all(b"x").unwrap();
    damaged(&zip.finish().unwrap().into_inner());
}

#[test]
fn documents_of_other_kinds() {
    assert_eq!(read_staff(b"%PDF-1.4\n%\xe2\xe3"), Err(SheetError::NotATable { kind: FileKind::Pdf }));
    assert_eq!(
        read_staff(b"<html><table><tr><td>x</td></tr></table></html>"),
        Err(SheetError::NotATable { kind: FileKind::Markup })
    );
}

fn sample_xlsx() -> Vec<u8> {
    let mut book = Book::of(
        &(inline_row(1, &["姓名", "工号", "手机"])
            + r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>123</v></c><c r="C2" s="2"><f>1</f><v>4.5E4</v></c></row>"#),
    );
    book.strings = "<si><t>林晓 &amp; _x0041_</t></si>".to_owned();
    book.cell_styles = r#"<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/>"#.to_owned();
    book.number_formats = r#"<numFmt numFmtId="164" formatCode="&quot;A&quot;000"/>"#.to_owned();
    book.bytes()
}

/// The parts of the sample, changed and packed again, so that scratches reach the XML and not only the checksum.
fn repacked(change: impl Fn(usize, &mut Vec<u8>)) -> Vec<u8> {
    let bytes = sample_xlsx();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).unwrap();
        change(index, &mut content);
        zip.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn scratch(bytes: &mut Vec<u8>, scratches: &[(usize, u8)], cut: usize) {
    for (at, byte) in scratches {
        let length = bytes.len().max(1);
        if let Some(target) = bytes.get_mut(at % length) {
            *target = *byte;
        }
    }
    let keep = bytes.len() - cut % (bytes.len() + 1);
    if cut.is_multiple_of(3) {
        bytes.truncate(keep);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_staff(&bytes);
    }

    #[test]
    fn any_text_gives_an_answer(text in "[姓名部门a,;\t\"\r\n'=+ ]{0,80}") {
        let _ = read_staff(text.as_bytes());
    }

    #[test]
    fn a_scratched_csv_gives_an_answer(
        scratches in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        cut in any::<usize>(),
    ) {
        let mut bytes = write_csv(&["姓名", "部门"], [["林晓", "办公室\n督查室"], ["周\"宁", "=1"]]);
        scratch(&mut bytes, &scratches, cut);
        let _ = read_staff(&bytes);
        let _ = read_staff(bytes.get(3..).unwrap_or_default());
    }

    #[test]
    fn a_scratched_xlsx_gives_an_answer(
        scratches in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        cut in any::<usize>(),
    ) {
        let mut bytes = sample_xlsx();
        scratch(&mut bytes, &scratches, cut);
        let _ = read_staff(&bytes);
    }

    #[test]
    fn scratched_parts_give_an_answer(
        part in 0_usize..6,
        scratches in prop::collection::vec((any::<usize>(), prop::sample::select(&b"<>/\"'=&;0A \xe5_"[..])), 1..5),
        cut in any::<usize>(),
    ) {
        let bytes = repacked(|index, content| if index == part { scratch(content, &scratches, cut) });
        let _ = read_staff(&bytes);
    }
}
