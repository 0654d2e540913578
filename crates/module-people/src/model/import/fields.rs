//! Which column fills which field: found by the headings that offices use, or said by hand.

use engine_sheet::{column_name, match_heading};
use kernel::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::FIELD_UNKNOWN;
use crate::import_error::{IMPORT_COLUMN_UNKNOWN, IMPORT_FIELD_TWICE};
use crate::model::attribute::Attribute;
use crate::model::import::cells::yes_no;
use crate::model::text::{Fault, Faults};

/// Columns that may together make a path of departments, one level each.
pub(crate) const LEVELS: u8 = 6;
/// Values shown of each column, to tell columns apart.
const SAMPLES: usize = 3;
/// Characters shown of such a value.
const SAMPLE_CHARS: usize = 40;

/// What a column fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Name,
    EmployeeNo,
    Mobile,
    OfficePhone,
    Email,
    Login,
    /// Whole paths, several of them if need be.
    Department,
    /// One level of a path, from 1.
    Level(u8),
    Title,
    Head,
    Order,
    Manager,
    DottedManagers,
    /// A field that the organisation added.
    Attribute(Id),
}

/// Fields with one name each; levels and attributes have many.
const NAMED: [(Field, &str); 12] = [
    (Field::Name, "name"),
    (Field::EmployeeNo, "employee_no"),
    (Field::Mobile, "mobile"),
    (Field::OfficePhone, "office_phone"),
    (Field::Email, "email"),
    (Field::Login, "login"),
    (Field::Department, "department"),
    (Field::Title, "title"),
    (Field::Head, "head"),
    (Field::Order, "order"),
    (Field::Manager, "manager"),
    (Field::DottedManagers, "dotted_managers"),
];

impl Field {
    /// On the wire: `name`, `department_2`, `attribute.grade`.
    pub(crate) fn wire(self, attributes: &[Attribute]) -> String {
        match self {
            Self::Level(level) => format!("department_{level}"),
            Self::Attribute(id) => {
                let key = attributes.iter().find(|attribute| attribute.id == id).map(|found| &found.key);
                format!("attribute.{}", key.map_or("", String::as_str))
            }
            named => NAMED.iter().find(|(field, _)| *field == named).map_or("", |(_, name)| name).to_owned(),
        }
    }

    /// The field of that name.
    pub(crate) fn parse(text: &str, attributes: &[Attribute]) -> Option<Self> {
        if let Some(key) = text.strip_prefix("attribute.") {
            let found = attributes.iter().find(|attribute| attribute.key == key)?;
            return Some(Self::Attribute(found.id));
        }
        if let Some(level) = text.strip_prefix("department_") {
            let level = level.parse().ok().filter(|level| (1..=LEVELS).contains(level))?;
            return Some(Self::Level(level));
        }
        NAMED.iter().find(|(_, name)| *name == text).map(|(field, _)| *field)
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportColumn)]
pub(crate) struct Column {
    /// Its heading; of a column without one, the letters above it.
    pub(crate) name: String,
    /// A few of its values.
    pub(crate) samples: Vec<String>,
}

impl Column {
    /// The columns of a table.
    pub(crate) fn all(headings: &[String], rows: &[engine_sheet::SheetRow]) -> Vec<Self> {
        let mut columns: Vec<Self> = Vec::with_capacity(headings.len());
        for (i, heading) in headings.iter().enumerate() {
            let mut name = if heading.is_empty() { column_name(i) } else { heading.clone() };
            while columns.iter().any(|other| other.name == name) {
                name.push('*');
            }
            let cells = rows.iter().filter_map(|row| row.cells.get(i));
            let filled = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
            let samples = filled.take(SAMPLES).map(|cell| cell.chars().take(SAMPLE_CHARS).collect());
            columns.push(Self { name, samples: samples.collect() });
        }
        columns
    }
}

/// What each column fills; `None`: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapping(pub(crate) Vec<Option<Field>>);

