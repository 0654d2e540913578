//! Workbooks as offices send them.

use engine_sheet::{FileKind, Format, RowProblem, SheetError};

use crate::support::{Book, archive, cells, inline_row, read_staff};

#[test]
fn a_staff_list_from_excel() {
    // As Excel saves it: shared texts, phone as number, employee number as text, a date, a title in merged cells.
    let book = Book {
        strings: "<si><t>2024年花名册</t></si><si><t>姓名</t></si><si><t>工号</t></si><si><t>手机</t></si>\
            <si><t>入职日期</t></si><si><r><t>单</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">晓曾</t></r>\
            <rPh sb=\"0\" eb=\"1\"><t>shan</t></rPh></si><si><t>00123</t></si>"
            .to_owned(),
        cell_styles: r#"<xf numFmtId="0"/><xf numFmtId="31"/>"#.to_owned(),
        ..Book::of(
            r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/><c r="C1"/></row>
               <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c><c r="C3" t="s"><v>3</v></c>
                 <c r="D3" t="s"><v>4</v></c></row>
               <row r="4"><c r="A4" t="s"><v>5</v></c><c r="B4" t="s"><v>6</v></c><c r="C4"><v>13800138000</v></c>
                 <c r="D4" s="1"><v>45356</v></c></row>
               <row r="5" spans="1:4"/>
               <row r="7"><c r="A7" t="inlineStr"><is><t>乐行 &amp; &#x91cd;</t></is></c><c r="C7"><v>1.3800138001E10</v></c></row>"#,
        )
    };
    let sheet = read_staff(&book.bytes()).unwrap();
    assert_eq!(sheet.format, Format::Xlsx { sheet: "Sheet1".to_owned() });
    assert_eq!(sheet.headings, ["姓名", "工号", "手机", "入职日期"]);
    assert_eq!((sheet.heading_line, sheet.known_headings), (3, 3));
    assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 7]);
    assert_eq!(
        cells(&sheet),
        [["单晓曾", "00123", "13800138000", "2024-03-05"], ["乐行 & 重", "", "13800138001", ""]]
    );
}

