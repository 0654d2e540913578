//! What a row says, field by field, as far as it can be told without the directory.

use engine_sheet::SheetRow;
use kernel::Id;

use crate::error::{PHONE_INVALID, REQUIRED, TOO_MANY};
use crate::import_error::{ROW_DEPARTMENT_GAP, ROW_MOBILE_DIGITS, ROW_SCIENTIFIC};
use crate::model::attribute::Attribute;
use crate::model::contact::{self, phone_number};
use crate::model::import::cells::{self, Path, value};
use crate::model::import::fields::{Column, Field, Mapping};
use crate::model::import::problem::{Problem, of_row};
use crate::model::limits;
use crate::model::text::{Checked, Fault, line};

/// A row in terms of people. `None`: the row does not say, so what is in the directory stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) line: u32,
    pub(crate) name: Option<String>,
    pub(crate) employee_no: Option<String>,
    pub(crate) mobiles: Vec<String>,
    pub(crate) office_phones: Vec<String>,
    pub(crate) email: Option<String>,
    pub(crate) login: Option<String>,
    pub(crate) paths: Vec<Path>,
    /// Titles, heads and orders as written: whom of the departments they belong to is told later.
    pub(crate) title: Option<String>,
    pub(crate) head: Option<String>,
    pub(crate) order: Option<String>,
    pub(crate) manager: Option<String>,
    pub(crate) dotted: Option<Vec<String>>,
    pub(crate) attributes: Vec<(Id, String)>,
    pub(crate) problems: Vec<Problem>,
}

