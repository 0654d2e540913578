//! What can be wrong with a table of people, in words: with the file, with an import as a whole, with a row.

use kernel::{ErrorCode, Kind};

/// Not a file that this person uploaded.
pub(crate) static IMPORT_FILE_UNUSABLE: ErrorCode = ErrorCode {
    id: "people.import_file_unusable",
    kind: Kind::Invalid,
    zh: "请使用本人上传的文件。",
    en: "Use a file that you uploaded yourself.",
};
/// The file was removed since it was sent.
pub(crate) static IMPORT_FILE_GONE: ErrorCode = ErrorCode {
    id: "people.import_file_gone",
    kind: Kind::Gone,
    zh: "上传的文件已被删除，请重新上传。",
    en: "The uploaded file was removed. Please upload it again.",
};
/// Nothing is in the file.
pub(crate) static IMPORT_FILE_EMPTY: ErrorCode = ErrorCode {
    id: "people.import_file_empty",
    kind: Kind::Invalid,
    zh: "文件里没有内容。第一行应为列名，例如 姓名、工号、手机、部门。",
    en: "There is nothing in the file. Its first row holds the headings, such as name, employee number, mobile, department.",
};
/// There are headings and nothing below them.
pub(crate) static IMPORT_NO_ROWS: ErrorCode = ErrorCode {
    id: "people.import_no_rows",
    kind: Kind::Invalid,
    zh: "列名下面没有数据行。",
    en: "There are no rows below the headings.",
};
/// More bytes than are read.
pub(crate) static IMPORT_FILE_TOO_LARGE: ErrorCode = ErrorCode {
    id: "people.import_file_too_large",
    kind: Kind::TooLarge,
    zh: "文件太大：最大 {limit} 字节。请删去无关的列，或分成几个文件导入。",
    en: "The file is too large: {limit} bytes at most. Remove columns that are not needed, or import it in parts.",
};
/// A picture, a document, an archive.
pub(crate) static IMPORT_NOT_A_TABLE: ErrorCode = ErrorCode {
    id: "people.import_not_a_table",
    kind: Kind::UnsupportedType,
    zh: "这不是表格文件（{kind}）。请使用 CSV 或 xlsx。",
    en: "This file is no table ({kind}). Use CSV or xlsx.",
};
/// A table in a form that is not read.
pub(crate) static IMPORT_SAVE_AS_XLSX: ErrorCode = ErrorCode {
    id: "people.import_save_as_xlsx",
    kind: Kind::UnsupportedType,
    zh: "暂不支持 {kind} 格式。请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。",
    en: "Tables of the form {kind} are not read. Open it in Excel or WPS, save it as xlsx and send that.",
};
/// The workbook asks for a password.
pub(crate) static IMPORT_ENCRYPTED: ErrorCode = ErrorCode {
    id: "people.import_encrypted",
    kind: Kind::Invalid,
    zh: "文件设有打开密码。请去掉密码后再导入。",
    en: "The workbook is protected by a password. Remove the password and send it again.",
};
/// The workbook does not hold together.
pub(crate) static IMPORT_DAMAGED: ErrorCode = ErrorCode {
    id: "people.import_damaged",
    kind: Kind::Invalid,
    zh: "文件已损坏，无法读取。请用 Excel 或 WPS 打开并另存后再试。",
    en: "The file is damaged. Open it in Excel or WPS, save it again and send that.",
};
/// The workbook unpacks to more than it may.
pub(crate) static IMPORT_UNPACKED_TOO_LARGE: ErrorCode = ErrorCode {
    id: "people.import_unpacked_too_large",
    kind: Kind::TooLarge,
    zh: "文件解压后超过 {limit} 字节，无法读取。请删去图片、多余的工作表和列。",
    en: "The file unpacks to more than {limit} bytes. Remove pictures, other sheets and columns that are not needed.",
};
/// Neither UTF-8 nor GB18030.
pub(crate) static IMPORT_ENCODING: ErrorCode = ErrorCode {
    id: "people.import_encoding",
    kind: Kind::Invalid,
    zh: "第 {line} 行的文字编码无法识别。请将文件另存为 xlsx 或 UTF-8 编码的 CSV。",
    en: "The characters in line {line} cannot be read. Save the file as xlsx, or as CSV in UTF-8.",
};
/// A quote is opened and never closed.
pub(crate) static IMPORT_UNCLOSED_QUOTE: ErrorCode = ErrorCode {
    id: "people.import_unclosed_quote",
    kind: Kind::Invalid,
    zh: "第 {line} 行有一个双引号没有配对，后面的内容无法区分。请补上或删去它。",
    en: "A quote in row {line} is never closed, so what follows cannot be told apart. Close or remove it.",
};
/// Two columns have the same name.
pub(crate) static IMPORT_HEADINGS_REPEATED: ErrorCode = ErrorCode {
    id: "people.import_headings_repeated",
    kind: Kind::Invalid,
    zh: "第 {line} 行有重名的列：{headings}。请改名或删去多余的列。",
    en: "Columns in row {line} have the same name: {headings}. Rename or remove the ones too many.",
};
/// More rows than are read at once.
pub(crate) static IMPORT_TOO_MANY_ROWS: ErrorCode = ErrorCode {
    id: "people.import_too_many_rows",
    kind: Kind::TooLarge,
    zh: "一次最多导入 {limit} 行。请分成几个文件。",
    en: "At most {limit} rows can be imported at once. Split the file.",
};
/// More columns than a list has.
pub(crate) static IMPORT_TOO_MANY_COLUMNS: ErrorCode = ErrorCode {
    id: "people.import_too_many_columns",
    kind: Kind::TooLarge,
    zh: "第 {line} 行超过了 {limit} 列。请删去无关的列。",
    en: "Row {line} has more than {limit} columns. Remove those that are not needed.",
};
/// More cells than are read at once.
pub(crate) static IMPORT_TOO_MANY_CELLS: ErrorCode = ErrorCode {
    id: "people.import_too_many_cells",
    kind: Kind::TooLarge,
    zh: "表格超过了 {limit} 个单元格。请删去无关的列，或分成几个文件。",
    en: "The table has more than {limit} cells. Remove columns that are not needed, or split the file.",
};
/// A cell holds a book.
pub(crate) static IMPORT_CELL_TOO_LONG: ErrorCode = ErrorCode {
    id: "people.import_cell_too_long",
    kind: Kind::TooLarge,
    zh: "第 {line} 行 {column} 列的内容太长（超过 {limit} 字节）。",
    en: "The cell in row {line}, column {column} is too long (more than {limit} bytes).",
};
/// All cells together hold more than is read.
pub(crate) static IMPORT_TOO_MUCH_TEXT: ErrorCode = ErrorCode {
    id: "people.import_too_much_text",
    kind: Kind::TooLarge,
    zh: "表格的文字总量超过了 {limit} 字节。请删去无关的列，或分成几个文件。",
    en: "The table holds more than {limit} bytes of text. Remove columns that are not needed, or split the file.",
};

