//! Whole tables against whole directories, without a store.

use std::cell::Cell;
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use contracts::people::UserState;
use engine_sheet::write_csv;
use kernel::{Actor, Grant, Id, Locale, Millis, Role, Scopes};

use super::fields::Mapping;
use super::present::{Person, Present};
use super::preview::{Preview, Request, work_out};
use super::{RowKind, sheet};
use crate::by::By;
use crate::model::attribute::{Attribute, AttributeKind, Visibility};
use crate::model::contact::Phone;
use crate::model::department::{Department, path_below};
use crate::model::export;
use crate::model::plan::in_circle;
use crate::model::role::Held;
use crate::model::user::{Membership, Name, User};

const ORG: Id = Id(1);
const GOVERNMENT: i64 = 10;
const OFFICE: i64 = 11;
const FINANCE: i64 = 12;
const BUDGET: i64 = 13;

/// 区政府 with 办公室 and 财政局, which has 预算科; a few people in it.
struct Yard {
    present: Present,
    next: Cell<i64>,
    by: By,
    include_leaving: bool,
}

impl Yard {
    fn empty() -> Self {
        Self { present: Present::default(), next: Cell::new(1_000), by: By::Office, include_leaving: false }
    }

    fn new() -> Self {
        let mut yard = Self::empty();
        yard.department(GOVERNMENT, None, "区政府");
        yard.department(OFFICE, Some(GOVERNMENT), "办公室");
        yard.department(FINANCE, Some(GOVERNMENT), "财政局");
        yard.department(BUDGET, Some(FINANCE), "预算科");
        yard.person(101, "王芳", Some("001"), Some("13800000001"), OFFICE);
        yard.person(102, "李雷", Some("002"), Some("13800000002"), FINANCE);
        yard.person(103, "韩梅", None, Some("13800000003"), BUDGET);
        yard.person(104, "李伟", None, None, BUDGET);
        yard
    }

    fn department(&mut self, id: i64, parent: Option<i64>, name: &str) {
        let above = parent.and_then(|parent| {
            let found = self.present.departments.iter().find(|department| department.id == Id(parent));
            found.map(|department| department.path.clone())
        });
        self.present.departments.push(Department {
            id: Id(id),
            org: ORG,
            parent: parent.map(Id),
            name: Name::read(name.to_owned()),
            position: 0,
            path: path_below(above.as_deref(), Id(id)),
            created_at: Millis(0),
        });
    }

    fn person(&mut self, id: i64, name: &str, number: Option<&str>, mobile: Option<&str>, department: i64) {
        let mut person = Person::new(User {
            id: Id(id),
            org: ORG,
            name: Name::read(name.to_owned()),
            state: UserState::Active,
            login: None,
            employee_no: number.map(str::to_owned),
            email: None,
            avatar: None,
            has_password: true,
            created_at: Millis(0),
            joined_at: None,
            left_at: None,
        });
        person.phones = mobile.into_iter().map(phone).collect();
        person.memberships = vec![Membership {
            department: Id(department),
            title: None,
            head: false,
            primary: true,
            position: 0,
        }];
        self.present.people.push(person);
    }

    fn change(&mut self, id: i64, change: impl FnOnce(&mut Person)) {
        let found = self.present.people.iter_mut().find(|person| person.user.id == Id(id));
        change(found.unwrap());
    }

    fn find(&self, name: &str) -> &Person {
        self.present.people.iter().find(|person| person.user.name.text == name).unwrap()
    }

    fn import(&self, csv: &str) -> Preview {
        self.import_bytes(csv.as_bytes())
    }

    fn import_bytes(&self, bytes: &[u8]) -> Preview {
        let table = sheet::read(bytes, "名单.csv", &self.present.attributes).unwrap();
        let mapping = Mapping::by_headings(&table.columns, &self.present.attributes);
        let request = Request {
            org: ORG,
            by: &self.by,
            table: &table,
            mapping: &mapping,
            include_leaving: self.include_leaving,
            now: Millis(5),
        };
        work_out(&request, &self.present, &|| {
            self.next.set(self.next.get() + 1);
            Id(self.next.get())
        })
    }