/// What reading rows needs to know.
pub(crate) struct Reader<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) mapping: &'a Mapping,
    pub(crate) attributes: &'a [Attribute],
    /// Whether any department is called so.
    pub(crate) known: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    /// What a row says; `None` for lines of totals, notes and examples.
    pub(crate) fn read(&self, row: &SheetRow) -> Option<Facts> {
        let name = self.cell(row, Field::Name);
        if row.looks_like_footer() || name.is_some_and(is_example) {
            return None;
        }
        let mut facts = Facts { line: row.line, ..Facts::default() };
        self.note_doubts(row, &mut facts);
        facts.name = name.and_then(|cell| {
            let named = line(&cells::name(cell), limits::NAME);
            self.take(&mut facts, Field::Name, cell, named)
        });
        if facts.name.is_none() && name.is_none() && self.mapping.names_people() {
            facts.problems.push(Problem::of_cell(&self.heading(Field::Name), "", &REQUIRED));
        }
        facts.employee_no = self.number(row, Field::EmployeeNo, &mut facts);
        facts.mobiles = self.phones(row, Field::Mobile, &mut facts);
        facts.office_phones = self.phones(row, Field::OfficePhone, &mut facts);
        facts.email = self.text(row, Field::Email, &mut facts, contact::email);
        facts.login = self.text(row, Field::Login, &mut facts, contact::login);
        facts.paths = self.paths(row, &mut facts);
        let plain = |field| self.cell(row, field).map(str::to_owned);
        (facts.title, facts.head, facts.order) =
            (plain(Field::Title), plain(Field::Head), plain(Field::Order));
        facts.manager = self.number(row, Field::Manager, &mut facts);
        if let Some(cell) = self.cell(row, Field::DottedManagers) {
            let list: Vec<String> = cells::list(cell).map(str::to_owned).collect();
            if list.len() > limits::DOTTED_MANAGERS {
                self.fail(
                    &mut facts,
                    Field::DottedManagers,
                    cell,
                    Fault::with(&TOO_MANY, "max", limits::DOTTED_MANAGERS),
                );
            }
            facts.dotted = Some(list);
        }
        for attribute in self.attributes {
            let field = Field::Attribute(attribute.id);
            if let Some(cell) = self.cell(row, field)
                && let Some(Some(kept)) = self.take(&mut facts, field, cell, attribute.check(cell))
            {
                facts.attributes.push((attribute.id, kept));
            }
        }
        Some(facts)
    }

    /// What stands in the column of a field.
    pub(crate) fn cell<'r>(&self, row: &'r SheetRow, field: Field) -> Option<&'r str> {
        row.cells.get(self.mapping.column(field)?).and_then(|cell| value(cell))
    }

    /// The heading of a field's column.
    pub(crate) fn heading(&self, field: Field) -> String {
        let column = match field {
            Field::Department => self.mapping.column(field).or_else(|| self.mapping.levels().last().copied()),
            _ => self.mapping.column(field),
        };
        column.and_then(|i| self.columns.get(i)).map_or_else(String::new, |column| column.name.clone())
    }

    fn fail(&self, facts: &mut Facts, field: Field, cell: &str, fault: impl Into<Fault>) {
        facts.problems.push(Problem::of_cell(&self.heading(field), cell, fault));
    }

    fn take<T>(&self, facts: &mut Facts, field: Field, cell: &str, checked: Checked<T>) -> Option<T> {
        checked.map_err(|fault| self.fail(facts, field, cell, fault)).ok()
    }

    /// Notes what the reader of the file found doubtful, where it matters.
    fn note_doubts(&self, row: &SheetRow, facts: &mut Facts) {
        for doubt in &row.problems {
            let problem = match doubt.column() {
                None => Problem::of_all(of_row(doubt)),
                Some(i) => {
                    if self.mapping.0.get(i).copied().flatten().is_none() {
                        continue;
                    }
                    let name = self.columns.get(i).map_or("", |column| column.name.as_str());
                    Problem::of_cell(name, row.cells.get(i).map_or("", String::as_str), of_row(doubt))
                }
            };
            facts.problems.push(problem);
        }
    }

    fn text(
        &self,
        row: &SheetRow,
        field: Field,
        facts: &mut Facts,
        check: impl Fn(&str) -> Checked<Option<String>>,
    ) -> Option<String> {
        let cell = self.cell(row, field)?;
        self.take(facts, field, cell, check(cell)).flatten()
    }

    fn number(&self, row: &SheetRow, field: Field, facts: &mut Facts) -> Option<String> {
        let cell = self.cell(row, field)?;
        if cells::is_scientific(cell) {
            self.fail(facts, field, cell, &ROW_SCIENTIFIC);
            return None;
        }
        self.take(facts, field, cell, contact::employee_no(cell)).flatten()
    }

    fn phones(&self, row: &SheetRow, field: Field, facts: &mut Facts) -> Vec<String> {
        let Some(cell) = self.cell(row, field) else { return Vec::new() };
        if cells::is_scientific(cell) {
            self.fail(facts, field, cell, &ROW_SCIENTIFIC);
            return Vec::new();
        }
        let mobile = field == Field::Mobile;
        let mut numbers: Vec<String> = Vec::new();
        for entry in cells::phones(cell, mobile) {
            match phone_number(entry) {
                None => self.fail(facts, field, entry, &PHONE_INVALID),
                Some(number) if mobile && is_miscounted(&number) => {
                    self.fail(facts, field, entry, Fault::with(&ROW_MOBILE_DIGITS, "digits", number.len()));
                }
                Some(number) if numbers.contains(&number) => {}
                Some(number) => numbers.push(number),
            }
        }
        if numbers.len() > limits::PHONES {
            self.fail(facts, field, cell, Fault::with(&TOO_MANY, "max", limits::PHONES));
        }
        numbers
    }

    fn paths(&self, row: &SheetRow, facts: &mut Facts) -> Vec<Path> {
        let (paths, cell) = match self.mapping.column(Field::Department) {
            Some(_) => match self.cell(row, Field::Department) {
                None => return Vec::new(),
                Some(cell) => (cells::departments(cell, self.known), cell),
            },
            None => (self.path_of_levels(row).into_iter().collect(), ""),
        };
        let mut each: Vec<Path> = Vec::with_capacity(paths.len());
        for path in paths {
            let wrong = |name: &String| match name.as_str() {
                "" => Some((&ROW_DEPARTMENT_GAP).into()),
                name => crate::model::department::name(name).err(),
            };
            if let Some(fault) = path.names.iter().find_map(wrong) {
                self.fail(facts, Field::Department, cell, fault);
            } else if !each.iter().any(|other| other.names == path.names) {
                each.push(path);
            }
        }
        if each.len() > limits::USER_DEPARTMENTS {
            self.fail(
                facts,
                Field::Department,
                cell,
                Fault::with(&TOO_MANY, "max", limits::USER_DEPARTMENTS),
            );
            each.truncate(limits::USER_DEPARTMENTS);
        }
        each
    }

    /// The path that columns of levels make together. A column that repeats the way so far adds only what is new.
    fn path_of_levels(&self, row: &SheetRow) -> Option<Path> {
        let mut whole = Path { names: Vec::new(), head: false };
        for i in self.mapping.levels() {
            let cell = row.cells.get(i).map_or("", String::as_str);
            let Some(part) = cells::path(cell, self.known) else { continue };
            whole.head = part.head;
            if part.names.starts_with(&whole.names) {
                whole.names = part.names;
            } else if part.names.len() > 1 || whole.names.last() != part.names.first() {
                whole.names.extend(part.names);
            }
        }
        (!whole.names.is_empty()).then_some(whole)
    }
}