impl Mapping {
    /// The column that fills a field.
    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.0.iter().position(|filled| *filled == Some(field))
    }

    /// The columns that fill levels of a path, from the top.
    pub(crate) fn levels(&self) -> Vec<usize> {
        (1..=LEVELS).filter_map(|level| self.column(Field::Level(level))).collect()
    }

    /// Whether a row tells who it is about.
    pub(crate) fn names_people(&self) -> bool {
        self.column(Field::Name).is_some()
    }

    /// As it goes over the wire: name of the column, name of the field.
    pub(crate) fn wire(&self, columns: &[Column], attributes: &[Attribute]) -> Vec<(String, String)> {
        let filled = columns.iter().zip(&self.0);
        filled.filter_map(|(column, field)| Some((column.name.clone(), (*field)?.wire(attributes)))).collect()
    }

    /// What somebody said by hand. A column that is not named, or named with an empty field, fills nothing.
    pub(crate) fn by_hand<'a>(
        said: impl IntoIterator<Item = (&'a str, &'a str)>,
        columns: &[Column],
        attributes: &[Attribute],
        faults: &mut Faults,
    ) -> Self {
        let mut mapping = Self(vec![None; columns.len()]);
        for (name, field) in said {
            let at = format!("mapping.{name}");
            let Some(i) = columns.iter().position(|column| column.name == name) else {
                faults.add(at, Fault::with(&IMPORT_COLUMN_UNKNOWN, "column", name));
                continue;
            };
            if field.is_empty() {
                continue;
            }
            let Some(found) = Field::parse(field, attributes) else {
                faults.add(at, Fault::with(&FIELD_UNKNOWN, "field", field));
                continue;
            };
            let clash = mapping.0.iter().position(|other| other.is_some_and(|other| clashes(other, found)));
            if let Some(other) = clash {
                let params = vec![("field", field.to_owned()), ("column", columns[other].name.clone())];
                faults.add(at, Fault { code: &IMPORT_FIELD_TWICE, params });
                continue;
            }
            mapping.0[i] = Some(found);
        }
        mapping
    }

    /// What the headings say.
    pub(crate) fn by_headings(columns: &[Column], attributes: &[Attribute]) -> Self {
        let headings = Headings::new(attributes);
        // For each meaning the column whose heading says it most plainly.
        let mut best: Vec<(Meaning, usize, usize)> = Vec::new();
        for (i, column) in columns.iter().enumerate() {
            let Some((meaning, rank)) = headings.meaning(&column.name) else { continue };
            match best.iter_mut().find(|(other, ..)| *other == meaning) {
                Some(found) if rank < found.1 => *found = (meaning, rank, i),
                Some(_) => {}
                None => best.push((meaning, rank, i)),
            }
        }
        let of = |meaning| best.iter().find(|(other, ..)| *other == meaning).map(|(_, _, i)| *i);
        let mut mapping = Self(vec![None; columns.len()]);
        for (meaning, _, i) in &best {
            if let Meaning::Plain(field) = meaning {
                mapping.0[*i] = Some(*field);
            }
        }
        // "Phone" is the mobile where nothing else is, and the desk where a mobile stands beside it.
        if let Some(i) = of(Meaning::Phone) {
            let field =
                if mapping.column(Field::Mobile).is_none() { Field::Mobile } else { Field::OfficePhone };
            if mapping.column(field).is_none() {
                mapping.0[i] = Some(field);
            }
        }
        // "主管" is a question where yes and no stand below it, and a person otherwise.
        if let Some(i) = of(Meaning::Lead) {
            let asks = columns[i].samples.iter().all(|sample| yes_no(sample).is_some());
            let field = if asks { Field::Head } else { Field::Manager };
            if mapping.column(field).is_none() {
                mapping.0[i] = Some(field);
            }
        }
        // Columns of levels say more than one column beside them. Otherwise unit, department and section are levels
        // when several stand side by side.
        if mapping.levels().is_empty() {
            let parts = [Meaning::Unit, Meaning::Department, Meaning::Section];
            let found: Vec<usize> = parts.into_iter().filter_map(of).collect();
            match found[..] {
                [] => {}
                [only] => mapping.0[only] = Some(Field::Department),
                _ => {
                    for (level, i) in (1..).zip(found) {
                        mapping.0[i] = Some(Field::Level(level));
                    }
                }
            }
        }
        mapping
    }
}

/// Whether two columns cannot fill these both.
fn clashes(a: Field, b: Field) -> bool {
    let level = |field| matches!(field, Field::Level(_));
    a == b || (a == Field::Department && level(b)) || (b == Field::Department && level(a))
}

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Plain(Field),
    /// A phone, of whatever sort.
    Phone,
    /// Whether somebody leads, or by whom somebody is led.
    Lead,
    Unit,
    Department,
    Section,
}