    /// What the store would hold afterwards.
    fn apply(&mut self, preview: Preview) {
        let plan = preview.plan;
        self.present.departments.extend(plan.departments);
        for planned in plan.change.into_iter().chain(plan.add) {
            let found = self.present.people.iter().position(|person| person.user.id == planned.user.id);
            let at = found.unwrap_or_else(|| {
                self.present.people.push(Person::new(planned.user.clone()));
                self.present.people.len() - 1
            });
            let person = &mut self.present.people[at];
            person.user = planned.user;
            person.phones = planned.phones.unwrap_or_else(|| person.phones.clone());
            person.memberships = planned.memberships.unwrap_or_else(|| person.memberships.clone());
            if let Some((direct, dotted)) = planned.managers {
                (person.manager, person.dotted) = (direct, dotted);
            }
            for (id, value) in planned.attributes {
                person.attributes.retain(|(other, _)| *other != id);
                person.attributes.extend(value.map(|value| (id, value)));
            }
        }
        for person in &mut self.present.people {
            if plan.leave.contains(&person.user.id) {
                person.user.state = UserState::Left;
            }
        }
    }
}

fn phone(number: &str) -> Phone {
    Phone { number: number.to_owned(), label: "mobile".to_owned() }
}

fn admin_of(department: i64) -> By {
    let actor = Actor {
        user: Id(9),
        org: ORG,
        session: Id(9),
        name: "管理员".to_owned(),
        grants: vec![Grant { role: Role::Admin, department: Some(Id(department)) }],
        scopes: Scopes::All,
        locale: Locale::ZhCn,
    };
    By::Person(Arc::new(actor), IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// `line kind name`, and what is wrong.
fn fates(preview: &Preview) -> Vec<String> {
    preview
        .rows
        .iter()
        .map(|row| {
            let line = row.line.map_or_else(|| "-".to_owned(), |line| line.to_string());
            let mut text = format!("{line} {} {}", row.kind.as_str(), row.name);
            for problem in &row.problems {
                let column = problem.column.as_deref().unwrap_or("*");
                text.push_str(&format!(" [{column} {}]", problem.code.trim_start_matches("people.")));
            }
            text
        })
        .collect()
}

/// `field: from → to` of a row.
fn changes(preview: &Preview, row: usize) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "∅".to_owned());
    let changes = preview.rows[row].changes.iter();
    changes
        .map(|change| format!("{}: {} → {}", change.field, shown(&change.from), shown(&change.to)))
        .collect()
}

const ROSTER: &str = "\
姓名,工号,手机,部门,职务,直属上级工号,邮箱
周正,A1,138 1111 0001,区政府,区长,,zhou@qz.gov.cn
吴敏,A2,13811110002,区政府/办公室,主任,A1,wu@qz.gov.cn
郑爽,A3,13811110003,区政府/办公室/秘书科;区政府/督查室,科长;督查员,A2,
冯远,A4,+86 13811110004,区政府/办公室/秘书科,科员,A3,
";

