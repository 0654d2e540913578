//! Text files as offices send them.

use encoding_rs::GB18030;
use engine_sheet::{Encoding, Format, Limits, RowProblem, SheetError, column_name, match_heading, read};

use crate::support::{KNOWN, cells, read_staff};

const STAFF: &str = "姓名,工号,手机,部门,职务,直属上级工号,邮箱\n\
    单晓曾,00123,13800000123,区政府/办公室/秘书科,科长,00007,shanxz@qu.example\n\
    乐重行,00124,+86 138 0000 0124,\"区政府/办公室/秘书科;区政府/督查室\",,00123,\n";

fn format(encoding: Encoding, delimiter: char) -> Format {
    Format::Csv { encoding, delimiter }
}

#[test]
fn a_staff_list_reads_the_same_in_every_encoding() {
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(STAFF.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files = [
        (STAFF.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{feff}{STAFF}").into_bytes(), Encoding::Utf8),
        (GB18030.encode(STAFF).0.into_owned(), Encoding::Gb18030),
        (GB18030.encode(&STAFF.replace('\n', "\r\n")).0.into_owned(), Encoding::Gb18030),
        (utf16, Encoding::Utf16Le),
    ];
    for (bytes, encoding) in files {
        let sheet = read_staff(&bytes).unwrap();
        assert_eq!(sheet.format, format(encoding, ','));
        assert_eq!(sheet.headings, KNOWN);
        assert_eq!((sheet.heading_line, sheet.known_headings), (1, 7));
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(sheet.rows[0].cells[3], "区政府/办公室/秘书科");
        assert_eq!(sheet.rows[0].cells[1], "00123");
        assert_eq!(sheet.rows[1].cells[2], "+86 138 0000 0124");
        assert_eq!(sheet.rows[1].cells[3], "区政府/办公室/秘书科;区政府/督查室");
        assert!(sheet.rows.iter().all(|row| row.problems.is_empty()));
    }
}

#[test]
fn titles_above_and_totals_below() {
    let text = "2024年区直机关通讯录,,,\n单位：区政府办公室,,填报日期：,2024-03-05\n\n\
        姓 名*,工号,手机号（必填）,部门\n\n林晓,1,13800000001,秘书科\n合计,,1人,\n填表人：周宁,,,\n";
    let sheet = read_staff(text.as_bytes()).unwrap();
    assert_eq!(sheet.heading_line, 4);
    assert_eq!(sheet.headings, ["姓 名*", "工号", "手机号（必填）", "部门"]);
    // 手机 is not 手机号: the caller lists every name it understands.
    assert_eq!(sheet.known_headings, 3);
    assert_eq!(match_heading(&sheet.headings[0], KNOWN), Some(0));
    let lines: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.looks_like_footer())).collect();
    assert_eq!(lines, [(6, false), (7, true), (8, true)]);
}

#[test]
fn a_record_is_no_footer() {
    let text = "姓名,工号,手机,部门\n总计张,1,,\n注册,,,\n合计,1,2,3\n备注：离职,,,\n合 计：12人,,,\n";
    let sheet = read_staff(text.as_bytes()).unwrap();
    let footers: Vec<_> = sheet.rows.iter().map(|row| row.looks_like_footer()).collect();
    assert_eq!(footers, [false, false, false, true, true]);
}

#[test]
fn unknown_headings_are_guessed_past_the_title() {
    let sheet = read(b"Report\n\na,b,c\n1,2,3\n", "x.csv", KNOWN, &Limits::default()).unwrap();
    assert_eq!((sheet.heading_line, sheet.known_headings), (3, 0));
    assert_eq!(sheet.headings, ["a", "b", "c"]);
    let single = read(b"a\n1\n2\n", "x.csv", &[], &Limits::default()).unwrap();
    assert_eq!(cells(&single), [["1"], ["2"]]);
}

#[test]
fn several_departments_in_a_cell_stay_one_cell() {
    for departments in
        ["办公室;督查室", "办公室；督查室", "办公室、督查室", "办公室\n督查室", "办公室，督查室"]
    {
        let text = format!("姓名,部门\n林晓,\"{departments}\"\n周宁,办公室\n");
        let sheet = read_staff(text.as_bytes()).unwrap();
        assert_eq!(sheet.rows[0].cells[1], departments);
        assert_eq!(sheet.rows[1].line, 3, "Excel counts a cell with a line break as one row");
    }
}

#[test]
fn short_rows_are_filled_and_long_ones_marked() {
    let sheet =
        read_staff("姓名,工号,部门\n林晓\n周宁,2,办公室,,\n吴迪,3,办公室,督查室,\n".as_bytes()).unwrap();
    assert_eq!(sheet.rows[0].cells, ["林晓", "", ""]);
    assert!(sheet.rows[1].problems.is_empty());
    assert_eq!(sheet.rows[2].extra, ["督查室"]);
    let problem = &sheet.rows[2].problems[0];
    assert_eq!(*problem, RowProblem::TooManyCells { expected: 3, found: 4 });
    assert_eq!(problem.code(), "sheet.row_too_many_cells");
}