/// Headings of each meaning; the plainest first.
const WORDS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Plain(Field::Name),
        &[
            "姓名",
            "员工姓名",
            "职工姓名",
            "人员姓名",
            "成员姓名",
            "真实姓名",
            "中文姓名",
            "中文名",
            "名字",
            "成员名称",
            "人员名称",
            "用户姓名",
            "name",
            "full name",
            "employee name",
            "display name",
            "chinese name",
            "user name",
        ],
    ),
    (
        Meaning::Plain(Field::EmployeeNo),
        &[
            "工号",
            "员工工号",
            "职工工号",
            "人员工号",
            "员工编号",
            "职工编号",
            "人员编号",
            "员工号",
            "职工号",
            "工作证号",
            "人事编号",
            "employee_no",
            "employee number",
            "employee id",
            "employee code",
            "emp no",
            "emp id",
            "staff no",
            "staff number",
            "staff id",
            "job number",
            "badge number",
            "personnel number",
            "work id",
        ],
    ),
    (
        Meaning::Plain(Field::Mobile),
        &[
            "手机",
            "手机号",
            "手机号码",
            "移动电话",
            "手机电话",
            "手机长号",
            "mobile",
            "mobile number",
            "mobile phone",
            "mobile phone number",
            "cell",
            "cell phone",
            "cellphone",
            "cell number",
        ],
    ),
    (
        Meaning::Phone,
        &[
            "联系电话",
            "联系方式",
            "电话",
            "电话号码",
            "联系号码",
            "phone",
            "phone number",
            "telephone",
            "tel",
            "contact number",
            "contact",
        ],
    ),
    (
        Meaning::Plain(Field::OfficePhone),
        &[
            "办公电话",
            "办公室电话",
            "座机",
            "座机号",
            "座机号码",
            "固定电话",
            "固话",
            "单位电话",
            "工作电话",
            "分机",
            "分机号",
            "office_phone",
            "work phone",
            "business phone",
            "landline",
            "desk phone",
            "extension",
        ],
    ),
    (
        Meaning::Plain(Field::Email),
        &[
            "邮箱",
            "电子邮箱",
            "邮箱地址",
            "电子邮件",
            "电子邮件地址",
            "邮件",
            "工作邮箱",
            "企业邮箱",
            "公司邮箱",
            "单位邮箱",
            "email",
            "e-mail",
            "email address",
            "work email",
            "mail",
        ],
    ),
    (
        Meaning::Plain(Field::Login),
        &[
            "登录名",
            "登录账号",
            "登录帐号",
            "账号",
            "帐号",
            "用户名",
            "用户账号",
            "系统账号",
            "login",
            "login name",
            "username",
            "user id",
            "userid",
            "account",
        ],
    ),
    (
        Meaning::Plain(Field::Level(1)),
        &["一级部门", "1级部门", "部门1", "部门一级", "department_1", "level 1 department"],
    ),
    (
        Meaning::Plain(Field::Level(2)),
        &["二级部门", "2级部门", "部门2", "部门二级", "department_2", "level 2 department"],
    ),
    (
        Meaning::Plain(Field::Level(3)),
        &["三级部门", "3级部门", "部门3", "部门三级", "department_3", "level 3 department"],
    ),
    (
        Meaning::Plain(Field::Level(4)),
        &["四级部门", "4级部门", "部门4", "部门四级", "department_4", "level 4 department"],
    ),
    (
        Meaning::Plain(Field::Level(5)),
        &["五级部门", "5级部门", "部门5", "部门五级", "department_5", "level 5 department"],
    ),
    (
        Meaning::Plain(Field::Level(6)),
        &["六级部门", "6级部门", "部门6", "部门六级", "department_6", "level 6 department"],
    ),
    (
        Meaning::Department,
        &[
            "部门",
            "所属部门",
            "所在部门",
            "部门名称",
            "部门全称",
            "部门路径",
            "任职部门",
            "工作部门",
            "组织",
            "所属组织",
            "所在组织",
            "组织架构",
            "组织机构",
            "所属机构",
            "机构",
            "department",
            "departments",
            "department path",
            "department name",
            "dept",
            "organization",
            "organisation",
            "org unit",
            "division",
            "team",
        ],
    ),
    (
        Meaning::Unit,
        &[
            "单位",
            "所属单位",
            "所在单位",
            "工作单位",
            "单位名称",
            "任职单位",
            "unit",
            "institution",
            "agency",
        ],
    ),
    (Meaning::Lead, &["主管"]),
    (Meaning::Section, &["科室", "所属科室", "所在科室", "处室", "科室名称", "班组", "section"]),
    (
        Meaning::Plain(Field::Title),
        &[
            "职务",
            "职位",
            "职务名称",
            "职位名称",
            "岗位",
            "岗位名称",
            "岗位职务",
            "现任职务",
            "担任职务",
            "title",
            "job title",
            "position",
            "post",
            "job position",
        ],
    ),
    (
        Meaning::Plain(Field::Head),
        &[
            "是否负责人",
            "是否部门负责人",
            "部门负责人",
            "负责人",
            "是否主管",
            "是否部门主管",
            "是否此部门主管",
            "部门主管",
            "是否领导",
            "is_head",
            "head",
            "department head",
            "head of department",
            "is leader",
            "department leader",
        ],
    ),
    (
        Meaning::Plain(Field::Order),
        &["排序", "排序号", "显示顺序", "部门内排序", "部门排序", "order", "sort order", "display order"],
    ),
    (
        Meaning::Plain(Field::Manager),
        &[
            "直属上级工号",
            "直接上级工号",
            "上级工号",
            "直属主管工号",
            "直接主管工号",
            "主管工号",
            "汇报对象工号",
            "直属领导工号",
            "直属上级",
            "直接上级",
            "上级",
            "直属主管",
            "直接主管",
            "直属领导",
            "直接领导",
            "汇报对象",
            "汇报上级",
            "上级姓名",
            "manager employee no",
            "manager employee number",
            "manager no",
            "manager id",
            "supervisor id",
            "manager",
            "direct manager",
            "line manager",
            "reports to",
            "supervisor",
        ],
    ),
    (
        Meaning::Plain(Field::DottedManagers),
        &[
            "虚线上级工号",
            "虚线上级",
            "虚线汇报对象",
            "虚线汇报",
            "dotted_managers",
            "dotted line manager",
            "dotted-line managers",
        ],
    ),
];