#[test]
fn an_empty_office_is_filled_and_the_same_file_again_changes_nothing() {
    let mut yard = Yard::empty();
    let preview = yard.import(ROSTER);
    assert_eq!(fates(&preview), ["2 added 周正", "3 added 吴敏", "4 added 郑爽", "5 added 冯远"]);
    assert_eq!(preview.summary.added, 4);
    let departments: Vec<&str> =
        preview.plan.departments.iter().map(|department| department.name.text.as_str()).collect();
    assert_eq!(departments, ["区政府", "办公室", "秘书科", "督查室"]);
    assert_eq!(
        changes(&preview, 2),
        [
            "name: ∅ → 郑爽",
            "employee_no: ∅ → A3",
            "mobile: ∅ → 13811110003",
            "departments: ∅ → 区政府/办公室/秘书科; 区政府/督查室",
            "title: ∅ → 区政府/办公室/秘书科: 科长; 区政府/督查室: 督查员",
            "manager: ∅ → 吴敏 (A2)",
        ]
    );
    yard.apply(preview);
    let zheng = yard.find("郑爽");
    assert_eq!(zheng.memberships.iter().filter(|membership| membership.primary).count(), 1);
    assert_eq!(zheng.manager, Some(yard.find("吴敏").user.id));
    assert_eq!(zheng.user.state, UserState::Invited);

    let again = yard.import(ROSTER);
    assert_eq!(again.summary.unchanged, 4, "{:?}", fates(&again));
    assert!(again.plan.add.is_empty() && again.plan.change.is_empty() && again.plan.departments.is_empty());
}

#[test]
fn moved_changed_leaving_and_unchanged_are_told_apart() {
    let mut yard = Yard::new();
    yard.person(105, "赵六", Some("005"), None, OFFICE);
    let file = "\
姓名,工号,手机,部门,职务
王芳,001,13800000001,区政府/财政局,副局长
李雷,002,13900000002,区政府/财政局,
韩梅,,13800000003,区政府/财政局/预算科,
";
    let preview = yard.import(file);
    assert_eq!(fates(&preview), ["2 moved 王芳", "3 changed 李雷", "4 unchanged 韩梅", "- leaving 赵六"]);
    assert_eq!(changes(&preview, 0), ["departments: 区政府/办公室 → 区政府/财政局", "title: ∅ → 副局长"]);
    assert_eq!(changes(&preview, 1), ["mobile: 13800000002 → 13900000002"]);
    assert_eq!(preview.plan.leave, []);
    yard.include_leaving = true;
    assert_eq!(yard.import(file).plan.leave, [Id(105)]);
    // Without a column of numbers nobody can be missed.
    assert_eq!(yard.import("姓名,手机\n王芳,13800000001\n").summary.leaving, 0);
}

#[test]
fn people_are_known_by_number_then_mobile_then_name_and_department() {
    let yard = Yard::new();
    let kinds = |csv: &str| fates(&yard.import(csv));
    // The number counts, whatever the name.
    assert_eq!(kinds("姓名,工号\n王小芳,001\n"), ["2 changed 王小芳", "- leaving 李雷"]);
    // Somebody without a number is given one.
    assert_eq!(kinds("姓名,工号,手机\n韩梅,003,13800000003\n")[0], "2 changed 韩梅");
    // A number that is new and a mobile that is somebody else's.
    assert_eq!(kinds("姓名,工号,手机\n钱七,007,13800000003\n")[0], "2 bad 钱七 [手机 import_row_held]");
    assert_eq!(kinds("姓名,手机\n韩梅梅,13800000003\n"), ["2 changed 韩梅梅"]);
    // The name, where it is said.
    assert_eq!(kinds("姓名,部门,职务\n李伟,预算科,科员\n"), ["2 changed 李伟"]);
    assert_eq!(kinds("姓名,部门\n李伟,办公室\n"), ["2 added 李伟"]);
    // A mobile that the person does not have is another person's; one who has none is given it.
    assert_eq!(kinds("姓名,部门,手机\n李伟,预算科,13899990000\n"), ["2 changed 李伟"]);
    assert_eq!(kinds("姓名,部门,手机\n韩梅,预算科,13899990000\n"), ["2 added 韩梅"]);
    assert_eq!(kinds("姓名,职务\n李伟,科员\n"), ["2 bad 李伟 [姓名 import_row_person_unclear]"]);
}

