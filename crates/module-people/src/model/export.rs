//! The directory as a table that can be sent back: what comes out goes in again and changes nothing.

use std::collections::HashMap;

use contracts::people::UserState;
use engine_sheet::{SheetError, XlsxOptions, write_csv, write_xlsx};
use kernel::{Id, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Found, Need};
use crate::by::By;
use crate::model::attribute::{Attribute, Visibility};
use crate::model::contact::{MOBILE, Phone};
use crate::model::department::Department;
use crate::model::import::present::{Person, Present};
use crate::model::user::Membership;

/// Between several entries of one cell; imports understand it.
const AND: &str = ";";

/// The form of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TableFormat {
    /// CSV in UTF-8 with a byte order mark, as Excel opens it right.
    Csv,
    /// An Excel workbook; keeps leading zeros and long numbers when people open it.
    #[default]
    Xlsx,
}

impl TableFormat {
    /// Its media type.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A table of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as a file.
    pub(crate) fn write(&self, format: TableFormat, sheet: &str) -> Result<Vec<u8>, SheetError> {
        match format {
            TableFormat::Csv => Ok(write_csv(&self.headings, &self.rows)),
            TableFormat::Xlsx => write_xlsx(sheet, &self.headings, &self.rows, &XlsxOptions::default()),
        }
    }
}

/// Everybody who is here and belongs to what is administered, in the order of the tree, heads first.
///
/// What only administrators see is left out of people who are at home elsewhere.
pub(crate) fn people(present: &Present, by: &By, locale: Locale) -> Table {
    let book = Book::new(present);
    let reach = by.reach();
    let within = |person: &&Person| {
        reach.is_everything()
            || person.memberships.iter().any(|membership| {
                book.departments.get(&membership.department).is_some_and(|found| reach.covers(&found.path))
            })
    };
    let mut people: Vec<&Person> =
        present.people.iter().filter(|person| person.is_here()).filter(within).collect();
    people.sort_by_cached_key(|person| book.order(person));
    let rows = people.into_iter().map(|person| book.row(person, book.may_edit(by, person), locale)).collect();
    Table { headings: headings(&present.attributes, locale, true), rows }
}

/// A table to fill in, with lines that show how; imports pass them over.
pub(crate) fn template(attributes: &[Attribute], locale: Locale) -> Table {
    let headings = headings(attributes, locale, false);
    let examples: [&[&str]; 2] = locale.pick(
        [
            &[
                "示例：张三",
                "1001",
                "13800138000",
                "区政府/办公室/秘书科",
                "科长",
                "是",
                "1000",
                "zhangsan@example.com",
            ],
            &[
                "示例：李四",
                "1002",
                "13900139000",
                "区政府/办公室;区政府/信访局",
                "副主任;联络员",
                "否;否",
                "1001",
                "",
            ],
        ],
        [
            &[
                "Example: Ann Lee",
                "1001",
                "+1 202 555 0143",
                "City/Office/Records",
                "Lead",
                "yes",
                "1000",
                "ann@example.com",
            ],
            &[
                "Example: Bob Ray",
                "1002",
                "+1 202 555 0188",
                "City/Office;City/Care",
                "Clerk;Liaison",
                "no;no",
                "1001",
                "",
            ],
        ],
    );
    let row = |example: &[&str]| {
        let mut row: Vec<String> = example.iter().map(|cell| (*cell).to_owned()).collect();
        row.resize(headings.len(), String::new());
        row
    };
    let rows = examples.into_iter().map(row).collect();
    Table { headings, rows }
}

/// Headings that imports understand. `state` is for reading only.
fn headings(attributes: &[Attribute], locale: Locale, state: bool) -> Vec<String> {
    let plain = locale.pick(
        [
            "姓名",
            "工号",
            "手机",
            "部门",
            "职务",
            "是否负责人",
            "直属上级工号",
            "邮箱",
            "办公电话",
            "登录名",
            "虚线上级工号",
            "排序",
        ],
        [
            "Name",
            "Employee no.",
            "Mobile",
            "Department",
            "Title",
            "Head",
            "Manager employee no.",
            "Email",
            "Office phone",
            "Login",
            "Dotted-line managers",
            "Order",
        ],
    );
    let mut headings = plain.map(str::to_owned).to_vec();
    for attribute in attributes {
        let taken = headings.contains(&attribute.label);
        headings.push(if taken { attribute.key.clone() } else { attribute.label.clone() });
    }
    if state {
        headings.push(locale.pick("状态", "Status").to_owned());
    }
    headings
}

/// What rows are written with.
struct Book<'p> {
    departments: HashMap<Id, &'p Department>,
    people: HashMap<Id, &'p Person>,
    attributes: &'p [Attribute],
    /// Places of departments, counted through the tree from top to bottom.
    ranks: HashMap<Id, usize>,
}