/// Every heading that is understood, in one list for the reader of files.
pub(crate) struct Headings {
    words: Vec<String>,
    meanings: Vec<(Meaning, usize)>,
}

impl Headings {
    /// Labels of the fields that the organisation added, who named a field so means it; the usual ones; and last the keys
    /// of those fields, which nobody chose to be read: a key `title` is not the title.
    pub(crate) fn new(attributes: &[Attribute]) -> Self {
        let (mut words, mut meanings) = (Vec::new(), Vec::new());
        let mut add = |word: &str, meaning: Meaning, rank: usize| {
            words.push(word.to_owned());
            meanings.push((meaning, rank));
        };
        let field = |attribute: &Attribute| Meaning::Plain(Field::Attribute(attribute.id));
        for attribute in attributes {
            add(&attribute.label, field(attribute), 0);
        }
        for (meaning, list) in WORDS {
            for (rank, word) in list.iter().enumerate() {
                add(word, *meaning, rank);
            }
        }
        for attribute in attributes {
            add(&attribute.key, field(attribute), 1);
        }
        Self { words, meanings }
    }

    /// As the reader of files takes them.
    pub(crate) fn known(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    fn meaning(&self, heading: &str) -> Option<(Meaning, usize)> {
        match_heading(heading, &self.known()).map(|at| self.meanings[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attribute::{AttributeKind, Visibility};

    #[test]
    fn a_column_of_leaders_is_told_from_a_question_by_what_stands_in_it() {
        for (samples, field) in
            [(vec!["是", "否"], Field::Head), (vec!["1001"], Field::Manager), (vec![], Field::Head)]
        {
            let mut found = columns(&["姓名", "主管"]);
            found[1].samples = samples.into_iter().map(str::to_owned).collect();
            assert_eq!(Mapping::by_headings(&found, &[]).column(field), Some(1), "{found:?}");
        }
    }

    fn columns(names: &[&str]) -> Vec<Column> {
        names.iter().map(|name| Column { name: (*name).to_owned(), samples: Vec::new() }).collect()
    }

    fn grade() -> Attribute {
        Attribute {
            id: Id(9),
            key: "grade".to_owned(),
            label: "职级".to_owned(),
            kind: AttributeKind::Text,
            choices: Vec::new(),
            visible_to: Visibility::All,
            order: 0,
        }
    }

    fn found(headings: &[&str]) -> Vec<String> {
        let columns = columns(headings);
        let mapping = Mapping::by_headings(&columns, &[grade()]);
        mapping
            .wire(&columns, &[grade()])
            .into_iter()
            .map(|(column, field)| format!("{column}={field}"))
            .collect()
    }

    #[test]
    fn the_usual_headings_are_understood() {
        assert_eq!(
            found(&["序号", "姓 名*", "工号", "手机", "部门", "职务", "直属上级工号", "邮箱", "备注"]),
            [
                "姓 名*=name",
                "工号=employee_no",
                "手机=mobile",
                "部门=department",
                "职务=title",
                "直属上级工号=manager",
                "邮箱=email"
            ]
        );
        assert_eq!(
            found(&[
                "Employee ID",
                "Full Name",
                "E-mail",
                "Mobile Phone",
                "Department",
                "Job Title",
                "Reports to"
            ]),
            [
                "Employee ID=employee_no",
                "Full Name=name",
                "E-mail=email",
                "Mobile Phone=mobile",
                "Department=department",
                "Job Title=title",
                "Reports to=manager"
            ]
        );
        assert_eq!(found(&["职级", "Grade"]), ["职级=attribute.grade"]);
    }

    #[test]
    fn of_two_headings_alike_the_plainer_one_counts() {
        assert_eq!(found(&["真实姓名", "姓名"]), ["姓名=name"]);
        assert_eq!(found(&["直属上级", "直属上级工号"]), ["直属上级工号=manager"]);
    }

    #[test]
    fn a_phone_is_the_mobile_unless_there_is_one() {
        assert_eq!(found(&["联系电话"]), ["联系电话=mobile"]);
        assert_eq!(found(&["电话", "手机号码"]), ["电话=office_phone", "手机号码=mobile"]);
        assert_eq!(found(&["电话", "手机", "办公电话"]), ["手机=mobile", "办公电话=office_phone"]);
    }

    #[test]
    fn columns_side_by_side_are_levels() {
        assert_eq!(found(&["单位"]), ["单位=department"]);
        assert_eq!(found(&["科室", "单位"]), ["科室=department_2", "单位=department_1"]);
        assert_eq!(
            found(&["一级部门", "二级部门", "部门"]),
            ["一级部门=department_1", "二级部门=department_2"]
        );
    }

    #[test]
    fn what_is_said_by_hand_is_checked() {
        let columns = columns(&["甲", "乙", "丙"]);
        let said = |said: &[(&str, &str)]| {
            let mut faults = Faults::default();
            let mapping = Mapping::by_hand(said.iter().copied(), &columns, &[grade()], &mut faults);
            (mapping, faults.done().err().map(|error| error.fields()[0].code.id))
        };
        let (mapping, fault) = said(&[("乙", "name"), ("丙", "attribute.grade"), ("甲", "")]);
        assert_eq!(mapping.0, [None, Some(Field::Name), Some(Field::Attribute(Id(9)))]);
        assert_eq!(fault, None);
        assert_eq!(said(&[("丁", "name")]).1, Some("people.import_column_unknown"));
        assert_eq!(said(&[("甲", "shoe_size")]).1, Some("people.field_unknown"));
        assert_eq!(said(&[("甲", "name"), ("乙", "name")]).1, Some("people.import_field_twice"));
        assert_eq!(
            said(&[("甲", "department"), ("乙", "department_2")]).1,
            Some("people.import_field_twice")
        );
        assert_eq!(said(&[("甲", "department_7")]).1, Some("people.field_unknown"));
    }

    #[test]
    fn columns_without_a_heading_have_their_letters() {
        let row = |cells: [&str; 3]| engine_sheet::SheetRow {
            cells: cells.map(str::to_owned).to_vec(),
            ..engine_sheet::SheetRow::default()
        };
        let headings = ["姓名", "", "B"].map(str::to_owned);
        let columns = Column::all(&headings, &[row(["林晓", "", "x"]), row(["王芳", "1", ""])]);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["姓名", "B", "B*"]);
        assert_eq!(columns[0].samples, ["林晓", "王芳"]);
    }

    #[test]
    fn every_field_has_a_name_that_leads_back() {
        let fields = NAMED.iter().map(|(field, _)| *field).chain((1..=LEVELS).map(Field::Level));
        for field in fields.chain([Field::Attribute(Id(9))]) {
            assert_eq!(Field::parse(&field.wire(&[grade()]), &[grade()]), Some(field));
        }
    }
}