/// No such import, or it is somebody else's.
pub(crate) static IMPORT_NOT_FOUND: ErrorCode = ErrorCode {
    id: "people.import_not_found",
    kind: Kind::NotFound,
    zh: "找不到这次导入，它可能已被清理。",
    en: "This import was not found. It may have been removed meanwhile.",
};
/// Where it stands it cannot be changed or applied.
pub(crate) static IMPORT_NOT_READY: ErrorCode = ErrorCode {
    id: "people.import_not_ready",
    kind: Kind::Conflict,
    zh: "这次导入当前的状态不能进行这项操作，请刷新后再试。",
    en: "Where this import stands, it does not allow this. Reload and look again.",
};
/// The directory changed since the preview.
pub(crate) static IMPORT_STALE: ErrorCode = ErrorCode {
    id: "people.import_stale",
    kind: Kind::Conflict,
    zh: "预览之后通讯录又有变动，影响到这次导入。预览已更新，请重新核对后再应用。",
    en: "The directory changed after the preview, in what this import touches. The preview was renewed: look again, then apply it.",
};
/// Another administrator made it.
pub(crate) static IMPORT_NOT_YOURS: ErrorCode = ErrorCode {
    id: "people.import_not_yours",
    kind: Kind::Forbidden,
    zh: "这次导入由其他管理员发起，只有发起人可以修改或应用。",
    en: "Another administrator began this import; only that person can change or apply it.",
};
/// Somebody has too many imports that wait.
pub(crate) static IMPORT_TOO_MANY_OPEN: ErrorCode = ErrorCode {
    id: "people.import_too_many_open",
    kind: Kind::Conflict,
    zh: "你有 {max} 个导入还没有完成，请先应用或取消。",
    en: "You have {max} imports that are not finished. Apply or cancel some of them first.",
};
/// Nothing tells who a row is about.
pub(crate) static IMPORT_NO_NAME_COLUMN: ErrorCode = ErrorCode {
    id: "people.import_no_name_column",
    kind: Kind::Invalid,
    zh: "没有找到“姓名”列，无法新增人员。请指定哪一列是姓名。",
    en: "There is no column of names, which new people need. Say which column holds them.",
};
/// The mapping names a column that the file does not have.
pub(crate) static IMPORT_COLUMN_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.import_column_unknown",
    kind: Kind::Invalid,
    zh: "文件里没有“{column}”这一列。",
    en: "The file has no column “{column}”.",
};
/// Two columns are mapped to one field.
pub(crate) static IMPORT_FIELD_TWICE: ErrorCode = ErrorCode {
    id: "people.import_field_twice",
    kind: Kind::Invalid,
    zh: "“{field}”已由“{column}”列填写，一个字段只能对应一列。",
    en: "“{field}” is already filled by the column “{column}”; a field has one column.",
};
/// The organisation of this office does not exist yet.
pub(crate) static OFFICE_NOT_OPEN: ErrorCode = ErrorCode {
    id: "people.office_not_open",
    kind: Kind::Conflict,
    zh: "这里还没有组织，请先运行一次 courtyard serve。",
    en: "There is no organisation here yet. Run courtyard serve once first.",
};