#[test]
fn namesakes_are_never_guessed() {
    let mut yard = Yard::new();
    yard.person(110, "李伟", None, None, BUDGET);
    assert_eq!(
        fates(&yard.import("姓名,部门\n李伟,预算科\n")),
        ["2 bad 李伟 [姓名 import_row_person_unclear]"]
    );
    assert_eq!(
        fates(&yard.import("姓名,部门\n孙八,办公室\n孙八,办公室\n孙八,财政局\n")),
        [
            "2 bad 孙八 [姓名 import_row_same_person]",
            "3 bad 孙八 [姓名 import_row_same_person]",
            "4 added 孙八"
        ]
    );
    // The same person by two ways.
    assert_eq!(
        fates(&yard.import("姓名,工号,手机\n王芳,001,\n王芳,,13800000001\n"))[..2],
        ["2 bad 王芳 [姓名 import_row_same_person]", "3 bad 王芳 [姓名 import_row_same_person]"]
    );
}

#[test]
fn values_of_one_person_are_not_given_to_two() {
    let yard = Yard::new();
    let file = "\
姓名,工号,手机,邮箱,部门
甲一,X1,13700000001,a@b.cn,办公室
乙二,X1,13700000001,A@B.cn,办公室
丙三,X3,13800000001,c@b.cn,办公室
丁四,X4,13700000004,d@b.cn,办公室
";
    let preview = yard.import(file);
    assert_eq!(
        fates(&preview)[..4],
        [
            "2 bad 甲一 [工号 import_row_repeated] [手机 import_row_repeated] [邮箱 import_row_repeated]",
            "3 bad 乙二 [工号 import_row_repeated] [手机 import_row_repeated] [邮箱 import_row_repeated]",
            "4 bad 丙三 [手机 import_row_held]",
            "5 added 丁四"
        ]
    );
    let held = &preview.rows[2].problems[0];
    assert_eq!(held.line(Locale::ZhCn), "手机“13800000001”：这个值已属于 王芳 (001)，只能属于一个人。");
    let repeated = &preview.rows[0].problems[0];
    assert_eq!(
        repeated.line(Locale::En),
        "工号 “x1”: Several rows have this value (rows 2, 3); it belongs to one person only."
    );
    assert_eq!(preview.rows[0].cells, ["甲一", "X1", "13700000001", "a@b.cn", "办公室"]);
}

#[test]
fn two_people_may_exchange_numbers_but_not_with_a_row_that_fails() {
    let yard = Yard::new();
    let swapped = "姓名,工号,手机\n王芳,001,13800000002\n李雷,002,13800000001\n";
    assert_eq!(fates(&yard.import(swapped)), ["2 changed 王芳", "3 changed 李雷"]);
    // 李雷 keeps his mobile because his row fails; so 王芳 cannot have it, and nobody hers.
    let broken =
        "姓名,工号,手机,邮箱\n孙九,009,13800000001,\n王芳,001,13800000002,\n李雷,002,13800000009,nowhere\n";
    assert_eq!(
        fates(&yard.import(broken)),
        [
            "2 bad 孙九 [手机 import_row_held]",
            "3 bad 王芳 [手机 import_row_held]",
            "4 bad 李雷 [邮箱 email_invalid]"
        ]
    );
}

#[test]
fn whoever_leaves_gives_the_mobile_back() {
    let mut yard = Yard::new();
    let file = "姓名,工号,手机\n孙九,009,13800000001\n李雷,002,\n";
    assert_eq!(fates(&yard.import(file))[0], "2 bad 孙九 [手机 import_row_held]");
    yard.include_leaving = true;
    assert_eq!(fates(&yard.import(file)), ["2 added 孙九", "3 unchanged 李雷", "- leaving 王芳"]);
    // Nobody reports to somebody who leaves.
    let file = "姓名,工号,直属上级工号\n李雷,002,001\n";
    assert_eq!(fates(&yard.import(file))[0], "2 bad 李雷 [直属上级工号 import_row_manager_unknown]");
}