impl<'p> Book<'p> {
    fn new(present: &'p Present) -> Self {
        let departments: HashMap<Id, &Department> =
            present.departments.iter().map(|department| (department.id, department)).collect();
        let mut children: HashMap<Option<Id>, Vec<&Department>> = HashMap::new();
        for department in &present.departments {
            children.entry(department.parent).or_default().push(department);
        }
        for siblings in children.values_mut() {
            siblings.sort_by(|a, b| (b.position, &b.name.sort).cmp(&(a.position, &a.name.sort)));
        }
        let mut ranks = HashMap::with_capacity(departments.len());
        let mut waiting: Vec<&Department> = children.remove(&None).unwrap_or_default();
        while let Some(department) = waiting.pop() {
            ranks.insert(department.id, ranks.len());
            waiting.extend(children.remove(&Some(department.id)).unwrap_or_default());
        }
        let people = present.people.iter().map(|person| (person.user.id, person)).collect();
        Self { departments, people, attributes: &present.attributes, ranks }
    }

    fn may_edit(&self, by: &By, person: &Person) -> bool {
        let path = |membership: &Membership| {
            let department = self.departments.get(&membership.department)?;
            Some((membership.clone(), department.path.clone()))
        };
        let found = Found {
            user: person.user.clone(),
            memberships: person.memberships.iter().filter_map(path).collect(),
            held: person.held.clone(),
        };
        found.allows(by, Need::Edit).is_ok()
    }

    fn order(&self, person: &Person) -> (usize, bool, i64, String) {
        let first = person.memberships.first();
        let rank = first.and_then(|membership| self.ranks.get(&membership.department)).copied();
        (
            rank.unwrap_or(usize::MAX),
            !first.is_some_and(|membership| membership.head),
            first.map_or(0, |membership| membership.position),
            person.user.name.sort.clone(),
        )
    }

    fn row(&self, person: &Person, whole: bool, locale: Locale) -> Vec<String> {
        let user = &person.user;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let places = &person.memberships;
        let yes_no = |yes: bool| if yes { locale.pick("是", "yes") } else { locale.pick("否", "no") };
        let managers = |ids: &[Id]| {
            let named: Vec<String> = ids.iter().filter_map(|id| self.manager(*id)).collect();
            named.join(AND)
        };
        let mut row = vec![
            user.name.text.clone(),
            text(&user.employee_no),
            numbers(&person.phones, MOBILE),
            each(places, |place| self.path(place.department)),
            each(places, |place| place.title.clone().unwrap_or_default()),
            each(places, |place| yes_no(place.head).to_owned()),
            managers(person.manager.as_slice()),
            text(&user.email),
            numbers(&person.phones, "office"),
            text(&user.login),
            managers(&person.dotted),
            if places.iter().all(|place| place.position == 0) {
                String::new()
            } else {
                each(places, |place| place.position.to_string())
            },
        ];
        for attribute in self.attributes {
            let value = person.attributes.iter().find(|(id, _)| *id == attribute.id);
            let shown = value.filter(|_| whole || attribute.visible_to == Visibility::All);
            row.push(shown.map(|(_, value)| value.clone()).unwrap_or_default());
        }
        row.push(state(user.state, locale).to_owned());
        row
    }

    fn path(&self, department: Id) -> String {
        let mut names = Vec::new();
        let mut at = self.departments.get(&department);
        while let Some(department) = at {
            names.push(department.name.text.as_str());
            at = department.parent.and_then(|parent| self.departments.get(&parent));
        }
        names.reverse();
        names.join("/")
    }

    /// What tells a manager from everybody else: the number, or else the mobile number, or else the name.
    fn manager(&self, id: Id) -> Option<String> {
        let person = self.people.get(&id).filter(|person| person.is_here())?;
        let number = person.user.employee_no.clone();
        let mobile = || person.mobiles().next().map(str::to_owned);
        Some(number.or_else(mobile).unwrap_or_else(|| person.user.name.text.clone()))
    }
}

/// One entry for each place; nothing at all where every entry is empty.
fn each(places: &[Membership], entry: impl Fn(&Membership) -> String) -> String {
    let entries: Vec<String> = places.iter().map(entry).collect();
    if entries.iter().all(String::is_empty) { String::new() } else { entries.join(AND) }
}

fn numbers(phones: &[Phone], label: &str) -> String {
    let numbers = phones.iter().filter(|phone| phone.label == label).map(|phone| phone.number.as_str());
    numbers.collect::<Vec<_>>().join(AND)
}

fn state(state: UserState, locale: Locale) -> &'static str {
    match state {
        UserState::Invited => locale.pick("待加入", "invited"),
        UserState::Active => locale.pick("在职", "active"),
        UserState::Suspended => locale.pick("已停用", "suspended"),
        UserState::Left => locale.pick("已离职", "left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::import::fields::{Column, Mapping};

    #[test]
    fn imports_understand_every_heading() {
        for locale in [Locale::ZhCn, Locale::En] {
            let table = template(&[], locale);
            let columns = Column::all(&table.headings, &[]);
            let mapping = Mapping::by_headings(&columns, &[]);
            let unknown: Vec<&Column> =
                columns.iter().zip(&mapping.0).filter(|(_, field)| field.is_none()).map(|(c, _)| c).collect();
            assert_eq!(unknown, [] as [&Column; 0]);
        }
    }
}
