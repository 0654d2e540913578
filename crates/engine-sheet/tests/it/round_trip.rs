//! What is written comes back.

use engine_sheet::{Limits, Sheet, SheetError, XlsxOptions, read, write_csv, write_xlsx};
use proptest::prelude::*;

use crate::support::{KNOWN, cells, read_staff};

const ROWS: [[&str; 7]; 5] = [
    ["单晓曾", "00123", "13800000123", "区政府/办公室/秘书科", "科长", "00007", "shanxz@qu.example"],
    ["乐重行", "00124", "+86 138 0000 0124", "秘书科;督查室", "", "00123", ""],
    ["O'Brien, \"Tom\"", "-1", "=1+1", "办公室\n督查室", "@所有人", "'=x", "''+1"],
    [" 空格 ", "\t制表", "1.5", "＝全角", "'引号", "_x000D_", "<b>&amp;</b>"],
    ["😀𠮷", "110101199003077475", "TRUE", "2024/3/5", "#N/A", "1e5", "\u{200b}x"],
];

fn both(headings: &[&str], rows: &[Vec<String>]) -> [Sheet; 2] {
    let limits = Limits::default();
    let csv = write_csv(headings, rows);
    let xlsx = write_xlsx("花名册", headings, rows, &XlsxOptions::default()).unwrap();
    [read(&csv, "", headings, &limits).unwrap(), read(&xlsx, "", headings, &limits).unwrap()]
}

#[test]
fn a_staff_list_comes_back() {
    let csv = read_staff(&write_csv(KNOWN, ROWS)).unwrap();
    let xlsx = read_staff(&write_xlsx("花名册", KNOWN, ROWS, &XlsxOptions::default()).unwrap()).unwrap();
    for sheet in [csv, xlsx] {
        assert_eq!(sheet.headings, KNOWN);
        assert_eq!(cells(&sheet), ROWS);
        assert_eq!(sheet.rows[4].line, 6);
        assert!(sheet.rows.iter().all(|row| row.problems.is_empty()), "text is never taken for a number");
    }
}

#[test]
fn the_csv_is_what_excel_opens_right() {
    let text = String::from_utf8(write_csv(&["姓名", "手机"], [["林晓", "+86 138"]])).unwrap();
    assert_eq!(text, "\u{feff}姓名,手机\r\n林晓,'+86 138\r\n");
}

#[test]
fn the_same_table_gives_the_same_workbook() {
    let write = || write_xlsx("a", KNOWN, ROWS, &XlsxOptions::default()).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn options_are_written() {
    let options = XlsxOptions { widths: vec![Some(30), None], text_columns: Some(vec![1]) };
    let bytes = write_xlsx("a", &["姓名", "工号"], [["林晓", "1"]], &options).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut xml)
        .unwrap();
    assert!(
        xml.contains(r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#),
        "{xml}"
    );
    let columns: Vec<&str> = xml.split("<col ").skip(1).map(|col| &col[..col.find("/>").unwrap()]).collect();
    assert!(columns[0].contains("width=\"30.7") && !columns[0].contains("style="), "{columns:?}");
    assert!(columns[1].contains("width=\"8.7") && columns[1].contains("style="), "{columns:?}");
}

#[test]
fn what_excel_cannot_hold_is_refused() {
    let long = "长".repeat(32_768);
    let error = write_xlsx("a", &["a", "b"], [["", long.as_str()]], &XlsxOptions::default()).unwrap_err();
    assert_eq!(error, SheetError::CellTooLong { line: 2, column: 1, limit: 32_767 });
    let wide = vec!["x"; 16_385];
    let error = write_xlsx("a", &wide, Vec::<Vec<&str>>::new(), &XlsxOptions::default()).unwrap_err();
    assert_eq!(error, SheetError::TooManyColumns { limit: 16_384, line: 1 });
}

#[test]
fn headings_alone_make_a_template() {
    let none: [[&str; 2]; 0] = [];
    for bytes in [
        write_csv(&["姓名", "工号"], none),
        write_xlsx("模板", &["姓名", "工号"], none, &XlsxOptions::default()).unwrap(),
    ] {
        let sheet = read_staff(&bytes).unwrap();
        assert_eq!((sheet.headings.len(), sheet.rows.len()), (2, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Anything a cell may hold; `\r` comes back as `\n`, and characters no document may hold are left out here.
    #[test]
    fn any_table_comes_back(
        rows in prop::collection::vec(
            prop::collection::vec("([=+@'\"\\-,;\t\n ＝]{0,3}[\\PC]{0,8}[\t\n_]?){0,2}", 3..=3), 0..6)
    ) {
        let headings = ["甲", "乙", "丙"];
        let kept: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.replace(['\u{fffe}', '\u{ffff}'], "")).collect())
            .collect();
        // A row of nothing visible is dropped in reading; a first column that is always filled keeps them.
        let kept: Vec<Vec<String>> =
            kept.into_iter().map(|mut row| { row.insert(0, "行".to_owned()); row }).collect();
        for sheet in both(&["行", headings[0], headings[1], headings[2]], &kept) {
            let cells: Vec<&Vec<String>> = sheet.rows.iter().map(|row| &row.cells).collect();
            prop_assert_eq!(cells, kept.iter().collect::<Vec<_>>());
        }
    }
}