#[test]
fn managers_are_found_and_circles_refused() {
    let yard = Yard::new();
    let faults = |csv: &str| fates(&yard.import(csv));
    assert_eq!(
        faults("姓名,工号,直属上级\n王芳,001,李雷\n李雷,002,韩梅 \n"),
        ["2 changed 王芳", "3 changed 李雷"]
    );
    assert_eq!(faults("姓名,工号,直属上级\n王芳,001,李雷（002）\n")[0], "2 changed 王芳");
    assert_eq!(faults("姓名,工号,直属上级\n王芳,001,13800000002\n")[0], "2 changed 王芳");
    assert_eq!(
        faults("姓名,工号,直属上级\n王芳,001,999\n")[0],
        "2 bad 王芳 [直属上级 import_row_manager_unknown]"
    );
    assert_eq!(faults("姓名,工号,直属上级\n王芳,001,001\n")[0], "2 bad 王芳 [直属上级 manager_self]");
    assert_eq!(
        faults("姓名,工号,直属上级工号\n甲一,X1,X2\n乙二,X2,X3\n丙三,X3,X1\n丁四,X4,X1\n")[..4],
        [
            "2 bad 甲一 [直属上级工号 manager_cycle]",
            "3 bad 乙二 [直属上级工号 manager_cycle]",
            "4 bad 丙三 [直属上级工号 manager_cycle]",
            "5 bad 丁四 [直属上级工号 import_row_manager_bad]"
        ]
    );
}

#[test]
fn a_line_of_the_directory_and_one_of_the_file_can_make_a_circle() {
    let mut yard = Yard::new();
    yard.change(101, |person| person.manager = Some(Id(102)));
    // 王芳 reports to 李雷 already.
    assert_eq!(
        fates(&yard.import("姓名,工号,直属上级工号\n李雷,002,001\n"))[0],
        "2 bad 李雷 [直属上级工号 manager_cycle]"
    );
    // Turned round in one file it is none.
    let turned = "姓名,工号,手机,直属上级工号\n李雷,002,,001\n王芳,001,,003\n韩梅,003,13800000003,\n";
    assert_eq!(fates(&yard.import(turned)), ["2 changed 李雷", "3 changed 王芳", "4 changed 韩梅"]);
    // But when the row that turns it fails, the line stays and the circle closes.
    let broken = "姓名,工号,手机,直属上级工号\n李雷,002,,001\n王芳,001,123x,003\n韩梅,003,13800000003,\n";
    assert_eq!(
        fates(&yard.import(broken)),
        ["2 bad 李雷 [直属上级工号 manager_cycle]", "3 bad 王芳 [手机 phone_invalid]", "4 changed 韩梅"]
    );
}

#[test]
fn titles_heads_and_orders_stand_where_their_departments_do() {
    let mut yard = Yard::new();
    let file = "\
姓名,工号,部门,职务,是否负责人,排序
王芳,001,办公室；财政局（负责人）,主任；副局长,,1；2
李雷,002,财政局,局长、书记,是,
孙九,009,办公室,,孙九,
钱七,010,办公室;财政局,a;b;c,,
周八,011,,科员,,
吴十,012,办公室,,maybe,x
";
    let preview = yard.import(file);
    assert_eq!(
        fates(&preview),
        [
            "2 moved 王芳",
            "3 changed 李雷",
            "4 added 孙九",
            "5 bad 钱七 [职务 import_row_titles_mismatch]",
            "6 bad 周八 [职务 import_row_without_department]",
            "7 bad 吴十 [是否负责人 import_row_not_yes_no] [排序 import_row_not_a_number]"
        ]
    );
    assert_eq!(
        changes(&preview, 0),
        [
            "departments: 区政府/办公室 → 区政府/办公室; 区政府/财政局",
            "title: ∅ → 区政府/办公室: 主任; 区政府/财政局: 副局长",
            "head: ∅ → 区政府/财政局",
            "order: ∅ → 区政府/办公室: 1; 区政府/财政局: 2",
        ]
    );
    assert_eq!(changes(&preview, 1), ["title: ∅ → 局长、书记", "head: ∅ → 区政府/财政局"]);
    yard.apply(preview);
    assert!(yard.find("孙九").memberships[0].head);
    // What is not in the file stays.
    let again = yard.import("姓名,工号,部门\n李雷,002,财政局\n");
    assert_eq!(fates(&again)[0], "2 unchanged 李雷");
}