#[test]
fn every_kind_of_cell() {
    let book = Book {
        number_formats: r#"<numFmt numFmtId="176" formatCode="&quot;GH&quot;00000"/>"#.to_owned(),
        cell_styles: r#"<xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="9"/>"#
            .to_owned(),
        ..Book::of(&(inline_row(1, &["姓名", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"])
            + r#"<row r="2"><c t="str"><f>A1&amp;"x"</f><v>缓存</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>
                <c t="e"><v>#N/A</v></c><c><f>SUM(A1)</f></c><c s="1"><v>123</v></c><c s="2"><v>45356.354166666664</v></c>
                <c s="3"><v>0.5</v></c><c s="4"><v>0.15</v></c><c><v>110101199003077000</v></c>
                <c t="d"><v>2024-03-05</v></c></row>"#))
    };
    let sheet = read_staff(&book.bytes()).unwrap();
    assert_eq!(
        cells(&sheet)[0],
        [
            "缓存",
            "TRUE",
            "FALSE",
            "#N/A",
            "",
            "GH00123",
            "2024-03-05T08:30:00",
            "12:00:00",
            "15%",
            "110101199003077000",
            "2024-03-05"
        ]
    );
    assert_eq!(
        sheet.rows[0].problems,
        [
            RowProblem::CellError { column: 3 },
            RowProblem::FormulaWithoutValue { column: 4 },
            RowProblem::LongNumber { column: 9 }
        ]
    );
}

#[test]
fn the_sheet_with_the_headings_is_read_and_hidden_ones_are_not() {
    let staff = inline_row(1, &["姓名", "部门"]) + &inline_row(2, &["林晓", "办公室"]);
    let bytes = Book::default()
        .sheet("旧表", r#"state="hidden""#, &(inline_row(1, &["姓名", "部门", "工号"]) + &staff))
        .sheet("填写说明", "", &inline_row(1, &["请填写姓名", "说明"]))
        .sheet("空", "", "")
        .sheet("在职", "", &staff)
        .sheet("离职", r#"state="visible""#, &staff)
        .bytes();
    let sheet = read_staff(&bytes).unwrap();
    assert_eq!(sheet.format, Format::Xlsx { sheet: "在职".to_owned() });
    assert_eq!(cells(&sheet), [["林晓", "办公室"]]);

    let first = Book::default()
        .sheet("空", "", "")
        .sheet("甲", "", &inline_row(1, &["x", "y"]))
        .sheet("乙", "", &inline_row(1, &["x", "y"]))
        .bytes();
    assert_eq!(read_staff(&first).unwrap().format, Format::Xlsx { sheet: "甲".to_owned() });

    let hidden = Book::default().sheet("甲", r#"state="veryHidden""#, &staff).bytes();
    assert_eq!(read_staff(&hidden), Err(SheetError::Empty));
}

#[test]
fn odd_but_sound_packages() {
    // Prefixes, no cell references, other case and slashes in names, CDATA, dates from 1904.
    let bytes = archive(&[
        (
            "_rels/.rels",
            r#"<r:Relationships xmlns:r="x"><r:Relationship Id="1" Type="x/officeDocument" Target="/XL\Book.xml"/></r:Relationships>"#,
        ),
        (
            "xl/_rels/book.xml.rels",
            r#"<Relationships><Relationship Id="9" Type="x/worksheet" Target="Sheet.XML"/>
               <Relationship Id="8" Type="x/styles" Target="s.xml"/></Relationships>"#,
        ),
        (
            "xl/book.xml",
            r#"<x:workbook xmlns:x="x"><x:workbookPr date1904="true"/><x:sheets><x:sheet name="a&amp;b" rel:id="9"/></x:sheets></x:workbook>"#,
        ),
        ("xl/s.xml", r#"<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        (
            "xl/sheet.xml",
            r#"<x:worksheet xmlns:x="x"><x:sheetData>
               <x:row><x:c t="str"><x:v>姓名</x:v></x:c><x:c t="str"><x:v><![CDATA[部<门]]></x:v></x:c></x:row>
               <x:row><x:c t="str"><x:v>a_x000D_
b</x:v></x:c><x:c s="1"><x:v>43894</x:v></x:c></x:row>
               </x:sheetData></x:worksheet>"#,
        ),
    ]);
    let sheet = read_staff(&bytes).unwrap();
    assert_eq!(sheet.format, Format::Xlsx { sheet: "a&b".to_owned() });
    assert_eq!(sheet.headings, ["姓名", "部<门"]);
    assert_eq!(cells(&sheet), [["a\nb", "2024-03-05"]]);
}

#[test]
fn other_archives_are_named() {
    let check = |part: &str, expect: SheetError| {
        assert_eq!(read_staff(&archive(&[("_rels/.rels", "<R/>"), (part, "")])), Err(expect));
    };
    let not = |kind| SheetError::NotATable { kind };
    check("word/document.xml", not(FileKind::Document));
    check("ppt/presentation.xml", not(FileKind::Slides));
    check("photos/1.jpg", not(FileKind::Archive));
    let ods = archive(&[("mimetype", ""), ("content.xml", "")]);
    assert_eq!(read_staff(&ods), Err(SheetError::SaveAsXlsx { kind: FileKind::Ods }));
    let numbers = archive(&[("Index/Document.iwa", ""), ("Metadata/Properties.plist", "")]);
    assert_eq!(read_staff(&numbers), Err(SheetError::SaveAsXlsx { kind: FileKind::Numbers }));
    let xlsb = archive(&[
        ("_rels/.rels", r#"<R><Relationship Id="1" Type="x/officeDocument" Target="xl/workbook.bin"/></R>"#),
        ("xl/workbook.bin", ""),
    ]);
    assert_eq!(read_staff(&xlsb), Err(SheetError::SaveAsXlsx { kind: FileKind::Xlsb }));
}