/// More cells than headings.
pub(crate) static ROW_TOO_MANY_CELLS: ErrorCode = ErrorCode {
    id: "people.import_row_too_many_cells",
    kind: Kind::Invalid,
    zh: "这一行比列名多出内容，可能有逗号没有用引号括起来。",
    en: "This row has more cells than there are headings; perhaps a comma within a cell is not quoted.",
};
/// Excel kept 15 digits of a longer number.
pub(crate) static ROW_LONG_NUMBER: ErrorCode = ErrorCode {
    id: "people.import_row_long_number",
    kind: Kind::Invalid,
    zh: "数字超过 15 位，Excel 已丢失末尾几位。请把这一列设为“文本”格式后重新填写。",
    en: "The number has more than 15 digits and Excel lost the last ones. Format the column as text and enter it again.",
};
/// A number as Excel shortens it.
pub(crate) static ROW_SCIENTIFIC: ErrorCode = ErrorCode {
    id: "people.import_row_scientific",
    kind: Kind::Invalid,
    zh: "数字被显示成了科学计数法，原来的号码已丢失。请把这一列设为“文本”格式后重新填写。",
    en: "The number was shortened to powers of ten and its digits are lost. Format the column as text and enter it again.",
};
/// The cell shows `#N/A` or the like.
pub(crate) static ROW_CELL_ERROR: ErrorCode = ErrorCode {
    id: "people.import_row_cell_error",
    kind: Kind::Invalid,
    zh: "单元格里是公式错误，请改成实际内容。",
    en: "The cell shows the error of a formula. Put the value itself there.",
};
/// A formula that was never computed.
pub(crate) static ROW_FORMULA_WITHOUT_VALUE: ErrorCode = ErrorCode {
    id: "people.import_row_formula",
    kind: Kind::Invalid,
    zh: "单元格里的公式没有计算结果。请用 Excel 打开并保存一次，或改成实际内容。",
    en: "The cell holds a formula without its value. Open the file in Excel and save it, or put the value itself there.",
};
/// Digits are missing or too many.
pub(crate) static ROW_MOBILE_DIGITS: ErrorCode = ErrorCode {
    id: "people.import_row_mobile_digits",
    kind: Kind::Invalid,
    zh: "手机号应为 11 位数字，这里有 {digits} 位。",
    en: "A mobile number has 11 digits; this one has {digits}.",
};
/// The same value in several rows.
pub(crate) static ROW_REPEATED: ErrorCode = ErrorCode {
    id: "people.import_row_repeated",
    kind: Kind::Conflict,
    zh: "文件里有多行填写了同一个值（第 {lines} 行），它只能属于一个人。",
    en: "Several rows have this value (rows {lines}); it belongs to one person only.",
};
/// Several rows are about one person.
pub(crate) static ROW_SAME_PERSON: ErrorCode = ErrorCode {
    id: "people.import_row_same_person",
    kind: Kind::Conflict,
    zh: "第 {lines} 行说的是同一个人，请合并成一行；若是同名的不同人，请填写工号或手机号。",
    en: "Rows {lines} are about the same person: make one of them. If they are namesakes, give employee numbers or mobile numbers.",
};
/// Somebody in the directory has the value.
pub(crate) static ROW_HELD: ErrorCode = ErrorCode {
    id: "people.import_row_held",
    kind: Kind::Conflict,
    zh: "这个值已属于 {who}，只能属于一个人。",
    en: "This belongs to {who} already, and can belong to one person only.",
};
/// Somebody of another organisation in this office has the value.
pub(crate) static ROW_HELD_ELSEWHERE: ErrorCode = ErrorCode {
    id: "people.import_row_held_elsewhere",
    kind: Kind::Conflict,
    zh: "这个值已被其他组织的人使用。",
    en: "Somebody of another organisation has this already.",
};
/// Several people could be meant.
pub(crate) static ROW_PERSON_UNCLEAR: ErrorCode = ErrorCode {
    id: "people.import_row_person_unclear",
    kind: Kind::Conflict,
    zh: "通讯录里已有同名的人（{count} 位），无法确定是哪一位。请填写工号或手机号。",
    en: "People of this name are in the directory already ({count}), and the row does not tell which is meant. Give the employee number or the mobile number.",
};
/// A department's name stands at several places of the tree.
pub(crate) static ROW_DEPARTMENT_UNCLEAR: ErrorCode = ErrorCode {
    id: "people.import_row_department_unclear",
    kind: Kind::Conflict,
    zh: "有多个部门叫这个名字（{paths}）。请写出从最上级开始的完整路径。",
    en: "Several departments are called so ({paths}). Write the whole path from the top.",
};
/// A path names nothing between two slashes.
pub(crate) static ROW_DEPARTMENT_GAP: ErrorCode = ErrorCode {
    id: "people.import_row_department_gap",
    kind: Kind::Invalid,
    zh: "部门路径中间少了一级名称。请补上，或去掉多余的斜杠。",
    en: "A name is missing in the middle of the department path. Add it, or take the extra slash away.",
};
/// Titles cannot be told to departments.
pub(crate) static ROW_TITLES_MISMATCH: ErrorCode = ErrorCode {
    id: "people.import_row_titles_mismatch",
    kind: Kind::Invalid,
    zh: "填写了 {given} 项，而部门有 {departments} 个，无法一一对应。请用分号隔开，顺序与部门一致。",
    en: "There are {given} entries for {departments} departments. Separate them by semicolons, in the order of the departments.",
};
/// A title without a place to hold it.
pub(crate) static ROW_WITHOUT_DEPARTMENT: ErrorCode = ErrorCode {
    id: "people.import_row_without_department",
    kind: Kind::Invalid,
    zh: "填写这一项需要先填写部门。",
    en: "This needs a department to belong to.",
};
/// Neither yes nor no.
pub(crate) static ROW_NOT_YES_NO: ErrorCode = ErrorCode {
    id: "people.import_row_not_yes_no",
    kind: Kind::Invalid,
    zh: "请填写“是”或“否”。",
    en: "Write yes or no.",
};
/// Not a whole number.
pub(crate) static ROW_NOT_A_NUMBER: ErrorCode = ErrorCode {
    id: "people.import_row_not_a_number",
    kind: Kind::Invalid,
    zh: "请填写整数。",
    en: "Write a whole number.",
};
/// Nobody of that number or name.
pub(crate) static ROW_MANAGER_UNKNOWN: ErrorCode = ErrorCode {
    id: "people.import_row_manager_unknown",
    kind: Kind::Invalid,
    zh: "找不到这位上级：文件和通讯录里都没有这个工号、手机号或姓名，或此人已离职。",
    en: "This manager was not found: neither the file nor the directory has such a number or name, or that person has left.",
};
/// Several people of that name.
pub(crate) static ROW_MANAGER_UNCLEAR: ErrorCode = ErrorCode {
    id: "people.import_row_manager_unclear",
    kind: Kind::Conflict,
    zh: "有 {count} 个人叫这个名字，请改填上级的工号。",
    en: "{count} people are called so. Give the manager's employee number instead.",
};
/// The manager's own row cannot be imported.
pub(crate) static ROW_MANAGER_BAD: ErrorCode = ErrorCode {
    id: "people.import_row_manager_bad",
    kind: Kind::Conflict,
    zh: "上级在第 {line} 行，而那一行有错误，不会被导入。",
    en: "The manager stands in row {line}, which has mistakes of its own and will not be imported.",
};