#[test]
fn one_number_replaces_the_first_and_leaves_what_people_added() {
    let mut yard = Yard::new();
    yard.change(101, |person| person.phones.push(phone("13800000011")));
    yard.change(101, |person| {
        person.phones.push(Phone { number: "057100000000".to_owned(), label: "home".to_owned() });
    });
    assert_eq!(fates(&yard.import("姓名,工号,手机\n王芳,001,13800000011\n"))[0], "2 unchanged 王芳");
    let preview = yard.import("姓名,工号,手机,办公电话\n王芳,001,13800000022,0571-8765 4321转801\n");
    assert_eq!(
        changes(&preview, 0),
        ["mobile: 13800000001; 13800000011 → 13800000022; 13800000011", "office_phone: ∅ → 057187654321-801"]
    );
    let preview = yard.import("姓名,工号,手机\n王芳,001,13800000033/13800000044\n");
    assert_eq!(changes(&preview, 0), ["mobile: 13800000001; 13800000011 → 13800000033; 13800000044"]);
}

#[test]
fn whoever_left_comes_back_by_the_number() {
    let mut yard = Yard::new();
    yard.change(101, |person| person.user.state = UserState::Left);
    let preview = yard.import("姓名,工号,部门\n王芳,001,财政局\n李雷,002,\n");
    assert_eq!(fates(&preview), ["2 added 王芳", "3 unchanged 李雷"]);
    assert_eq!(changes(&preview, 0), ["departments: 区政府/办公室 → 区政府/财政局", "state: left → active"]);
    assert!(preview.plan.change[0].phones.is_some(), "the mobile number is taken again");
    yard.apply(preview);
    assert_eq!(yard.find("王芳").user.state, UserState::Active);
}

#[test]
fn admins_of_a_department_stay_within_it() {
    let mut yard = Yard::new();
    yard.by = admin_of(FINANCE);
    yard.change(103, |person| {
        person.memberships.push(Membership {
            department: Id(OFFICE),
            title: Some("联络员".to_owned()),
            head: false,
            primary: false,
            position: 0,
        });
    });
    let file = "\
姓名,工号,手机,部门,职务
王芳,001,,区政府/办公室,主任
李雷,002,,财政局/预算科,
韩梅,,13800000003,财政局,科员
孙九,009,,国库科,
钱七,010,,区政府/信访局,
吴十,011,,,
";
    let preview = yard.import(file);
    assert_eq!(
        fates(&preview),
        [
            "2 bad 王芳 [* out_of_scope]",
            "3 moved 李雷",
            "4 moved 韩梅",
            "5 added 孙九",
            "6 bad 钱七 [部门 out_of_scope]",
            "7 bad 吴十 [* out_of_scope]"
        ]
    );
    // Places elsewhere stay.
    assert_eq!(
        changes(&preview, 2)[0],
        "departments: 区政府/财政局/预算科; 区政府/办公室 → 区政府/财政局; 区政府/办公室"
    );
    assert_eq!(preview.plan.departments[0].parent, Some(Id(FINANCE)));
    // Nobody from elsewhere is missed.
    assert_eq!(fates(&yard.import("姓名,工号,部门\n孙九,009,财政局\n")), ["2 added 孙九", "- leaving 李雷"]);
    yard.change(102, |person| {
        person.held = vec![Held { id: Id(1), user: Id(102), role: Role::Owner, department: None }];
    });
    assert_eq!(fates(&yard.import("姓名,工号,邮箱\n李雷,002,li@lei.cn\n"))[0], "2 bad 李雷 [* above_you]");
}