/// Whether this has about as many digits as a Chinese mobile number, but not as many: a digit was lost or doubled.
fn is_miscounted(number: &str) -> bool {
    let begins = matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]);
    begins && number.bytes().all(|b| b.is_ascii_digit()) && matches!(number.len(), 7..=10 | 12 | 13)
}

/// Whether this is a line of the template.
fn is_example(name: &str) -> bool {
    let name = name.to_lowercase();
    ["示例：", "示例:", "example:", "example："].iter().any(|mark| name.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headings: &[&str], cells: &[&str]) -> Option<Facts> {
        let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        let columns = Column::all(&headings, &[]);
        let mapping = Mapping::by_headings(&columns, &[]);
        let reader = Reader { columns: &columns, mapping: &mapping, attributes: &[], known: &|_| false };
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        reader.read(&SheetRow { line: 2, cells, ..SheetRow::default() })
    }

    fn faults(headings: &[&str], cells: &[&str]) -> Vec<String> {
        let facts = read(headings, cells).unwrap();
        let column = |problem: &Problem| problem.column.clone().unwrap_or_default();
        facts.problems.iter().map(|problem| format!("{}: {}", column(problem), problem.code)).collect()
    }

    #[test]
    fn a_row_says_who_it_is_about() {
        let facts = read(
            &["姓名", "工号", "手机", "部门", "职务", "直属上级工号", "邮箱"],
            &["张　三", " 001 ", "+86 138-0013-8000", "区政府/办公室", "科长", "002", "zhang@qz.gov.cn"],
        )
        .unwrap();
        assert_eq!(facts.problems, []);
        assert_eq!(facts.name.as_deref(), Some("张三"));
        assert_eq!(facts.employee_no.as_deref(), Some("001"));
        assert_eq!(facts.mobiles, ["13800138000"]);
        assert_eq!(facts.paths[0].names, ["区政府", "办公室"]);
        assert_eq!(facts.manager.as_deref(), Some("002"));
    }

    #[test]
    fn everything_wrong_with_a_row_is_told_at_once() {
        assert_eq!(
            faults(
                &["姓名", "工号", "手机", "邮箱", "部门"],
                &["", "1.00E+05", "1380013800", "nowhere", &"长".repeat(101)]
            ),
            [
                "姓名: people.required",
                "工号: people.import_row_scientific",
                "手机: people.import_row_mobile_digits",
                "邮箱: people.email_invalid",
                "部门: people.text_too_long"
            ]
        );
        assert_eq!(faults(&["姓名", "手机"], &["李伟", "不详"]), ["手机: people.phone_invalid"]);
    }

    #[test]
    fn totals_notes_and_examples_are_no_rows() {
        assert!(read(&["姓名", "手机"], &["合计：2人", ""]).is_none());
        assert!(read(&["姓名", "手机"], &["示例：张三", "13800138000"]).is_none());
        assert!(read(&["姓名", "手机"], &["示例", "13800138000"]).is_some());
    }

    #[test]
    fn columns_of_levels_make_one_path() {
        let path = |cells: &[&str]| {
            read(&["姓名", "一级部门", "二级部门", "三级部门"], cells).unwrap().paths[0].names.join("/")
        };
        assert_eq!(path(&["甲", "区政府", "办公室", "秘书科"]), "区政府/办公室/秘书科");
        assert_eq!(path(&["甲", "区政府", "", "秘书科"]), "区政府/秘书科");
        assert_eq!(path(&["甲", "区政府", "区政府/办公室", ""]), "区政府/办公室");
        assert_eq!(path(&["甲", "区政府", "区政府", "秘书科"]), "区政府/秘书科");
    }
}
