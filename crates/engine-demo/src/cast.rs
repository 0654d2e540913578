//! The people and departments that are written by hand.

use std::collections::HashMap;

use crate::calendar;
use crate::office::{Department, DepartmentKey, Gender, Membership, Office, Person, PersonKey};
use crate::text::{At, lines};

const DEPARTMENTS: &str = include_str!("../data/departments.txt");
const PEOPLE: &str = include_str!("../data/people.txt");

/// Finds people of the cast by name or login.
pub(crate) struct Cast(HashMap<&'static str, PersonKey>);

impl Cast {
    /// Reads who is in the cast. Of two with the same name the first is found by it, each by the login.
    pub(crate) fn new() -> Self {
        let mut keys = HashMap::new();
        for (key, (_, line)) in (0..).map(PersonKey).zip(lines(PEOPLE)) {
            for field in line.split('|').take(2) {
                keys.entry(field.trim()).or_insert(key);
            }
        }
        Self(keys)
    }

    /// The person with this name or login.
    pub(crate) fn find(&self, name: &str) -> Option<PersonKey> {
        self.0.get(name).copied()
    }
}

/// The first `people` of the cast in all its departments, without chats.
pub(crate) fn office(people: usize, now_ms: i64) -> Office {
    let mut office =
        Office { org_name: String::new(), departments: departments(), people: Vec::new(), chats: Vec::new() };
    office.org_name.clone_from(&office.departments[0].name);
    for (number, line) in lines(PEOPLE).take(people) {
        person(&mut office, number, line, now_ms);
    }
    for index in 0..office.people.len() {
        office.people[index].manager = manager(&office, &office.people[index]);
    }
    office
}

fn departments() -> Vec<Department> {
    let mut departments: Vec<Department> = Vec::new();
    let mut above: Vec<DepartmentKey> = Vec::new();
    for (number, line) in lines(DEPARTMENTS) {
        let name = line.trim_start();
        let depth = (line.len() - name.len()) / 2;
        if depth > above.len() {
            At { file: "departments.txt", line: number }.wrong("one level is left out");
        }
        above.truncate(depth);
        let parent = above.last().copied();
        let order = departments.iter().filter(|other| other.parent == parent).count();
        let key = DepartmentKey(u32::try_from(departments.len()).unwrap_or(u32::MAX));
        departments.push(Department {
            key,
            name: name.to_owned(),
            parent,
            head: None,
            order: u32::try_from(order).unwrap_or(u32::MAX),
        });
        above.push(key);
    }
    departments
}

fn person(office: &mut Office, number: usize, line: &'static str, now_ms: i64) {
    let at = At { file: "people.txt", line: number };
    let fields: Vec<&'static str> = line.split('|').map(str::trim).collect();
    let [name, login, gender, places, months] = fields[..] else { at.wrong("five fields are needed") };
    let gender = match gender {
        "m" => Gender::Male,
        "f" => Gender::Female,
        _ => at.wrong("the third field is m or f"),
    };
    let Ok(months) = months.parse::<i64>() else { at.wrong("the last field is a number of months") };
    let key = PersonKey(u32::try_from(office.people.len()).unwrap_or(u32::MAX));
    let mut memberships = places.split(';').map(|place| {
        let Some((department, title)) = place.split_once(':') else {
            at.wrong("a place is department: title")
        };
        let Some(department) = office.departments.iter_mut().find(|other| other.name == department.trim())
        else {
            at.wrong("there is no such department")
        };
        let title = title.trim();
        let title = match title.strip_suffix('*') {
            Some(title) => {
                department.head = Some(key);
                title.trim_end()
            }
            None => title,
        };
        Membership { department: department.key, title }
    });
    let Some(main) = memberships.next() else { at.wrong("a department is needed") };
    let second = memberships.next();
    // Months of 30.44 days are exact enough for when someone joined.
    let joined_day = calendar::day_of(now_ms) - months * 3044 / 100;
    office.people.push(Person {
        key,
        name: name.into(),
        login: login.into(),
        gender,
        english: name.is_ascii(),
        joined_at: calendar::moment(joined_day, 0),
        manager: None,
        main,
        second,
    });
}

/// The head of the person's main department or, for the head, of the nearest one above that has another.
pub(crate) fn manager(office: &Office, person: &Person) -> Option<PersonKey> {
    std::iter::successors(Some(person.main.department), |key| office.department(*key).parent)
        .filter_map(|key| office.department(key).head)
        .find(|head| *head != person.key)
}