#[test]
fn a_file_without_names_changes_people_by_their_numbers() {
    let yard = Yard::new();
    let preview = yard.import("工号,邮箱\n001,wang@qz.gov.cn\n099,nobody@qz.gov.cn\n");
    assert_eq!(fates(&preview)[..2], ["2 changed 王芳", "3 bad  [* import_no_name_column]"]);
    let preview = yard.import("甲,乙\n1,2\n");
    assert_eq!(preview.problem.map(|fault| fault.code.id), Some("people.import_no_name_column"));
}

#[test]
fn what_comes_out_goes_in_again_and_changes_nothing() {
    let mut yard = Yard::new();
    yard.apply(yard.import(ROSTER));
    yard.change(101, |person| {
        person.phones.push(Phone { number: "057187654321".to_owned(), label: "office".to_owned() });
        person.manager = Some(Id(104));
        person.dotted = vec![Id(102), Id(103)];
        person.memberships[0].head = true;
        person.memberships[0].position = 7;
        person.user.login = Some("wangfang".to_owned());
        person.user.email = Some("wang@qz.gov.cn".to_owned());
    });
    yard.department(20, Some(FINANCE), "行财、资产-管理科");
    yard.person(105, "+1 =cmd", Some("0005"), Some("+442079460958"), 20);
    for locale in [Locale::ZhCn, Locale::En] {
        let table = export::people(&yard.present, &By::Office, locale);
        let preview = yard.import_bytes(&write_csv(&table.headings, &table.rows));
        assert_eq!(preview.summary.unchanged, 9, "{:#?}", fates(&preview));
        assert_eq!(preview.rows.len(), 9);
    }
    let table = export::people(&yard.present, &admin_of(FINANCE), Locale::ZhCn);
    let names: Vec<&str> = table.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["李雷", "+1 =cmd", "韩梅", "李伟"]);
}