#[test]
fn semicolons_and_tabs() {
    let semicolons = read_staff("姓名;部门\n林晓;办公室,督查室\n".as_bytes()).unwrap();
    assert_eq!(semicolons.format, format(Encoding::Utf8, ';'));
    assert_eq!(semicolons.rows[0].cells, ["林晓", "办公室,督查室"]);
    let tabs = read_staff("姓名\t部门\n林晓\t办公室;督查室\n".as_bytes()).unwrap();
    assert_eq!(tabs.format, format(Encoding::Utf8, '\t'));
    assert_eq!(tabs.rows[0].cells, ["林晓", "办公室;督查室"]);
    let told = read_staff("sep=;\r\n姓名;部门\r\n林晓;办公室\r\n".as_bytes()).unwrap();
    assert_eq!(told.rows[0].cells, ["林晓", "办公室"]);
}

#[test]
fn columns_without_a_name_keep_their_place() {
    let sheet = read_staff("姓名,,部门,,\n林晓,x,办公室,,\n".as_bytes()).unwrap();
    assert_eq!(sheet.headings, ["姓名", "", "部门"]);
    assert_eq!(sheet.rows[0].cells, ["林晓", "x", "办公室"]);
    assert_eq!((column_name(1), column_name(26), column_name(702)), ("B".into(), "AA".into(), "AAA".into()));
}

#[test]
fn duplicate_headings_are_named() {
    let error = read_staff("表\n姓名,手机,手机 *,姓名,备注,备注\n".as_bytes()).unwrap_err();
    let headings = ["手机 *", "姓名", "备注"].map(str::to_owned).to_vec();
    assert_eq!(error, SheetError::DuplicateHeadings { headings, line: 2 });
    assert_eq!(error.to_string(), "sheet.duplicate_headings: headings 手机 *、姓名、备注, line 2");
}

#[test]
fn numbers_rounded_by_excel_are_marked() {
    let sheet = read_staff("姓名,工号\n林晓,1.10101E+17\n".as_bytes()).unwrap();
    assert_eq!(sheet.rows[0].cells[1], "1.10101E+17");
    assert_eq!(sheet.rows[0].problems, [RowProblem::LongNumber { column: 1 }]);
    assert_eq!(sheet.rows[0].problems[0].column(), Some(1));
}

#[test]
fn wrong_bytes_are_located() {
    let mut bytes = GB18030.encode("姓名,部门\n林晓,办公室\n").0.into_owned();
    bytes.extend_from_slice(b"\xff\xff\n");
    let offset = bytes.len() as u64 - 3;
    let error = read_staff(&bytes).unwrap_err();
    assert_eq!(error, SheetError::Encoding { offset, line: 3 });
    assert_eq!(error.code(), "sheet.encoding");
}

#[test]
fn an_open_quote_is_located() {
    let error = read_staff("姓名,部门\n林晓,\"办公室\n周宁,督查室\n".as_bytes()).unwrap_err();
    assert_eq!(error, SheetError::UnclosedQuote { line: 2 });
}

#[test]
fn nothing_in_the_file() {
    for bytes in [&b""[..], b"\n\r\n ", "\u{feff}".as_bytes(), b",,,\n,,\n", b"\xff\xfe"] {
        assert_eq!(read_staff(bytes), Err(SheetError::Empty));
    }
    assert_eq!(read_staff("姓名,部门\n".as_bytes()).unwrap().rows, []);
}

#[test]
fn limits_are_kept() {
    let limits = Limits {
        rows: 2,
        columns: 3,
        cell_bytes: 6,
        cells: 5,
        text_bytes: 20,
        file_bytes: 40,
        ..Limits::default()
    };
    let check = |text: &str, expect: SheetError| {
        assert_eq!(read(text.as_bytes(), "", &[], &limits), Err(expect));
    };
    check("a\n1\n2\n3\n", SheetError::TooManyRows { limit: 2 });
    check("a,b\n1,2,3,4\n", SheetError::TooManyColumns { limit: 3, line: 2 });
    check("a,b\n1,1234567\n", SheetError::CellTooLong { line: 2, column: 1, limit: 6 });
    check("a,b,c\n1\n2\n", SheetError::TooManyCells { limit: 5 });
    check("aaaaaa,bbbbbb\n111111,222222\n", SheetError::TooMuchText { limit: 20 });
    check(&"a\n".repeat(21), SheetError::FileTooLarge { bytes: 42, limit: 40 });
    let ok = read(b"a,b,c,,\n1,,\n", "", &[], &limits).unwrap();
    assert_eq!(cells(&ok), [["1", "", ""]]);
}