/// Every failure of imports.
pub(crate) static ALL: &[&ErrorCode] = &[
    &IMPORT_FILE_UNUSABLE,
    &IMPORT_FILE_GONE,
    &IMPORT_FILE_EMPTY,
    &IMPORT_NO_ROWS,
    &IMPORT_FILE_TOO_LARGE,
    &IMPORT_NOT_A_TABLE,
    &IMPORT_SAVE_AS_XLSX,
    &IMPORT_ENCRYPTED,
    &IMPORT_DAMAGED,
    &IMPORT_UNPACKED_TOO_LARGE,
    &IMPORT_ENCODING,
    &IMPORT_UNCLOSED_QUOTE,
    &IMPORT_HEADINGS_REPEATED,
    &IMPORT_TOO_MANY_ROWS,
    &IMPORT_TOO_MANY_COLUMNS,
    &IMPORT_TOO_MANY_CELLS,
    &IMPORT_CELL_TOO_LONG,
    &IMPORT_TOO_MUCH_TEXT,
    &IMPORT_NOT_FOUND,
    &IMPORT_NOT_READY,
    &IMPORT_STALE,
    &IMPORT_NOT_YOURS,
    &IMPORT_TOO_MANY_OPEN,
    &IMPORT_NO_NAME_COLUMN,
    &IMPORT_COLUMN_UNKNOWN,
    &IMPORT_FIELD_TWICE,
    &OFFICE_NOT_OPEN,
    &ROW_TOO_MANY_CELLS,
    &ROW_LONG_NUMBER,
    &ROW_SCIENTIFIC,
    &ROW_CELL_ERROR,
    &ROW_FORMULA_WITHOUT_VALUE,
    &ROW_MOBILE_DIGITS,
    &ROW_REPEATED,
    &ROW_SAME_PERSON,
    &ROW_HELD,
    &ROW_HELD_ELSEWHERE,
    &ROW_PERSON_UNCLEAR,
    &ROW_DEPARTMENT_UNCLEAR,
    &ROW_DEPARTMENT_GAP,
    &ROW_TITLES_MISMATCH,
    &ROW_WITHOUT_DEPARTMENT,
    &ROW_NOT_YES_NO,
    &ROW_NOT_A_NUMBER,
    &ROW_MANAGER_UNKNOWN,
    &ROW_MANAGER_UNCLEAR,
    &ROW_MANAGER_BAD,
];