#[test]
fn what_admins_see_of_their_own_people_is_not_exported_of_guests() {
    let mut yard = Yard::new();
    yard.apply(yard.import(ROSTER));
    yard.present.attributes.push(Attribute {
        id: Id(900),
        key: "salary".to_owned(),
        label: "档案号".to_owned(),
        kind: AttributeKind::Text,
        choices: Vec::new(),
        visible_to: Visibility::Admins,
        order: 0,
    });
    let guest = Membership { department: Id(20), title: None, head: false, primary: false, position: 0 };
    yard.department(20, Some(FINANCE), "会计科");
    yard.department(30, None, "教育局");
    yard.person(105, "在编", Some("0005"), None, 20);
    yard.person(106, "借调", Some("0006"), None, 30);
    for id in [105, 106] {
        yard.change(id, |person| person.attributes.push((Id(900), format!("D{id}"))));
    }
    yard.change(106, |person| person.memberships.push(guest));
    let numbers = |by: &By| {
        let table = export::people(&yard.present, by, Locale::ZhCn);
        let at = table.headings.iter().position(|heading| heading == "档案号").unwrap();
        let rows = table.rows.iter().filter(|row| ["在编", "借调"].contains(&row[0].as_str()));
        let mut all: Vec<(String, String)> = rows.map(|row| (row[0].clone(), row[at].clone())).collect();
        all.sort();
        all
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(numbers(&admin_of(FINANCE)), [pair("借调", ""), pair("在编", "D105")]);
    assert_eq!(numbers(&By::Office), [pair("借调", "D106"), pair("在编", "D105")]);
}

#[test]
fn the_outcome_has_one_name_and_another_outcome_another() {
    let mut yard = Yard::new();
    let file = "姓名,工号,部门\n王芳,001,财政局\n";
    let digest = yard.import(file).digest;
    assert_eq!(yard.import(file).digest, digest);
    // Somebody added elsewhere is nothing to this import, unless those who are missing leave.
    yard.person(120, "新人", Some("120"), None, OFFICE);
    assert_eq!(yard.import(file).digest, digest);
    yard.include_leaving = true;
    assert_ne!(yard.import(file).digest, digest);
    yard.include_leaving = false;
    yard.change(101, |person| person.memberships[0].department = Id(BUDGET));
    assert_ne!(yard.import(file).digest, digest);
}

/// A table of few names, numbers and departments, so that everything clashes with everything.
fn random_table(rng: &mut testkit::rng::Rng) -> String {
    let mut csv = "姓名,工号,手机,部门,职务,直属上级,邮箱,是否负责人\n".to_owned();
    for _ in 0..=rng.below(12) {
        let mut pick = |list: &[&'static str]| *rng.pick(list);
        let cells = [
            pick(&["王芳", "李雷", "韩梅", "李伟", "孙九", "周八", "吴十", "郑一", "冯二"]),
            pick(&["", "", "001", "002", "003", "004", "005", "006", "007", "008"]),
            pick(&["", "", "13800000001", "13800000002", "13800000003", "13800000004", "13800000005", "12x"]),
            pick(&[
                "",
                "办公室",
                "财政局/预算科",
                "预算科",
                "区政府;财政局",
                "信访局/一科",
                "卫健局/办公室",
                "一科",
            ]),
            pick(&["", "", "科长", "科长;主任"]),
            pick(&["", "", "001", "002", "003", "004", "王芳", "孙九", "13800000003"]),
            pick(&["", "", "", "a@b.cn", "c@b.cn", "nowhere"]),
            pick(&["", "", "是", "否"]),
        ];
        csv.push_str(&format!("{}\n", cells.join(",")));
    }
    csv
}

#[test]
fn whatever_the_file_says_the_directory_stays_whole_and_the_second_time_changes_nothing() {
    for seed in 0..1_000 {
        let mut rng = testkit::rng::Rng::new(seed);
        let mut yard = Yard::new();
        yard.include_leaving = seed % 4 == 0;
        for _ in 0..3 {
            let csv = random_table(&mut rng);
            let first = yard.import(&csv);
            let good = first.rows.iter().filter(|row| row.kind != RowKind::Bad).filter_map(|row| row.line);
            let good: Vec<u32> = good.collect();
            yard.apply(first);
            whole(&yard, seed);
            let again = yard.import(&csv);
            for line in good {
                let fate = again.rows.iter().find(|row| row.line == Some(line)).unwrap();
                let still = matches!(fate.kind, RowKind::Unchanged | RowKind::Bad);
                assert!(still, "seed {seed}, row {line} again:\n{csv}{:#?}", fates(&again));
            }
        }
    }
}

/// What always holds of a directory.
fn whole(yard: &Yard, seed: u64) {
    let people = &yard.present.people;
    let mut claims = HashSet::new();
    for person in people {
        for claim in person.claims() {
            if person.is_here() || !claim.ends_with_leaving() {
                assert!(claims.insert(claim.clone()), "seed {seed}: {claim:?} twice");
            }
        }
        let firsts = person.memberships.iter().filter(|membership| membership.primary).count();
        assert_eq!(firsts, usize::from(!person.memberships.is_empty()), "seed {seed}");
        for membership in &person.memberships {
            assert!(yard.present.departments.iter().any(|found| found.id == membership.department));
        }
        assert_ne!(person.manager, Some(person.user.id), "seed {seed}");
    }
    let lines = people.iter().filter_map(|person| Some((person.user.id, person.manager?))).collect();
    assert_eq!(in_circle(&lines), None, "seed {seed}");
    let ids: HashSet<Id> = yard.present.departments.iter().map(|department| department.id).collect();
    assert_eq!(ids.len(), yard.present.departments.len());
}
