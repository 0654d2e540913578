//! What is wrong with a row or with a whole import, as it is kept: codes and values, which become words when somebody
//! reads them.

use std::borrow::Cow;

use engine_sheet::{RowProblem, SheetError};
use kernel::{Error, ErrorCode, Locale, fill};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::import_error::{self as codes, *};
use crate::model::text::Fault;

/// Characters of a wrong value that are kept to show it.
const SHOWN: usize = 100;

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// Heading of the column; `None` when the whole row, or the whole import, is meant.
    pub(crate) column: Option<String>,
    /// Stable code.
    pub(crate) code: Cow<'static, str>,
    /// Values for the words.
    pub(crate) params: Vec<(Cow<'static, str>, String)>,
    /// What stands in the cell.
    pub(crate) value: Option<String>,
}

impl Problem {
    /// A fault of a whole row or import.
    pub(crate) fn of_all(fault: impl Into<Fault>) -> Self {
        let fault = fault.into();
        Self {
            column: None,
            code: Cow::Borrowed(fault.code.id),
            params: fault.params.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect(),
            value: None,
        }
    }

    /// A fault of a cell.
    pub(crate) fn of_cell(column: &str, value: &str, fault: impl Into<Fault>) -> Self {
        let value = value.trim();
        let shown = match value.char_indices().nth(SHOWN) {
            Some((at, _)) => format!("{}…", &value[..at]),
            None => value.to_owned(),
        };
        Self {
            column: Some(column.to_owned()),
            value: (!shown.is_empty()).then_some(shown),
            ..Self::of_all(fault)
        }
    }

    /// A failure of an import as a whole.
    pub(crate) fn of_error(error: &Error) -> Self {
        // Of several wrong fields the first tells more than "some fields are wrong".
        if let Some(field) = error.fields().first() {
            return Self::of_all(Fault { code: field.code, params: field.params.clone() });
        }
        Self::of_all(Fault { code: error.code(), params: error.params().to_vec() })
    }

    /// The words.
    pub(crate) fn text(&self, locale: Locale) -> String {
        // A code of another version of this program has no words here.
        let Some(code) = code_of(&self.code) else { return self.code.to_string() };
        let value = |name: &str| {
            let found = self.params.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| Cow::Borrowed(value.as_str()))
        };
        fill(locale.pick(code.zh, code.en), value)
    }

    /// The words with the column and what stands there, for a list of reasons.
    pub(crate) fn line(&self, locale: Locale) -> String {
        let text = self.text(locale);
        match (&self.column, &self.value) {
            (None, _) => text,
            (Some(column), None) => locale.pick(format!("{column}：{text}"), format!("{column}: {text}")),
            (Some(column), Some(value)) => {
                let value = value.replace('\n', " ");
                locale.pick(format!("{column}“{value}”：{text}"), format!("{column} “{value}”: {text}"))
            }
        }
    }
}

fn code_of(id: &str) -> Option<&'static ErrorCode> {
    let known = [codes::ALL, error::ALL, platform_http::error::ALL];
    known.into_iter().flatten().find(|code| code.id == id).copied()
}

/// Why a file as a whole cannot be read.
pub(crate) fn of_file(error: &SheetError) -> Fault {
    let code = match error {
        SheetError::Empty => &IMPORT_FILE_EMPTY,
        SheetError::FileTooLarge { .. } => &IMPORT_FILE_TOO_LARGE,
        SheetError::NotATable { .. } => &IMPORT_NOT_A_TABLE,
        SheetError::SaveAsXlsx { .. } => &IMPORT_SAVE_AS_XLSX,
        SheetError::Encrypted => &IMPORT_ENCRYPTED,
        SheetError::Damaged { .. } => &IMPORT_DAMAGED,
        SheetError::UnpackedTooLarge { .. } => &IMPORT_UNPACKED_TOO_LARGE,
        SheetError::Encoding { .. } => &IMPORT_ENCODING,
        SheetError::UnclosedQuote { .. } => &IMPORT_UNCLOSED_QUOTE,
        SheetError::DuplicateHeadings { .. } => &IMPORT_HEADINGS_REPEATED,
        SheetError::TooManyRows { .. } => &IMPORT_TOO_MANY_ROWS,
        SheetError::TooManyColumns { .. } => &IMPORT_TOO_MANY_COLUMNS,
        SheetError::TooManyCells { .. } => &IMPORT_TOO_MANY_CELLS,
        SheetError::CellTooLong { .. } => &IMPORT_CELL_TOO_LONG,
        SheetError::TooMuchText { .. } => &IMPORT_TOO_MUCH_TEXT,
    };
    Fault { code, params: error.params() }
}

/// What the reader found doubtful in a row.
pub(crate) fn of_row(problem: &RowProblem) -> &'static ErrorCode {
    match problem {
        RowProblem::TooManyCells { .. } => &ROW_TOO_MANY_CELLS,
        RowProblem::LongNumber { .. } => &ROW_LONG_NUMBER,
        RowProblem::CellError { .. } => &ROW_CELL_ERROR,
        RowProblem::FormulaWithoutValue { .. } => &ROW_FORMULA_WITHOUT_VALUE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TEXT_TOO_LONG;

    #[test]
    fn problems_are_kept_as_codes_and_read_in_words() {
        let problem = Problem::of_cell("姓名", " 很长 ", Fault::with(&TEXT_TOO_LONG, "max", 100));
        let kept: Problem = serde_json::from_str(&serde_json::to_string(&problem).unwrap()).unwrap();
        assert_eq!(kept, problem);
        assert_eq!(kept.text(Locale::En), "At most 100 characters.");
        assert_eq!(kept.line(Locale::ZhCn), "姓名“很长”：最多 100 个字符。");
    }

    #[test]
    fn only_the_beginning_of_a_long_value_is_kept() {
        let problem = Problem::of_cell("姓名", &"长".repeat(5_000), &TEXT_TOO_LONG);
        assert_eq!(problem.value.unwrap().chars().count(), SHOWN + 1);
    }

    #[test]
    fn a_failure_of_ours_is_in_words_too() {
        let problem = Problem::of_error(&Error::internal("boom"));
        assert_eq!(problem.code, "core.internal");
        assert!(!problem.text(Locale::ZhCn).contains("boom"));
    }
}
